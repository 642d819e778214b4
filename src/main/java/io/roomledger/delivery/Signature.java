package io.roomledger.delivery;

import io.roomledger.base.Ids;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By what a receiver knows that a call came from here and is fresh: the headers of <a
 * href="https://www.standardwebhooks.com/">Standard Webhooks</a>. The signature is HMAC-SHA-256,
 * under the key behind {@code whsec_}, of id, time and body, joined by dots. A receiver refuses
 * what is older than five minutes, and an id that it has seen.
 */
final class Signature {
  private static final String PREFIX = "whsec_";
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 32;

  private Signature() {}

  /** A new secret, as people enter it at the receiver. */
  static String secret() {
    return PREFIX + Base64.getEncoder().encodeToString(Ids.secret(BYTES));
  }

  /**
   * The headers of a call.
   *
   * @param id the same however often it is tried
   */
  static Map<String, String> headers(String secret, String id, Instant at, byte[] body) {
    String time = Long.toString(at.getEpochSecond());
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(
          new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), HMAC));
      mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
      String signature = Base64.getEncoder().encodeToString(mac.doFinal(body));
      return Map.of(
          "webhook-id", id, "webhook-timestamp", time, "webhook-signature", "v1," + signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
