package io.roomledger.identity;

import io.roomledger.db.Database;
import java.time.Instant;
import java.util.Optional;

/**
 * Short texts that prove themselves, signed with the server's key (HMAC-SHA-256, kept in the
 * database): file tokens and links that expire.
 */
public final class SignedTexts {

  public SignedTexts(Database database) {
    throw new UnsupportedOperationException();
  }

  /**
   * Signs {@code subject} for one {@code purpose}, valid until {@code expiresAt}.
   *
   * @return URL-safe base64 without padding
   */
  public String sign(String purpose, String subject, Instant expiresAt) {
    throw new UnsupportedOperationException();
  }

  /**
   * The subject, if {@code text} was signed here for that purpose and has not expired at {@code
   * now}.
   */
  public Optional<String> read(String purpose, String text, Instant now) {
    throw new UnsupportedOperationException();
  }
}
