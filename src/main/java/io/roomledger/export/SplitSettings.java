package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * When several servers make one export together.
 *
 * @param from from how many records on; 0 for never
 * @param lease for how long a share is a server's that is not heard of
 */
public record SplitSettings(
    @Setting(
            value = "200000",
            doc =
                "From how many messages on other servers help with an export of chat; 0 for"
                    + " never.")
        long from,
    @Setting(
            value = "8s",
            doc =
                "How long a share of such an export is left to a server that is not heard of any"
                    + " more.")
        Duration lease) {
  /** From 200,000 records on, 8 s. */
  public static final SplitSettings USUAL = new SplitSettings(200_000, Duration.ofSeconds(8));

  public SplitSettings {
    if (from < 0) {
      throw new RefusedException(new Refusal.Invalid("exports.split.from", "" + from, "0 or more"));
    }
    if (lease.compareTo(Duration.ofMillis(100)) < 0) {
      throw new RefusedException(
          new Refusal.Invalid("exports.split.lease", lease.toString(), "100ms or more"));
    }
  }
}
