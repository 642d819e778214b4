package io.roomledger.schedule;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

/** Refuses schedules that could not be kept. */
final class DraftCheck {
  private static final int LONGEST_NAME = 100;
  private static final int MOST_KEPT = 10_000;

  private DraftCheck() {}

  static void check(Schedule.Draft draft) {
    String name = draft.name();
    if (name.isBlank() || name.length() > LONGEST_NAME || !name.matches("[^\\p{Cntrl}\\p{Cs}]*")) {
      throw new RefusedException(
          new Refusal.Invalid(
              "name", name.length() + " characters", "1 to " + LONGEST_NAME + " in one line"));
    }
    if (draft.order().notice().isPresent()) {
      throw new RefusedException(
          new Refusal.Invalid("notice", "one", "none; mails are deliveries of a schedule"));
    }
    int keep = draft.keepLast().orElse(1);
    if (keep < 1 || keep > MOST_KEPT) {
      throw new RefusedException(
          new Refusal.Invalid("keepLast", Integer.toString(keep), "1 to " + MOST_KEPT));
    }
  }
}
