package io.roomledger.booking;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * How levels and rooms come to an end: they stay in the tables for what happened in them, and what
 * is reserved for later is given back.
 */
final class Removals {
  private final Audit audit;
  private final Clock clock;
  private final LevelRows levels;
  private final RoomRows rooms;

  Removals(Audit audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
    this.levels = new LevelRows(clock);
    this.rooms = new RoomRows(clock);
  }

  void level(Handle handle, Caller caller, RoomLevel level, boolean withContent) {
    List<UUID> content = rooms.idsUnder(handle, level.id());
    if (!withContent
        && (!content.isEmpty() || !levels.parents(handle, List.of(level.id())).isEmpty())) {
      throw new RefusedException(
          new Refusal.Conflict(
              "room level " + level.name() + ": not empty (expected: no level and no room in it)"));
    }
    removeRooms(handle, caller, content);
    levels.remove(handle, level.id(), clock.instant());
    audit.append(
        handle,
        caller,
        "room-level.removed",
        "room-level:" + level.id(),
        Map.of("name", level.name(), "rooms", String.valueOf(content.size())));
  }

  void room(Handle handle, Caller caller, MeetingRoom room) {
    removeRooms(handle, caller, List.of(room.id()));
    audit.append(
        handle,
        caller,
        "meeting-room.removed",
        "meeting-room:" + room.id(),
        Map.of("name", room.name()));
  }

  private void removeRooms(Handle handle, Caller caller, List<UUID> ids) {
    Instant now = clock.instant();
    rooms.remove(handle, ids, now);
    Release release = new Release(caller.key(), Reserver.of(caller).name(), now);
    ReservationRows.releaseComing(handle, ids, release);
  }
}
