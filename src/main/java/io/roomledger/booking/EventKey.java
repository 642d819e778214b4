package io.roomledger.booking;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Names an event, or one occurrence of a series.
 *
 * @param id the event's id, or the series'
 * @param occurrence which occurrence is meant, by the start that the rule gives it; empty for the
 *     event or series itself
 */
public record EventKey(UUID id, Optional<Instant> occurrence) {

  /** The event or series itself. */
  public static EventKey of(UUID id) {
    return new EventKey(id, Optional.empty());
  }

  /** One occurrence of this series. */
  public EventKey at(Instant start) {
    return new EventKey(id, Optional.of(start));
  }
}
