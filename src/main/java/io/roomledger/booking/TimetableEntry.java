package io.roomledger.booking;

import java.time.Instant;
import java.util.Optional;

/**
 * A time at which a room is or was held, as the reader may see it.
 *
 * @param reservation the reservation; without its topic unless it is the reader's own or the reader
 *     manages meetings, and then also without who made it if that is private
 * @param heldTo until when the room is or was kept for it
 * @param own whether the reader may do as they like with it
 * @param event for which event, if for one
 */
public record TimetableEntry(
    Reservation reservation, Instant heldTo, boolean own, Optional<EventKey> event) {
  /** Whether it may still be moved to another time: their own, without an event, not begun. */
  public boolean movable(Instant now) {
    return own
        && event.isEmpty()
        && !reservation.status().released()
        && now.isBefore(reservation.start());
  }
}
