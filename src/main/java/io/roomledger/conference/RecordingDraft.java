package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Optional;

/**
 * A recording to be taken in.
 *
 * @param title what people call it
 * @param owner the account that recorded it
 * @param take when it was made and how long it is
 * @param mediaType what its bytes are
 * @param condition whether it can be watched
 * @param source the name by which an import knows it, so that a second run finds it
 */
public record RecordingDraft(
    String title,
    String owner,
    Recording.Take take,
    String mediaType,
    Recording.Condition condition,
    Optional<String> source) {
  public RecordingDraft {
    if (condition instanceof Recording.Ready && take.duration().isEmpty()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "recording " + title, "no duration", "a duration, or that it is damaged"));
    }
  }
}
