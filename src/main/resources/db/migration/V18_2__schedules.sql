-- Exports that are ordered again and again.
CREATE TABLE export_schedule (
  id           bigint      PRIMARY KEY,
  name         text        NOT NULL,
  -- when
  every        text        NOT NULL CHECK (every IN ('DAY', 'WEEK', 'MONTH')),
  on_day       integer     NOT NULL CHECK (on_day BETWEEN 1 AND 31), -- of the week or month; 1 for DAY
  at_time      time        NOT NULL,
  zone         text        NOT NULL,
  -- what
  span         text        NOT NULL,                 -- which period, relative to the day of the run
  recipe       text        NOT NULL,
  selection    jsonb       NOT NULL,
  file_name    text        NOT NULL,                 -- with {date} for the day of the run
  handling     jsonb       NOT NULL,
  passphrase   bytea,                                -- sealed; erased when the schedule is deleted
  keep_last    integer     CHECK (keep_last > 0),
  -- for whom
  owner        text        NOT NULL,
  organisation text        NOT NULL,
  scopes       text        NOT NULL,
  address      text        NOT NULL,
  created_at   timestamptz NOT NULL,
  -- how it stands
  status       text        NOT NULL CHECK (status IN ('ACTIVE', 'PAUSED', 'STOPPED', 'DELETED')),
  reason       text        NOT NULL DEFAULT '',      -- why it was stopped
  next_at      timestamptz,
  CHECK ((next_at IS NOT NULL) = (status = 'ACTIVE')),
  CHECK (passphrase IS NULL OR status <> 'DELETED')
);
CREATE INDEX export_schedule_due ON export_schedule (next_at) WHERE status = 'ACTIVE';
CREATE INDEX export_schedule_owner ON export_schedule (organisation, owner, id)
  WHERE status <> 'DELETED';

-- What came of them.
CREATE TABLE export_of_schedule (
  schedule bigint      NOT NULL REFERENCES export_schedule (id),
  export   bigint      NOT NULL UNIQUE REFERENCES export (id),
  due_at   timestamptz NOT NULL,                     -- for which time; of several missed ones the last
  PRIMARY KEY (schedule, export)
);
