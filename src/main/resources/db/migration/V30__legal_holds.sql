-- What must be kept, whoever wants it gone: a chat room, what a person wrote, the reservations of a
-- meeting room, a conference with its recordings, one recording, the file of an export. Lifted holds
-- stay, also when what they held is gone.

CREATE TABLE legal_hold (
  id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organisation  text        NOT NULL REFERENCES organisation,
  kind          text        NOT NULL CHECK (kind IN
                  ('CHAT_ROOM', 'PERSON', 'MEETING_ROOM', 'CONFERENCE', 'RECORDING', 'EXPORT')),
  subject       text        COLLATE "C" NOT NULL,   -- its id, as a text
  name          text        NOT NULL,               -- what it was called when it was held
  conference    text,                               -- of a recording
  reason        text        NOT NULL CHECK (reason <> ''),
  placed_by     text        NOT NULL,
  placed_at     timestamptz NOT NULL,
  lifted_by     text,
  lifted_at     timestamptz,
  lifted_reason text,                               -- not asked for before there was this table
  CHECK ((lifted_by IS NULL) = (lifted_at IS NULL)),
  CHECK (lifted_reason IS NULL OR lifted_at IS NOT NULL),
  CHECK ((kind = 'RECORDING') = (conference IS NOT NULL))
);
CREATE INDEX legal_hold_now ON legal_hold (kind, subject) WHERE lifted_at IS NULL;
CREATE INDEX legal_hold_of ON legal_hold (organisation, id DESC);

INSERT INTO legal_hold (id, organisation, kind, subject, name, conference, reason, placed_by,
                        placed_at, lifted_by, lifted_at)
OVERRIDING SYSTEM VALUE
SELECT h.id, h.organisation, CASE WHEN h.recording IS NULL THEN 'CONFERENCE' ELSE 'RECORDING' END,
       coalesce(h.recording::text, h.conference), coalesce(r.title, c.title),
       CASE WHEN h.recording IS NOT NULL THEN h.conference END,
       h.reason, h.placed_by, h.placed_at, h.lifted_by, h.lifted_at
  FROM recording_hold h
  JOIN conference c ON c.id = h.conference
  LEFT JOIN recording r ON r.id = h.recording;
SELECT setval(pg_get_serial_sequence('legal_hold', 'id'),
              (SELECT coalesce(max(id), 1) FROM legal_hold),
              EXISTS (SELECT FROM legal_hold));

-- Whoever deletes asks here first, and again after whoever was placing a hold has ended: the lock is
-- shared by those who delete, and a hold is placed by one who has it alone. So a hold that is placed
-- holds what was there, and nothing that was on its way out slips through.
CREATE FUNCTION hold_share() RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_xact_lock_shared(7311127429170389930)
$$;
CREATE FUNCTION hold_alone() RETURNS void LANGUAGE sql VOLATILE AS $$
  SELECT pg_advisory_xact_lock(7311127429170389930)
$$;

CREATE FUNCTION hold_on(kind_held text, subject_held text) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT min(id) FROM legal_hold
   WHERE kind = kind_held AND subject = subject_held AND lifted_at IS NULL
$$;

CREATE FUNCTION hold_refuse(what text, hold bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF hold IS NOT NULL THEN
    RAISE EXCEPTION '% is held and cannot be deleted (hold %)', what, hold
      USING ERRCODE = 'insufficient_privilege';
  END IF;
END
$$;

-- Recordings and conferences
CREATE OR REPLACE FUNCTION recording_held(conference_id text, recording_id uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM legal_hold h
                  WHERE h.lifted_at IS NULL
                    AND (h.kind, h.subject) IN (('CONFERENCE', conference_id),
                                                ('RECORDING', recording_id::text)))
$$;

CREATE OR REPLACE FUNCTION recording_hold_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hold_share();
  PERFORM hold_refuse('recording ' || OLD.id,
                      coalesce(hold_on('RECORDING', OLD.id::text),
                               hold_on('CONFERENCE', OLD.conference)));
  RETURN OLD;
END
$$;
DROP TABLE recording_hold;

-- Chat: what is held is neither deleted nor written over.
CREATE FUNCTION hold_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hold_share();
  PERFORM hold_refuse('a message of chat room ' || subject, id) FROM legal_hold
    WHERE lifted_at IS NULL AND kind = 'CHAT_ROOM'
      AND subject IN (SELECT room_id FROM rows_before);
  PERFORM hold_refuse('a message of account ' || subject, id) FROM legal_hold
    WHERE lifted_at IS NULL AND kind = 'PERSON'
      AND subject IN (SELECT author_id FROM rows_before);
  RETURN NULL;
END
$$;
CREATE TRIGGER hold_messages AFTER DELETE ON chat_message
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION hold_messages();

CREATE FUNCTION hold_message() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hold_share();
  PERFORM hold_refuse('message ' || OLD.id,
                      coalesce(hold_on('CHAT_ROOM', OLD.room_id), hold_on('PERSON', OLD.author_id)));
  RETURN NEW;
END
$$;
CREATE TRIGGER hold_message BEFORE UPDATE OF text, deleted_at ON chat_message FOR EACH ROW
  WHEN (OLD.text <> NEW.text OR (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL))
  EXECUTE FUNCTION hold_message();

CREATE FUNCTION hold_chat_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hold_share();
  PERFORM hold_refuse('chat room ' || OLD.id, hold_on('CHAT_ROOM', OLD.id));
  RETURN OLD;
END
$$;
CREATE TRIGGER hold_chat_room BEFORE DELETE ON chat_room
  FOR EACH ROW EXECUTE FUNCTION hold_chat_room();

-- Meeting rooms: their reservations, also those of long ago.
CREATE FUNCTION hold_reservations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hold_share();
  PERFORM hold_refuse('a reservation of meeting room ' || subject, id) FROM legal_hold
    WHERE lifted_at IS NULL AND kind = 'MEETING_ROOM'
      AND subject IN (SELECT room::text FROM rows_before);
  RETURN NULL;
END
$$;
CREATE TRIGGER hold_reservations AFTER DELETE ON reservation
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION hold_reservations();

-- Exports: their files.
CREATE FUNCTION hold_export() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM hold_share();
  PERFORM hold_refuse('export ' || OLD.id, hold_on('EXPORT', OLD.id::text));
  RETURN NEW;
END
$$;
CREATE TRIGGER hold_export BEFORE UPDATE OF expired_at ON export FOR EACH ROW
  WHEN (OLD.expired_at IS NULL AND NEW.expired_at IS NOT NULL) EXECUTE FUNCTION hold_export();
