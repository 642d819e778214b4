package io.roomledger.dialect.rocketchat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * How the Rocket.Chat dialect answers.
 *
 * @param generation 3 for the texts of the vendor's page of version 3.8, 8 for those of its current
 *     servers
 * @param callsPerMinute how often one address may call one route in a minute; 0 for as often as it
 *     likes
 * @param tokenLife how long a log-in is valid
 */
public record RocketChatSettings(
    @Setting(
            value = "3",
            doc =
                "Whose answers are given: 3 as the page of version 3.8 shows them, 8 as the"
                    + " current servers of the vendor write them.")
        int generation,
    @Setting(
            value = "10",
            doc =
                "How many calls a minute an address may make to one route, unless the caller may"
                    + " bypass the limit (admin, bot, app); 0 switches the limit off.")
        int callsPerMinute,
    @Setting(value = "90d", doc = "How long a log-in is valid.") Duration tokenLife) {
  public RocketChatSettings {
    if (generation != 3 && generation != 8) {
      throw new RefusedException(
          new Refusal.Invalid("rocketchat.generation", "" + generation, "3 or 8"));
    }
    if (callsPerMinute < 0) {
      throw new RefusedException(
          new Refusal.Invalid("rocketchat.calls-per-minute", "" + callsPerMinute, "0 or more"));
    }
    if (tokenLife.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new RefusedException(
          new Refusal.Invalid("rocketchat.token-life", "" + tokenLife, "at least one minute"));
    }
  }

  /** As the vendor's page has it. */
  public static RocketChatSettings standard() {
    return new RocketChatSettings(3, 10, Duration.ofDays(90));
  }

  /** Whether the answers are those of the vendor's current servers. */
  boolean current() {
    return generation == 8;
  }
}
