package io.roomledger.booking;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;

/** The SQL of reservations. */
final class ReservationRows {
  /** What a {@link Row} is made of; {@code m} is the meeting room, {@code v} the reservation. */
  static final String COLUMNS =
      """
      v.id, v.room, v.topic, v.reserver, v.reserver_name, v.department, v.guests_number,
      v.accepted_number, lower(v.period) AS starts_at, upper(v.period) AS ends_at,
      m.name AS room_name, v.status, v.check_in_state, v.check_in_device, v.checked_in_at,
      v.released_by, v.released_by_name, v.released_at
      """;

  /** From a level and below, with what was removed; {@link #filtered} binds it. */
  private static final String FILTER =
      """
      FROM reservation v JOIN meeting_room m ON m.id = v.room
      WHERE v.organisation = (SELECT organisation FROM room_level WHERE id = :level)
        AND m.level IN (SELECT id FROM tree)
        AND (:everywhere OR (v.room = ANY(:rooms)) <> :exclude)
        AND lower(v.period) >= :from AND lower(v.period) < :to
        AND (:anybody OR v.reserver = ANY(:people))
        AND (:wordless OR NOT EXISTS (SELECT FROM unnest(:words) AS word
                                      WHERE strpos(lower(v.topic), lower(word)) = 0))
      """;

  private static final String ORDER = "ORDER BY lower(v.period), v.id";

  private static final String SELECT =
      "SELECT " + COLUMNS + " FROM reservation v JOIN meeting_room m ON m.id = v.room ";

