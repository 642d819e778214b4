-- What those who run a conference decide in it, who is called by telephone, when minutes were taken; the work on films
-- as jobs; and who may see which recording, kept without asking the whole conference each time.

ALTER TABLE conference
  -- Nobody else gets in.
  ADD COLUMN locked         boolean NOT NULL DEFAULT false,
  ADD COLUMN all_muted      boolean NOT NULL DEFAULT false,
  -- Whether those who are muted may speak when they want to.
  ADD COLUMN own_unmuting   boolean NOT NULL DEFAULT true,
  -- Whether somebody else becomes host when the host leaves.
  ADD COLUMN host_passes_on boolean NOT NULL DEFAULT true,
  ADD COLUMN sharing        boolean NOT NULL DEFAULT true,
  ADD COLUMN insiders_only  boolean NOT NULL DEFAULT false,
  -- Whose picture everybody sees.
  ADD COLUMN focus          text    REFERENCES account (id);

ALTER TABLE conference_member
  ADD COLUMN muted    boolean NOT NULL DEFAULT false,
  -- Was sent out and is not to come back.
  ADD COLUMN kept_out boolean NOT NULL DEFAULT false;

-- The history of an organisation's conferences.
CREATE INDEX conference_history ON conference (organisation, started_at DESC, id DESC);

-- Who is called by telephone.
CREATE TABLE conference_call (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conference text        NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
  country    text        NOT NULL CHECK (country ~ '^[0-9]{1,4}$'),
  number     text        NOT NULL CHECK (number ~ '^[0-9]{3,20}$'),
  name       text        NOT NULL,
  called_by  text        NOT NULL REFERENCES account (id),
  called_at  timestamptz NOT NULL,
  UNIQUE (conference, country, number)
);

-- Each time minutes were taken.
CREATE TABLE minutes_run (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  conference text        NOT NULL REFERENCES conference (id) ON DELETE CASCADE,
  owner      text        NOT NULL REFERENCES account (id),
  audio      boolean     NOT NULL,
  started_by text        NOT NULL REFERENCES account (id),
  started_at timestamptz NOT NULL,
  stopped_by text        REFERENCES account (id),
  stopped_at timestamptz CHECK (stopped_at >= started_at)
);
CREATE INDEX minutes_run_by_conference ON minutes_run (conference, started_at, id);
CREATE UNIQUE INDEX minutes_run_now ON minutes_run (conference) WHERE stopped_at IS NULL;

-- Films ------------------------------------------------------------------------------------------

-- The job that prepares it, while there is one.
ALTER TABLE recording ADD COLUMN film_job bigint;
CREATE INDEX recording_film_job ON recording (film_job) WHERE film_job IS NOT NULL;

-- Who had a part ---------------------------------------------------------------------------------

CREATE INDEX recording_by_owner ON recording (conference, owner);

