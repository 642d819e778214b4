package io.roomledger.schedule;

import io.roomledger.export.ExportOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * An export that is ordered again and again.
 *
 * @param id its number
 * @param draft what and when
 * @param owner who added it, and with whose rights it runs
 * @param createdAt when
 * @param state how it stands
 * @param last the newest export that came of it
 */
public record Schedule(
    long id, Draft draft, String owner, Instant createdAt, State state, Optional<Long> last) {

  /**
   * What is to be ordered when.
   *
   * @param name for people
   * @param rhythm when
   * @param span which period, relative to the day of the run
   * @param order what; its period counts for nothing, {@code {date}} in its file name becomes the
   *     day of the run, and it has no notice
   * @param keepLast how many of the newest files are kept, if not all for as long as they are kept
   */
  public record Draft(
      String name, Rhythm rhythm, Span span, ExportOrder order, Optional<Integer> keepLast) {}

  /**
   * How it stands.
   *
   * @param status whether it runs
   * @param reason why it was stopped; empty if there is nothing to say
   * @param nextAt when it runs next, if it does
   */
  public record State(Status status, String reason, Optional<Instant> nextAt) {}

  /** Whether it runs. */
  public enum Status {
    /** At its next time. */
    ACTIVE,
    /** Somebody paused it. */
    PAUSED,
    /** It could not be ordered any more; the reason says why. */
    STOPPED
  }
}
