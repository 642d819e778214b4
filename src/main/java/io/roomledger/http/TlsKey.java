package io.roomledger.http;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Hands the certificate of the moment to each handshake. Each has a name of its own, so that a
 * handshake that began with one never signs with the key of the next.
 */
final class TlsKey extends X509ExtendedKeyManager {
  private static final Map<String, String> KINDS =
      Map.of("RSASSA-PSS", "RSA", "Ed25519", "EdDSA", "Ed448", "EdDSA");

  private final AtomicInteger count = new AtomicInteger();
  private volatile Named now;
  private volatile Named before;

  private record Named(String alias, TlsIdentity identity) {}

  TlsKey(TlsIdentity identity) {
    now = named(identity);
    before = now;
  }

  private Named named(TlsIdentity identity) {
    return new Named("server-" + count.incrementAndGet(), identity);
  }

  /** From the next handshake on, this one. */
  void change(TlsIdentity identity) {
    before = now;
    now = named(identity);
  }

  TlsIdentity identity() {
    return now.identity();
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    Named chosen = now;
    return kind(keyType).equals(kind(chosen.identity().key().getAlgorithm()))
        ? chosen.alias()
        : null;
  }

  private static String kind(String algorithm) {
    return KINDS.getOrDefault(algorithm, algorithm);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return chooseServerAlias(keyType, issuers, null);
  }

  private @Nullable TlsIdentity find(@Nullable String alias) {
    Named newest = now;
    Named older = before;
    if (newest.alias().equals(alias)) {
      return newest.identity();
    }
    return older.alias().equals(alias) ? older.identity() : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    TlsIdentity found = find(alias);
    return found == null ? null : found.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    TlsIdentity found = find(alias);
    return found == null ? null : found.key();
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = chooseServerAlias(keyType, issuers, null);
    return alias == null ? new String[0] : new String[] {alias};
  }

  /** This is a server. */
  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[0];
  }

  /** This is a server. */
  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
