package io.roomledger.http;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By what a server proves who it is: a certificate, those between it and the root, and its key.
 *
 * @param chain the server's certificate first
 * @param key the private key of the first
 */
public record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([^-]*)-----END");
  private static final byte[] SAMPLE = "which key is it".getBytes(StandardCharsets.US_ASCII);
  private static final Map<String, String> SIGNS =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  public TlsIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads it, and finds that the key is the certificate's.
   *
   * @throws RefusedException invalid, saying what is wrong with which file; expired ones are read
   */
  public static TlsIdentity read(TlsSettings settings) {
    Path certificate = Path.of(settings.certificate().orElseThrow());
    Path key = Path.of(settings.key().orElseThrow());
    return of(
        certificate, text("server.tls.certificate", certificate), key, text("server.tls.key", key));
  }

  private static TlsIdentity of(Path certificate, String chain, Path key, String secret) {
    TlsIdentity read = new TlsIdentity(chain(certificate, chain), key(key, secret));
    if (!read.fits()) {
      throw wrong("server.tls.key", key, "the private key of the certificate in " + certificate);
    }
    return read;
  }

  private static String text(String setting, Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw wrong(setting, file, "a file that the server may read: " + e);
    }
  }

  private static List<X509Certificate> chain(Path file, String text) {
    try {
      List<X509Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!chain.isEmpty()) {
        return chain;
      }
    } catch (GeneralSecurityException e) {
      throw wrong("server.tls.certificate", file, "certificates in PEM: " + e.getMessage());
    }
    throw wrong("server.tls.certificate", file, "-----BEGIN CERTIFICATE----- in PEM");
  }

  /** What stands in the file is in no message. */
  private static PrivateKey key(Path file, String text) {
    Matcher found = KEY.matcher(text);
    if (!found.find() || !found.group(1).equals("PRIVATE KEY")) {
      throw wrong(
          "server.tls.key",
          file,
          "-----BEGIN PRIVATE KEY-----, as openssl pkcs8 -topk8 -nodes -in OLD -out NEW writes it");
    }
    byte[] bytes = bytes(file, found.group(2));
    return SIGNS.keySet().stream()
        .flatMap(kind -> key(kind, bytes).stream())
        .findFirst()
        .orElseThrow(() -> wrong("server.tls.key", file, "a whole key for RSA, EC or Ed25519"));
  }

  private static byte[] bytes(Path file, String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw wrong("server.tls.key", file, "base64 between its two lines");
    }
  }

  private static Optional<PrivateKey> key(String kind, byte[] bytes) {
    try {
      return Optional.of(
          KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException e) {
      // of another kind, or of none
      return Optional.empty();
    }
  }

  /** Whether what the key signs, the certificate confirms. */
  private boolean fits() {
    String kind = key.getAlgorithm().startsWith("Ed") ? "EdDSA" : key.getAlgorithm();
    try {
      Signature signature = Signature.getInstance(SIGNS.getOrDefault(kind, kind));
      signature.initSign(key);
      signature.update(SAMPLE);
      byte[] signed = signature.sign();
      signature.initVerify(chain.getFirst().getPublicKey());
      signature.update(SAMPLE);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** From when on it is valid. */
  public Instant begins() {
    return chain.getFirst().getNotBefore().toInstant();
  }

  /** Until when it is valid. */
  public Instant ends() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  /**
   * Finds that it is valid at that time.
   *
   * @throws RefusedException invalid, with the time at which it ended or begins
   */
  public TlsIdentity validAt(Instant now) {
    if (now.isAfter(ends()) || now.isBefore(begins())) {
      throw new RefusedException(
          new Refusal.Invalid(
              "server.tls.certificate",
              "valid from " + begins() + " to " + ends(),
              "one that is valid now, " + now));
    }
    return this;
  }

  private static RefusedException wrong(String setting, Path file, String expected) {
    return new RefusedException(new Refusal.Invalid(setting, file.toString(), expected));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return chain.getFirst().getSubjectX500Principal() + " until " + ends();
  }
}
