package io.roomledger.booking;

/** Whether those who meet in a room must say that they came. */
public enum CheckInPolicy {
  /** They must, or the room is released. */
  REQUIRED(CheckInState.AWAITED),
  /** It is switched off for this room. */
  OFF(CheckInState.NOT_NEEDED_SWITCHED_OFF),
  /** There is nothing in the room to check in with. */
  NO_DEVICE(CheckInState.NOT_NEEDED_NO_DEVICE);

  private final CheckInState atFirst;

  CheckInPolicy(CheckInState atFirst) {
    this.atFirst = atFirst;
  }

  /** The state of a new reservation. */
  CheckInState atFirst() {
    return atFirst;
  }
}
