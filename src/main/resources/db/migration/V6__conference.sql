-- Conferences, who was in them, and what was recorded.

CREATE TABLE conference (
  id                text        PRIMARY KEY CHECK (id ~ '^[0-9a-f]{24}$'),
  organisation      text        NOT NULL,
  title             text        NOT NULL,
  creator           text        NOT NULL REFERENCES account (id),
  started_at        timestamptz NOT NULL,
  ended_at          timestamptz CHECK (ended_at >= started_at),
  -- Set when its recordings are handed out no more.
  closed_at         timestamptz,
  recording_status  text        NOT NULL DEFAULT 'NEVER'
                    CHECK (recording_status IN ('NEVER', 'RUNNING', 'PAUSED', 'ENDED')),
  -- What all recordings of the conference share; too long for a number of 64 bits.
  recording_session text        NOT NULL CHECK (recording_session ~ '^[0-9]{20,22}$'),
  -- Where an import had it from, so that a second run finds it.
  source            text,
  UNIQUE (organisation, source)
);

CREATE TABLE conference_member (
  conference text NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
  account    text NOT NULL REFERENCES account (id),
  role       text NOT NULL CHECK (role IN ('HOST', 'CO_HOST', 'ATTENDEE')),
  joined_at  timestamptz,
  left_at    timestamptz,
  PRIMARY KEY (conference, account)
);

CREATE TABLE recording (
  id          uuid        PRIMARY KEY,
  conference  text        NOT NULL REFERENCES conference (id),
  title       text        NOT NULL,
  owner       text        NOT NULL REFERENCES account (id),
  started_at  timestamptz NOT NULL,
  ended_at    timestamptz NOT NULL CHECK (ended_at >= started_at),
  -- Nobody knows how long a damaged one is.
  duration_ms bigint      CHECK (duration_ms > 0),
  kind        text        NOT NULL CHECK (kind IN ('ORDINARY', 'COMPOSED')),
  timed_by    text        NOT NULL CHECK (timed_by IN ('RECORDER', 'FILE')),
  size        bigint      NOT NULL CHECK (size >= 0),
  media_type  text        NOT NULL,
  region      text        NOT NULL,
  store_key   text        NOT NULL UNIQUE,
  sha256      text        NOT NULL,
  damage      text,
  source      text,
  added_at    timestamptz NOT NULL,
  CHECK (damage IS NOT NULL OR duration_ms IS NOT NULL),
  UNIQUE (conference, source, sha256)
);

-- All recordings of one conference, in the order in which they are listed.
CREATE INDEX recording_by_conference ON recording (conference, started_at, id);
-- All recordings of a period, in the order in which they are exported.
CREATE INDEX recording_by_time ON recording (started_at, id);
