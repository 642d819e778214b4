package io.roomledger.dialect.feishu;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;
import java.time.ZoneId;

/**
 * How Feishu is spoken.
 *
 * @param zone where the times of exported files are
 * @param exportsPerMinute how often an app may call each address of the exports in a minute
 * @param fileLife how long a file can be downloaded by its token
 */
public record FeishuSettings(
    @Setting(
            value = "Asia/Shanghai",
            doc = "The time zone in which the times of Feishu's exported files are written.")
        ZoneId zone,
    @Setting(
            value = "100",
            doc = "How often an app may call each of Feishu's export addresses in a minute.")
        int exportsPerMinute,
    @Setting(
            value = "7d",
            doc = "How long a finished export can be downloaded with its Feishu file_token.")
        Duration fileLife) {
  public FeishuSettings {
    if (exportsPerMinute < 1) {
      throw new RefusedException(
          new Refusal.Invalid(
              "feishu.exports-per-minute", String.valueOf(exportsPerMinute), "1 or more"));
    }
    if (fileLife.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new RefusedException(
          new Refusal.Invalid("feishu.file-life", fileLife.toString(), "at least one minute"));
    }
  }

  /** As the vendor has it, as far as the vendor says. */
  public static FeishuSettings standard() {
    return new FeishuSettings(ZoneId.of("Asia/Shanghai"), 100, Duration.ofDays(7));
  }
}
