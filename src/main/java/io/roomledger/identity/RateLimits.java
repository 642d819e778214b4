package io.roomledger.identity;

import java.time.Duration;

/** Counts calls. */
public final class RateLimits {

  public RateLimits() {
    throw new UnsupportedOperationException();
  }

  /**
   * What a call finds.
   *
   * @param limit how many are allowed in the window
   * @param remaining how many are left
   * @param reset how long until the window is full again
   */
  public record Allowance(long limit, long remaining, Duration reset) {}

  /**
   * Takes one call of {@code who} from the window of {@code what}.
   *
   * @throws io.roomledger.base.RefusedException throttled, if none is left
   */
  public Allowance take(String who, String what, long limit, Duration window) {
    throw new UnsupportedOperationException();
  }
}
