package io.roomledger.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A token that a person made for a program of theirs.
 *
 * @param number its number
 * @param name what its owner calls it
 * @param scopes what it is limited to
 * @param lastPart the end of its text, to tell it from others
 * @param madeAt when it was made
 * @param life how long it lives, and when it was needed
 */
public record ApiToken(
    long number, String name, Set<String> scopes, String lastPart, Instant madeAt, Life life) {
  public ApiToken {
    scopes = Set.copyOf(scopes);
  }

  /**
   * How long a token lives.
   *
   * @param expiresAt when it stops to be accepted
   * @param lastUsedAt when somebody last called with it, to the minute
   */
  public record Life(Instant expiresAt, Optional<Instant> lastUsedAt) {}

  /**
   * A token that was made just now.
   *
   * @param token what is kept of it
   * @param text its text, which is told only now
   */
  public record Made(ApiToken token, String text) {}
}
