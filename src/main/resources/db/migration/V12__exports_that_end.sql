-- The replies of a room: whether there are any, and how many each message has.
CREATE INDEX chat_message_replies ON chat_message (room_id, sent_at)
  WHERE parent_id IS NOT NULL AND deleted_at IS NULL;

-- When the file of an export was deleted because it had been kept long enough.
ALTER TABLE export
  ADD COLUMN expired_at timestamptz,
  ADD CHECK (expired_at IS NULL OR done_at IS NOT NULL);
CREATE INDEX export_kept ON export (done_at) WHERE expired_at IS NULL;
