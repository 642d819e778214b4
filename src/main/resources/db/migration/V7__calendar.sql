-- Calendars, their events, who is asked to come, and which reservations rooms have for them.

-- Everybody who calls has one calendar of their own, made when it is first asked for.
CREATE TABLE calendar (
  id           text PRIMARY KEY,
  organisation text NOT NULL,
  owner        text NOT NULL, -- as in Caller.key
  created_at   timestamptz NOT NULL,
  UNIQUE (organisation, owner)
);

-- An event, a series of them, or an exception: one occurrence of a series that differs from it or
-- is cancelled. Nothing is removed; what is cancelled says so.
CREATE TABLE calendar_event (
  id              uuid PRIMARY KEY,
  calendar        text NOT NULL REFERENCES calendar,
  series          uuid REFERENCES calendar_event, -- of exceptions: the series
  occurrence      timestamptz,                    -- of exceptions: the start that the rule gives
  idempotency_key text,
  organiser       text NOT NULL,
  organiser_name  text NOT NULL,
  department      text NOT NULL,
  topic           text NOT NULL CHECK (length(topic) <= 1000),
  description     text NOT NULL CHECK (length(description) <= 40960),
  starts_at       timestamptz NOT NULL,
  ends_at         timestamptz NOT NULL,
  zone            text NOT NULL,
  all_day         boolean NOT NULL,
  rule            text NOT NULL CHECK (length(rule) <= 2000), -- RFC 5545; empty: once
  visibility      text NOT NULL,
  ability         text NOT NULL,
  extra_names     text[] NOT NULL, -- what a dialect keeps with it; no door reads it
  extra_values    text[] NOT NULL,
  cancelled       boolean NOT NULL,
  created_at      timestamptz NOT NULL,
  changed_at      timestamptz NOT NULL,
  CHECK (starts_at < ends_at),
  CHECK ((series IS NULL) = (occurrence IS NULL)),
  CHECK (series IS NULL OR rule = ''),
  CHECK (cardinality(extra_names) = cardinality(extra_values)),
  UNIQUE (series, occurrence)
);
CREATE UNIQUE INDEX calendar_event_once ON calendar_event (calendar, idempotency_key)
  WHERE idempotency_key IS NOT NULL;
CREATE INDEX calendar_event_of_calendar ON calendar_event (calendar, id);
-- the series whose rooms are reserved further and further ahead
CREATE INDEX calendar_event_repeating ON calendar_event (id) WHERE rule <> '' AND NOT cancelled;

-- A person, a mail address or a room that is asked to come. An exception has attendees of its own,
-- copied from the series.
CREATE TABLE event_attendee (
  event             uuid NOT NULL REFERENCES calendar_event,
  id                text NOT NULL,
  number            int  NOT NULL,
  kind              text NOT NULL,
  subject           text NOT NULL, -- the account, the mail address, the room
  name              text NOT NULL,
  optional          boolean NOT NULL,
  organiser         boolean NOT NULL,
  answer            text NOT NULL, -- of people; a room's follows from its reservations
  removed           boolean NOT NULL,
  settled           boolean NOT NULL, -- of rooms: whether its reservations are judged
  contact           text,
  reason            text,
  form              text,
  booker            text NOT NULL,
  booker_name       text NOT NULL,
  booker_department text NOT NULL,
  PRIMARY KEY (event, id)
);
CREATE INDEX event_attendee_subject ON event_attendee (kind, subject, event);

-- What became of a room's wish for one occurrence: a reservation, or none if it was taken.
CREATE TABLE event_reservation (
  event       uuid NOT NULL,
  attendee    text NOT NULL,
  occurrence  timestamptz NOT NULL,
  starts_at   timestamptz NOT NULL,
  ends_at     timestamptz NOT NULL,
  reservation uuid REFERENCES reservation,
  PRIMARY KEY (event, attendee, occurrence),
  FOREIGN KEY (event, attendee) REFERENCES event_attendee (event, id)
);
CREATE INDEX event_reservation_reservation ON event_reservation (reservation);

-- Which event a job is to settle, and in whose name.
CREATE TABLE event_settling (
  job          bigint PRIMARY KEY,
  event        uuid NOT NULL REFERENCES calendar_event,
  actor        text NOT NULL,
  organisation text NOT NULL,
  scopes       text[] NOT NULL,
  address      text NOT NULL
);
