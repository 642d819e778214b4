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
    Set<UUID> got = ReservationWrites.insertFree(handle, by.organisation(), wished, now);
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
    Release release = new Release(by.key(), Reserver.of(by).name(), clock.instant());
    return ReservationRows.release(handle, new HashSet<>(reservations), release);
  }

  private static ReservationStep step(String step, Caller by, Instant now) {
    return new ReservationStep(step, now, by.key(), Reserver.of(by).name());
  }
}
