package io.roomledger.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who vouches for a manifest: an Ed25519 signature of the very bytes of {@link Manifest#PATH}, with
 * the key that made it. Written as {@value #PATH}. It proves something only to those who know the
 * server's key from elsewhere; the key in the file says which one to ask for.
 *
 * @param signature 64 bytes in base64
 */
public record ManifestSignature(PublicKey key, String signature) {
  static final String PATH = "manifest.sig";

  private static final Logger LOG = LoggerFactory.getLogger(ManifestSignature.class);

  private static final String LAYOUT = "roomledger.signature/1";
  private static final String ALGORITHM = "Ed25519";
  private static final String PEM_BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String PEM_END = "-----END PUBLIC KEY-----";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The signature that {@code signed} has the bytes of. */
  static ManifestSignature of(PublicKey key, byte[] signed) {
    return new ManifestSignature(key, Base64.getEncoder().encodeToString(signed));
  }

  /** Its text in the package. */
  byte[] json() {
    try {
      return JSON.writeValueAsBytes(
          JSON.createObjectNode()
              .put("layout", LAYOUT)
              .put("algorithm", ALGORITHM)
              .put("signed", Manifest.PATH)
              .put("key", Base64.getEncoder().encodeToString(key.getEncoded()))
              .put("signature", signature));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("five texts are always JSON", e);
    }
  }

  /** The signature in that text, if it is one. */
  static Optional<ManifestSignature> read(byte[] json) {
    try {
      JsonNode text = JSON.readTree(json);
      if (!LAYOUT.equals(text.path("layout").asText())
          || !ALGORITHM.equals(text.path("algorithm").asText())) {
        return Optional.empty();
      }
      return Optional.of(
          new ManifestSignature(
              key(Base64.getDecoder().decode(text.path("key").asText())),
              text.path("signature").asText()));
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Whether it was made of exactly that manifest. */
  boolean fits(byte[] manifest) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(manifest);
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /** By what people compare keys: the first 16 hexadecimal digits of the SHA-256 of its bytes. */
  public static String fingerprint(PublicKey key) {
    return HexFormat.of().formatHex(Sha256.begin().digest(key.getEncoded())).substring(0, 16);
  }

  /** A public key as text (PEM, RFC 7468). */
  public static String pem(PublicKey key) {
    return PEM_BEGIN
        + "\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n"
        + PEM_END
        + "\n";
  }

  /**
   * The public key in a PEM text.
   *
   * @throws RefusedException invalid, if there is no Ed25519 key in it
   */
  public static PublicKey key(String pem) {
    int from = pem.indexOf(PEM_BEGIN);
    int to = pem.indexOf(PEM_END);
    try {
      if (from >= 0 && to > from) {
        byte[] text =
            pem.substring(from + PEM_BEGIN.length(), to).getBytes(StandardCharsets.US_ASCII);
        return key(Base64.getMimeDecoder().decode(text));
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      LOG.debug("not a key", e);
    }
    throw new RefusedException(
        new Refusal.Invalid(
            "key", "(this text)", "an Ed25519 public key in PEM, as the command key prints it"));
  }

  private static PublicKey key(byte[] encoded) throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
  }
}
