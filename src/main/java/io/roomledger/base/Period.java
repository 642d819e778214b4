package io.roomledger.base;

import java.time.Instant;

/**
 * A half-open stretch of time: {@code from} belongs to it, {@code to} does not.
 *
 * @param from the first instant inside
 * @param to the first instant after the end
 */
public record Period(Instant from, Instant to) {
  public Period {
    if (to.isBefore(from)) {
      throw new RefusedException(new Refusal.Invalid("period", from + "/" + to, "from before to"));
    }
  }

  /** Everything that can ever be recorded. */
  public static final Period ALWAYS =
      new Period(Instant.parse("0001-01-01T00:00:00Z"), Instant.parse("9999-12-31T00:00:00Z"));

  /** Whether {@code instant} lies inside. */
  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(to);
  }
}
