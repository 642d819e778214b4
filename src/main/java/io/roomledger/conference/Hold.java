package io.roomledger.conference;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An order that recordings must be kept, whatever their age.
 *
 * @param id its id
 * @param conference whose recordings
 * @param recording which; empty for all of the conference, those that come later too
 * @param reason why
 * @param placed who placed it, and when
 * @param lifted who lifted it, and when, if it was
 */
public record Hold(
    long id,
    String conference,
    Optional<UUID> recording,
    String reason,
    Act placed,
    Optional<Act> lifted) {

  /**
   * Something done.
   *
   * @param by by whom: account:..., app:... or operator
   * @param at when
   */
  public record Act(String by, Instant at) {}
}
