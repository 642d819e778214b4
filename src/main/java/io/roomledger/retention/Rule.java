package io.roomledger.retention;

import java.time.Instant;

/**
 * A rule: how long things of a kind are kept.
 *
 * @param id its number
 * @param kind of what
 * @param target for what it stands
 * @param keep how long
 * @param placed who set it, and when
 * @param effectiveAt from when on it counts
 * @param pending whether that is yet to come: until then it can be withdrawn
 */
public record Rule(
    long id,
    KeptKind kind,
    Target target,
    Keep keep,
    Act placed,
    Instant effectiveAt,
    boolean pending) {
  /**
   * Something done.
   *
   * @param by by whom: account:..., app:... or operator
   * @param at when
   */
  public record Act(String by, Instant at) {}
}
