package io.roomledger.identity;

import io.roomledger.db.Database;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * The key by which this server's word is known outside: Ed25519 (RFC 8032). Its secret half stays
 * in the database and is shared by all servers on it; its public half is for everybody. Made when
 * it is first needed.
 */
public final class Signatures {
  private static final String ALGORITHM = "Ed25519";
  private static final String PURPOSE = "manifest-ed25519";

  private final PrivateKey secret;
  private final PublicKey published;

  /** The key in {@code database}, which is made if it is not there. */
  public Signatures(Database database) {
    ByteBuffer stored =
        ByteBuffer.wrap(
            database
                .jdbi()
                .withHandle(handle -> ServerKey.makeAndRead(handle, PURPOSE, Signatures::newPair)));
    try {
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      this.secret = keys.generatePrivate(new PKCS8EncodedKeySpec(next(stored)));
      this.published = keys.generatePublic(new X509EncodedKeySpec(next(stored)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the signing key in the database cannot be read", e);
    }
  }

  /** The signature of {@code text}, 64 bytes. */
  public byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /** The public half. */
  public PublicKey published() {
    return published;
  }

  /** A new pair as it is stored: each half with its length before it. */
  private static byte[] newPair() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
      byte[] secret = pair.getPrivate().getEncoded();
      byte[] published = pair.getPublic().getEncoded();
      return ByteBuffer.allocate(2 * Integer.BYTES + secret.length + published.length)
          .putInt(secret.length)
          .put(secret)
          .putInt(published.length)
          .put(published)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private static byte[] next(ByteBuffer stored) {
    byte[] half = new byte[stored.getInt()];
    stored.get(half);
    return half;
  }
}
