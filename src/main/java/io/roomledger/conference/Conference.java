package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;

/**
 * A conference that takes or took place.
 *
 * @param id 24 hexadecimal digits
 * @param organisation whose it is
 * @param title what people call it
 * @param creator the account that started it
 * @param lifetime when it was held
 * @param recording whether it is being recorded
 */
public record Conference(
    String id,
    String organisation,
    String title,
    String creator,
    Lifetime lifetime,
    RecordingStatus recording) {

  /**
   * When a conference was held.
   *
   * @param startedAt when it began
   * @param endedAt when the last one left, unless it goes on
   * @param closedAt since when its recordings are handed out no more, if it was closed
   */
  public record Lifetime(
      Instant startedAt, Optional<Instant> endedAt, Optional<Instant> closedAt) {}
}
