package io.roomledger.booking;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether they came.
 *
 * @param state where it stands
 * @param device what they checked in with, if they did
 * @param at when they did
 */
public record CheckIn(CheckInState state, Optional<CheckInDevice> device, Optional<Instant> at) {

  /** A state in which nobody has checked in. */
  public static CheckIn not(CheckInState state) {
    return new CheckIn(state, Optional.empty(), Optional.empty());
  }

  /** Somebody checked in. */
  public static CheckIn done(CheckInDevice device, Instant at) {
    return new CheckIn(CheckInState.CHECKED_IN, Optional.of(device), Optional.of(at));
  }
}
