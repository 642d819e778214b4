package io.roomledger.booking;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The door of what people see of rooms: when they are held, what is next in one, and what has been.
 * Whoever belongs to the organisation sees when a room is held, and by whom unless that is private;
 * what for is seen by who reserved it and by {@link Permissions#MANAGE_MEETINGS}.
 */
public final class Timetables {
  private static final String EVENT =
      """
      LEFT JOIN event_reservation l ON l.reservation = v.id
      LEFT JOIN calendar_event e ON e.id = l.event
      """;
  private static final String MORE =
      """
      , coalesce(upper(v.held), v.starts_at) AS held_to, e.visibility = 'PRIVATE' AS private,
        coalesce(e.series, e.id) AS event, l.occurrence
      """;

  private final Database database;
  private final Clock clock;

  public Timetables(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Held(TimetableEntry entry, UUID room) {}

  /**
   * When rooms are held in a period, in order; rooms of others and none are left out.
   *
   * @param rooms at most {@link RoomDiaries#MOST}
   * @return by room, with an empty list for one that is free all the time
   */
  public Map<UUID, List<TimetableEntry>> held(Caller caller, List<UUID> rooms, Period period) {
    if (rooms.size() > RoomDiaries.MOST) {
      throw new RefusedException(
          new Refusal.Invalid("rooms", String.valueOf(rooms.size()), "at most 1,000"));
    }
    Map<UUID, List<TimetableEntry>> tables = new LinkedHashMap<>();
    rooms.forEach(room -> tables.put(room, new ArrayList<>()));
    String sql =
        "SELECT "
            + ReservationRows.COLUMNS
            + MORE
            + """
            FROM unnest(:rooms) AS wanted (id)
            JOIN meeting_room m ON m.id = wanted.id AND m.organisation = :organisation
            CROSS JOIN LATERAL
            """
            + ReservationRows.holding("m.id")
            + EVENT
            + "ORDER BY lower(v.held), v.id";
    database
        .jdbi()
        .useHandle(handle ->
            handle
                .createQuery(sql)
                .bindArray("rooms", UUID.class, rooms)
                .bind("organisation", caller.organisation())
                .bind("from", period.from())
                .bind("to", period.to())
                .map(mapper(caller))
                .forEach(held ->
                    tables
                        .computeIfAbsent(held.room(), any -> new ArrayList<>())
                        .add(held.entry())));
    return tables;
  }

  /** What is the same for all rows is found once, which with many rows is most of the work. */
  private static RowMapper<Held> mapper(Caller caller) {
    return new RowMapper<>() {
      @Override
      public Held map(ResultSet row, StatementContext context) throws SQLException {
        return specialize(row, context).map(row, context);
      }

      @Override
      public RowMapper<Held> specialize(ResultSet rows, StatementContext context)
          throws SQLException {
        RowMapper<ReservationRows.Row> whole =
            context
                .findRowMapperFor(ReservationRows.Row.class)
                .orElseThrow()
                .specialize(rows, context);
        return (row, same) -> held(caller, whole.map(row, same).toReservation(), row);
      }
    };
  }

  private static Held held(Caller caller, Reservation whole, ResultSet row) throws SQLException {
    boolean own = ReservationChanges.mayUse(caller, whole);
    UUID event = row.getObject("event", UUID.class);
    Timestamp occurrence = row.getTimestamp("occurrence");
    Optional<EventKey> key =
        event == null
            ? Optional.empty()
            : Optional.of(
                new EventKey(event, Optional.ofNullable(occurrence).map(Timestamp::toInstant)));
    Reservation seen = own ? whole : whole.withoutTopic();
    return new Held(
        new TimetableEntry(
            !own && row.getBoolean("private") ? nobodys(seen) : seen,
            row.getTimestamp("held_to").toInstant(),
            own,
            key),
        whole.booking().room());
  }

  private static Reservation nobodys(Reservation seen) {
    Booking booking = seen.booking();
    Booking silent =
        new Booking(
            booking.id(),
            booking.room(),
            "",
            Reserver.outside(""),
            new Guests(0, 0),
            booking.period());
    return new Reservation(
        silent, seen.roomName(), seen.status(), seen.checkIn(), Optional.empty());
  }

  /**
   * One reservation, as the reader may see it.
   *
   * @throws RefusedException not found
   */
  public TimetableEntry entry(Caller caller, UUID id) {
    String sql =
        "SELECT "
            + ReservationRows.COLUMNS
            + MORE
            + "FROM reservation v JOIN meeting_room m ON m.id = v.room "
            + EVENT
            + "WHERE v.organisation = :organisation AND v.id = :id LIMIT 1";
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(sql)
                .bind("organisation", caller.organisation())
                .bind("id", id)
                .map(mapper(caller))
                .findOne())
        .map(Held::entry)
        .orElseThrow(() -> ReservationChanges.notFound(Refusal.Thing.RESERVATION, id));
  }

  /**
   * What became of the reservations of a room that begin in a period, the latest first: those of
   * the reader, or everybody's with {@link Permissions#MANAGE_MEETINGS}.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link MeetingRooms#LARGEST_PAGE}
   * @throws RefusedException invalid
   */
  public Page<RoomPast> past(
      Caller caller, UUID room, Period period, Optional<String> after, int size) {
    Optional<UUID> last = Pages.after(after, size, MeetingRooms.LARGEST_PAGE);
    return database
        .jdbi()
        .withHandle(handle -> {
          Page<Reservation> page =
              Pages.of(
                  latest(handle, caller, room, period, last, size + 1),
                  size,
                  found -> found.booking().id());
          List<UUID> ids = page.items().stream().map(found -> found.booking().id()).toList();
          Map<UUID, List<ReservationStep>> steps = steps(handle, ids);
          Map<UUID, UUID> moved = moved(handle, ids);
          List<RoomPast> pasts =
              page.items().stream()
                  .map(found ->
                      new RoomPast(
                          found,
                          steps.getOrDefault(found.booking().id(), List.of()),
                          Optional.ofNullable(moved.get(found.booking().id()))))
                  .toList();
          return new Page<>(pasts, page.next());
        });
  }

  private static List<Reservation> latest(
      Handle handle, Caller caller, UUID room, Period period, Optional<UUID> after, int size) {
    return handle
        .createQuery(
            "SELECT "
                + ReservationRows.COLUMNS
                + """
                FROM reservation v JOIN meeting_room m ON m.id = v.room
                WHERE v.organisation = :organisation AND v.room = :room
                  AND v.starts_at >= :from AND v.starts_at < :to
                  AND (:everybody OR v.reserver = :key)
                  AND (CAST(:after AS uuid) IS NULL
                    OR (v.starts_at, v.id) < (SELECT a.starts_at, a.id FROM reservation_slot a
                                              WHERE a.id = CAST(:after AS uuid)))
                ORDER BY v.starts_at DESC, v.id DESC LIMIT :size
                """)
        .bind("organisation", caller.organisation())
        .bind("room", room)
        .bind("from", period.from())
        .bind("to", period.to())
        .bind("everybody", caller.may(Permissions.MANAGE_MEETINGS))
        .bind("key", caller.key())
        .bind("after", after.orElse(null))
        .bind("size", size)
        .mapTo(ReservationRows.Row.class)
        .map(ReservationRows.Row::toReservation)
        .list();
  }

  private static Map<UUID, List<ReservationStep>> steps(Handle handle, Collection<UUID> ids) {
    Map<UUID, List<ReservationStep>> steps = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT reservation, step, at, actor, actor_name FROM reservation_step
            WHERE reservation = ANY(:ids) ORDER BY reservation, number
            """)
        .bindArray("ids", UUID.class, ids.toArray())
        .map((row, context) ->
            Map.entry(
                row.getObject("reservation", UUID.class),
                new ReservationStep(
                    row.getString("step"),
                    row.getTimestamp("at").toInstant(),
                    row.getString("actor"),
                    row.getString("actor_name"))))
        .forEach(step ->
            steps.computeIfAbsent(step.getKey(), any -> new ArrayList<>()).add(step.getValue()));
    return steps;
  }

  private static Map<UUID, UUID> moved(Handle handle, Collection<UUID> ids) {
    Map<UUID, UUID> moved = new HashMap<>();
    handle
        .createQuery("SELECT instead_of, id FROM reservation_slot WHERE instead_of = ANY(:ids)")
        .bindArray("ids", UUID.class, ids.toArray())
        .map((row, context) ->
            Map.entry(row.getObject("instead_of", UUID.class), row.getObject("id", UUID.class)))
        .forEach(pair -> moved.put(pair.getKey(), pair.getValue()));
    return moved;
  }

  /**
   * How many reservations are still to end in these rooms: what a removal would give back.
   *
   * @throws RefusedException forbidden, without {@link Permissions#MANAGE_MEETINGS}
   */
  public long coming(Caller caller, Collection<UUID> rooms) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    Instant now = clock.instant();
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) FROM unnest(:rooms) AS wanted (id) CROSS JOIN LATERAL
                    """
                        + ReservationRows.holding("wanted.id")
                        + """
                        WHERE v.organisation = :organisation
                          AND v.status IN ('AWAITING_APPROVAL', 'BOOKED')
                        """)
                .bind("organisation", caller.organisation())
                .bindArray("rooms", UUID.class, rooms.toArray())
                .bind("from", now)
                .bind("to", Period.ALWAYS.to())
                .mapTo(Long.class)
                .one());
  }
}
