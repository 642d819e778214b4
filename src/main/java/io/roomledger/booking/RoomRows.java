package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The SQL of rooms. What was removed is not seen, save where it says so. */
final class RoomRows {
  private static final String ROOM =
      """
      SELECT r.id, r.level, r.name, r.capacity, r.display_id, r.description, r.custom_id,
        r.devices, r.needs_approval, r.check_in, r.closed_from, r.closed_to, r.closed_why,
        r.contacts, r.tell_reservers, r.tell_contacts
      FROM meeting_room r
      """;

  private static final String OURS =
      "WHERE r.organisation = :organisation AND r.removed_at IS NULL ";
  private static final int LONGEST_TEXT = 2_000;
  private static final int LONGEST_LIST = 100;
  private static final int LONGEST_WORD = 200;

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
      String description,
      Optional<String> customId,
      List<String> devices,
      boolean needsApproval,
      CheckInPolicy checkIn,
      Optional<Instant> closedFrom,
      Optional<Instant> closedTo,
      @Nullable String closedWhy,
      List<String> contacts,
      boolean tellReservers,
      boolean tellContacts) {
    MeetingRoom toRoom() {
      return new MeetingRoom(
          id,
          level,
          new MeetingRoom.Label(name, capacity, displayId, description, customId, devices),
          new MeetingRoom.Rules(needsApproval, checkIn),
          closedFrom.map(this::closing));
    }

    private MeetingRoom.Closing closing(Instant from) {
      String why = closedWhy == null ? "" : closedWhy;
      return new MeetingRoom.Closing(from, closedTo, why, contacts, tellReservers, tellContacts);
    }
  }

  private record Under(UUID id, boolean under) {}

  /** False if the id, the name in its level, the display id or the custom id is taken. */
  boolean insertIfAbsent(Handle handle, String organisation, MeetingRoom room) {
    check(room);
    return bind(
                handle.createUpdate(
                    """
                    INSERT INTO meeting_room (id, organisation, level, name, capacity, display_id,
                      description, custom_id, devices, needs_approval, check_in,
                      closed_from, closed_to, closed_why, contacts, tell_reservers, tell_contacts,
                      created_at)
                    VALUES (:id, :organisation, :level, :name, :capacity, :displayId,
                      :description, :customId, :devices, :needsApproval, :checkIn,
                      :closedFrom, :closedTo, :closedWhy, :contacts, :tellReservers, :tellContacts,
                      :now)
                    ON CONFLICT DO NOTHING
                    """),
                organisation,
                room)
            .bind("now", clock.instant())
            .execute()
        == 1;
  }

  /** Whether another room has its name in its level, its display id or its custom id. */
  boolean taken(Handle handle, String organisation, MeetingRoom room) {
    return bind(
            handle.createQuery(
                """
                SELECT EXISTS (
                  SELECT FROM meeting_room
                  WHERE organisation = :organisation AND id <> :id
                    AND (display_id = :displayId
                      OR (removed_at IS NULL
                        AND ((level = :level AND name = :name) OR custom_id = :customId))))
                """),
            organisation,
            room)
        .mapTo(Boolean.class)
        .one();
  }

  /** Writes everything but the id. */
  void update(Handle handle, String organisation, MeetingRoom room) {
    check(room);
    bind(
            handle.createUpdate(
                """
                UPDATE meeting_room SET level = :level, name = :name, capacity = :capacity,
                  display_id = :displayId, description = :description, custom_id = :customId,
                  devices = :devices, needs_approval = :needsApproval, check_in = :checkIn,
                  closed_from = :closedFrom, closed_to = :closedTo, closed_why = :closedWhy,
                  contacts = :contacts, tell_reservers = :tellReservers,
                  tell_contacts = :tellContacts
                WHERE organisation = :organisation AND id = :id
                """),
            organisation,
            room)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(
      S statement, String organisation, MeetingRoom room) {
    MeetingRoom.Label label = room.label();
    Optional<MeetingRoom.Closing> closing = room.closing();
    return statement
        .bind("organisation", organisation)
        .bind("id", room.id())
        .bind("level", room.level())
        .bind("name", label.name())
        .bind("capacity", label.capacity())
        .bind("displayId", label.displayId())
        .bind("description", label.description())
        .bindByType("customId", label.customId().orElse(null), String.class)
        .bindArray("devices", String.class, label.devices())
        .bindMethods(room.rules())
        .bind("closedFrom", closing.map(MeetingRoom.Closing::from).orElse(null))
        .bind("closedTo", closing.flatMap(MeetingRoom.Closing::to).orElse(null))
        .bind("closedWhy", closing.map(MeetingRoom.Closing::reason).orElse(null))
        .bindArray(
            "contacts", String.class, closing.map(MeetingRoom.Closing::contacts).orElse(List.of()))
        .bind("tellReservers", closing.map(MeetingRoom.Closing::tellReservers).orElse(false))
        .bind("tellContacts", closing.map(MeetingRoom.Closing::tellContacts).orElse(false));
  }

  private static void check(MeetingRoom room) {
    MeetingRoom.Label label = room.label();
    LevelRows.checkName(label.name());
    label.customId().ifPresent(LevelRows::checkCustomId);
    if (label.capacity() < 0) {
      throw invalid("capacity", String.valueOf(label.capacity()), "0 or more");
    }
    checkText("description", label.description());
    checkList("devices", label.devices());
    room.closing().ifPresent(RoomRows::check);
  }

  private static void check(MeetingRoom.Closing closing) {
    checkText("reason", closing.reason());
    checkList("contacts", closing.contacts());
    closing
        .to()
        .filter(to -> !closing.from().isBefore(to))
        .ifPresent(to -> {
          throw invalid("closing", closing.from() + "/" + to, "a start before the end");
        });
  }

  private static void checkText(String field, String text) {
    if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
      throw invalid(
          field, text.length() + " characters", "at most " + LONGEST_TEXT + ", none zero");
    }
  }

  private static void checkList(String field, List<String> words) {
    if (words.size() > LONGEST_LIST) {
      throw invalid(field, words.size() + " entries", "at most " + LONGEST_LIST);
    }
    for (String word : words) {
      if (word.isBlank() || word.length() > LONGEST_WORD || word.indexOf('\0') >= 0) {
        throw invalid(field, word.length() + " characters", "1 to " + LONGEST_WORD + " each");
      }
    }
  }

  private static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, value, expected));
  }

  Optional<MeetingRoom> room(Handle handle, String organisation, UUID id) {
    return room(handle, organisation, id, "");
  }

  /** The same; until the end of the transaction nobody changes it. */
  Optional<MeetingRoom> roomAsItStays(Handle handle, String organisation, UUID id) {
    return room(handle, organisation, id, " FOR SHARE OF r");
  }

  /** The same; until the end of the transaction nobody else changes it or books it. */
  Optional<MeetingRoom> roomToChange(Handle handle, String organisation, UUID id) {
    return room(handle, organisation, id, " FOR UPDATE OF r");
  }

  private static Optional<MeetingRoom> room(
      Handle handle, String organisation, UUID id, String lock) {
    return handle
        .createQuery(ROOM + OURS + "AND r.id = :id" + lock)
        .bind("organisation", organisation)
        .bind("id", id)
        .mapTo(RoomRow.class)
        .findOne()
        .map(RoomRow::toRoom);
  }

  Optional<MeetingRoom> roomNamed(Handle handle, String organisation, UUID level, String name) {
    return handle
        .createQuery(ROOM + OURS + "AND r.level = :level AND r.name = :name")
        .bind("organisation", organisation)
        .bind("level", level)
        .bind("name", name)
        .mapTo(RoomRow.class)
        .findOne()
        .map(RoomRow::toRoom);
  }

  /** Those of {@code ids} that there are, in that order. */
  List<MeetingRoom> rooms(Handle handle, String organisation, Collection<UUID> ids) {
    return handle
        .createQuery(ROOM + OURS + "AND r.id = ANY(:ids) ORDER BY array_position(:ids, r.id)")
        .bind("organisation", organisation)
        .bindArray("ids", UUID.class, ids.toArray())
        .mapTo(RoomRow.class)
        .map(RoomRow::toRoom)
        .list();
  }

  List<MeetingRoom> customised(Handle handle, String organisation, Collection<String> customIds) {
    return handle
        .createQuery(
            ROOM + OURS + "AND r.custom_id = ANY(:ids) ORDER BY array_position(:ids, r.custom_id)")
        .bind("organisation", organisation)
        .bindArray("ids", String.class, customIds)
        .mapTo(RoomRow.class)
        .map(RoomRow::toRoom)
        .list();
  }

  List<MeetingRoom> roomsUnder(Handle handle, UUID level, Optional<UUID> after, int size) {
    return matching(handle, new RoomSearch(level, "", false), Optional.empty(), after, size);
  }

  /**
   * By name, after that one.
   *
   * @param openAt without those that are closed then for good
   */
  List<MeetingRoom> matching(
      Handle handle, RoomSearch search, Optional<Instant> openAt, Optional<UUID> after, int size) {
    return handle
        .createQuery(
            LevelRows.STANDING
                + ROOM
                + """
                JOIN tree t ON t.id = r.level
                WHERE r.removed_at IS NULL
                  AND (strpos(lower(r.name), lower(:words)) > 0
                    OR (:levelNames AND strpos(lower(t.name), lower(:words)) > 0))
                  AND (r.closed_to IS NULL
                    AND r.closed_from <= CAST(:openAt AS timestamptz)) IS NOT TRUE
                  AND (CAST(:after AS uuid) IS NULL
                    OR (r.name, r.id) > (SELECT a.name, a.id FROM meeting_room a
                                         WHERE a.id = CAST(:after AS uuid)))
                ORDER BY r.name, r.id LIMIT :size
                """)
        .bind("level", search.level())
        .bind("words", search.words())
        .bind("levelNames", search.levelNames())
        .bind("openAt", openAt.orElse(null))
        .bind("after", after.orElse(null))
        .bind("size", size)
        .mapTo(RoomRow.class)
        .map(RoomRow::toRoom)
        .list();
  }

  /** By name, after that one. */
  List<MeetingRoom> fitting(Handle handle, RoomWish wish, Optional<UUID> after, int size) {
    return handle
        .createQuery(
            LevelRows.STANDING
                + ROOM
                + """
                JOIN tree t ON t.id = r.level
                WHERE r.removed_at IS NULL AND strpos(lower(r.name), lower(:words)) > 0
                  AND r.capacity >= :seats AND r.devices @> CAST(:devices AS text[])
                  AND (CAST(:from AS timestamptz) IS NULL OR (
                    NOT EXISTS (SELECT FROM
                """
                + ReservationRows.holding("r.id")
                + """
                    ) AND (r.closed_from < :to
                      AND (r.closed_to IS NULL OR r.closed_to > :from)) IS NOT TRUE))
                  AND (CAST(:after AS uuid) IS NULL
                    OR (r.name, r.id) > (SELECT a.name, a.id FROM meeting_room a
                                         WHERE a.id = CAST(:after AS uuid)))
                ORDER BY r.name, r.id LIMIT :size
                """)
        .bind("level", wish.level())
        .bind("words", wish.words())
        .bind("seats", wish.seats())
        .bindArray("devices", String.class, wish.devices())
        .bind("from", wish.free().map(Period::from).orElse(null))
        .bind("to", wish.free().map(Period::to).orElse(null))
        .bind("after", after.orElse(null))
        .bind("size", size)
        .mapTo(RoomRow.class)
        .map(RoomRow::toRoom)
        .list();
  }

  List<String> devices(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            SELECT DISTINCT unnest(devices) AS device FROM meeting_room
            WHERE organisation = :organisation AND removed_at IS NULL ORDER BY device
            """)
        .bind("organisation", organisation)
        .mapTo(String.class)
        .list();
  }

  List<UUID> idsUnder(Handle handle, UUID level) {
    return handle
        .createQuery(
            LevelRows.STANDING
                + """
                SELECT r.id FROM meeting_room r
                WHERE r.level IN (SELECT id FROM tree) AND r.removed_at IS NULL
                ORDER BY r.id
                """)
        .bind("level", level)
        .mapTo(UUID.class)
        .list();
  }

  void remove(Handle handle, Collection<UUID> ids, Instant now) {
    handle
        .createUpdate(
            "UPDATE meeting_room SET removed_at = :now WHERE id = ANY(:ids) AND removed_at IS NULL")
        .bindArray("ids", UUID.class, ids.toArray())
        .bind("now", now)
        .execute();
  }

  /**
   * Of those of {@code rooms} that there are or were, whether they hang or hung under {@code
   * level}.
   */
  Map<UUID, Boolean> underLevel(
      Handle handle, String organisation, UUID level, Collection<UUID> rooms) {
    Map<UUID, Boolean> found = new HashMap<>();
    handle
        .createQuery(
            LevelRows.SUBTREE
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
