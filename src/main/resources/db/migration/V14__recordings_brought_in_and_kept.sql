-- Recordings as they are brought in, found, prepared for watching, kept and let go.

ALTER TABLE recording
  -- That of its conference; here because the list of all recordings is read in its order.
  ADD COLUMN organisation    text REFERENCES organisation,
  -- How often all links to it were ended; a link names the number it was made under.
  ADD COLUMN links_ended     int NOT NULL DEFAULT 0,
  -- When the film program looked at it; never, while there is none on this machine.
  ADD COLUMN prepared_at     timestamptz,
  ADD COLUMN has_thumbnail   boolean NOT NULL DEFAULT false,
  ADD COLUMN has_stream      boolean NOT NULL DEFAULT false,
  -- Why one of both, or a repair, could not be made.
  ADD COLUMN unprepared      text,
  -- What it was before it was mended.
  ADD COLUMN original_key    text UNIQUE,
  ADD COLUMN original_sha256 text,
  ADD COLUMN original_damage text,
  ADD CHECK (num_nulls(original_key, original_sha256, original_damage) IN (0, 3));

UPDATE recording r SET organisation = c.organisation FROM conference c WHERE c.id = r.conference;
ALTER TABLE recording ALTER COLUMN organisation SET NOT NULL;

CREATE FUNCTION recording_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT organisation INTO NEW.organisation FROM conference WHERE id = NEW.conference;
  RETURN NEW;
END
$$;
CREATE TRIGGER recording_organisation BEFORE INSERT OR UPDATE OF conference ON recording
  FOR EACH ROW EXECUTE FUNCTION recording_organisation();

-- The list of all recordings of an organisation, newest first.
CREATE INDEX recording_newest ON recording (organisation, started_at DESC, id DESC);
CREATE INDEX recording_unprepared ON recording (added_at) WHERE prepared_at IS NULL;
-- Past retention or not.
CREATE INDEX recording_age ON recording (organisation, ended_at);

-- Runs of the recorder whose file has not come.
ALTER TABLE recorder_run ADD COLUMN answered boolean NOT NULL DEFAULT false;
CREATE INDEX recorder_run_unanswered ON recorder_run (started_at DESC, id DESC) WHERE NOT answered;

-- Who had a part in the conference of a recording: what anybody may see is a walk along this index,
-- however many recordings others have. Kept by triggers, so that nobody can forget it.
CREATE TABLE recording_person (
  account    text        NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  started_at timestamptz NOT NULL,
  recording  uuid        NOT NULL REFERENCES recording (id) ON DELETE CASCADE,
  -- Created or ran the conference, or recorded in it: may always watch.
  runs       boolean     NOT NULL,
  PRIMARY KEY (account, started_at, recording)
);
CREATE INDEX recording_person_of ON recording_person (recording, account);
CREATE INDEX recording_person_running ON recording_person (account, started_at, recording) WHERE runs;

CREATE FUNCTION recording_people(conferences text[]) RETURNS void LANGUAGE sql AS $$
  INSERT INTO recording_person (account, started_at, recording, runs)
  SELECT p.account, r.started_at, r.id, bool_or(p.runs)
    FROM recording r
    JOIN (SELECT m.conference, m.account, m.role <> 'ATTENDEE' AS runs
            FROM conference_member m WHERE m.conference = ANY (conferences)
          UNION
          SELECT c.id, c.creator, true FROM conference c WHERE c.id = ANY (conferences)
          UNION
          SELECT o.conference, o.owner, true FROM recording o WHERE o.conference = ANY (conferences)
         ) p ON p.conference = r.conference
   WHERE r.conference = ANY (conferences)
   GROUP BY p.account, r.started_at, r.id
  ON CONFLICT (account, started_at, recording) DO UPDATE SET runs = excluded.runs
    WHERE recording_person.runs <> excluded.runs
$$;

CREATE FUNCTION recording_people_afresh(conferences text[]) RETURNS void LANGUAGE sql AS $$
  DELETE FROM recording_person p
   USING recording r
   WHERE r.id = p.recording AND r.conference = ANY (conferences);
  SELECT recording_people(conferences);
$$;

SELECT recording_people(array_agg(DISTINCT conference)) FROM recording HAVING count(*) > 0;

CREATE FUNCTION recording_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM recording_people(array_agg(DISTINCT conference)) FROM rows_now HAVING count(*) > 0;
  UPDATE recorder_run run SET answered = true
    FROM rows_now r
   WHERE run.conference = r.conference AND NOT run.answered
     AND r.ended_at >= run.started_at
     AND r.started_at <= coalesce(run.stopped_at, 'infinity');
  RETURN NULL;
END
$$;
CREATE TRIGGER recording_added AFTER INSERT ON recording
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION recording_added();

CREATE FUNCTION recording_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM recording_people_afresh(array_agg(DISTINCT n.conference))
     FROM rows_now n JOIN rows_before b ON b.id = n.id
    WHERE (n.conference, n.owner, n.started_at) IS DISTINCT FROM (b.conference, b.owner, b.started_at)
   HAVING count(*) > 0;
  RETURN NULL;
END
$$;
CREATE TRIGGER recording_changed AFTER UPDATE ON recording
  REFERENCING NEW TABLE AS rows_now OLD TABLE AS rows_before
  FOR EACH STATEMENT EXECUTE FUNCTION recording_changed();

