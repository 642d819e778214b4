package io.roomledger.booking;

import java.time.Instant;
import java.util.Optional;

/**
 * Which events of a calendar are listed.
 *
 * @param endingSince only those that end then or later; series are all listed
 * @param changedSince only those that changed then or later, cancelled ones included; without it
 *     cancelled events are left out, and cancelled occurrences of series that go on are not
 */
public record EventFilter(Optional<Instant> endingSince, Optional<Instant> changedSince) {
  /** All. */
  public static final EventFilter ALL = new EventFilter(Optional.empty(), Optional.empty());
}
