package io.roomledger.booking;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A reservation of a room and everything that became of it.
 *
 * @param reservation as it stands
 * @param steps what became of it, in order
 * @param movedTo the reservation that was made instead of it, if it was moved
 */
public record RoomPast(
    Reservation reservation, List<ReservationStep> steps, Optional<UUID> movedTo) {
  public RoomPast {
    steps = List.copyOf(steps);
  }
}
