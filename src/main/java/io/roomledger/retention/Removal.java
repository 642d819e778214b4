package io.roomledger.retention;

import org.jdbi.v3.core.Handle;

/** Removes things of one kind, room by room. */
interface Removal {
  /**
   * What a transaction did.
   *
   * @param removed what it removed
   * @param more whether there may be more in the room
   */
  record Batch(RetentionRun.Removed removed, boolean more) {
    /** Nothing is left to remove. */
    static final Batch LAST = new Batch(new RetentionRun.Removed(0, 0, 0, 0), false);
  }

  /** Removes the next few of a room, in the caller's transaction. */
  Batch next(Handle transaction, DueRoom room);
}
