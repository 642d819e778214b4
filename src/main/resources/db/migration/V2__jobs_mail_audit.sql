-- Jobs -------------------------------------------------------------------------------------------

-- What people may know of a job. The row is never removed by the server. Others may join and read
-- it; only io.roomledger.job writes it.
CREATE TABLE job (
  id          bigint      PRIMARY KEY,              -- grows with time
  kind        text        NOT NULL CHECK (kind <> ''), -- which worker runs it; task_name below
  status      text        NOT NULL CHECK (status IN
                ('WAITING', 'RUNNING', 'DONE', 'DONE_WITH_GAPS', 'FAILED', 'CANCELLED')),
  attempt     integer     NOT NULL DEFAULT 0,       -- how often a worker has taken it; the fence
  failures    integer     NOT NULL DEFAULT 0,       -- how many of those count against it
  lease       bigint      NOT NULL DEFAULT 0,       -- version of the execution that runs it
  cancelling  boolean     NOT NULL DEFAULT false,   -- somebody wants it stopped
  done        bigint      NOT NULL DEFAULT 0,       -- units of work done in this attempt
  total       bigint      NOT NULL DEFAULT -1,      -- units of work to do; -1 while not known
  reason      text        NOT NULL DEFAULT '',      -- why it failed, waits again or was cancelled
  created_at  timestamptz NOT NULL,
  started_at  timestamptz,                          -- when a worker first took it
  finished_at timestamptz,
  CHECK ((finished_at IS NOT NULL) = (status NOT IN ('WAITING', 'RUNNING')))
);
CREATE INDEX job_open ON job (kind) WHERE status IN ('WAITING', 'RUNNING');

-- The table of db-scheduler, as its documentation gives it: one row for each job that has not
-- ended, with when it is due and who holds its lease.
CREATE TABLE scheduled_tasks (
  task_name            text        NOT NULL,        -- job.kind
  task_instance        text        NOT NULL,        -- job.id
  task_data            bytea,
  execution_time       timestamptz NOT NULL,
  picked               boolean     NOT NULL,
  picked_by            text,
  last_success         timestamptz,
  last_failure         timestamptz,
  consecutive_failures integer,
  last_heartbeat       timestamptz,
  version              bigint      NOT NULL,
  priority             smallint,
  PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX scheduled_tasks_due ON scheduled_tasks (execution_time);
CREATE INDEX scheduled_tasks_heartbeat ON scheduled_tasks (last_heartbeat);

-- Mail -------------------------------------------------------------------------------------------

-- What was written, once for all who get it.
CREATE TABLE letter (
  id        bigint      PRIMARY KEY,
  reply_to  text,
  subject   text        NOT NULL,
  html      text        NOT NULL,
  body      text        NOT NULL,
  posted_at timestamptz NOT NULL
);

-- One copy for each recipient: sent, tried again and given up on its own.
CREATE TABLE letter_copy (
  id         bigint  PRIMARY KEY,
  letter     bigint  NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
  address    text    NOT NULL,
  message_id text    NOT NULL UNIQUE,               -- the same however often it is sent
  job        bigint  UNIQUE REFERENCES job (id),    -- none while there is no SMTP server
  status     text    NOT NULL CHECK (status IN ('WAITING', 'SENT', 'FAILED')),
  attempts   integer NOT NULL DEFAULT 0,
  last_error text    NOT NULL DEFAULT '',
  sent_at    timestamptz,
  CHECK ((sent_at IS NOT NULL) = (status = 'SENT'))
);
CREATE INDEX letter_copy_letter ON letter_copy (letter);
CREATE INDEX letter_copy_unordered ON letter_copy (id) WHERE status = 'WAITING' AND job IS NULL;

-- Audit ------------------------------------------------------------------------------------------

-- Who did what: only ever added to, numbered without gaps, each row sealed by a hash over its
-- content and the hash of the row before it.
CREATE TABLE audit (
  id           bigint      PRIMARY KEY CHECK (id > 0),
  at           timestamptz NOT NULL,
  organisation text        NOT NULL,
  actor        text        NOT NULL,
  address      text        NOT NULL,
  action       text        NOT NULL,
  subject      text        NOT NULL,
  details      jsonb       NOT NULL,                -- a flat object of texts
  prev_hash    bytea       NOT NULL CHECK (octet_length(prev_hash) = 32),
  hash         bytea       NOT NULL UNIQUE CHECK (octet_length(hash) = 32)
);
CREATE INDEX audit_organisation ON audit (organisation, id);
CREATE INDEX audit_actor ON audit (organisation, actor, id);
CREATE INDEX audit_subject ON audit (organisation, subject, id);
CREATE INDEX audit_action ON audit (organisation, action, id);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is only ever added to: % is refused', TG_OP
    USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER audit_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON audit
  FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
