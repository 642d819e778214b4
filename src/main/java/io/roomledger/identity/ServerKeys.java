package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.db.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The server's secret keys, one for each purpose, shared by all servers of one database. */
final class ServerKeys {
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 32;

  private final Database database;
  private final Map<String, SecretKeySpec> known = new ConcurrentHashMap<>();

  ServerKeys(Database database) {
    this.database = database;
  }

  /** The HMAC-SHA-256 of {@code parts}, of which each is marked off from the next. */
  byte[] sign(String purpose, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(known.computeIfAbsent(purpose, this::load));
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

  /** Whoever is first makes the key; all others read that one. */
  private SecretKeySpec load(String purpose) {
    return database
        .jdbi()
        .withHandle(handle -> {
          handle
              .createUpdate(
                  """
                  INSERT INTO server_key (purpose, secret) VALUES (:purpose, :secret)
                  ON CONFLICT (purpose) DO NOTHING
                  """)
              .bind("purpose", purpose)
              .bind("secret", Ids.secret(BYTES))
              .execute();
          byte[] secret =
              handle
                  .createQuery("SELECT secret FROM server_key WHERE purpose = :purpose")
                  .bind("purpose", purpose)
                  .mapTo(byte[].class)
                  .one();
          return new SecretKeySpec(secret, HMAC);
        });
  }
}
