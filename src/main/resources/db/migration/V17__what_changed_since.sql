-- What changed since an earlier moment.
--
-- changed is the transaction that last wrote a record. Whether the snapshot of an earlier export sees
-- that transaction says exactly whether the record is as it was then: no clock is asked, and nobody is
-- forgotten who had begun before that snapshot and committed after it. added is the transaction that
-- brought the record; null as long as nobody has changed it since.

ALTER TABLE chat_message
  ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id(), ADD COLUMN added xid8;
ALTER TABLE reservation
  ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id(), ADD COLUMN added xid8;
ALTER TABLE recording
  ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id(), ADD COLUMN added xid8;
ALTER TABLE conference
  ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id(), ADD COLUMN added xid8;

-- Equal keys that are written one after the other share a page, so that an import hardly pays for it.
CREATE INDEX chat_message_changed ON chat_message (room_id, changed);
CREATE INDEX reservation_changed ON reservation (organisation, changed);
CREATE INDEX recording_changed ON recording (organisation, changed);
CREATE INDEX conference_changed ON conference (organisation, changed);

CREATE FUNCTION mark_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.added := coalesce(OLD.added, OLD.changed);
  NEW.changed := pg_current_xact_id();
  RETURN NEW;
END
$$;

-- By what an export shows: that links were ended or a picture was made changes nothing in it.
CREATE TRIGGER mark_changed BEFORE UPDATE ON chat_message
  FOR EACH ROW EXECUTE FUNCTION mark_changed();
CREATE TRIGGER mark_changed BEFORE UPDATE ON reservation
  FOR EACH ROW EXECUTE FUNCTION mark_changed();
CREATE TRIGGER mark_changed BEFORE UPDATE OF
    title, conference, owner, started_at, ended_at, duration_ms, kind, timed_by, size, media_type, region,
    store_key, sha256, damage ON recording
  FOR EACH ROW EXECUTE FUNCTION mark_changed();
CREATE TRIGGER mark_changed BEFORE UPDATE OF
    title, creator, started_at, ended_at, closed_at, recording_session ON conference
  FOR EACH ROW EXECUTE FUNCTION mark_changed();

-- A message is changed with its files. Those of an import come in the transaction of their messages,
-- which are then marked already.
CREATE FUNCTION mark_message_of_file() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE chat_message SET files = files
   WHERE id IN (SELECT message_id FROM rows_now) AND changed <> pg_current_xact_id();
  RETURN NULL;
END
$$;
CREATE TRIGGER mark_message_added AFTER INSERT ON chat_file
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_message_of_file();
CREATE TRIGGER mark_message_changed AFTER UPDATE ON chat_file
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_message_of_file();
CREATE TRIGGER mark_message_removed AFTER DELETE ON chat_file
  REFERENCING OLD TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_message_of_file();

CREATE FUNCTION mark_message_of_picture() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE chat_message SET files = files
   WHERE id IN (SELECT f.message_id FROM chat_file f JOIN rows_now p ON p.file_id = f.id)
     AND changed <> pg_current_xact_id();
  RETURN NULL;
END
$$;
CREATE TRIGGER mark_message_added AFTER INSERT ON chat_picture
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_message_of_picture();
CREATE TRIGGER mark_message_changed AFTER UPDATE ON chat_picture
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_message_of_picture();

-- A conference is changed with who was in it and whether it was recorded.
CREATE FUNCTION mark_conference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE conference SET title = title
   WHERE id IN (SELECT conference FROM rows_now) AND changed <> pg_current_xact_id();
  RETURN NULL;
END
$$;
CREATE TRIGGER mark_conference_added AFTER INSERT ON conference_member
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_conference();
CREATE TRIGGER mark_conference_changed AFTER UPDATE ON conference_member
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_conference();
CREATE TRIGGER mark_conference_removed AFTER DELETE ON conference_member
  REFERENCING OLD TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_conference();
CREATE TRIGGER mark_conference_recorded AFTER INSERT ON recording
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_conference();
CREATE TRIGGER mark_conference_unrecorded AFTER DELETE ON recording
  REFERENCING OLD TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION mark_conference();

-- A recording is changed with what its conference is called, and when that is closed.
CREATE FUNCTION mark_recordings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE recording SET title = title
   WHERE conference = NEW.id AND changed <> pg_current_xact_id();
  RETURN NULL;
END
$$;
CREATE TRIGGER mark_recordings AFTER UPDATE ON conference FOR EACH ROW
  WHEN ((OLD.title, OLD.closed_at, OLD.recording_session)
        IS DISTINCT FROM (NEW.title, NEW.closed_at, NEW.recording_session))
  EXECUTE FUNCTION mark_recordings();

