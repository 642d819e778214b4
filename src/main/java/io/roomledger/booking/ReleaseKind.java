package io.roomledger.booking;

/** Why a room is given back. */
public enum ReleaseKind {
  /** Somebody wanted so. The one that people may do to their own reservations. */
  MANUAL(ReservationStatus.RELEASED_MANUALLY),
  /** The meeting ended before its time. */
  AFTER_END(ReservationStatus.RELEASED_AFTER_END),
  /** Nobody checked in. */
  NOT_CHECKED_IN(ReservationStatus.RELEASED_NOT_CHECKED_IN),
  /** The room's sensor saw nobody. */
  BY_SENSOR(ReservationStatus.RELEASED_BY_SENSOR);

  private final ReservationStatus status;

  ReleaseKind(ReservationStatus status) {
    this.status = status;
  }

  /** The status it leads to. */
  public ReservationStatus status() {
    return status;
  }
}