CREATE FUNCTION conference_member_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM recording_people(array_agg(DISTINCT n.conference))
     FROM rows_now n
    WHERE EXISTS (SELECT FROM recording r WHERE r.conference = n.conference)
   HAVING count(*) > 0;
  RETURN NULL;
END
$$;
CREATE TRIGGER conference_member_added AFTER INSERT ON conference_member
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION conference_member_added();

-- A statement that changes is given the rows as they were by both names.
CREATE FUNCTION conference_member_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM recording_people_afresh(array_agg(DISTINCT b.conference))
     FROM rows_before b
    WHERE EXISTS (SELECT FROM recording r WHERE r.conference = b.conference)
   HAVING count(*) > 0;
  RETURN NULL;
END
$$;
CREATE TRIGGER conference_member_changed AFTER UPDATE ON conference_member
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION conference_member_changed();
CREATE TRIGGER conference_member_removed AFTER DELETE ON conference_member
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION conference_member_changed();

-- Uploads ----------------------------------------------------------------------------------------

-- A file that comes in parts, and what the recording will be called when all of it is there.
CREATE TABLE upload (
  id               uuid        PRIMARY KEY,
  organisation     text        NOT NULL REFERENCES organisation,
  begun_by         text        NOT NULL,               -- account:<id>, app:<id> or operator
  size             bigint      NOT NULL CHECK (size > 0),
  received         bigint      NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
  title            text        NOT NULL,
  media_type       text        NOT NULL,
  owner            text        NOT NULL REFERENCES account (id),
  -- Of a conference that is there, or else of a new one with this title.
  conference       text        REFERENCES conference (id) ON DELETE CASCADE,
  conference_title text        NOT NULL,
  people           text[]      NOT NULL,               -- accounts that were there
  started_at       timestamptz NOT NULL,               -- as the uploader says, or when it was begun
  start_known      boolean     NOT NULL,
  metadata         text        NOT NULL,               -- as it came, to be told again
  begun_at         timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL,
  -- The recording that it became; or why it came to nothing.
  recording        uuid        REFERENCES recording (id) ON DELETE SET NULL,
  failure          text,
  ended_at         timestamptz
);
CREATE INDEX upload_open ON upload (organisation, started_at DESC, id DESC)
  WHERE ended_at IS NULL OR failure IS NOT NULL;
CREATE INDEX upload_expires ON upload (expires_at) WHERE ended_at IS NULL;
CREATE INDEX upload_ended ON upload (ended_at) WHERE ended_at IS NOT NULL;

CREATE TABLE upload_part (
  upload    uuid   NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
  begins    bigint NOT NULL,
  size      bigint NOT NULL CHECK (size > 0),
  store_key text   NOT NULL UNIQUE,
  PRIMARY KEY (upload, begins)
);

-- Files of recorders' folders that were looked at, so that they are not read again.
CREATE TABLE recorder_file (
  organisation text        NOT NULL REFERENCES organisation,
  folder       text        NOT NULL,
  path         text        NOT NULL,
  size         bigint      NOT NULL,
  changed_at   timestamptz NOT NULL,
  taken_at     timestamptz NOT NULL,
  PRIMARY KEY (organisation, folder, path)
);

-- Retention --------------------------------------------------------------------------------------

-- What must not go, whatever its age: a recording, or all of a conference, later ones too.
CREATE TABLE recording_hold (
  id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation,
  conference   text        NOT NULL REFERENCES conference (id),
  recording    uuid        REFERENCES recording (id) ON DELETE CASCADE,
  reason       text        NOT NULL CHECK (reason <> ''),
  placed_by    text        NOT NULL,
  placed_at    timestamptz NOT NULL,
  lifted_by    text,
  lifted_at    timestamptz,
  CHECK ((lifted_by IS NULL) = (lifted_at IS NULL))
);
CREATE INDEX recording_hold_now ON recording_hold (conference, recording) WHERE lifted_at IS NULL;
CREATE INDEX recording_hold_of ON recording_hold (recording) WHERE recording IS NOT NULL;

CREATE FUNCTION recording_held(conference_id text, recording_id uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM recording_hold h
                  WHERE h.conference = conference_id AND h.lifted_at IS NULL
                    AND (h.recording IS NULL OR h.recording = recording_id))
$$;

CREATE FUNCTION recording_hold_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF recording_held(OLD.conference, OLD.id) THEN
    RAISE EXCEPTION 'recording % is held and cannot be deleted', OLD.id
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN OLD;
END
$$;
CREATE TRIGGER recording_hold_kept BEFORE DELETE ON recording
  FOR EACH ROW EXECUTE FUNCTION recording_hold_kept();

-- What was deleted, so that an import does not bring it back.
CREATE TABLE recording_gone (
  id           uuid        PRIMARY KEY,
  organisation text        NOT NULL REFERENCES organisation,
  conference   text        NOT NULL,
  title        text        NOT NULL,
  source       text,
  sha256       text        NOT NULL,
  deleted_at   timestamptz NOT NULL,
  deleted_by   text        NOT NULL,
  reason       text        NOT NULL
);
CREATE INDEX recording_gone_source ON recording_gone (conference, source) WHERE source IS NOT NULL;
