-- Conferences as they are held: how people get in, who was asked to come, when the recorder ran, what was said; and
-- those that are planned.

CREATE TABLE scheduled_conference (
  id              uuid        PRIMARY KEY,
  organisation    text        NOT NULL REFERENCES organisation,
  creator         text        NOT NULL REFERENCES account (id),
  title           text        NOT NULL,
  starts_at       timestamptz NOT NULL,
  ends_at         timestamptz NOT NULL CHECK (ends_at > starts_at),
  room_code       text        NOT NULL UNIQUE CHECK (room_code ~ '^[0-9]{11}$'),
  host            text        REFERENCES account (id),
  co_hosts        text[]      NOT NULL DEFAULT '{}',
  recording_owner text        REFERENCES account (id),
  -- Whether the recorder starts with the conference.
  records_itself  boolean     NOT NULL DEFAULT false,
  created_at      timestamptz NOT NULL,
  cancelled_at    timestamptz
);

ALTER TABLE conference
  -- What people dial or type to get in; imported conferences have none.
  ADD COLUMN room_code       text CHECK (room_code ~ '^[0-9]{11}$'),
  -- Typed at the door of the conference, which is not this server's; no credentials here.
  ADD COLUMN password        text,
  ADD COLUMN host_password   text,
  ADD COLUMN recording_owner text REFERENCES account (id),
  ADD COLUMN schedule        uuid REFERENCES scheduled_conference (id);

CREATE INDEX conference_by_room_code ON conference (room_code, id) WHERE room_code IS NOT NULL;
CREATE INDEX conference_by_schedule ON conference (schedule, id) WHERE schedule IS NOT NULL;
-- Those that go on.
CREATE INDEX conference_open ON conference (organisation, id) WHERE ended_at IS NULL;

ALTER TABLE conference_member
  ADD COLUMN invited_at timestamptz,
  -- When somebody who runs the conference sent them out.
  ADD COLUMN removed_at timestamptz;

CREATE INDEX conference_member_by_account ON conference_member (account, conference);

-- Each time the recorder was told to run; its files come later, or never.
CREATE TABLE recorder_run (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conference text        NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
  started_by text        NOT NULL REFERENCES account (id),
  started_at timestamptz NOT NULL,
  stopped_by text        REFERENCES account (id),
  stopped_at timestamptz CHECK (stopped_at >= started_at),
  picture    text        NOT NULL CHECK (picture IN ('GRID', 'SPEAKER', 'FULL_SCREEN')),
  -- Where the small picture of who speaks stands.
  inset      text        CHECK (inset IN ('BESIDE', 'OVER_RIGHT', 'OVER_BOTTOM'))
);

CREATE INDEX recorder_run_by_conference ON recorder_run (conference, started_at, id);
-- One recorder a conference.
CREATE UNIQUE INDEX recorder_run_now ON recorder_run (conference) WHERE stopped_at IS NULL;

-- What was said in recordings.
CREATE TABLE paragraph (
  conference   text   NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
  -- When it was said, in microseconds since 1970, and made unique in the conference: lists are paged by it.
  place        bigint NOT NULL,
  recording    uuid   NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
  number       int    NOT NULL,
  speaker      text   REFERENCES account (id),
  speaker_name text   NOT NULL,
  from_ms      bigint NOT NULL CHECK (from_ms >= 0),
  to_ms        bigint NOT NULL CHECK (to_ms >= from_ms),
  -- [{"from": 0, "to": 1500, "text": "Good morning."}], in milliseconds of the recording.
  sentences    jsonb  NOT NULL,
  PRIMARY KEY (conference, place),
  UNIQUE (recording, number)
);
