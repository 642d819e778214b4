package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * How long things are kept.
 *
 * @param recordings how long after its end a recording is kept; zero for ever
 */
public record RetentionSettings(
    @Setting(
            value = "0d",
            doc =
                "How long after its end a recording is kept, such as 365d; then it is deleted,"
                    + " unless it is held. 0d keeps all for ever.")
        Duration recordings) {
  public RetentionSettings {
    if (recordings.isNegative()) {
      throw new RefusedException(
          new Refusal.Invalid("retention.recordings", recordings.toString(), "zero or more"));
    }
  }

  /** What is taken where nothing is set. */
  public static RetentionSettings standard() {
    return new RetentionSettings(Duration.ZERO);
  }
}
