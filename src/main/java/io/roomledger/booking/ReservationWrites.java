package io.roomledger.booking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The SQL that makes and changes reservations, one by one. What keeps two of them from having a
 * room at once is the table of slots, which knows no years: the slot is made first, and where that
 * succeeds the reservation.
 */
final class ReservationWrites {
  private static final String SLOT =
      """
      INSERT INTO reservation_slot (id, organisation, room, starts_at, held, source_key)
      VALUES (:id, :organisation, :room, :from, tstzrange(:from, :heldTo), :sourceKey)
      ON CONFLICT DO NOTHING
      """;

  private static final String INSERT =
      """
      INSERT INTO reservation (id, organisation, room, topic, reserver, reserver_name,
        department, guests_number, accepted_number, starts_at, period, held, status,
        check_in_state, check_in_device, checked_in_at,
        released_by, released_by_name, released_at, created_at)
      """;

  private static final String VALUES =
      """
      :id, :organisation, :room, :topic, :reserver, :reserverName,
        :department, :invited, :accepted, :from, tstzrange(:from, :to),
        tstzrange(:from, :heldTo), :status,
        :checkInState, :checkInDevice, :checkedInAt,
        :releasedBy, :releasedByName, :releasedAt, :now
      """;

  private ReservationWrites() {}

  /** False if the room is held by another then, or the id or source key is there already. */
  static boolean insertIfFree(
      Handle handle,
      String organisation,
      Reservation reservation,
      Optional<String> sourceKey,
      Instant now) {
    String sql = "WITH slot AS (" + SLOT + " RETURNING id) " + INSERT + "SELECT " + VALUES;
    return bindAll(handle.createUpdate(sql + " FROM slot"), organisation, reservation, now)
            .bind("sourceKey", sourceKey.orElse(null))
            .execute()
        == 1;
  }

  /** Inserts those whose room is free then; answers the ids of these. */
  static Set<UUID> insertFree(
      Handle handle, String organisation, List<Reservation> reservations, Instant now) {
    PreparedBatch slots = handle.prepareBatch(SLOT);
    for (Reservation reservation : reservations) {
      bindSlot(slots, organisation, reservation).bind("sourceKey", (String) null).add();
    }
    slots.execute();
    // the driver may send the batch as one statement, whose count does not tell them apart
    Set<UUID> got =
        handle
            .createQuery("SELECT id FROM reservation_slot WHERE id = ANY(:ids)")
            .bindArray(
                "ids", UUID.class, reservations.stream().map(it -> it.booking().id()).toList())
            .mapTo(UUID.class)
            .set();
    PreparedBatch rows = handle.prepareBatch(INSERT + "VALUES (" + VALUES + ")");
    reservations.stream()
        .filter(it -> got.contains(it.booking().id()))
        .forEach(it -> bindAll(rows, organisation, it, now).add());
    if (!got.isEmpty()) {
      rows.execute();
    }
    return got;
  }

  private static <S extends SqlStatement<S>> S bindSlot(
      S insert, String organisation, Reservation reservation) {
    return insert
        .bind("id", reservation.booking().id())
        .bind("organisation", organisation)
        .bind("room", reservation.booking().room())
        .bind("from", reservation.start())
        .bind("heldTo", heldTo(reservation));
  }

  private static <S extends SqlStatement<S>> S bindAll(
      S insert, String organisation, Reservation reservation, Instant now) {
    Booking booking = reservation.booking();
    bindSlot(insert, organisation, reservation)
        .bind("topic", booking.topic())
        .bind("reserver", booking.reserver().key())
        .bind("reserverName", booking.reserver().name())
        .bind("department", booking.reserver().department())
        .bindMethods(booking.guests())
        .bind("to", booking.period().to())
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
                  held = tstzrange(starts_at, :heldTo)
                WHERE id = :id AND starts_at = :from
                """),
            reservation)
        .bind("id", reservation.booking().id())
        .bind("from", reservation.start())
        .bind("heldTo", heldTo(reservation))
        .execute();
  }

  private static <S extends SqlStatement<S>> S bindState(S update, Reservation reservation) {
    Optional<Release> release = reservation.release();
    return update
        .bind("status", reservation.status())
        .bind("checkInState", reservation.checkIn().state())
        .bind("checkInDevice", reservation.checkIn().device().orElse(null))
        .bind("checkedInAt", reservation.checkIn().at().orElse(null))
        .bind("releasedBy", release.map(Release::key).orElse(null))
        .bind("releasedByName", release.map(Release::name).orElse(null))
        .bind("releasedAt", release.map(Release::at).orElse(null));
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
}
