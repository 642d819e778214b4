package io.roomledger.booking;

/** Whether those who reserved a room have said that they came. */
public enum CheckInState {
  /** Booked on the spot, so they are there. */
  NOT_NEEDED_ON_THE_SPOT,
  /** Check-in is switched off for the room. */
  NOT_NEEDED_SWITCHED_OFF,
  /** The room has nothing to check in with. */
  NOT_NEEDED_NO_DEVICE,
  /** Not needed, for another reason. */
  NOT_NEEDED,
  /** The time to check in has not come. */
  AWAITED,
  /** The time to check in has come and is not over. */
  OPEN,
  /** They came. */
  CHECKED_IN,
  /** They did not come in time. */
  MISSED,
  /** The room was closed, so nobody could. */
  ROOM_CLOSED
}
