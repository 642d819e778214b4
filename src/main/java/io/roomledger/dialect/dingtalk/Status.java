package io.roomledger.dialect.dingtalk;

import io.roomledger.conference.Attendee;
import io.roomledger.conference.Conference;
import io.roomledger.conference.RecordingStatus;
import java.time.Instant;

/** The vendor's numbers for states. */
final class Status {
  private Status() {}

  /** Of a conference; the vendor has the end before the beginning. */
  static int of(Conference conference, Instant now) {
    Conference.Lifetime lifetime = conference.lifetime();
    if (lifetime.endedAt().isPresent()) {
      return 1;
    }
    return lifetime.startedAt().isAfter(now) ? 0 : 2;
  }

  /** Of the recorder. */
  static int of(RecordingStatus recording) {
    return switch (recording) {
      case NEVER -> 0;
      case RUNNING -> 1;
      case PAUSED -> 2;
      case ENDED -> 3;
    };
  }

  /** Of somebody in a conference. */
  static int of(Attendee.Presence presence) {
    return switch (presence) {
      case UNKNOWN -> 0;
      case CALLED -> 1;
      case PRESENT -> 3;
      case REMOVED -> 5;
      case LEFT -> 6;
    };
  }
}
