-- What messages carry beside their text, pictures' previews, and files on their way into a message.

ALTER TABLE chat_message
  -- what stands in place of the author's picture: an emoji, or the address of a picture
  ADD COLUMN emoji text NOT NULL DEFAULT '',
  ADD COLUMN avatar text NOT NULL DEFAULT '',
  -- a JSON list, as it came: messages that are quoted, and what programs attach
  ADD COLUMN attachments json,
  -- a JSON object of whoever wrote it, kept and given back
  ADD COLUMN custom_fields json,
  ADD COLUMN pinned_at timestamptz,
  ADD COLUMN pinned_by text COLLATE "C";

CREATE INDEX chat_message_pinned ON chat_message (room_id, sent_at, id)
  WHERE pinned_at IS NOT NULL AND deleted_at IS NULL;

ALTER TABLE chat_file
  -- what whoever sent it says of it
  ADD COLUMN description text NOT NULL DEFAULT '';

-- A picture's measures, and a small one made of it. Bytes lie in the object store; the thumbnail
-- has an id of its own, by which it is fetched like a file.
CREATE TABLE chat_picture (
  file_id text COLLATE "C" PRIMARY KEY REFERENCES chat_file ON DELETE CASCADE,
  width int NOT NULL,
  height int NOT NULL,
  -- empty together with the key if the picture is small enough to be its own thumbnail
  thumb_id text COLLATE "C" NOT NULL,
  thumb_key text NOT NULL,
  thumb_type text NOT NULL,
  thumb_size bigint NOT NULL,
  thumb_width int NOT NULL,
  thumb_height int NOT NULL
);

CREATE UNIQUE INDEX chat_picture_thumb ON chat_picture (thumb_id) WHERE thumb_id <> '';

-- A file that was sent and that no message has yet. Swept when nobody confirms it.
CREATE TABLE chat_upload (
  id text COLLATE "C" PRIMARY KEY,
  room_id text COLLATE "C" NOT NULL REFERENCES chat_room ON DELETE CASCADE,
  account_id text COLLATE "C" NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  size bigint NOT NULL,
  store_key text NOT NULL,
  sent_at timestamptz NOT NULL
);

CREATE INDEX chat_upload_age ON chat_upload (sent_at);
