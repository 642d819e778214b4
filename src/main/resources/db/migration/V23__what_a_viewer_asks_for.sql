-- What a program that asks for the recordings of a conference must know of the conference, on the
-- row of each recording: so the question that is asked most is one walk along one index.

ALTER TABLE recording
  -- Those of its conference, like organisation; the triggers below keep all four as they are there.
  ADD COLUMN creator text,
  ADD COLUMN session text,
  ADD COLUMN closed  boolean;

-- Nothing of a recording changes by this, for those who export or see it: no trigger is to fire.
ALTER TABLE recording DISABLE TRIGGER USER;
UPDATE recording r
   SET creator = c.creator, session = c.recording_session, closed = c.closed_at IS NOT NULL
  FROM conference c WHERE c.id = r.conference;
ALTER TABLE recording ENABLE TRIGGER USER;
ALTER TABLE recording
  ALTER COLUMN creator SET NOT NULL,
  ALTER COLUMN session SET NOT NULL,
  ALTER COLUMN closed SET NOT NULL;

-- The conference is locked as an update would lock it: one that is being changed at the same time
-- is waited for, and one that is changed afterwards finds the recording.
DROP TRIGGER recording_organisation ON recording;
DROP FUNCTION recording_organisation();
CREATE FUNCTION recording_of_conference() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT organisation, creator, recording_session, closed_at IS NOT NULL
    INTO NEW.organisation, NEW.creator, NEW.session, NEW.closed
    FROM conference WHERE id = NEW.conference FOR NO KEY UPDATE;
  RETURN NEW;
END
$$;
CREATE TRIGGER recording_of_conference BEFORE INSERT OR UPDATE OF conference ON recording
  FOR EACH ROW EXECUTE FUNCTION recording_of_conference();

-- What V17 does when a conference is called otherwise or closed, and what stands on the recordings,
-- in one statement.
DROP TRIGGER mark_recordings ON conference;
DROP FUNCTION mark_recordings();
CREATE FUNCTION recordings_of_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE recording
     SET title = title, organisation = NEW.organisation, creator = NEW.creator,
         session = NEW.recording_session, closed = NEW.closed_at IS NOT NULL
   WHERE conference = NEW.id
     AND (changed <> pg_current_xact_id()
          OR (organisation, creator, session, closed)
             IS DISTINCT FROM
             (NEW.organisation, NEW.creator, NEW.recording_session, NEW.closed_at IS NOT NULL));
  RETURN NULL;
END
$$;
CREATE TRIGGER recordings_of_changed AFTER UPDATE ON conference FOR EACH ROW
  WHEN ((OLD.title, OLD.organisation, OLD.creator, OLD.closed_at, OLD.recording_session)
        IS DISTINCT FROM
        (NEW.title, NEW.organisation, NEW.creator, NEW.closed_at, NEW.recording_session))
  EXECUTE FUNCTION recordings_of_changed();
