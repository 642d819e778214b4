package io.roomledger.store;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a file with which objects are encrypted: the first with which they are now, and those
 * with which they were. Of each object only the key's id is told.
 */
final class SealKeys {
  /** How many bytes a key's id has. */
  static final int ID = 8;

  private static final Pattern KEY = Pattern.compile("[0-9a-fA-F]{64}");
  private static final int BYTES_OF_ITS_KEY = 32;

  /** What is decrypted at once, and what a range costs at least. */
  private static final int SEGMENT = 1 << 16;

  private final Map<String, AesGcmHkdfStreaming> byId = new LinkedHashMap<>();

  private SealKeys() {}

  /** No keys. */
  static SealKeys none() {
    return new SealKeys();
  }

  /**
   * Those of that file: each on a line of 64 hexadecimal digits, the current one first; lines that
   * begin with # are for people.
   *
   * @throws RefusedException invalid, if it has none or something else; nothing of it is said
   */
  static SealKeys of(Path file) throws IOException {
    SealKeys keys = new SealKeys();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      String text = line.strip();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (!KEY.matcher(text).matches()) {
        throw wrong(file, "line " + number);
      }
      keys.add(HexFormat.of().parseHex(text));
    }
    if (keys.byId.isEmpty()) {
      throw wrong(file, "no key");
    }
    return keys;
  }

  private static RefusedException wrong(Path file, String what) {
    return new RefusedException(
        new Refusal.Invalid(
            "store.key-file",
            file + ", " + what,
            "lines of 64 hexadecimal digits, such as openssl rand -hex 32 makes"));
  }

  private void add(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] id = mac.doFinal("roomledger store key id".getBytes(StandardCharsets.UTF_8));
      byId.put(
          HexFormat.of().formatHex(id, 0, ID),
          new AesGcmHkdfStreaming(key, "HmacSha256", BYTES_OF_ITS_KEY, SEGMENT, 0));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  boolean isEmpty() {
    return byId.isEmpty();
  }

  /** The id of the key with which objects are encrypted now. */
  String current() {
    return byId.keySet().iterator().next();
  }

  /** The key of that id. */
  Optional<AesGcmHkdfStreaming> of(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Those of the ids whose keys are not here. */
  Set<String> lacking(Set<String> ids) {
    Set<String> lacking = new java.util.TreeSet<>(ids);
    lacking.removeAll(byId.keySet());
    return lacking;
  }
}
