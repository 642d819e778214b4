package io.roomledger.booking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of check-ins. */
final class CheckInRows {
  /** Who gives rooms back that nobody came to. */
  static final String SERVER = "server";

  private CheckInRows() {}

  /**
   * A reservation that falls due.
   *
   * @param organisation whose it is
   * @param reservation as it stands
   */
  record Due(String organisation, Reservation reservation) {}

  /** What is on in a room: the reservation that holds it now, else the next that begins in time. */
  static Optional<UUID> on(Handle handle, UUID room, Instant now, Instant soon) {
    return handle
        .createQuery(
            """
            SELECT v.id
            FROM reservation_slot s
            JOIN reservation v ON v.id = s.id AND v.starts_at = s.starts_at
            WHERE s.room = :room AND s.held && tstzrange(:now, :soon, '[]')
              AND v.status = 'BOOKED' AND v.starts_at <= :soon AND upper(v.period) > :now
            ORDER BY v.starts_at <= :now AND v.checked_in_at IS NOT NULL, v.starts_at LIMIT 1
            """)
        .bind("room", room)
        .bind("now", now)
        .bind("soon", soon)
        .mapTo(UUID.class)
        .findOne();
  }

  /** Whether the room is closed then. */
  static boolean closed(Handle handle, UUID room, Instant at) {
    return handle
        .createQuery(
            """
            SELECT closed_from <= :at AND (closed_to IS NULL OR closed_to > :at)
            FROM meeting_room WHERE id = :room
            """)
        .bind("room", room)
        .bind("at", at)
        .mapTo(Boolean.class)
        .findOne()
        .orElse(false);
  }

  /**
   * Reservations whose time to check in has come or is over, the earliest first, which nobody else
   * is at.
   *
   * @param begun it has come for those that begin until then
   * @param late it is over for those that began until then, or ended until {@code now}
   */
  static List<Due> due(Handle handle, Instant begun, Instant late, Instant now, int most) {
    return handle
        .createQuery(
            "SELECT v.organisation, "
                + ReservationRows.COLUMNS
                + """
                FROM reservation v JOIN meeting_room m ON m.id = v.room
                WHERE v.status = 'BOOKED' AND v.check_in_state IN ('AWAITED', 'OPEN')
                  AND v.starts_at <= :begun
                  AND (v.check_in_state = 'AWAITED' OR v.starts_at <= :late
                    OR upper(v.period) <= :now)
                ORDER BY v.starts_at, v.id LIMIT :most
                FOR UPDATE OF v SKIP LOCKED
                """)
        .bind("begun", begun)
        .bind("late", late)
        .bind("now", now)
        .bind("most", most)
        .map((row, context) ->
            new Due(
                row.getString("organisation"),
                context
                    .findRowMapperFor(ReservationRows.Row.class)
                    .orElseThrow()
                    .map(row, context)
                    .toReservation()))
        .list();
  }

  /** A step that the server took; never before the one before it. */
  static void step(Handle handle, Reservation reservation, String step, Instant at) {
    handle
        .createUpdate(
            """
            INSERT INTO reservation_step (reservation, room, number, step, at, actor, actor_name)
            SELECT :id, :room, coalesce(max(number), 0) + 1, :step, greatest(:at, max(at)), :actor,
              ''
            FROM reservation_step WHERE reservation = :id
            """)
        .bind("id", reservation.booking().id())
        .bind("room", reservation.booking().room())
        .bind("step", step)
        .bind("at", at)
        .bind("actor", SERVER)
        .execute();
  }
}
