package io.roomledger.booking;

/** What is said to a room's reservation from outside. */
public enum RoomReply {
  /** Nobody came. */
  NOT_CHECKED_IN,
  /** They left before the end. */
  ENDED_EARLY,
  /** An administrator agrees. */
  APPROVED,
  /** An administrator says no. */
  DECLINED
}
