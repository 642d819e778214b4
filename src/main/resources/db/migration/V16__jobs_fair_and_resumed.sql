-- Jobs: how fast, for whom, in which lane --------------------------------------------------------

ALTER TABLE job
  ADD COLUMN rate  double precision NOT NULL DEFAULT 0, -- units a second, smoothed; 0 while not known
  ADD COLUMN owner text             NOT NULL DEFAULT '', -- for whom, if it is long; '' if it is short
  ADD COLUMN held  boolean          NOT NULL DEFAULT false, -- waits for other jobs of its owner
  ADD CHECK (rate >= 0),
  ADD CHECK (NOT held OR (owner <> '' AND status NOT IN ('RUNNING', 'DONE', 'DONE_WITH_GAPS')));
CREATE INDEX job_turns ON job (kind, owner, id)
  WHERE owner <> '' AND status IN ('WAITING', 'RUNNING');

-- The timetable of long jobs. They have threads of their own, so that what takes a moment, such as
-- a letter, never waits behind them.
CREATE TABLE scheduled_long (LIKE scheduled_tasks INCLUDING ALL);

UPDATE job SET owner = export.owner FROM export WHERE export.id = job.id;
INSERT INTO scheduled_long SELECT * FROM scheduled_tasks WHERE task_name = 'export';
DELETE FROM scheduled_tasks WHERE task_name = 'export';

-- Exports: what a crash leaves --------------------------------------------------------------------

-- The parts of an unfinished package that are safe on the disk. They are there for as long as the
-- export has not ended.
CREATE TABLE export_part (
  export  bigint  NOT NULL REFERENCES export (id),
  number  integer NOT NULL CHECK (number > 0),      -- 1 for the first, without a gap
  upload  text    NOT NULL,                         -- what the store calls the upload that holds it
  size    bigint  NOT NULL CHECK (size >= 0),       -- how many bytes of the upload are safe
  sha256  text    NOT NULL,                         -- of these bytes
  stamp   timestamptz NOT NULL,                     -- the time that the entries of the zip carry
  entries jsonb   NOT NULL,                         -- those that ended in this part
  open    jsonb,                                    -- the one that goes on in the next
  PRIMARY KEY (export, number)
);
