package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * How exports are made, and how long they are kept.
 *
 * @param keep how long after it was done the file of an export is deleted; zero for never
 * @param quota how much of them one may have
 * @param checkpoint how often an export under way makes sure of what is written
 * @param split when several servers make one together
 */
public record ExportSettings(
    @Setting(
            value = "30d",
            doc =
                "How long the file of an export is kept after it was done; 0s for ever. What was"
                    + " ordered, when and by whom stays listed.")
        Duration keep,
    ExportQuota quota,
    @Setting(
            value = "5s",
            doc =
                "How often an export under way makes sure of what is written: so much is packed"
                    + " again after a crash, at most.")
        Duration checkpoint,
    SplitSettings split) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  public ExportSettings {
    if (checkpoint.isNegative()) {
      throw new RefusedException(
          new Refusal.Invalid("exports.checkpoint", checkpoint.toString(), "0s or more"));
    }
    if (!keep.isZero() && keep.compareTo(SHORTEST) < 0) {
      throw new RefusedException(
          new Refusal.Invalid("exports.keep", keep.toString(), "at least one minute, or 0s"));
    }
  }

  /** Without bounds. */
  public ExportSettings(Duration keep, Duration checkpoint) {
    this(keep, ExportQuota.NONE, checkpoint, SplitSettings.USUAL);
  }

  /** A month, and 5 s. */
  public static ExportSettings defaults() {
    return new ExportSettings(Duration.ofDays(30), Duration.ofSeconds(5));
  }
}
