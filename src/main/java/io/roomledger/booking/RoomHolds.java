package io.roomledger.booking;

import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reserves rooms and gives them back, many at a time, inside the transaction of an event. */
final class RoomHolds {
  private final Clock clock;

  RoomHolds(Clock clock) {
    this.clock = clock;
  }

  /**
   * Lets nobody else reserve these rooms for events until the transaction ends. Always taken in the
   * same order, so that no two wait for each other.
   */
  static void lock(Handle handle, Collection<UUID> rooms) {
    handle
        .createQuery(
            "SELECT id FROM meeting_room WHERE id = ANY(:rooms) ORDER BY id FOR NO KEY UPDATE")
        .bindArray("rooms", UUID.class, rooms)
        .mapTo(UUID.class)
        .list();
  }

  /**
   * Reserves what is free. The database judges each by itself.
   *
   * @return the ids of those that were
   */
  Set<UUID> book(Handle handle, Caller by, List<Reservation> wished) {
    if (wished.isEmpty()) {
      return Set.of();
    }
    Instant now = clock.instant();
    Set<UUID> got = ReservationRows.insertFree(handle, by.organisation(), wished, now);
    for (ReservationStatus status : ReservationStatus.values()) {
      List<UUID> ids =
          wished.stream()
              .filter(one -> one.status() == status)
              .map(one -> one.booking().id())
              .filter(got::contains)
              .toList();
      ReservationRows.firstSteps(handle, ids, step(status.name(), by, now));
    }
    return got;
  }

  /**
   * Gives back those of them that are held and not over.
   *
   * @return how many were
   */
  int release(Handle handle, Caller by, Collection<UUID> reservations) {
    if (reservations.isEmpty()) {
      return 0;
    }
    Instant now = clock.instant();
    String status = ReleaseKind.MANUAL.status().name();
    List<UUID> released =
        handle
            .createQuery(
                """
                WITH open AS (
                  SELECT id FROM reservation
                  WHERE id = ANY(:ids) AND status IN ('AWAITING_APPROVAL', 'BOOKED')
                    AND upper(period) > :now
                  ORDER BY id FOR UPDATE)
                UPDATE reservation v SET status = :status, released_by = :key,
                  released_by_name = :name, released_at = :now,
                  held = tstzrange(lower(v.period), greatest(lower(v.period), :now))
                FROM open WHERE v.id = open.id
                RETURNING v.id
                """)
            .bindArray("ids", UUID.class, new HashSet<>(reservations))
            .bind("now", now)
            .bind("status", status)
            .bind("key", by.key())
            .bind("name", Reserver.of(by).name())
            .mapTo(UUID.class)
            .list();
    ReservationRows.nextSteps(handle, released, step(status, by, now));
    return released.size();
  }

  private static ReservationStep step(String step, Caller by, Instant now) {
    return new ReservationStep(step, now, by.key(), Reserver.of(by).name());
  }
}
