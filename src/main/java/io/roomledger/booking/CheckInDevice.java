package io.roomledger.booking;

/** What somebody checked in with. */
public enum CheckInDevice {
  /** The board at the door. */
  BOARD,
  /** A code at the door, read with a telephone. */
  QR_CODE,
  /** The controller of the room's conference system. */
  CONTROLLER,
  /** The large touch screen in the room. */
  TOUCH_PANEL,
  /** The device was out of reach, so the server checked them in. */
  OFFLINE
}