-- Whoever recorded in a conference, each once: steps from owner to owner, however many recordings each has.
CREATE FUNCTION recording_owners(conference_id text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  WITH RECURSIVE step AS (
    (SELECT owner FROM recording WHERE conference = conference_id ORDER BY owner LIMIT 1)
    UNION ALL
    SELECT (SELECT r.owner FROM recording r
             WHERE r.conference = conference_id AND r.owner > step.owner ORDER BY r.owner LIMIT 1)
      FROM step WHERE step.owner IS NOT NULL)
  SELECT owner FROM step WHERE owner IS NOT NULL
$$;

-- All people of some recordings, afresh.
CREATE FUNCTION recording_people_of(recordings uuid[]) RETURNS void LANGUAGE sql AS $$
  DELETE FROM recording_person WHERE recording = ANY (recordings);
  INSERT INTO recording_person (account, started_at, recording, runs)
  SELECT p.account, r.started_at, r.id, bool_or(p.runs)
    FROM recording r
   CROSS JOIN LATERAL (
          SELECT m.account, m.role <> 'ATTENDEE' AS runs
            FROM conference_member m WHERE m.conference = r.conference
          UNION ALL
          SELECT c.creator, true FROM conference c WHERE c.id = r.conference
          UNION ALL
          SELECT o, true FROM recording_owners(r.conference) o) p
   WHERE r.id = ANY (recordings)
   GROUP BY p.account, r.started_at, r.id
  ON CONFLICT (account, started_at, recording) DO UPDATE SET runs = excluded.runs;
$$;

-- All recordings of one conference that one person may see, afresh.
CREATE FUNCTION recordings_of_person(conference_id text, person text) RETURNS void LANGUAGE sql AS $$
  DELETE FROM recording_person p
   USING recording r
   WHERE r.id = p.recording AND r.conference = conference_id AND p.account = person;
  INSERT INTO recording_person (account, started_at, recording, runs)
  SELECT person, r.started_at, r.id, k.runs
    FROM recording r
   CROSS JOIN (
          SELECT bool_or(part.runs) AS runs
            FROM (SELECT m.role <> 'ATTENDEE' AS runs FROM conference_member m
                   WHERE m.conference = conference_id AND m.account = person
                  UNION ALL
                  SELECT true FROM conference c WHERE c.id = conference_id AND c.creator = person
                  UNION ALL
                  (SELECT true FROM recording o
                    WHERE o.conference = conference_id AND o.owner = person LIMIT 1)) part) k
   WHERE r.conference = conference_id AND k.runs IS NOT NULL
  ON CONFLICT (account, started_at, recording) DO UPDATE SET runs = excluded.runs;
$$;

CREATE OR REPLACE FUNCTION recording_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM recording_people_of(array_agg(id)) FROM rows_now HAVING count(*) > 0;
  -- who had not recorded there before may now see the others, if there are any
  PERFORM recordings_of_person(o.conference, o.owner)
     FROM (SELECT DISTINCT conference, owner FROM rows_now) o
    WHERE EXISTS (SELECT FROM recording r
                   WHERE r.conference = o.conference
                     AND NOT EXISTS (SELECT FROM rows_now n WHERE n.id = r.id))
      AND NOT EXISTS (SELECT FROM recording r
                       WHERE r.conference = o.conference AND r.owner = o.owner
                         AND NOT EXISTS (SELECT FROM rows_now n WHERE n.id = r.id));
  UPDATE recorder_run run SET answered = true
    FROM rows_now r
   WHERE run.conference = r.conference AND NOT run.answered
     AND r.ended_at >= run.started_at
     AND r.started_at <= coalesce(run.stopped_at, 'infinity');
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION recording_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM recording_people_of(array_agg(n.id))
     FROM rows_now n JOIN rows_before b ON b.id = n.id
    WHERE (n.conference, n.owner, n.started_at) IS DISTINCT FROM (b.conference, b.owner, b.started_at)
   HAVING count(*) > 0;
  PERFORM recordings_of_person(k.conference, k.owner)
     FROM (SELECT n.conference, n.owner FROM rows_now n JOIN rows_before b ON b.id = n.id
            WHERE (n.conference, n.owner) IS DISTINCT FROM (b.conference, b.owner)
           UNION
           SELECT b.conference, b.owner FROM rows_now n JOIN rows_before b ON b.id = n.id
            WHERE (n.conference, n.owner) IS DISTINCT FROM (b.conference, b.owner)) k;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION conference_member_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO recording_person (account, started_at, recording, runs)
  SELECT n.account, r.started_at, r.id, n.role <> 'ATTENDEE'
    FROM rows_now n JOIN recording r ON r.conference = n.conference
  ON CONFLICT (account, started_at, recording) DO UPDATE SET runs = true
    WHERE excluded.runs AND NOT recording_person.runs;
  RETURN NULL;
END
$$;

DROP TRIGGER conference_member_changed ON conference_member;
DROP TRIGGER conference_member_removed ON conference_member;
DROP FUNCTION conference_member_changed();
DROP FUNCTION recording_people_afresh(text[]);
DROP FUNCTION recording_people(text[]);

CREATE FUNCTION conference_member_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM recordings_of_person(k.conference, k.account)
     FROM (SELECT conference, account, role FROM rows_before
           EXCEPT SELECT conference, account, role FROM rows_now) k;
  PERFORM recordings_of_person(k.conference, k.account)
     FROM (SELECT conference, account, role FROM rows_now
           EXCEPT SELECT conference, account, role FROM rows_before) k;
  RETURN NULL;
END
$$;
CREATE TRIGGER conference_member_changed AFTER UPDATE ON conference_member
  REFERENCING OLD TABLE AS rows_before NEW TABLE AS rows_now
  FOR EACH STATEMENT EXECUTE FUNCTION conference_member_changed();

CREATE FUNCTION conference_member_removed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM recordings_of_person(k.conference, k.account) FROM rows_before k;
  RETURN NULL;
END
$$;
CREATE TRIGGER conference_member_removed AFTER DELETE ON conference_member
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION conference_member_removed();
