-- Who wrote in a room, and what one person wrote, without reading every message. Equal keys share a
-- page entry, so that an import hardly pays for it.
CREATE INDEX chat_message_author ON chat_message (author_id, room_id) WHERE author_id IS NOT NULL;

-- Messages that name people beside their author: few, and an export wants to know these people first.
CREATE INDEX chat_message_marked ON chat_message (room_id, sent_at)
  WHERE (edited_by IS NOT NULL OR pinned_by IS NOT NULL OR reactions IS NOT NULL)
    AND deleted_at IS NULL;
