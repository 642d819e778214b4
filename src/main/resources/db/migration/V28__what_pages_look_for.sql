-- What pages of the console look for.

-- The newest calls of a webhook.
CREATE INDEX export_delivery_webhook ON export_delivery ((target ->> 'webhook'), id)
  WHERE target ->> 'webhook' IS NOT NULL;

-- Where in a conversation something was deleted; few messages are.
CREATE INDEX chat_message_deleted ON chat_message (room_id, sent_at, id)
  WHERE deleted_at IS NOT NULL;
