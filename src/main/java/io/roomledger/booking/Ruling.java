package io.roomledger.booking;

/** What is known of a reservation whatever the time is; with the time it has a {@link Fate}. */
enum Ruling {
  /** Nobody has agreed yet. */
  AWAITING(Fate.AWAITING),
  /** Nobody ever agreed. */
  DECLINED(Fate.DECLINED),
  /** Given back before it began. */
  CANCELLED(Fate.CANCELLED),
  /** People checked in, perhaps before it began. */
  CHECKED_IN(Fate.USED),
  /** Nobody came. */
  NO_SHOW(Fate.NO_SHOW),
  /** The time to check in is not over. */
  PENDING(Fate.PENDING),
  /** Booked on the spot: people are there as soon as it begins. */
  ON_THE_SPOT(Fate.USED),
  /** Nobody has to say whether they come. */
  UNCHECKED(Fate.UNCHECKED);

  private final Fate fate;

  Ruling(Fate fate) {
    this.fate = fate;
  }

  /** What became of a reservation that begins or began then, in milliseconds since 1970. */
  Fate at(long from, long now) {
    return from >= now && (this == ON_THE_SPOT || this == UNCHECKED) ? Fate.PENDING : fate;
  }
}
