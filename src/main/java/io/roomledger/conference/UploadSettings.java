package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;

/**
 * What is taken in by upload.
 *
 * @param maxSize how many bytes a recording may have
 * @param daily how many bytes one may bring on a day; 0 for any number
 * @param life how long an upload that is not finished is kept after its last byte
 */
public record UploadSettings(
    @Setting(value = "20g", doc = "The largest recording that may be uploaded, in bytes.")
        long maxSize,
    @Setting(
            value = "0",
            doc =
                "How many bytes of recordings and files of chats one person or app may bring on a"
                    + " day (UTC); 0 for any number.")
        long daily,
    @Setting(
            value = "24h",
            doc = "How long an upload that is not finished is kept after the last byte came.")
        Duration life) {
  public UploadSettings {
    if (maxSize < 1 || life.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "uploads", maxSize + " bytes, " + life, "at least one byte and one minute"));
    }
  }

  /** Any number of bytes a day. */
  public UploadSettings(long maxSize, Duration life) {
    this(maxSize, 0, life);
  }

  /** What is taken where nothing is set. */
  public static UploadSettings standard() {
    return new UploadSettings(20L << 30, Duration.ofHours(24));
  }
}
