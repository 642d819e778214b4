package io.roomledger.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * A room of which something may be past its time.
 *
 * @param id the room
 * @param before what was sent, or ended, before that is past its time
 */
record DueRoom(String id, Instant before) {

  /** The rooms of an organisation for which a plan says a time. */
  static List<DueRoom> of(
      Handle handle, String organisation, KeptKind kind, Plan plan, Instant now) {
    if (plan.keepsAll()) {
      return List.of();
    }
    List<DueRoom> due = new ArrayList<>();
    rooms(handle, organisation, kind, plan)
        .forEach((room, days) ->
            days.ifPresent(it -> due.add(new DueRoom(room, now.minus(Duration.ofDays(it))))));
    return due;
  }

  /** Every room and for how many days its things are kept. */
  private static Map<String, Optional<Integer>> rooms(
      Handle handle, String organisation, KeptKind kind, Plan plan) {
    Map<String, Optional<Integer>> rooms = new HashMap<>();
    if (kind == KeptKind.MESSAGES) {
      handle
          .createQuery("SELECT id FROM chat_room WHERE organisation = :organisation ORDER BY id")
          .bind("organisation", organisation)
          .mapTo(String.class)
          .forEach(room -> rooms.put(room, plan.ofChatRoom(room)));
      return rooms;
    }
    Map<String, String> parents = parents(handle, organisation);
    handle
        .createQuery(
            "SELECT id::text, level::text FROM meeting_room WHERE organisation = :organisation")
        .bind("organisation", organisation)
        .mapTo(Room.class)
        .forEach(
            room -> rooms.put(room.id(), plan.ofMeetingRoom(room.id(), room.level(), parents)));
    return rooms;
  }

  /** Binds them as the arrays {@code rooms} and {@code before}. */
  static Query bound(Query query, List<DueRoom> due) {
    return query
        .bindArray("rooms", String.class, due.stream().map(DueRoom::id).toList())
        .bindArray("before", String.class, due.stream().map(it -> it.before().toString()).toList());
  }

  /** A meeting room and where it is. */
  record Room(String id, String level) {}

  private record Level(String id, Optional<String> parent) {}

  /** The level above each. */
  static Map<String, String> parents(Handle handle, String organisation) {
    Map<String, String> parents = new HashMap<>();
    handle
        .createQuery(
            "SELECT id::text, parent::text FROM room_level WHERE organisation = :organisation")
        .bind("organisation", organisation)
        .mapTo(Level.class)
        .forEach(level -> level.parent().ifPresent(above -> parents.put(level.id(), above)));
    return parents;
  }
}
