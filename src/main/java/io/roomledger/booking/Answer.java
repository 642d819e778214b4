package io.roomledger.booking;

/** What somebody who is asked to come said to it, or a room. */
public enum Answer {
  /** Nothing yet; of a room: the reservation is on its way, or waits for approval. */
  NONE,
  /** Yes; of a room: it is reserved. */
  ACCEPTED,
  /** Perhaps. */
  TENTATIVE,
  /** No; of a room: it could not be had. */
  DECLINED,
  /** Not asked any more; of a room: it was given back. */
  REMOVED
}
