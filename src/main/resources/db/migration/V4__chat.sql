-- Chat rooms, who is in them, what was said, and the files that came with it.
-- Ids sort by their bytes everywhere, so that the key order (sent_at, id) is the same in SQL and in
-- Java whatever the database's own collation is.

CREATE TABLE chat_room (
  id text COLLATE "C" PRIMARY KEY,
  organisation text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('c', 'p', 'd')),
  -- the short name in addresses and links; a conversation between people may have none
  name text NOT NULL DEFAULT '' CHECK (kind = 'd' OR name <> ''),
  title text NOT NULL DEFAULT '',
  topic text NOT NULL DEFAULT '',
  description text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  creator text COLLATE "C",
  read_only boolean NOT NULL DEFAULT false,
  archived boolean NOT NULL DEFAULT false
);

CREATE UNIQUE INDEX chat_room_name ON chat_room (organisation, lower(name)) WHERE name <> '';

CREATE TABLE chat_member (
  room_id text COLLATE "C" NOT NULL REFERENCES chat_room ON DELETE CASCADE,
  account_id text COLLATE "C" NOT NULL,
  -- roles in this room only, such as owner and moderator
  roles text[] NOT NULL DEFAULT '{}',
  joined_at timestamptz NOT NULL,
  PRIMARY KEY (room_id, account_id)
);

CREATE INDEX chat_member_account ON chat_member (account_id);

CREATE TABLE chat_message (
  id text COLLATE "C" PRIMARY KEY,
  room_id text COLLATE "C" NOT NULL REFERENCES chat_room ON DELETE CASCADE,
  sent_at timestamptz NOT NULL,
  -- empty for a program without an account; then alias says who it was
  author_id text COLLATE "C",
  alias text NOT NULL DEFAULT '',
  text text NOT NULL,
  -- uj, ul, au, ru, r ... for what the system wrote; null for people and programs
  system_kind text,
  parent_id text COLLATE "C",
  -- a reply in a thread that is shown in the room as well
  parent_shown boolean NOT NULL DEFAULT false,
  edited_at timestamptz,
  edited_by text COLLATE "C",
  -- [{"emoji": ":+1:", "by": ["<account id>", ...]}, ...] in the order in which they were made
  reactions jsonb,
  -- how many rows of chat_file belong to it
  files smallint NOT NULL DEFAULT 0,
  -- a deleted message leaves this tombstone without text, reactions and files: repeating an import
  -- must not bring it back
  deleted_at timestamptz,
  deleted_by text COLLATE "C"
);

CREATE INDEX chat_message_order ON chat_message (room_id, sent_at, id) WHERE deleted_at IS NULL;
CREATE INDEX chat_message_thread ON chat_message (parent_id, sent_at) WHERE parent_id IS NOT NULL;

CREATE TABLE chat_file (
  id text COLLATE "C" PRIMARY KEY,
  message_id text COLLATE "C" NOT NULL REFERENCES chat_message ON DELETE CASCADE,
  position smallint NOT NULL,
  -- as it came; never used as a path
  name text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL,
  -- where the bytes are; empty if there are none, and then missing says why
  store_key text NOT NULL,
  missing text NOT NULL,
  CHECK ((store_key = '') = (missing <> '')),
  UNIQUE (message_id, position)
);
