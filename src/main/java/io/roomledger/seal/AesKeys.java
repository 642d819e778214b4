package io.roomledger.seal;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What comes of a passphrase and a salt in WinZip's AES encryption (<a
 * href="https://www.winzip.com/en/support/aes-encryption/">AE-2</a>, AES-256): the key stream, the
 * authentication code, and two bytes by which a wrong passphrase is told at once.
 */
final class AesKeys {
  static final int SALT = 16;
  static final int CHECK = 2;
  static final int CODE = 10;

  /** A multiple of the cipher's block; the counter has no room for a part of one but at the end. */
  static final int CHUNK = 64 * 1024;

  private static final int BLOCK = 16;
  private static final int KEY = 32;
  private static final int ROUNDS = 1_000;

  private final Cipher cipher;
  private final Mac code;
  private final byte[] check;
  private final byte[] counters = new byte[CHUNK];
  private final byte[] stream = new byte[CHUNK];
  private long counter = 1;

  AesKeys(String passphrase, byte[] salt) {
    try {
      PBEKeySpec spec =
          new PBEKeySpec(passphrase.toCharArray(), salt, ROUNDS, (2 * KEY + CHECK) * Byte.SIZE);
      byte[] keys =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1").generateSecret(spec).getEncoded();
      spec.clearPassword();
      cipher = Cipher.getInstance("AES/ECB/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(keys, 0, KEY, "AES"));
      code = Mac.getInstance("HmacSHA1");
      code.init(new SecretKeySpec(keys, KEY, KEY, "HmacSHA1"));
      check = Arrays.copyOfRange(keys, 2 * KEY, 2 * KEY + CHECK);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES and HMAC-SHA-1", e);
    }
  }

  /** Two bytes that most wrong passphrases do not have. */
  byte[] check() {
    return check.clone();
  }

  /** Encrypts {@code length} bytes in their place; all calls but the last fill a chunk. */
  void seal(byte[] bytes, int length) {
    apply(bytes, length);
    code.update(bytes, 0, length);
  }

  /** Decrypts them. */
  void open(byte[] bytes, int length) {
    code.update(bytes, 0, length);
    apply(bytes, length);
  }

  /** The code of everything that passed, asked once. */
  byte[] code() {
    return Arrays.copyOf(code.doFinal(), CODE);
  }

  /** WinZip's counter grows from its first byte, the JDK's from its last: hence ECB of counters. */
  private void apply(byte[] bytes, int length) {
    int whole = (length + BLOCK - 1) / BLOCK * BLOCK;
    for (int at = 0; at < whole; at += BLOCK) {
      long now = counter++;
      for (int i = 0; i < Long.BYTES; i++) {
        counters[at + i] = (byte) (now >>> (i * Byte.SIZE));
      }
    }
    try {
      int _ = cipher.update(counters, 0, whole, stream, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the buffer has room for it", e);
    }
    for (int i = 0; i < length; i++) {
      bytes[i] ^= stream[i];
    }
  }
}
