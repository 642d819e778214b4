package io.roomledger.booking;

import java.time.Instant;
import java.util.Optional;

/**
 * A meeting room reserved for somebody, as it stands.
 *
 * @param booking what was reserved; its period never changes, whatever became of it
 * @param roomName what the room is called now
 * @param status where it stands
 * @param checkIn whether they came
 * @param release who gave the room back, if it was given back
 */
public record Reservation(
    Booking booking,
    String roomName,
    ReservationStatus status,
    CheckIn checkIn,
    Optional<Release> release) {

  /** A new one, which waits for approval if the room needs that. */
  static Reservation wished(Booking booking, MeetingRoom room, Instant now) {
    return new Reservation(
        booking,
        room.name(),
        room.rules().needsApproval()
            ? ReservationStatus.AWAITING_APPROVAL
            : ReservationStatus.BOOKED,
        CheckIn.not(atFirst(booking, room.rules().checkIn(), now)),
        Optional.empty());
  }

  /** Who books what has begun already is there. */
  private static CheckInState atFirst(Booking booking, CheckInPolicy policy, Instant now) {
    boolean begun = !now.isBefore(booking.period().from());
    return policy == CheckInPolicy.REQUIRED && begun
        ? CheckInState.NOT_NEEDED_ON_THE_SPOT
        : policy.atFirst();
  }

  /** When the event begins. */
  public Instant start() {
    return booking.period().from();
  }

  /** When the event was to end. */
  public Instant end() {
    return booking.period().to();
  }

  /** The same booking, standing otherwise. */
  Reservation with(ReservationStatus status, CheckIn checkIn, Optional<Release> release) {
    return new Reservation(booking, roomName, status, checkIn, release);
  }

  /** This without its topic, for readers who may not see it. */
  public Reservation withoutTopic() {
    Booking silent =
        new Booking(
            booking.id(),
            booking.room(),
            "",
            booking.reserver(),
            booking.guests(),
            booking.period());
    return new Reservation(silent, roomName, status, checkIn, release);
  }
}
