package io.roomledger.booking;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** The SQL of reservations. */
final class ReservationRows {
  /** What a {@link Row} is made of; {@code m} is the meeting room, {@code v} the reservation. */
  static final String COLUMNS =
      """
      v.id, v.room, v.topic, v.reserver, v.reserver_name, v.department, v.guests_number,
      v.accepted_number, v.starts_at, upper(v.period) AS ends_at,
      m.name AS room_name, v.status, v.check_in_state, v.check_in_device, v.checked_in_at,
      v.released_by, v.released_by_name, v.released_at
      """;

  private static final String ORDER = "ORDER BY v.starts_at, v.id";

  private static final String SELECT =
      "SELECT " + COLUMNS + " FROM reservation v JOIN meeting_room m ON m.id = v.room ";

  /**
   * The reservations {@code v} that hold a room at some time from {@code :from} to {@code :to},
   * found in the order of its index: those that begin then, and the last one of before that holds
   * anything. None before that one can, since no two hold a room at once.
   *
   * @param room the SQL of the room's id
   */
  static String holding(String room) {
    return """
    (SELECT * FROM (
      SELECT * FROM reservation
      WHERE room = %1$s AND starts_at >= :from AND starts_at < :to
      UNION ALL
      (SELECT * FROM reservation
       WHERE room = %1$s AND starts_at < :from AND NOT isempty(held)
       ORDER BY starts_at DESC LIMIT 1)) near
     WHERE held && tstzrange(:from, :to)) v
    """
        .formatted(room);
  }

  private ReservationRows() {}

  /** A reservation as it lies in the table. */
  record Row(
      UUID id,
      UUID room,
      String topic,
      String reserver,
      String reserverName,
      String department,
      int guestsNumber,
      int acceptedNumber,
      Instant startsAt,
      Instant endsAt,
      String roomName,
      ReservationStatus status,
      CheckInState checkInState,
      Optional<CheckInDevice> checkInDevice,
      Optional<Instant> checkedInAt,
      @Nullable String releasedBy,
      @Nullable String releasedByName,
      Optional<Instant> releasedAt) {
    Reservation toReservation() {
      return new Reservation(
          new Booking(
              id,
              room,
              topic,
              new Reserver(reserver, reserverName, department),
              new Guests(guestsNumber, acceptedNumber),
              new Period(startsAt, endsAt)),
          roomName,
          status,
          new CheckIn(checkInState, checkInDevice, checkedInAt),
          releasedAt.map(at -> new Release(text(releasedBy), text(releasedByName), at)));
    }

    private static String text(@Nullable String text) {
      return text == null ? "" : text;
    }
  }

  private record Span(Instant startsAt, Instant endsAt) {}

  /** How many there are. */
  static long count(Handle handle, ReservationFilter filter) {
    return filtered(handle, filter, "SELECT count(*) " + from(filter)).mapTo(Long.class).one();
  }

  /** All of them in order of their start. */
  static Query all(Handle handle, ReservationFilter filter) {
    return filtered(handle, filter, "SELECT " + COLUMNS + from(filter) + ORDER);
  }

  /** How many of them fulfil a further condition on the reservation {@code v}. */
  static long count(Handle handle, ReservationFilter filter, String and) {
    return filtered(handle, filter, "SELECT count(*) " + from(filter) + " AND " + and)
        .mapTo(Long.class)
        .one();
  }

  /** Those of them that fulfil it, with a further text {@code more} of each. */
  static Query all(Handle handle, ReservationFilter filter, String and, String more) {
    return filtered(
        handle,
        filter,
        "SELECT "
            + COLUMNS
            + ", "
            + more
            + " AS more "
            + from(filter)
            + " AND "
            + and
            + " "
            + ORDER);
  }

