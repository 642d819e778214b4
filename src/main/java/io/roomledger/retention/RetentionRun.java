package io.roomledger.retention;

import java.time.Instant;
import java.util.Optional;

/**
 * One time that retention was enforced.
 *
 * @param id its number
 * @param beganAt when it began
 * @param endedAt when it ended; empty while it runs, or if its process ended first, and then the
 *     next one goes on with it
 * @param removed what it removed
 * @param held how many messages and reservations were past their time and stay, as they are held
 */
public record RetentionRun(
    long id, Instant beganAt, Optional<Instant> endedAt, Removed removed, long held) {
  /**
   * What was removed.
   *
   * @param bytes how many bytes the files had
   */
  public record Removed(long messages, long files, long bytes, long reservations) {
    /** Whether it is nothing. */
    public boolean nothing() {
      return messages == 0 && reservations == 0;
    }
  }
}
