-- The reservations by the year in which they begin: see docs/adr/0026.

-- Of each reservation what must be told apart from all others, whatever their years: its id, where it
-- comes from, which one it was made instead of, and while it holds its room. What refers to a
-- reservation refers to this. A reservation and its slot are made, changed and deleted together;
-- triggers see to it.
CREATE TABLE reservation_slot (
  id           uuid        PRIMARY KEY,
  organisation text        NOT NULL,
  room         uuid        NOT NULL,
  starts_at    timestamptz NOT NULL,   -- leads to the partition
  held         tstzrange   NOT NULL,   -- as in reservation
  source_key   text,                   -- of those that were imported
  instead_of   uuid        REFERENCES reservation_slot ON DELETE SET NULL
);
INSERT INTO reservation_slot (id, organisation, room, starts_at, held, source_key, instead_of)
SELECT id, organisation, room, lower(period), held, source_key, instead_of
  FROM reservation ORDER BY organisation, lower(period), id;

ALTER TABLE reservation_step DROP CONSTRAINT reservation_step_reservation_fkey;
ALTER TABLE event_reservation DROP CONSTRAINT event_reservation_reservation_fkey;
ALTER TABLE reservation RENAME TO reservation_whole;

-- People are kept by key and by the name they had then: what happened does not change when an
-- account is renamed or removed.
CREATE TABLE reservation (
  id               uuid        NOT NULL,
  organisation     text        NOT NULL,
  room             uuid        NOT NULL,
  topic            text        NOT NULL CHECK (length(topic) <= 10000),
  reserver         text        NOT NULL,
  reserver_name    text        NOT NULL,
  department       text        NOT NULL,
  guests_number    int         NOT NULL CHECK (guests_number >= 0),
  accepted_number  int         NOT NULL CHECK (accepted_number >= 0),
  starts_at        timestamptz NOT NULL,
  -- when the event is, as it was booked: never shortened, this is what exports show
  period           tstzrange   NOT NULL,
  -- while the room is kept for it: a release gives back the rest, and may leave it empty
  held             tstzrange   NOT NULL,
  status           text        NOT NULL,
  check_in_state   text        NOT NULL,
  check_in_device  text,
  checked_in_at    timestamptz,
  released_by      text,
  released_by_name text,
  released_at      timestamptz,
  created_at       timestamptz NOT NULL,
  changed          xid8        NOT NULL DEFAULT pg_current_xact_id(),
  added            xid8,
  CHECK (NOT isempty(period) AND lower_inc(period) AND NOT upper_inc(period)
         AND NOT lower_inf(period) AND NOT upper_inf(period)),
  CHECK (starts_at = lower(period)),
  CHECK (held <@ period),
  CHECK (isempty(held) OR lower(held) = starts_at),
  CHECK ((released_at IS NOT NULL) = (status LIKE 'RELEASED\_%')),
  CHECK ((checked_in_at IS NOT NULL) = (check_in_state = 'CHECKED_IN'))
) PARTITION BY RANGE (starts_at);

-- Few years ahead and behind: each has its tables and indexes. The rows move in the order in which
-- exports read them, and are counted.
DO $$
DECLARE
  this_year int := extract(year FROM now() AT TIME ZONE 'UTC');
  oldest int := (SELECT extract(year FROM min(starts_at) AT TIME ZONE 'UTC') FROM reservation_slot);
  first_year int := least(this_year, greatest(this_year - 9, coalesce(oldest, this_year)));
  moved bigint;
  there bigint := (SELECT count(*) FROM reservation_whole);
BEGIN
  EXECUTE format('CREATE TABLE reservation_earlier PARTITION OF reservation'
                 ' FOR VALUES FROM (MINVALUE) TO (%L)',
                 make_timestamptz(first_year, 1, 1, 0, 0, 0, 'UTC'));
  FOR year IN first_year .. this_year + 1 LOOP
    EXECUTE format('CREATE TABLE reservation_%s PARTITION OF reservation'
                   ' FOR VALUES FROM (%L) TO (%L)', year,
                   make_timestamptz(year, 1, 1, 0, 0, 0, 'UTC'),
                   make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'UTC'));
  END LOOP;
  EXECUTE format('CREATE TABLE reservation_later PARTITION OF reservation'
                 ' FOR VALUES FROM (%L) TO (MAXVALUE)',
                 make_timestamptz(this_year + 2, 1, 1, 0, 0, 0, 'UTC'));
  INSERT INTO reservation
        (id, organisation, room, topic, reserver, reserver_name, department, guests_number,
         accepted_number, starts_at, period, held, status, check_in_state, check_in_device,
         checked_in_at, released_by, released_by_name, released_at, created_at, changed, added)
  SELECT id, organisation, room, topic, reserver, reserver_name, department, guests_number,
         accepted_number, lower(period), period, held, status, check_in_state, check_in_device,
         checked_in_at, released_by, released_by_name, released_at, created_at, changed, added
    FROM reservation_whole ORDER BY organisation, lower(period), id;
  GET DIAGNOSTICS moved = ROW_COUNT;
  IF moved <> there THEN
    RAISE EXCEPTION '% of % reservations were moved', moved, there;
  END IF;
