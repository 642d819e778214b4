package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A video of a conference.
 *
 * @param id its id
 * @param title what people call it
 * @param origin which conference it shows and who made it
 * @param take when it was made and how long it is
 * @param file where its bytes are
 * @param condition whether it can be watched
 */
public record Recording(
    UUID id, String title, Origin origin, Take take, VideoFile file, Condition condition) {

  /** Whether it can be watched. */
  public boolean ready() {
    return condition instanceof Ready;
  }

  /**
   * Where a recording comes from.
   *
   * @param conference the id of the conference
   * @param session what all recordings of that conference share: up to 22 decimal digits
   * @param owner the account that recorded it
   */
  public record Origin(String conference, String session, String owner) {}

  /**
   * When a recording was made.
   *
   * @param startedAt when it begins
   * @param endedAt when it ends
   * @param duration how long it plays; empty if that is not known, and then it is damaged
   * @param kind what it shows
   * @param timedBy who says when it began
   */
  public record Take(
      Instant startedAt,
      Instant endedAt,
      Optional<Duration> duration,
      RecordingKind kind,
      Clockwork timedBy) {
    public Take {
      if (endedAt.isBefore(startedAt)) {
        throw new RefusedException(
            new Refusal.Invalid("recording", startedAt + "/" + endedAt, "start before end"));
      }
      if (duration.isPresent() && duration.get().toMillis() <= 0) {
        throw new RefusedException(
            new Refusal.Invalid("duration", duration.get().toString(), "at least 1 ms"));
      }
    }
  }

  /** Who says when a recording began. */
  public enum Clockwork {
    /** The recorder wrote it into the file. */
    RECORDER,
    /** Nobody but the file system, which knows when the file was last changed. */
    FILE
  }

  /**
   * The bytes of a recording.
   *
   * @param size how many
   * @param mediaType what they are, such as {@code video/mp4}
   * @param region the name of the place where they are kept
   * @param key where they are in the object store
   * @param sha256 their SHA-256 in hexadecimal digits
   */
  public record VideoFile(long size, String mediaType, String region, String key, String sha256) {}

  /** Whether a recording can be watched. */
  public sealed interface Condition {}

  /** It can be watched from the first to the last second. */
  public record Ready() implements Condition {}

  /**
   * It is kept, and it is not whole.
   *
   * @param reason what is wrong with it, in words
   */
  public record Damaged(String reason) implements Condition {}

  /** What a file of it is called: by its id, whatever people call it. */
  public String fileName() {
    String ending =
        switch (file.mediaType()) {
          case "video/quicktime" -> ".mov";
          case "video/webm" -> ".webm";
          default -> ".mp4";
        };
    return id + ending;
  }
}
