package io.roomledger.dialect.feishu;

import io.roomledger.base.Period;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What the lists that are answered at once have in common. */
final class SyncLists {
  static final Terms TERMS = Terms.both(Tier.EXPORTS, "vc:room:readonly");

  private static final Failure START =
      new Failure(400, 126005, "start time error (cannot larger than now or smaller than 0)");
  private static final int END = 126006;

  private SyncLists() {}

  static Paging paging(Fields fields) {
    return Paging.of(fields, 20, 20, 100);
  }

  /**
   * The period between two fields. The same second as start and end means that second.
   *
   * @param most how long it can be, with the vendor's word for it
   */
  static Period period(Fields fields, String from, String to, Longest most, Clock clock) {
    long start = fields.anySeconds(from);
    long end = fields.anySeconds(to);
    if (start < 0 || start > clock.instant().getEpochSecond()) {
      throw new FailureException(
          START, from, String.valueOf(start), from + " must not lie in the future");
    }
    if (end < start || end - start > most.length().toSeconds()) {
      throw new FailureException(
          new Failure(
              400,
              END,
              "end time cannot exceed start time for "
                  + most.words()
                  + " or smaller than start time"),
          to,
          String.valueOf(end),
          to + " must be after " + from + ", by at most " + most.words());
    }
    return new Period(
        Instant.ofEpochSecond(start), Instant.ofEpochSecond(end == start ? end + 1 : end));
  }

  /** How long a period can be. */
  enum Longest {
    DAY(Duration.ofDays(1), "one day"),
    YEAR(Duration.ofDays(366), "one year");

    private final Duration length;
    private final String words;

    Longest(Duration length, String words) {
      this.length = length;
      this.words = words;
    }

    Duration length() {
      return length;
    }

    String words() {
      return words;
    }
  }
}
