package io.roomledger.identity;

import io.roomledger.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** Access tokens: random, stored hashed, expiring, valid across restarts. */
public final class Tokens {

  public Tokens(Database database, Clock clock, Accounts accounts, Apps apps) {
    throw new UnsupportedOperationException();
  }

  /**
   * A token and when it ends.
   *
   * @param token the text; shown once, never stored
   * @param expiresAt when it stops to be accepted
   */
  public record Issued(String token, Instant expiresAt) {}

  /**
   * A token of an app. While the newest one has at least {@code renewBefore} left, the same text is
   * given again (it is derived from the server's key, so it need not be stored); after that a new
   * one, and both are valid.
   */
  public Issued issue(App app, String prefix, Duration life, Duration renewBefore) {
    throw new UnsupportedOperationException();
  }

  /** A token of a person, limited to {@code scopes}, where {@code *} is all. */
  public Issued issue(Account account, String prefix, Duration life, Set<String> scopes) {
    throw new UnsupportedOperationException();
  }

  /** Accepts {@code token} as a token of the account, as the sample and tests need known ones. */
  public void accept(Account account, String token, Instant expiresAt, Set<String> scopes) {
    throw new UnsupportedOperationException();
  }

  /**
   * Who calls with {@code token}.
   *
   * @throws io.roomledger.base.RefusedException unauthenticated: missing, unknown or expired
   */
  public Caller caller(String token, String address) {
    throw new UnsupportedOperationException();
  }

  /** Ends a token; nothing happens when it is not known. */
  public void revoke(String token) {
    throw new UnsupportedOperationException();
  }
}
