package io.roomledger.identity;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The app's token that was issued last, as far as it is stored. */
@SuppressWarnings("ArrayRecordComponent") // never compared; it lives for one statement
record NewestToken(byte[] hash, byte[] nonce, Instant expiresAt) {

  static Optional<NewestToken> of(Handle handle, String appId, String prefix) {
    return handle
        .createQuery(
            """
            SELECT hash, nonce, expires_at FROM token
            WHERE app_id = :app AND account_id IS NULL AND prefix = :prefix AND nonce IS NOT NULL
            ORDER BY issued_at DESC, expires_at DESC
            LIMIT 1
            """)
        .bind("app", appId)
        .bind("prefix", prefix)
        .mapTo(NewestToken.class)
        .findOne();
  }
}
