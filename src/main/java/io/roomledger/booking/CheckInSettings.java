package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * When those who meet in a room say that they came.
 *
 * @param opens how long before the begin they can
 * @param grace how long after the begin they still can; then the room is given back
 */
public record CheckInSettings(
    @Setting(
            value = "10m",
            doc =
                "How long before a meeting begins one can check in to its room, where check-in is"
                    + " required.")
        Duration opens,
    @Setting(
            value = "10m",
            doc =
                "How long after a meeting began one can still check in. Then the room is released,"
                    + " where check-in is required.")
        Duration grace) {
  private static final Duration MOST = Duration.ofHours(24);

  public CheckInSettings {
    check("checkin.opens", opens);
    check("checkin.grace", grace);
    if (grace.isZero()) {
      throw new RefusedException(
          new Refusal.Invalid("checkin.grace", grace.toString(), "more than nothing"));
    }
  }

  private static void check(String name, Duration value) {
    if (value.isNegative() || value.compareTo(MOST) > 0) {
      throw new RefusedException(
          new Refusal.Invalid(name, value.toString(), "from 0 to " + MOST.toHours() + " hours"));
    }
  }

  /** Ten minutes before and after the begin. */
  public static CheckInSettings standard() {
    return new CheckInSettings(Duration.ofMinutes(10), Duration.ofMinutes(10));
  }
}
