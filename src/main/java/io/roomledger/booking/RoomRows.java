package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of levels and rooms. */
final class RoomRows {
  /** The ids of a level and all below it. */
  static final String SUBTREE =
      """
      WITH RECURSIVE tree (id, parent, name, custom_id, depth) AS (
        SELECT id, parent, name, custom_id, depth FROM room_level WHERE id = :level
        UNION ALL
        SELECT l.id, l.parent, l.name, l.custom_id, l.depth
        FROM room_level l JOIN tree t ON l.parent = t.id)
      """;

  private static final String ROOM =
      """
      SELECT r.id, r.level, r.name, r.capacity, r.display_id, r.enabled, r.needs_approval, r.check_in
      FROM meeting_room r
      """;

  private final Clock clock;

  RoomRows(Clock clock) {
    this.clock = clock;
  }

  private record RoomRow(
      UUID id,
      UUID level,
      String name,
      int capacity,
      String displayId,
      boolean enabled,
      boolean needsApproval,
      CheckInPolicy checkIn) {
    MeetingRoom toRoom() {
      return new MeetingRoom(
          id,
          level,
          name,
          capacity,
          displayId,
          new MeetingRoom.Rules(enabled, needsApproval, checkIn));
    }
  }

  private record Under(UUID id, boolean under) {}

  Optional<RoomLevel> root(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            SELECT id, parent, name, custom_id FROM room_level
            WHERE organisation = :organisation AND parent IS NULL
            """)
        .bind("organisation", organisation)
        .mapTo(RoomLevel.class)
        .findOne();
  }

  Optional<RoomLevel> level(Handle handle, String organisation, UUID id) {
    return handle
        .createQuery(
            """
            SELECT id, parent, name, custom_id FROM room_level
            WHERE organisation = :organisation AND id = :id
            """)
        .bind("organisation", organisation)
        .bind("id", id)
        .mapTo(RoomLevel.class)
        .findOne();
  }

  Optional<RoomLevel> levelNamed(Handle handle, String organisation, UUID parent, String name) {
    return handle
        .createQuery(
            """
            SELECT id, parent, name, custom_id FROM room_level
            WHERE organisation = :organisation AND parent = :parent AND name = :name
            """)
        .bind("organisation", organisation)
        .bind("parent", parent)
        .bind("name", name)
        .mapTo(RoomLevel.class)
        .findOne();
  }

  Optional<Integer> depth(Handle handle, String organisation, UUID id) {
    return handle
        .createQuery("SELECT depth FROM room_level WHERE organisation = :organisation AND id = :id")
        .bind("organisation", organisation)
        .bind("id", id)
        .mapTo(Integer.class)
        .findOne();
  }

  List<RoomLevel> subtree(Handle handle, UUID level) {
    return handle
        .createQuery(SUBTREE + "SELECT id, parent, name, custom_id FROM tree ORDER BY depth, name")
        .bind("level", level)
        .mapTo(RoomLevel.class)
        .list();
  }

  /** False if the id, the name under its parent, or the root is taken. */
  boolean insertIfAbsent(Handle handle, String organisation, RoomLevel level, int depth) {
    checkName(level.name());
    return handle
            .createUpdate(
                """
                INSERT INTO room_level (id, organisation, parent, depth, name, custom_id, created_at)
                VALUES (:id, :organisation, :parent, :depth, :name, :customId, :now)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", level.id())
            .bind("organisation", organisation)
            .bind("parent", level.parent().orElse(null))
            .bind("depth", depth)
            .bind("name", level.name())
            .bind("customId", level.customId().orElse(null))
            .bind("now", clock.instant())
            .execute()
        == 1;
  }

  /** False if the id, the name in its level, or the display id is taken. */
  boolean insertIfAbsent(Handle handle, String organisation, MeetingRoom room) {
    checkName(room.name());
    if (room.capacity() < 0) {
      throw new RefusedException(
          new Refusal.Invalid("capacity", String.valueOf(room.capacity()), "0 or more"));
    }
    return handle
            .createUpdate(
                """
                INSERT INTO meeting_room (id, organisation, level, name, capacity, display_id,
                  enabled, needs_approval, check_in, created_at)
                VALUES (:id, :organisation, :level, :name, :capacity, :displayId,
                  :enabled, :needsApproval, :checkIn, :now)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", room.id())
            .bind("organisation", organisation)
            .bind("level", room.level())
            .bind("name", room.name())
            .bind("capacity", room.capacity())
            .bind("displayId", room.displayId())
            .bindMethods(room.rules())
            .bind("now", clock.instant())
            .execute()
        == 1;
  }

  private static void checkName(String name) {
    if (name.isBlank() || name.codePointCount(0, name.length()) > 200 || name.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "name", name.length() + " characters", "1 to 200 characters, not all blank"));
    }
  }

  boolean rule(Handle handle, String organisation, UUID room, MeetingRoom.Rules rules) {
    return handle
            .createUpdate(
                """
                UPDATE meeting_room
                SET enabled = :enabled, needs_approval = :needsApproval, check_in = :checkIn
                WHERE organisation = :organisation AND id = :id
                """)
            .bindMethods(rules)
            .bind("organisation", organisation)
            .bind("id", room)
            .execute()
        == 1;
  }

  Optional<MeetingRoom> room(Handle handle, String organisation, UUID id) {
    return handle
        .createQuery(ROOM + "WHERE r.organisation = :organisation AND r.id = :id")
        .bind("organisation", organisation)
        .bind("id", id)
        .mapTo(RoomRow.class)
        .findOne()
        .map(RoomRow::toRoom);
  }

  Optional<MeetingRoom> roomNamed(Handle handle, String organisation, UUID level, String name) {
    return handle
        .createQuery(
            ROOM + "WHERE r.organisation = :organisation AND r.level = :level AND r.name = :name")
        .bind("organisation", organisation)
        .bind("level", level)
        .bind("name", name)
        .mapTo(RoomRow.class)
        .findOne()
        .map(RoomRow::toRoom);
  }

  List<MeetingRoom> roomsUnder(Handle handle, UUID level, Optional<UUID> after, int size) {
    return handle
        .createQuery(
            SUBTREE
                + ROOM
                + """
                WHERE r.level IN (SELECT id FROM tree)
                  AND (CAST(:after AS uuid) IS NULL
                    OR (r.name, r.id) > (SELECT a.name, a.id FROM meeting_room a
                                         WHERE a.id = CAST(:after AS uuid)))
                ORDER BY r.name, r.id LIMIT :size
                """)
        .bind("level", level)
        .bind("after", after.orElse(null))
        .bind("size", size)
        .mapTo(RoomRow.class)
        .map(RoomRow::toRoom)
        .list();
  }

  /** Of those of {@code rooms} that exist, whether they hang under {@code level}. */
  Map<UUID, Boolean> underLevel(
      Handle handle, String organisation, UUID level, Collection<UUID> rooms) {
    Map<UUID, Boolean> found = new HashMap<>();
    handle
        .createQuery(
            SUBTREE
                + """
                SELECT r.id, r.level IN (SELECT id FROM tree) AS under FROM meeting_room r
                WHERE r.organisation = :organisation AND r.id = ANY(:rooms)
                """)
        .bind("organisation", organisation)
        .bind("level", level)
        .bindArray("rooms", UUID.class, rooms.toArray())
        .mapTo(Under.class)
        .forEach(row -> found.put(row.id(), row.under()));
    return found;
  }
}
