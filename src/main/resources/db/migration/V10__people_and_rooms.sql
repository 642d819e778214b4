-- What managing rooms and people needs: when a room changed, which rooms are gone, who has closed a
-- conversation, accounts that are deleted, tokens with names, settings that are changed by API.

ALTER TABLE chat_room
  ADD COLUMN announcement text NOT NULL DEFAULT '',
  -- when its settings or members last changed; messages are told by their own time
  ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();

UPDATE chat_room SET changed_at = created_at;

-- A deleted room leaves this, so that clients which ask what changed learn that it is gone.
CREATE TABLE chat_room_gone (
  id text COLLATE "C" PRIMARY KEY,
  organisation text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  -- whoever was in it; nobody else is told
  members text[] NOT NULL,
  gone_at timestamptz NOT NULL
);

CREATE INDEX chat_room_gone_at ON chat_room_gone (organisation, gone_at);

-- A conversation that somebody has put away; it stays theirs.
ALTER TABLE chat_member ADD COLUMN closed boolean NOT NULL DEFAULT false;

-- A deleted account stays, so that what it said keeps its author; its user name is free again.
ALTER TABLE account ADD COLUMN deleted_at timestamptz;
DROP INDEX account_username;
CREATE UNIQUE INDEX account_username ON account (organisation, lower(username))
  WHERE deleted_at IS NULL;

-- A token that its owner made and named; the end of its text tells it from others.
ALTER TABLE token
  ADD COLUMN name text,
  ADD COLUMN last_part text NOT NULL DEFAULT '',
  ADD COLUMN bypass_second_factor boolean NOT NULL DEFAULT false;

CREATE UNIQUE INDEX token_name ON token (account_id, name) WHERE name IS NOT NULL;

-- Only what differs from its default.
CREATE TABLE preference (
  organisation text NOT NULL REFERENCES organisation,
  name text NOT NULL,
  value text NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (organisation, name)
);