  private static final String INSERT =
      """
      INSERT INTO reservation (id, organisation, room, topic, reserver, reserver_name,
        department, guests_number, accepted_number, period, held, status,
        check_in_state, check_in_device, checked_in_at,
        released_by, released_by_name, released_at, source_key, created_at)
      VALUES (:id, :organisation, :room, :topic, :reserver, :reserverName,
        :department, :invited, :accepted, tstzrange(:from, :to),
        tstzrange(:from, :heldTo), :status,
        :checkInState, :checkInDevice, :checkedInAt,
        :releasedBy, :releasedByName, :releasedAt, :sourceKey, :now)
      ON CONFLICT DO NOTHING
      """;

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
    return filtered(handle, filter, "SELECT count(*) " + FILTER).mapTo(Long.class).one();
  }

  /** All of them in order of their start. */
  static Query all(Handle handle, ReservationFilter filter) {
    return filtered(handle, filter, "SELECT " + COLUMNS + FILTER + ORDER);
  }

  /** How many of them fulfil a further condition on the reservation {@code v}. */
  static long count(Handle handle, ReservationFilter filter, String and) {
    return filtered(handle, filter, "SELECT count(*) " + FILTER + " AND " + and)
        .mapTo(Long.class)
        .one();
  }

  /** Those of them that fulfil it, with a further text {@code more} of each. */
  static Query all(Handle handle, ReservationFilter filter, String and, String more) {
    return filtered(
        handle,
        filter,
        "SELECT " + COLUMNS + ", " + more + " AS more " + FILTER + " AND " + and + " " + ORDER);
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
            + FILTER
            + """
              AND (CAST(:after AS uuid) IS NULL
                OR (lower(v.period), v.id) > (SELECT lower(a.period), a.id FROM reservation a
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

  private static Query filtered(Handle handle, ReservationFilter filter, String sql) {
    return handle
        .createQuery(LevelRows.SUBTREE + sql)
        .bind("level", filter.level())
        .bind("everywhere", filter.rooms().isEmpty())
        .bindArray("rooms", UUID.class, filter.rooms().toArray())
        .bind("exclude", filter.exclude())
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
        .createQuery(SELECT + "WHERE v.organisation = :organisation AND v.source_key = :sourceKey")
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
            SELECT lower(held) AS starts_at, upper(held) AS ends_at FROM reservation
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

  /** False if the room is held by another then, or the id or source key is there already. */
  static boolean insertIfFree(
      Handle handle,
      String organisation,
      Reservation reservation,
      Optional<String> sourceKey,
      Instant now) {
    Update insert = handle.createUpdate(INSERT);
    return bindAll(insert, organisation, reservation, sourceKey, now).execute() == 1;
  }

  /** Inserts those whose room is free then; answers the ids of these. */
  static Set<UUID> insertFree(
      Handle handle, String organisation, List<Reservation> reservations, Instant now) {
    PreparedBatch batch = handle.prepareBatch(INSERT);
    for (Reservation reservation : reservations) {
      bindAll(batch, organisation, reservation, Optional.empty(), now).add();
    }
    batch.execute();
    // the driver may send the batch as one statement, whose count does not tell them apart
    return handle
        .createQuery("SELECT id FROM reservation WHERE id = ANY(:ids)")
        .bindArray("ids", UUID.class, reservations.stream().map(one -> one.booking().id()).toList())
        .mapTo(UUID.class)
        .set();
  }

  private static <S extends SqlStatement<S>> S bindAll(
      S insert,
      String organisation,
      Reservation reservation,
      Optional<String> sourceKey,
      Instant now) {
    Booking booking = reservation.booking();
    insert
        .bind("room", booking.room())
        .bind("organisation", organisation)
        .bind("topic", booking.topic())
        .bind("reserver", booking.reserver().key())
        .bind("reserverName", booking.reserver().name())
        .bind("department", booking.reserver().department())
        .bindMethods(booking.guests())
        .bind("from", booking.period().from())
        .bind("to", booking.period().to())
        .bind("sourceKey", sourceKey.orElse(null))
        .bind("now", now);
    return bindState(insert, reservation);
  }

  /** Writes the state; what was booked does not change. */
  static void update(Handle handle, Reservation reservation) {
    bindState(
            handle.createUpdate(
                """
                UPDATE reservation SET status = :status, check_in_state = :checkInState,
                  check_in_device = :checkInDevice, checked_in_at = :checkedInAt,
                  released_by = :releasedBy, released_by_name = :releasedByName,
                  released_at = :releasedAt,
                  held = tstzrange(lower(period), :heldTo)
                WHERE id = :id
                """),
            reservation)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bindState(S update, Reservation reservation) {
    Optional<Release> release = reservation.release();
    return update
        .bind("id", reservation.booking().id())
        .bind("status", reservation.status())
        .bind("checkInState", reservation.checkIn().state())
        .bind("checkInDevice", reservation.checkIn().device().orElse(null))
        .bind("checkedInAt", reservation.checkIn().at().orElse(null))
        .bind("releasedBy", release.map(Release::key).orElse(null))
        .bind("releasedByName", release.map(Release::name).orElse(null))
        .bind("releasedAt", release.map(Release::at).orElse(null))
        .bind("heldTo", heldTo(reservation));
  }

  /** Until when the room is kept: to its end, or to the moment somebody gave it back. */
  private static Instant heldTo(Reservation reservation) {
    Instant start = reservation.start();
    Instant end = reservation.end();
    return reservation
        .release()
        .map(Release::at)
        .map(at -> at.isBefore(start) ? start : at)
        .filter(at -> at.isBefore(end))
        .orElse(end);
  }

  static void step(Handle handle, UUID id, ReservationStep step) {
    handle
        .createUpdate(
            """
            INSERT INTO reservation_step (reservation, number, step, at, actor, actor_name)
            SELECT :id, coalesce(max(number), 0) + 1, :step, :at, :actor, :actorName
            FROM reservation_step WHERE reservation = :id
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
            INSERT INTO reservation_step (reservation, number, step, at, actor, actor_name)
            SELECT id, 1, :step, :at, :actor, :actorName FROM unnest(:ids) AS id
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
              SELECT id FROM reservation
              WHERE <column> = ANY(:which) AND status IN ('AWAITING_APPROVAL', 'BOOKED')
                AND upper(period) > :at
              ORDER BY id FOR UPDATE),
            gone AS (
              UPDATE reservation v SET status = :status, released_by = :key,
                released_by_name = :name, released_at = :at,
                held = tstzrange(lower(v.period), greatest(lower(v.period), :at))
              FROM open WHERE v.id = open.id
              RETURNING v.id)
            INSERT INTO reservation_step (reservation, number, step, at, actor, actor_name)
            SELECT gone.id, 1 + (SELECT coalesce(max(s.number), 0) FROM reservation_step s
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
