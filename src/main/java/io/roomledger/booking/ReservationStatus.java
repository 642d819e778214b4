package io.roomledger.booking;

/** Where a reservation stands. The first two hold the room. */
public enum ReservationStatus {
  /**
   * Somebody must agree. It holds the room meanwhile, so that an approval never fails because
   * another was quicker.
   */
  AWAITING_APPROVAL,
  /** The room is theirs. */
  BOOKED,
  /** Somebody gave the room back, or an approver said no. */
  RELEASED_MANUALLY,
  /** The meeting ended before its time, and the room was given back by itself. */
  RELEASED_AFTER_END,
  /** Nobody checked in. */
  RELEASED_NOT_CHECKED_IN,
  /** The room's sensor saw nobody. */
  RELEASED_BY_SENSOR;

  /** Whether it is over, one way or another. */
  public boolean released() {
    return this != AWAITING_APPROVAL && this != BOOKED;
  }
}
