package io.roomledger.base;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids. All are URL-safe and opaque to whoever receives them. */
public final class Ids {
  /** No letters or digits that people confuse when they read an id aloud. */
  private static final String READABLE = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Of a growing number: which process made it, and which of that millisecond it is. */
  private static final int PROCESS_BITS = 10;

  private static final int COUNT_BITS = 10;

  /** Milliseconds and count of the last growing number. */
  private static final AtomicLong LAST = new AtomicLong();

  private static volatile int process = RANDOM.nextInt(1 << PROCESS_BITS);

  private Ids() {}

  /**
   * A random id of 17 readable characters, 98 bits: accounts, chat rooms, messages, files, letters.
   */
  public static String random() {
    return random(17);
  }

  /** A random text of {@code length} readable characters, 5.8 bits each. */
  public static String random(int length) {
    StringBuilder id = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      id.append(READABLE.charAt(RANDOM.nextInt(READABLE.length())));
    }
    return id.toString();
  }

  /** A random password of 24 readable characters, 139 bits. */
  public static String password() {
    return random(24);
  }

  /**
   * The id of {@code length} readable characters, at most 40, that always belongs to these parts:
   * what is imported twice gets the same id twice.
   */
  public static String derived(int length, String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
      digest.update(bytes);
    }
    BigInteger rest = new BigInteger(1, digest.digest());
    BigInteger base = BigInteger.valueOf(READABLE.length());
    StringBuilder id = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      BigInteger[] parted = rest.divideAndRemainder(base);
      id.append(READABLE.charAt(parted[1].intValue()));
      rest = parted[0];
    }
    return id.toString();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** An id of 24 hexadecimal digits that begins with the time in seconds: conferences. */
  public static String timed(Instant now) {
    byte[] rest = new byte[8];
    RANDOM.nextBytes(rest);
    return String.format("%08x", now.getEpochSecond() & 0xffffffffL)
        + HexFormat.of().formatHex(rest);
  }

  /**
   * Says which number from 0 to 1,023 this process has in growing numbers, so that no two processes
   * ever make the same. Until it is said that is left to chance.
   */
  public static void process(int number) {
    process = number & ((1 << PROCESS_BITS) - 1);
  }

  /**
   * A number of 19 decimal digits that grows with time: export jobs. No process makes one twice,
   * also when its clock is set back, or more are made than a millisecond has: then the next
   * milliseconds are used up beforehand.
   */
  public static long growing(Instant now) {
    long first = now.toEpochMilli() << COUNT_BITS;
    long next = LAST.updateAndGet(last -> Math.max(first, last + 1));
    long millis = next >> COUNT_BITS;
    long count = next & ((1 << COUNT_BITS) - 1);
    return (millis << (PROCESS_BITS + COUNT_BITS)) | ((long) process << COUNT_BITS) | count;
  }

  /** {@code bytes} random bytes. */
  public static byte[] secret(int bytes) {
    byte[] secret = new byte[bytes];
    RANDOM.nextBytes(secret);
    return secret;
  }
}
