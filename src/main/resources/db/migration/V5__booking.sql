-- Room levels, meeting rooms and reservations.

-- Equality of uuid inside a GiST index, which the exclusion constraint needs. A trusted extension:
-- the owner of the database may add it.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE room_level (
  id           uuid PRIMARY KEY,
  organisation text NOT NULL,
  parent       uuid REFERENCES room_level,
  depth        int  NOT NULL CHECK (depth BETWEEN 1 AND 10),
  name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  custom_id    text,
  created_at   timestamptz NOT NULL,
  CHECK ((parent IS NULL) = (depth = 1)),
  UNIQUE (parent, name)
);
CREATE UNIQUE INDEX room_level_root ON room_level (organisation) WHERE parent IS NULL;

CREATE TABLE meeting_room (
  id             uuid PRIMARY KEY,
  organisation   text    NOT NULL,
  level          uuid    NOT NULL REFERENCES room_level,
  name           text    NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  capacity       int     NOT NULL CHECK (capacity >= 0), -- 0: not known
  display_id     text    NOT NULL,
  enabled        boolean NOT NULL,
  needs_approval boolean NOT NULL,
  check_in       text    NOT NULL,
  created_at     timestamptz NOT NULL,
  UNIQUE (level, name),
  UNIQUE (organisation, display_id)
);

-- People are kept by key and by the name they had then: what happened does not change when an
-- account is renamed or removed.
CREATE TABLE reservation (
  id               uuid PRIMARY KEY,
  organisation     text      NOT NULL,
  room             uuid      NOT NULL REFERENCES meeting_room,
  topic            text      NOT NULL CHECK (length(topic) <= 10000),
  reserver         text      NOT NULL,
  reserver_name    text      NOT NULL,
  department       text      NOT NULL,
  guests_number    int       NOT NULL CHECK (guests_number >= 0),
  accepted_number  int       NOT NULL CHECK (accepted_number >= 0),
  -- when the event is, as it was booked: never shortened, this is what exports show
  period           tstzrange NOT NULL,
  -- while the room is kept for it: a release gives back the rest, and may leave it empty
  held             tstzrange NOT NULL,
  status           text      NOT NULL,
  check_in_state   text      NOT NULL,
  check_in_device  text,
  checked_in_at    timestamptz,
  released_by      text,
  released_by_name text,
  released_at      timestamptz,
  source_key       text,
  created_at       timestamptz NOT NULL,
  CHECK (NOT isempty(period) AND lower_inc(period) AND NOT upper_inc(period)
         AND NOT lower_inf(period) AND NOT upper_inf(period)),
  CHECK (held <@ period),
  CHECK ((released_at IS NOT NULL) = (status LIKE 'RELEASED\_%')),
  CHECK ((checked_in_at IS NOT NULL) = (check_in_state = 'CHECKED_IN')),
  CONSTRAINT reservation_no_double_booking EXCLUDE USING gist (room WITH =, held WITH &&)
);
CREATE UNIQUE INDEX reservation_source ON reservation (organisation, source_key)
  WHERE source_key IS NOT NULL;
-- the order of exports
CREATE INDEX reservation_start ON reservation (organisation, lower(period), id);

-- Every state a reservation ever had, when, and by whom. Rows are added and never changed.
CREATE TABLE reservation_step (
  reservation uuid NOT NULL REFERENCES reservation,
  number      int  NOT NULL,
  step        text NOT NULL,
  at          timestamptz NOT NULL,
  actor       text NOT NULL,
  actor_name  text NOT NULL,
  PRIMARY KEY (reservation, number)
);