END
$$;
DROP TABLE reservation_whole;

-- Nobody gets a room twice, in whatever years. No partition could see to that: a reservation may last
-- into the next year.
ALTER TABLE reservation_slot
  ADD CONSTRAINT reservation_no_double_booking EXCLUDE USING gist (room WITH =, held WITH &&);
CREATE UNIQUE INDEX reservation_source ON reservation_slot (organisation, source_key)
  WHERE source_key IS NOT NULL;
CREATE UNIQUE INDEX reservation_instead_of ON reservation_slot (instead_of)
  WHERE instead_of IS NOT NULL;

ALTER TABLE reservation ADD CONSTRAINT reservation_pkey PRIMARY KEY (id, starts_at);
-- the order of exports, and of those of one room
CREATE INDEX reservation_start ON reservation (organisation, starts_at, id);
CREATE INDEX reservation_room ON reservation (room, starts_at, id);
CREATE INDEX reservation_changed ON reservation (organisation, changed);
-- the rooms that somebody must still check in to, by the time they begin
CREATE INDEX reservation_check_in ON reservation (starts_at, id)
  WHERE status = 'BOOKED' AND check_in_state IN ('AWAITED', 'OPEN');
ALTER TABLE reservation ADD FOREIGN KEY (room) REFERENCES meeting_room;

-- The states with the room by which they would lie beside their reservations.
ALTER TABLE reservation_step ADD COLUMN room uuid;
UPDATE reservation_step s SET room = v.room FROM reservation_slot v WHERE v.id = s.reservation;
ALTER TABLE reservation_step ALTER COLUMN room SET NOT NULL;
ALTER TABLE reservation_step ADD FOREIGN KEY (reservation) REFERENCES reservation_slot;
ALTER TABLE event_reservation ADD FOREIGN KEY (reservation) REFERENCES reservation_slot;

CREATE TRIGGER mark_changed BEFORE UPDATE ON reservation
  FOR EACH ROW EXECUTE FUNCTION mark_changed();
CREATE TRIGGER gone_reservations AFTER DELETE ON reservation
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION gone_reservations();
CREATE TRIGGER hold_reservations AFTER DELETE ON reservation
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION hold_reservations();

-- A slot for what was reserved without one. Who wants to know whether the room is free makes the slot
-- first; any other slot of that id is in its way.
CREATE FUNCTION slot_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO reservation_slot (id, organisation, room, starts_at, held)
  SELECT n.id, n.organisation, n.room, n.starts_at, n.held
    FROM rows_now n
   WHERE NOT EXISTS (SELECT FROM reservation_slot s
                      WHERE s.id = n.id AND s.starts_at = n.starts_at AND s.room = n.room
                        AND s.held = n.held AND s.organisation = n.organisation);
  RETURN NULL;
END
$$;
CREATE TRIGGER slot_taken AFTER INSERT ON reservation
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION slot_taken();

CREATE FUNCTION slot_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE reservation_slot s
     SET organisation = n.organisation, room = n.room, starts_at = n.starts_at, held = n.held
    FROM rows_now n
   WHERE s.id = n.id AND (s.organisation, s.room, s.starts_at, s.held)
                      <> (n.organisation, n.room, n.starts_at, n.held);
  RETURN NULL;
END
$$;
CREATE TRIGGER slot_changed AFTER UPDATE ON reservation
  REFERENCING NEW TABLE AS rows_now FOR EACH STATEMENT EXECUTE FUNCTION slot_changed();

CREATE FUNCTION slot_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a reservation keeps its id' USING ERRCODE = 'foreign_key_violation';
END
$$;
CREATE TRIGGER slot_kept BEFORE UPDATE OF id ON reservation FOR EACH ROW
  WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION slot_kept();

CREATE FUNCTION slot_left() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' THEN
    TRUNCATE reservation_slot CASCADE;
  ELSE
    DELETE FROM reservation_slot WHERE id IN (SELECT id FROM rows_before);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER slot_left AFTER DELETE ON reservation
  REFERENCING OLD TABLE AS rows_before FOR EACH STATEMENT EXECUTE FUNCTION slot_left();
CREATE TRIGGER slots_left AFTER TRUNCATE ON reservation
  FOR EACH STATEMENT EXECUTE FUNCTION slot_left();
