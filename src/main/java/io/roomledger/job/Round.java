package io.roomledger.job;

import java.time.Duration;

/**
 * An act that is repeated for as long as servers run on the database: a sweep, the release of rooms
 * nobody came to. One process does it at a time, whichever is free; after a failure it is tried
 * again at its next turn.
 *
 * @param name what it is called in the table of due work and in the log, such as "rooms.release"
 * @param pause from the end of one turn to the begin of the next
 * @param act must end by itself; what it throws is logged
 */
public record Round(String name, Duration pause, Runnable act) {
  public Round {
    if (name.isBlank() || pause.isNegative() || pause.isZero()) {
      throw new IllegalArgumentException("round: " + name + " every " + pause);
    }
  }
}
