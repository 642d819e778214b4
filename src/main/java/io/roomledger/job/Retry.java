package io.roomledger.job;

import java.time.Duration;

/**
 * How patient a worker is.
 *
 * @param attempts how many attempts in a row may get no further before a job fails, at least one
 * @param pause how long to wait before the second attempt; doubled for each further one, but never
 *     longer than {@link #LONGEST_PAUSE}
 */
public record Retry(int attempts, Duration pause) {
  /** However often it went wrong, the next attempt is not further away than this. */
  public static final Duration LONGEST_PAUSE = Duration.ofHours(4);

  public Retry {
    if (attempts < 1 || pause.isNegative()) {
      throw new IllegalArgumentException(
          "retry: " + attempts + " attempts, pause " + pause + " (expected: 1 or more, 0 or more)");
    }
  }

  /** Whether the attempt after {@code failures} failed ones is one too many. */
  boolean exhausted(int failures) {
    return failures >= attempts;
  }

  /** How long to wait after {@code failures} failed attempts. */
  Duration pauseAfter(int failures) {
    Duration next = pause;
    for (int i = 1; i < failures && next.compareTo(LONGEST_PAUSE) < 0; i++) {
      next = next.multipliedBy(2);
    }
    return next.compareTo(LONGEST_PAUSE) < 0 ? next : LONGEST_PAUSE;
  }
}
