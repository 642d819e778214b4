package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

/** The ways in which the doors of this package say no. */
final class Refusals {
  private Refusals() {}

  static RefusedException noAccount(String id) {
    return missing(Refusal.Thing.ACCOUNT, id);
  }

  static RefusedException noConference(String id) {
    return missing(Refusal.Thing.CONFERENCE, id);
  }

  static RefusedException noRecording(String id) {
    return missing(Refusal.Thing.RECORDING, id);
  }

  static RefusedException noUpload(java.util.UUID id) {
    return missing(Refusal.Thing.UPLOAD, id.toString());
  }

  static RefusedException foreign() {
    return new RefusedException(
        new Refusal.Forbidden(Refusal.Right.ORGANISATION, "of the conference"));
  }

  static RefusedException relation(String what) {
    return new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, what));
  }

  static RefusedException closed(String conference) {
    return new RefusedException(
        new Refusal.Conflict(
            "conference "
                + conference
                + " was closed, its recordings are handed out no more"
                + " (expected: a conference that is not closed)"));
  }

  static RefusedException ended(String conference) {
    return new RefusedException(
        new Refusal.Conflict(
            "conference " + conference + " has ended (expected: one that goes on)"));
  }

  static RefusedException noSchedule(String id) {
    return missing(Refusal.Thing.SCHEDULE, id);
  }

  static RefusedException cancelled(String schedule) {
    return new RefusedException(
        new Refusal.Conflict(
            "planned conference "
                + schedule
                + " was called off (expected: one that is to be held)"));
  }

  private static RefusedException missing(Refusal.Thing what, String id) {
    return new RefusedException(new Refusal.NotFound(what, id));
  }
}
