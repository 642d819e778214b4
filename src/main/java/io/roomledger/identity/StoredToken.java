package io.roomledger.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A token on its way into the table. */
record StoredToken(
    String text, Optional<String> accountId, Optional<String> appId, Instant expiresAt) {

  byte[] hash() {
    return ServerKey.sha256(text);
  }

  /**
   * Stores it.
   *
   * @param nonce what the text was derived from, if it was derived
   */
  void insert(
      Handle handle, String prefix, byte @Nullable [] nonce, Set<String> scopes, Instant issuedAt) {
    handle
        .createUpdate(
            """
            INSERT INTO token
              (hash, account_id, app_id, prefix, nonce, scopes, issued_at, expires_at)
            VALUES (:hash, :account, :app, :prefix, :nonce, :granted, :issued, :expires)
            """)
        .bind("hash", hash())
        .bind("account", accountId)
        .bind("app", appId)
        .bind("prefix", prefix)
        .bind("nonce", nonce)
        .bindArray("granted", String.class, scopes)
        .bind("issued", issuedAt)
        .bind("expires", expiresAt)
        .execute();
  }
}
