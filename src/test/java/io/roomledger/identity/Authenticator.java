package io.roomledger.identity;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator as people have on their phones, made from RFC 6238 and RFC 4648 alone. */
public final class Authenticator {
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  private final byte[] secret;

  /** With a secret as people type it in. */
  public Authenticator(String typed) {
    String plain = typed.replace(" ", "");
    this.secret = new byte[plain.length() * 5 / 8];
    long buffer = 0;
    int bits = 0;
    int at = 0;
    for (int i = 0; i < plain.length(); i++) {
      buffer = (buffer << 5) | BASE32.indexOf(plain.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        secret[at++] = (byte) (buffer >> bits);
      }
    }
  }

  /** What it shows. */
  public String code(Instant now) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(now.getEpochSecond() / 30).array());
      int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & 0x7fffffff;
      return String.format("%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
