package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

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

  RefusedException missing() {
    return new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, name()));
  }
}
