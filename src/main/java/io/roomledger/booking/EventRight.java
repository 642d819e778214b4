package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Arrays;
import java.util.Optional;

/** What one may do with calendars and events; its name is what a refusal says is missing. */
public enum EventRight {
  /** To look into a calendar at all: it must be one's own. */
  USE_CALENDAR,
  /** To change an event: for its organiser, and for others if the event lets them. */
  CHANGE_EVENT,
  /** To see who is asked to come: for its organiser, and for others if the event lets them. */
  SEE_ATTENDEES,
  /** To ask others to come: for its organiser, and for others if the event lets them. */
  INVITE,
  /** To ask others no more: for its organiser. */
  UNINVITE;

  /** The right that a refusal says is missing, if it is one of these. */
  public static Optional<EventRight> missingIn(Refusal.Forbidden refusal) {
    return Arrays.stream(values()).filter(right -> right.name().equals(refusal.what())).findFirst();
  }

  RefusedException missing() {
    return new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, name()));
  }
}