  /** The rooms that the filter means. */
  static List<String> rooms(Handle handle, ReservationFilter filter) {
    return handle
        .createQuery(
            LevelRows.SUBTREE
                + """
                SELECT m.id::text FROM meeting_room m
                WHERE m.level IN (SELECT id FROM tree)
                  AND (:everywhere OR (m.id = ANY(:rooms)) <> :exclude)
                ORDER BY 1
                """)
        .bind("level", filter.level())
        .bind("everywhere", filter.rooms().isEmpty())
        .bindArray("rooms", UUID.class, filter.rooms().toArray())
        .bind("exclude", filter.exclude())
        .mapTo(String.class)
        .list();
  }

  /** In order of their start, those after that one. */
  static List<Reservation> page(
      Handle handle, ReservationFilter filter, Optional<UUID> after, int size) {
    String sql =
        "SELECT "
            + COLUMNS
            + from(filter)
            + """
              AND (CAST(:after AS uuid) IS NULL
                OR (v.starts_at, v.id) > (SELECT a.starts_at, a.id FROM reservation_slot a
                                          WHERE a.id = CAST(:after AS uuid)))
            """
            + ORDER
            + " LIMIT :size";
    return filtered(handle, filter, sql)
        .bind("after", after.orElse(null))
        .bind("size", size)
        .mapTo(Row.class)
        .map(Row::toReservation)
        .list();
  }

  private static boolean oneRoom(ReservationFilter filter) {
    return filter.rooms().size() == 1 && !filter.exclude();
  }

  /**
   * From a level and below, with what was removed; {@link #filtered} binds it. What is of one room
   * only is read in the order of its own index.
   */
  private static String from(ReservationFilter filter) {
    return """
    FROM reservation v JOIN meeting_room m ON m.id = v.room
    WHERE v.organisation = (SELECT organisation FROM room_level WHERE id = :level)
      AND m.level IN (SELECT id FROM tree)
      AND %s
      AND v.starts_at >= :from AND v.starts_at < :to
      AND (:anybody OR v.reserver = ANY(:people))
      AND (:wordless OR NOT EXISTS (SELECT FROM unnest(:words) AS word
                                    WHERE strpos(lower(v.topic), lower(word)) = 0))
    """
        .formatted(
            oneRoom(filter)
                ? "v.room = :room"
                : "(:everywhere OR (v.room = ANY(:rooms)) <> :exclude)");
  }

  private static Query filtered(Handle handle, ReservationFilter filter, String sql) {
    Query query = handle.createQuery(LevelRows.SUBTREE + sql);
    if (oneRoom(filter)) {
      query.bind("room", filter.rooms().iterator().next());
    } else {
      query
          .bind("everywhere", filter.rooms().isEmpty())
          .bindArray("rooms", UUID.class, filter.rooms().toArray())
          .bind("exclude", filter.exclude());
    }
    return query
        .bind("level", filter.level())
        .bind("from", filter.period().from())
        .bind("to", filter.period().to())
        .bind("anybody", filter.people().isEmpty())
        .bindArray(
            "people",
            String.class,
            filter.people().stream().map(account -> "account:" + account).toList())
        .bind("wordless", filter.words().isEmpty())
        .bindArray("words", String.class, filter.words());
  }

  static Optional<Reservation> find(Handle handle, String organisation, UUID id, boolean lock) {
    return handle
        .createQuery(
            SELECT
                + "WHERE v.organisation = :organisation AND v.id = :id"
                + (lock ? " FOR UPDATE OF v" : ""))
        .bind("organisation", organisation)
        .bind("id", id)
        .mapTo(Row.class)
        .findOne()
        .map(Row::toReservation);
  }

