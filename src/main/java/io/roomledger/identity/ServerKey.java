package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.db.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/**
 * A secret key of the server, shared by all servers of one database. It is read when this is made,
 * and not later when its user may hold a connection already.
 */
final class ServerKey {
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 32;

  private final SecretKeySpec key;

  /** The key for one purpose; whoever is first makes it, all others read that one. */
  ServerKey(Database database, String purpose) {
    this.key =
        new SecretKeySpec(
            database
                .jdbi()
                .withHandle(handle -> makeAndRead(handle, purpose, () -> Ids.secret(BYTES))),
            HMAC);
  }

  /** The HMAC-SHA-256 of {@code parts}, of which each is marked off from the next. */
  byte[] sign(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      for (byte[] part : parts) {
        mac.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  /** The SHA-256 of a text in UTF-8. */
  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What is kept for that purpose; whoever is first makes it, all others read that one. */
  static byte[] makeAndRead(Handle handle, String purpose, Supplier<byte[]> maker) {
    Optional<byte[]> kept = read(handle, purpose);
    if (kept.isPresent()) {
      return kept.get();
    }
    handle
        .createUpdate(
            """
            INSERT INTO server_key (purpose, secret) VALUES (:purpose, :secret)
            ON CONFLICT (purpose) DO NOTHING
            """)
        .bind("purpose", purpose)
        .bind("secret", maker.get())
        .execute();
    return read(handle, purpose).orElseThrow();
  }

  private static Optional<byte[]> read(Handle handle, String purpose) {
    return handle
        .createQuery("SELECT secret FROM server_key WHERE purpose = :purpose")
        .bind("purpose", purpose)
        .mapTo(byte[].class)
        .findOne();
  }
}
