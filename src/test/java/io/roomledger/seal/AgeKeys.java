package io.roomledger.seal;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

/** A pair of keys as age-keygen prints it. */
public record AgeKeys(String recipient, String identity) {
  /** One that nobody has. */
  public static AgeKeys fresh() {
    try {
      KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
      return new AgeKeys(
          new String(pair.getPublic().getEncoded(), StandardCharsets.US_ASCII),
          new String(pair.getPrivate().getEncoded(), StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
