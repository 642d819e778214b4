package io.roomledger.conference;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Optional;

/**
 * Which recordings a list is to show.
 *
 * @param period when they began
 * @param filter which of those
 * @param after where the page before ended, see {@link io.roomledger.base.Page#next}
 * @param limit how many at most, 1 to 500
 */
public record RecordingQuery(Period period, Filter filter, Optional<String> after, int limit) {
  private static final int MOST = 500;

  public RecordingQuery {
    if (limit < 1 || limit > MOST) {
      throw new RefusedException(
          new Refusal.Invalid("limit", Integer.toString(limit), "1 to " + MOST));
    }
  }

  /**
   * What recordings must be like; what is empty does not matter.
   *
   * @param person the user name of somebody who had a part in the conference
   * @param title a part of the title, whatever its case
   * @param state how far they are
   */
  public record Filter(
      Optional<String> person, Optional<String> title, Optional<RecordingState> state) {
    /** All. */
    public static final Filter NONE =
        new Filter(Optional.empty(), Optional.empty(), Optional.empty());

    boolean none() {
      return title.isEmpty() && state.isEmpty();
    }
  }
}
