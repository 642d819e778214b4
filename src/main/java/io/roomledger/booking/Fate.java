package io.roomledger.booking;

/** What became of reserved time, and of reservations. */
enum Fate {
  /** People came: they checked in, or booked on the spot. */
  USED,
  /** Nobody had to say whether they came. */
  UNCHECKED,
  /** Nobody came. */
  NO_SHOW,
  /** It is still to come, or the time to check in is not over. */
  PENDING,
  /** Nobody has agreed yet. */
  AWAITING,
  /** Nobody ever agreed. */
  DECLINED,
  /** Given back before it began. */
  CANCELLED,
  /** Given back because nobody came. */
  RECOVERED,
  /** Given back by those who were there. */
  ENDED_EARLY;

  /** Whether somebody agreed and the room was kept when the time came. */
  boolean booked() {
    return this == USED || this == UNCHECKED || this == NO_SHOW || this == PENDING;
  }
}
