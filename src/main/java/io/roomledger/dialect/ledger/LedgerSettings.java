package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * How the server's own API answers.
 *
 * @param callsPerSecond how often somebody may call in a second; 0 for as often as they like
 * @param tokenLife how long a token is valid
 */
public record LedgerSettings(
    @Setting(
            value = "50",
            doc = "How many calls a second a person or app may make; 0 switches the limit off.")
        int callsPerSecond,
    @Setting(value = "12h", doc = "How long a token of this API is valid.") Duration tokenLife) {
  public LedgerSettings {
    if (callsPerSecond < 0 || tokenLife.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "ledger", callsPerSecond + " calls, " + tokenLife, "at least 0, and one minute"));
    }
  }

  /** What is taken where nothing is set. */
  public static LedgerSettings standard() {
    return new LedgerSettings(50, Duration.ofHours(12));
  }
}
