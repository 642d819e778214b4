-- What is told of rooms, when they are closed, and what stays of those that are no more.

-- Removed levels and rooms stay, because what happened in them is kept for ever; their names and
-- ids of the organisation's own are free again.
ALTER TABLE room_level ADD COLUMN removed_at timestamptz;
ALTER TABLE room_level DROP CONSTRAINT room_level_parent_name_key;
CREATE UNIQUE INDEX room_level_name ON room_level (parent, name) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX room_level_custom_id ON room_level (organisation, custom_id)
  WHERE removed_at IS NULL;

ALTER TABLE meeting_room
  ADD COLUMN description text   NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  ADD COLUMN custom_id   text,
  ADD COLUMN devices     text[] NOT NULL DEFAULT '{}',
  -- while it is closed: until closed_to, or for good
  ADD COLUMN closed_from timestamptz,
  ADD COLUMN closed_to   timestamptz,
  ADD COLUMN closed_why  text,
  -- the accounts to ask while it is closed
  ADD COLUMN contacts    text[] NOT NULL DEFAULT '{}',
  ADD COLUMN tell_reservers boolean NOT NULL DEFAULT false,
  ADD COLUMN tell_contacts  boolean NOT NULL DEFAULT false,
  ADD COLUMN removed_at  timestamptz,
  ADD CHECK ((closed_from IS NULL) = (closed_why IS NULL)),
  ADD CHECK (closed_to IS NULL OR closed_from < closed_to);
UPDATE meeting_room SET closed_from = created_at, closed_why = '' WHERE NOT enabled;
ALTER TABLE meeting_room DROP COLUMN enabled;
ALTER TABLE meeting_room DROP CONSTRAINT meeting_room_level_name_key;
CREATE UNIQUE INDEX meeting_room_name ON meeting_room (level, name) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX meeting_room_custom_id ON meeting_room (organisation, custom_id)
  WHERE removed_at IS NULL;

-- the rooms that somebody must still check in to, by the time they begin
CREATE INDEX reservation_check_in ON reservation (lower(period))
  WHERE status = 'BOOKED' AND check_in_state IN ('AWAITED', 'OPEN');
-- what is on in a room
CREATE INDEX reservation_room ON reservation (room, lower(period));
