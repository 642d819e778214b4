package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * How long finished exports are kept.
 *
 * @param keep how long after it was done the file of an export is deleted; zero for never
 */
public record ExportSettings(
    @Setting(
            value = "30d",
            doc =
                "How long the file of an export is kept after it was done; 0s for ever. What was"
                    + " ordered, when and by whom stays listed.")
        Duration keep) {
  private static final Duration SHORTEST = Duration.ofMinutes(1);

  public ExportSettings {
    if (!keep.isZero() && keep.compareTo(SHORTEST) < 0) {
      throw new RefusedException(
          new Refusal.Invalid("exports.keep", keep.toString(), "at least one minute, or 0s"));
    }
  }
}
