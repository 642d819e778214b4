package io.roomledger.identity;

import io.roomledger.base.Ids;
import io.roomledger.db.Database;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets that the server must read again, such as the passphrase of an export under way or the key
 * of a webhook: sealed with a key of the server (AES-256-GCM) and bound to what they belong to, so
 * that one copied to another row does not open.
 */
public final class SealedSecrets {
  private static final String KEY = "sealed-secret";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;

  /** Sealed with the key in {@code database}, which is made if it is not there. */
  public SealedSecrets(Database database) {
    byte[] derived =
        new ServerKey(database, KEY).sign("aes-256-gcm".getBytes(StandardCharsets.US_ASCII));
    this.key = new SecretKeySpec(derived, "AES");
  }

  /** Seals {@code secret}, which belongs to {@code subject}, such as {@code export:7}. */
  public byte[] seal(String subject, String secret) {
    byte[] nonce = Ids.secret(NONCE);
    byte[] sealed =
        cipher(Cipher.ENCRYPT_MODE, nonce, subject, secret.getBytes(StandardCharsets.UTF_8));
    byte[] both = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, both, NONCE, sealed.length);
    return both;
  }

  /**
   * The secret of {@code subject}.
   *
   * @throws IllegalStateException if it was sealed for another, by another server, or is changed
   */
  public String open(String subject, byte[] sealed) {
    byte[] nonce = Arrays.copyOf(sealed, NONCE);
    byte[] rest = Arrays.copyOfRange(sealed, Math.min(NONCE, sealed.length), sealed.length);
    return new String(cipher(Cipher.DECRYPT_MODE, nonce, subject, rest), StandardCharsets.UTF_8);
  }

  private byte[] cipher(int mode, byte[] nonce, String subject, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(subject.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the secret of " + subject + " does not open", e);
    }
  }
}
