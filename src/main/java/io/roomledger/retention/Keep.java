package io.roomledger.retention;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;

/** How long something is kept. */
public sealed interface Keep {
  /** The longest that a rule can say, in days: a hundred years. */
  int MOST_DAYS = 36_500;

  /** A number of days of 24 hours. */
  record Days(int days) implements Keep {
    public Days {
      if (days < 1 || days > MOST_DAYS) {
        throw new RefusedException(
            new Refusal.Invalid("days", Integer.toString(days), "1 to " + MOST_DAYS));
      }
    }
  }

  /** For ever. */
  record ForEver() implements Keep {}

  /** As whatever is above it says: a level says so of its rooms, the organisation of all. */
  record AsAbove() implements Keep {}
}
