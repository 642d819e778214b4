package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody in a conference, as lists show them.
 *
 * @param account who
 * @param name the name for people
 * @param role as what
 * @param presence whether they are there
 * @param joinedAt when they came, if that is known
 * @param leftAt when they left, if they did
 * @param muted whether somebody who runs the conference has muted them
 */
public record Attendee(
    String account,
    String name,
    ConferenceMember.Role role,
    Presence presence,
    Optional<Instant> joinedAt,
    Optional<Instant> leftAt,
    boolean muted) {

  /** Whether somebody is in a conference. */
  public enum Presence {
    /** Nobody wrote it down. */
    UNKNOWN,
    /** They were called and have not come. */
    CALLED,
    /** They are there. */
    PRESENT,
    /** They were sent out. */
    REMOVED,
    /** They were there. */
    LEFT
  }
}
