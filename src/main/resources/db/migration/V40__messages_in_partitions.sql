-- The messages by the year in which they were sent: see docs/adr/0026.

-- What hangs on messages no longer refers to them by foreign keys, which would have to name the
-- partition, and stand in the way of whoever lets a partition go. Triggers do what they did.
-- room_id: of the message, the key by which these rows lie beside their messages.
ALTER TABLE chat_file DROP CONSTRAINT chat_file_message_id_fkey;
ALTER TABLE chat_search DROP CONSTRAINT chat_search_message_id_fkey;
ALTER TABLE chat_file ADD COLUMN room_id text COLLATE "C";
ALTER TABLE chat_file DISABLE TRIGGER USER;
UPDATE chat_file f SET room_id = m.room_id FROM chat_message m WHERE m.id = f.message_id;
ALTER TABLE chat_file ENABLE TRIGGER USER;
ALTER TABLE chat_file ALTER COLUMN room_id SET NOT NULL;

CREATE FUNCTION room_of_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.room_id := (SELECT room_id FROM chat_message WHERE id = NEW.message_id);
  RETURN NEW;
END
$$;
CREATE TRIGGER room_of_file BEFORE INSERT ON chat_file FOR EACH ROW
  WHEN (NEW.room_id IS NULL) EXECUTE FUNCTION room_of_file();

-- The rows move, in the order in which they are read, and are counted.
ALTER TABLE chat_message RENAME TO chat_message_whole;
CREATE TABLE chat_message
  (LIKE chat_message_whole INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)
  PARTITION BY RANGE (sent_at);

DO $$
DECLARE
  this_year int := extract(year FROM now() AT TIME ZONE 'UTC');
  oldest int := (SELECT extract(year FROM min(sent_at) AT TIME ZONE 'UTC') FROM chat_message_whole);
  first_year int := least(this_year - 3, greatest(this_year - 9, coalesce(oldest, this_year)));
  moved bigint;
  there bigint := (SELECT count(*) FROM chat_message_whole);
BEGIN
  EXECUTE format('CREATE TABLE chat_message_earlier PARTITION OF chat_message'
                 ' FOR VALUES FROM (MINVALUE) TO (%L)',
                 make_timestamptz(first_year, 1, 1, 0, 0, 0, 'UTC'));
  FOR year IN first_year .. this_year + 1 LOOP
    EXECUTE format('CREATE TABLE chat_message_%s PARTITION OF chat_message'
                   ' FOR VALUES FROM (%L) TO (%L)', year,
                   make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC'),
                   make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'UTC'));
  END LOOP;
  EXECUTE format('CREATE TABLE chat_message_later PARTITION OF chat_message'
                 ' FOR VALUES FROM (%L) TO (MAXVALUE)',
                 make_timestamptz(this_year + 2, 1, 1, 0, 0, 0, 'UTC'));
  INSERT INTO chat_message SELECT * FROM chat_message_whole ORDER BY room_id, sent_at, id;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved <> there THEN
    RAISE EXCEPTION '% of % messages were moved', moved, there;
  END IF;
END
$$;
DROP TABLE chat_message_whole;

ALTER TABLE chat_message
  ADD CONSTRAINT chat_message_pkey PRIMARY KEY (id, sent_at);
CREATE INDEX chat_message_order ON chat_message (room_id, sent_at, id) WHERE deleted_at IS NULL;
CREATE INDEX chat_message_thread ON chat_message (parent_id, sent_at) WHERE parent_id IS NOT NULL;
CREATE INDEX chat_message_pinned ON chat_message (room_id, sent_at, id)
  WHERE pinned_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX chat_message_replies ON chat_message (room_id, sent_at)
  WHERE parent_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX chat_message_changed ON chat_message (room_id, changed);
CREATE INDEX chat_message_author ON chat_message (author_id, room_id) WHERE author_id IS NOT NULL;
CREATE INDEX chat_message_marked ON chat_message (room_id, sent_at)
  WHERE (edited_by IS NOT NULL OR pinned_by IS NOT NULL OR reactions IS NOT NULL)
    AND deleted_at IS NULL;
CREATE INDEX chat_message_deleted ON chat_message (room_id, sent_at, id)
  WHERE deleted_at IS NOT NULL;
ALTER TABLE chat_message
  ADD FOREIGN KEY (room_id) REFERENCES chat_room ON DELETE CASCADE;

CREATE TRIGGER mark_changed BEFORE UPDATE ON chat_message
  FOR EACH ROW EXECUTE FUNCTION mark_changed();
CREATE TRIGGER gone_messages AFTER DELETE ON chat_message
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION gone_messages();
CREATE TRIGGER hold_messages AFTER DELETE ON chat_message
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION hold_messages();
CREATE TRIGGER hold_message BEFORE UPDATE OF text, deleted_at ON chat_message FOR EACH ROW
  WHEN (OLD.text <> NEW.text OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION hold_message();

-- What hangs on messages goes with them.
CREATE FUNCTION loose_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM chat_file WHERE message_id IN (SELECT id FROM rows_before);
  DELETE FROM chat_search WHERE message_id IN (SELECT id FROM rows_before);
  RETURN NULL;
END
$$;
CREATE TRIGGER loose_ends AFTER DELETE ON chat_message
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION loose_ends();

CREATE FUNCTION file_of_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM rows_now n
              WHERE NOT EXISTS (SELECT FROM chat_message m WHERE m.id = n.message_id)) THEN
    RAISE EXCEPTION 'a file of a message that is not there'
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER file_of_message AFTER INSERT ON chat_file
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION file_of_message();

-- Ids on their way into messages. The key of a partitioned table must have the time in it, so it
-- cannot keep two messages of different times from having the same id. Whoever brings ids that were
-- made elsewhere writes them here first, looks whether messages have them, and takes them out again:
-- another transaction that brings the same waits until this one has ended, and then sees its message.
-- No row is ever seen here.
CREATE UNLOGGED TABLE chat_claim (
  id text COLLATE "C" PRIMARY KEY
);

-- Lets the oldest partition go with all that is in it. The first one begins with everything and
-- stays, empty, or reaches further from now on.
CREATE FUNCTION partition_let_go(parent text, name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first text := parent || '_earlier';
  till  text;
BEGIN
  EXECUTE format('LOCK TABLE %I IN ACCESS EXCLUSIVE MODE', parent);
  SELECT upper_bound INTO STRICT till FROM partitions_of(parent) p WHERE p.name = $2;
  EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, name);
  EXECUTE format('DROP TABLE %I', name);
  IF name = first THEN
    EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (MINVALUE) TO (%L)',
                   first, parent, till);
  ELSE
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, first);
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (MINVALUE) TO (%L)',
                   parent, first, till);
  END IF;
END
$$;
