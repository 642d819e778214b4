package io.roomledger.http;

import io.roomledger.base.Setting;
import java.util.Optional;

/**
 * How the server proves who it is, if it speaks TLS itself.
 *
 * @param certificate the file of its certificate and those between it and the root, in PEM
 * @param key the file of the certificate's private key, in PEM
 */
public record TlsSettings(
    @Setting(
            value = "",
            doc =
                "PEM file of the server's certificate, followed by those between it and the root;"
                    + " empty for no TLS. Read again when it changes.")
        Optional<String> certificate,
    @Setting(
            value = "",
            doc = "PEM file of the certificate's private key (PKCS #8, without a passphrase).")
        Optional<String> key) {
  /** None: a proxy speaks TLS, or nobody. */
  public static final TlsSettings NONE = new TlsSettings(Optional.empty(), Optional.empty());

  public TlsSettings {
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalArgumentException(
          "server.tls: only one of certificate and key (expected: both files, or neither)");
    }
  }

  /** Whether the server speaks TLS. */
  public boolean on() {
    return certificate.isPresent();
  }
}
