package io.roomledger.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;

/**
 * Hashes rows, each with the hash of the one before it. Every text goes in with its length, so no
 * two different rows have the same encoding.
 */
final class Seal {
  /** What the first row follows. */
  static final String NOTHING = "00".repeat(32);

  private static final String VERSION = "roomledger audit 1";

  private Seal() {}

  static String of(AuditRow row, String previous) {
    MessageDigest digest = sha256();
    text(digest, VERSION);
    text(digest, previous);
    number(digest, row.id());
    number(digest, ChronoUnit.MICROS.between(Instant.EPOCH, row.at()));
    text(digest, row.organisation());
    text(digest, row.actor());
    text(digest, row.address());
    text(digest, row.action());
    text(digest, row.subject());
    number(digest, row.details().size());
    for (Map.Entry<String, String> detail : row.details().entrySet()) {
      text(digest, detail.getKey());
      text(digest, detail.getValue());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void text(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(digest, bytes.length);
    digest.update(bytes);
  }

  private static void number(MessageDigest digest, long number) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
