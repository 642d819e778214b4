package io.roomledger.identity;

import io.roomledger.db.Database;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Short texts that prove themselves, signed with the server's key (HMAC-SHA-256, kept in the
 * database): file tokens and links that expire.
 */
public final class SignedTexts {
  private static final String KEY = "signed-text";
  private static final int MAC_BYTES = 32;
  private static final int LONGEST = 4096;

  private final ServerKey key;

  /** Texts signed with the key in {@code database}, which is made if it is not there. */
  public SignedTexts(Database database) {
    this.key = new ServerKey(database, KEY);
  }

  /**
   * Signs {@code subject} for one {@code purpose}, valid until {@code expiresAt}.
   *
   * @return URL-safe base64 without padding
   */
  public String sign(String purpose, String subject, Instant expiresAt) {
    byte[] text = subject.getBytes(StandardCharsets.UTF_8);
    ByteBuffer signed = ByteBuffer.allocate(Long.BYTES + text.length + MAC_BYTES);
    signed.putLong(expiresAt.toEpochMilli()).put(text);
    signed.put(mac(purpose, Arrays.copyOf(signed.array(), signed.position())));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(signed.array());
  }

  /**
   * The subject, if {@code text} was signed here for that purpose and has not expired at {@code
   * now}.
   */
  public Optional<String> read(String purpose, String text, Instant now) {
    byte[] signed = decode(text);
    if (signed.length < Long.BYTES + MAC_BYTES) {
      return Optional.empty();
    }
    int end = signed.length - MAC_BYTES;
    byte[] payload = Arrays.copyOf(signed, end);
    byte[] mac = Arrays.copyOfRange(signed, end, signed.length);
    if (!MessageDigest.isEqual(mac, mac(purpose, payload))
        || now.toEpochMilli() >= ByteBuffer.wrap(payload).getLong()) {
      return Optional.empty();
    }
    return Optional.of(new String(payload, Long.BYTES, end - Long.BYTES, StandardCharsets.UTF_8));
  }

  private byte[] mac(String purpose, byte[] payload) {
    return key.sign(purpose.getBytes(StandardCharsets.UTF_8), payload);
  }

  /** Padding is taken too, as some clients add it. */
  private static byte[] decode(String text) {
    if (text.length() > LONGEST) {
      return new byte[0];
    }
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