  static Optional<Reservation> findBySource(Handle handle, String organisation, String sourceKey) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + """
                FROM reservation_slot s
                JOIN reservation v ON v.id = s.id AND v.starts_at = s.starts_at
                JOIN meeting_room m ON m.id = v.room
                WHERE s.organisation = :organisation AND s.source_key = :sourceKey
                """)
        .bind("organisation", organisation)
        .bind("sourceKey", sourceKey)
        .mapTo(Row.class)
        .findOne()
        .map(Row::toReservation);
  }

  /** While the room is held by the first reservation that stands in the way of {@code wanted}. */
  static Optional<Period> holder(Handle handle, Booking wanted) {
    return handle
        .createQuery(
            """
            SELECT lower(held) AS starts_at, upper(held) AS ends_at FROM reservation_slot
            WHERE room = :room AND held && tstzrange(:from, :to)
            ORDER BY lower(held) LIMIT 1
            """)
        .bind("room", wanted.room())
        .bind("from", wanted.period().from())
        .bind("to", wanted.period().to())
        .mapTo(Span.class)
        .findOne()
        .map(span -> new Period(span.startsAt(), span.endsAt()));
  }

  static void step(Handle handle, UUID id, ReservationStep step) {
    handle
        .createUpdate(
            """
            INSERT INTO reservation_step (reservation, room, number, step, at, actor, actor_name)
            SELECT id, room, 1 + (SELECT coalesce(max(s.number), 0) FROM reservation_step s
                                  WHERE s.reservation = :id), :step, :at, :actor, :actorName
            FROM reservation_slot WHERE id = :id
            """)
        .bind("id", id)
        .bindMethods(step)
        .execute();
  }

  /** The first step of reservations that have none. */
  static void firstSteps(Handle handle, List<UUID> ids, ReservationStep step) {
    handle
        .createUpdate(
            """
            INSERT INTO reservation_step (reservation, room, number, step, at, actor, actor_name)
            SELECT id, room, 1, :step, :at, :actor, :actorName
            FROM reservation_slot WHERE id = ANY(:ids)
            """)
        .bindArray("ids", UUID.class, ids)
        .bindMethods(step)
        .execute();
  }

  /** Gives back what is reserved in these rooms and has not ended. */
  static void releaseComing(Handle handle, List<UUID> rooms, Release release) {
    release(handle, "room", rooms, release);
  }

  /** Gives back those of these that are reserved and have not ended; answers how many were. */
  static int release(Handle handle, Collection<UUID> ids, Release release) {
    return release(handle, "id", ids, release);
  }

  /** Locked in one order, so that no two who release wait for each other. */
  private static int release(
      Handle handle, String column, Collection<UUID> which, Release release) {
    return handle
        .createUpdate(
            """
            WITH open AS (
              SELECT v.id, v.starts_at
              FROM reservation_slot s JOIN reservation v ON v.id = s.id AND v.starts_at = s.starts_at
              WHERE s.<column> = ANY(:which) AND s.held && tstzrange(:at, NULL)
                AND v.status IN ('AWAITING_APPROVAL', 'BOOKED') AND upper(v.period) > :at
              ORDER BY v.id FOR UPDATE OF v),
            gone AS (
              UPDATE reservation v SET status = :status, released_by = :key,
                released_by_name = :name, released_at = :at,
                held = tstzrange(v.starts_at, greatest(v.starts_at, :at))
              FROM open WHERE v.id = open.id AND v.starts_at = open.starts_at
              RETURNING v.id, v.room)
            INSERT INTO reservation_step (reservation, room, number, step, at, actor, actor_name)
            SELECT gone.id, gone.room, 1 + (SELECT coalesce(max(s.number), 0) FROM reservation_step s
                                 WHERE s.reservation = gone.id), :status, :at, :key, :name
            FROM gone
            """)
        .define("column", column)
        .bindArray("which", UUID.class, which)
        .bind("status", ReservationStatus.RELEASED_MANUALLY)
        .bindMethods(release)
        .execute();
  }

  static List<ReservationStep> steps(Handle handle, UUID id) {
    return handle
        .createQuery(
            """
            SELECT step, at, actor, actor_name FROM reservation_step
            WHERE reservation = :id ORDER BY number
            """)
        .bind("id", id)
        .mapTo(ReservationStep.class)
        .list();
  }
}