-- What stays of a record that was deleted: that it was there, and when it went. Messages that were
-- deleted one by one stay where they were, without their text.
CREATE TABLE gone (
  kind       text NOT NULL,             -- the table that it was in
  scope      text COLLATE "C" NOT NULL, -- the chat room, the meeting room, the conference
  id         text COLLATE "C" NOT NULL,
  at         timestamptz NOT NULL,      -- when it had happened: with the id, its place in the order
  who        text COLLATE "C",          -- who wrote or made it, as far as that was known
  deleted_at timestamptz NOT NULL,
  added      xid8 NOT NULL,
  changed    xid8 NOT NULL              -- the transaction that deleted it
);
CREATE INDEX gone_changed ON gone (kind, scope, changed);
CREATE INDEX gone_id ON gone (kind, id);

CREATE FUNCTION gone_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO gone (kind, scope, id, at, who, deleted_at, added, changed)
  SELECT 'chat_message', room_id, id, sent_at, author_id, coalesce(deleted_at, now()),
         coalesce(added, changed),
         CASE WHEN deleted_at IS NULL THEN pg_current_xact_id() ELSE changed END
    FROM rows_before;
  RETURN NULL;
END
$$;
CREATE TRIGGER gone_messages AFTER DELETE ON chat_message
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION gone_messages();

CREATE FUNCTION gone_reservations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO gone (kind, scope, id, at, who, deleted_at, added, changed)
  SELECT 'reservation', room::text, id::text, lower(period), reserver, now(),
         coalesce(added, changed), pg_current_xact_id()
    FROM rows_before;
  RETURN NULL;
END
$$;
CREATE TRIGGER gone_reservations AFTER DELETE ON reservation
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION gone_reservations();

CREATE FUNCTION gone_recordings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO gone (kind, scope, id, at, who, deleted_at, added, changed)
  SELECT 'recording', conference, id::text, started_at, owner, now(),
         coalesce(added, changed), pg_current_xact_id()
    FROM rows_before;
  RETURN NULL;
END
$$;
CREATE TRIGGER gone_recordings AFTER DELETE ON recording
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION gone_recordings();

CREATE FUNCTION gone_conferences() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO gone (kind, scope, id, at, who, deleted_at, added, changed)
  SELECT 'conference', organisation, id, started_at, creator, now(),
         coalesce(added, changed), pg_current_xact_id()
    FROM rows_before;
  RETURN NULL;
END
$$;
CREATE TRIGGER gone_conferences AFTER DELETE ON conference
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION gone_conferences();

-- Which moment of which database an export shows, and what its words meant then: the rooms of a
-- workspace, for example.
CREATE TABLE export_mark (
  export   bigint      PRIMARY KEY REFERENCES export (id),
  system   text        NOT NULL,
  snapshot pg_snapshot NOT NULL,
  scope    text[]      NOT NULL
);

-- Numbers of transactions mean something in one PostgreSQL only. One that was filled from a dump of
-- another begins to count anew: then all there is counts as changed by now, once, and marks that were
-- made elsewhere are refused.
CREATE TABLE marked_system (
  system text NOT NULL
);
INSERT INTO marked_system SELECT system_identifier::text FROM pg_control_system();

CREATE FUNCTION marks_of_this_system() RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  here text := (SELECT system_identifier::text FROM pg_control_system());
  scopes text[] := ARRAY['chat_message', 'room_id', 'reservation', 'organisation',
                         'recording', 'organisation', 'conference', 'organisation'];
BEGIN
  LOCK TABLE marked_system IN SHARE ROW EXCLUSIVE MODE;
  IF EXISTS (SELECT FROM marked_system WHERE system = here) THEN
    RETURN false;
  END IF;
  FOR i IN 1 .. 7 BY 2 LOOP
    -- no row is written: the new column's default is one value for all that are there
    EXECUTE format('ALTER TABLE %I DROP COLUMN changed, DROP COLUMN added', scopes[i]);
    EXECUTE format('ALTER TABLE %I ADD COLUMN changed xid8 NOT NULL DEFAULT pg_current_xact_id(),'
                   ' ADD COLUMN added xid8', scopes[i]);
    EXECUTE format('CREATE INDEX %I ON %I (%I, changed)',
                   scopes[i] || '_changed', scopes[i], scopes[i + 1]);
  END LOOP;
  TRUNCATE gone;
  DELETE FROM marked_system;
  INSERT INTO marked_system VALUES (here);
  RETURN true;
END
$$;
