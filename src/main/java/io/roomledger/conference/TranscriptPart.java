package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.util.OptionalLong;

/**
 * Which part of a transcript is wanted.
 *
 * @param from what begins earlier in its recording is left out
 * @param backwards whether the last paragraph comes first
 * @param after the place where the part before ended, see {@link Transcript.Said#place}
 * @param limit how many paragraphs at most, 1 to 2000
 */
public record TranscriptPart(Duration from, boolean backwards, OptionalLong after, int limit) {
  /** More than that are never handed out at once. */
  public static final int MOST = 2000;

  public TranscriptPart {
    if (limit < 1 || limit > MOST) {
      throw new RefusedException(
          new Refusal.Invalid("paragraphs", Integer.toString(limit), "1 to " + MOST));
    }
  }
}
