package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened in a conference.
 *
 * @param at when
 * @param what what
 * @param who the user name of who did it, if it is known
 * @param subject what it was done with, such as the id of a recording; empty where there is nothing
 */
public record Moment(Instant at, What what, Optional<String> who, String subject) {

  /** What can happen. */
  public enum What {
    STARTED,
    JOINED,
    LEFT,
    REMOVED,
    RECORDING_STARTED,
    RECORDING_STOPPED,
    RECORDING_TAKEN_IN,
    ENDED,
    CLOSED
  }
}
