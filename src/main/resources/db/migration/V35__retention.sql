-- How long messages and reservations are kept. Rules are only added and withdrawn: of those for the
-- same the one that began to count last counts.
CREATE TABLE retention_rule (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation,
  kind         text        NOT NULL CHECK (kind IN ('MESSAGES', 'RESERVATIONS')),
  scope        text        NOT NULL CHECK (scope IN
                 ('ORGANISATION', 'CHAT_ROOM', 'ROOM_LEVEL', 'MEETING_ROOM')),
  subject      text        COLLATE "C" NOT NULL,  -- its id, as a text; empty for the organisation
  name         text        NOT NULL,              -- what it was called when the rule was set
  keep         text        NOT NULL CHECK (keep IN ('DAYS', 'FOR_EVER', 'AS_ABOVE')),
  days         int         CHECK (days > 0),
  placed_by    text        NOT NULL,
  placed_at    timestamptz NOT NULL,
  effective_at timestamptz NOT NULL,              -- never earlier than it was set
  withdrawn_by text,
  withdrawn_at timestamptz,                       -- always before it counts
  CHECK ((keep = 'DAYS') = (days IS NOT NULL)),
  CHECK ((scope = 'ORGANISATION') = (subject = '')),
  CHECK (scope <> 'ORGANISATION' OR keep <> 'AS_ABOVE'),
  CHECK (scope = 'ORGANISATION' OR (scope = 'CHAT_ROOM') = (kind = 'MESSAGES')),
  CHECK (effective_at >= placed_at),
  CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)),
  CHECK (withdrawn_at IS NULL OR withdrawn_at < effective_at)
);
CREATE INDEX retention_rule_of ON retention_rule (organisation, kind, scope, subject, effective_at);

-- Each time that it was enforced. Of those that removed nothing only the last one stays.
CREATE TABLE retention_run (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation,
  began_at     timestamptz NOT NULL,
  ended_at     timestamptz,
  messages     bigint      NOT NULL DEFAULT 0,
  files        bigint      NOT NULL DEFAULT 0,
  bytes        bigint      NOT NULL DEFAULT 0,
  reservations bigint      NOT NULL DEFAULT 0,
  held         bigint      NOT NULL DEFAULT 0    -- were past their time and stay
);
CREATE INDEX retention_run_of ON retention_run (organisation, id);
CREATE UNIQUE INDEX retention_run_open ON retention_run (organisation) WHERE ended_at IS NULL;

-- Of which rooms and days something was removed, so that exports can say so. Unlike the table gone it
-- names nobody, and stays when the database moves to another PostgreSQL.
CREATE TABLE retention_gone (
  kind         text        NOT NULL,              -- the table that they were in
  organisation text        NOT NULL,
  room         text        COLLATE "C" NOT NULL,
  day          date        NOT NULL,              -- in UTC
  first_at     timestamptz NOT NULL,
  last_at      timestamptz NOT NULL,
  things       bigint      NOT NULL,
  files        bigint      NOT NULL,
  PRIMARY KEY (kind, room, day)
);
CREATE INDEX retention_gone_of ON retention_gone (organisation, kind, day);

-- Objects of the store that nobody needs any more and that are still there.
CREATE TABLE retention_file (
  key text COLLATE "C" PRIMARY KEY
);

-- An older program removes nothing by these rules, and no rule counts within a day of being set.
INSERT INTO compatible_step VALUES ('35');
