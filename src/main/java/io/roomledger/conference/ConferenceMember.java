package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody in a conference.
 *
 * @param account who
 * @param role as what
 * @param joinedAt when they came, if that is known
 * @param leftAt when they left, if they did
 */
public record ConferenceMember(
    String account, Role role, Optional<Instant> joinedAt, Optional<Instant> leftAt) {

  /** What somebody is in a conference. */
  public enum Role {
    /** Runs it. */
    HOST,
    /** Helps to run it. */
    CO_HOST,
    /** Takes part. */
    ATTENDEE;

    /** Whether it is one that runs the conference. */
    public boolean runs() {
      return this != ATTENDEE;
    }
  }
}
