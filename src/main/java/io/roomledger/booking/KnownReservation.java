package io.roomledger.booking;

import io.roomledger.base.Period;
import java.util.Optional;

/**
 * A reservation that another system made, as it stands there.
 *
 * @param sourceKey what names it there for ever, so that taking it in twice does not double it
 * @param booking what was reserved
 * @param status where it stands
 * @param checkIn whether they came
 * @param release who gave the room back; there if and only if the status is a released one
 */
public record KnownReservation(
    String sourceKey,
    Booking booking,
    ReservationStatus status,
    CheckIn checkIn,
    Optional<Release> release) {

  /** What became of taking one in. */
  public sealed interface Outcome {
    /** It is here now. */
    record TakenIn() implements Outcome {}

    /**
     * It was here before, and was left as it is.
     *
     * @param same whether the room and the period are the same as before
     */
    record AlreadyThere(boolean same) implements Outcome {}

    /**
     * The room is held by another.
     *
     * @param other while it is held
     */
    record DoubleBooked(Period other) implements Outcome {}
  }
}
