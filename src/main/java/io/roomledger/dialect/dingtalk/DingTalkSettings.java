package io.roomledger.dialect.dingtalk;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Setting;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the DingTalk dialect answers.
 *
 * @param callsPerSecond how often an app may call one API in a second; 0 for as often as it likes
 * @param tokenLife how long an access token is valid
 * @param participantsLimit conferences with more participants are refused; 0 for none
 * @param language {@code zh} or {@code en}, for the gateway's messages
 * @param allCallsPerSecond how often all apps together may call one API in a second; 0 for as often
 *     as they like
 * @param joinAddress where conferences are held; a room code follows it
 */
public record DingTalkSettings(
    @Setting(
            value = "20",
            doc = "How many calls a second an app may make to one API; 0 switches the limit off.")
        int callsPerSecond,
    @Setting(value = "2h", doc = "How long an access token is valid.") Duration tokenLife,
    @Setting(
            value = "0",
            doc =
                "Recordings of conferences with more participants than this are refused with"
                    + " waterLimitError; 0 refuses none.")
        int participantsLimit,
    @Setting(
            value = "zh",
            doc = "The language of the gateway's messages about tokens and permissions: zh or en.")
        String language,
    @Setting(
            value = "0",
            doc =
                "How many calls a second all apps together may make to one API; 0 switches the"
                    + " limit off.")
        int allCallsPerSecond,
    @Setting(
            value = "",
            doc =
                "Where conferences are held, such as https://meet.example.org/; the room code is"
                    + " added at its end. Empty for a page of this server that shows the code.")
        Optional<String> joinAddress) {
  public DingTalkSettings {
    if (callsPerSecond < 0 || allCallsPerSecond < 0 || participantsLimit < 0) {
      throw new RefusedException(
          new Refusal.Invalid("dingtalk", "a limit below 0", "0 or a positive number"));
    }
    if (tokenLife.compareTo(Duration.ofMinutes(1)) < 0) {
      throw new RefusedException(
          new Refusal.Invalid("dingtalk.token-life", tokenLife.toString(), "at least one minute"));
    }
    if (!Set.of("zh", "en").contains(language)) {
      throw new RefusedException(new Refusal.Invalid("dingtalk.language", language, "zh or en"));
    }
  }

  /** As documented by the vendor. */
  public static DingTalkSettings standard() {
    return new DingTalkSettings(20, Duration.ofHours(2), 0, "zh", 0, Optional.empty());
  }
}
