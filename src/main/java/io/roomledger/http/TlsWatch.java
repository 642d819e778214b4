package io.roomledger.http;

import io.helidon.common.tls.Tls;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's certificate while it runs: looks at its files again and again, and takes what is new
 * there for the next connections; those that are open go on. What cannot be used is said once, and
 * the old one stays.
 */
final class TlsWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsWatch.class);
  private static final Duration PAUSE = Duration.ofSeconds(20);
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** With a key for each connection, and authenticated; the JDK has older ones too. */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final TlsSettings settings;
  private final Clock clock;
  private final TlsKey keys;
  private volatile boolean closed;
  private List<Object> seen;

  private TlsWatch(TlsSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.seen = looks(settings);
    this.keys = new TlsKey(TlsIdentity.read(settings).validAt(clock.instant()));
  }

  /**
   * Begins with what is there.
   *
   * @throws RefusedException invalid, if it cannot be used
   */
  static TlsWatch start(TlsSettings settings, Clock clock) {
    TlsWatch watch = new TlsWatch(settings, clock);
    Thread.ofVirtual().name("certificate").start(watch::run);
    return watch;
  }

  /** How the server speaks: TLS 1.2 and 1.3, with suites that nobody has to regret. */
  Tls tls() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, null, new SecureRandom());
      return Tls.builder()
          .sslContext(context)
          .enabledProtocols(PROTOCOLS)
          .enabledCipherSuites(SUITES)
          .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK speaks TLS", e);
    }
  }

  private void run() {
    while (!closed) {
      LockSupport.parkNanos(PAUSE.toNanos());
      look();
    }
  }

  /** Takes what is new in the files, if it can be used; the key may come after the certificate. */
  synchronized void look() {
    List<Object> now = looks(settings);
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    try {
      keys.change(TlsIdentity.read(settings).validAt(clock.instant()));
      LOG.info("another certificate: {}", keys.identity());
    } catch (RefusedException e) {
      LOG.warn("the certificate stays what it was: {}", e.getMessage());
    }
  }

  private static List<Object> looks(TlsSettings settings) {
    return List.of(look(settings.certificate().orElseThrow()), look(settings.key().orElseThrow()));
  }

  private static List<Object> look(String file) {
    try {
      FileTime changed = Files.getLastModifiedTime(Path.of(file));
      return List.of(changed, Files.size(Path.of(file)), fileKey(Path.of(file)));
    } catch (IOException e) {
      return List.of();
    }
  }

  /** Which file it is: another one may have been put in its place within a tick of the clock. */
  private static String fileKey(Path file) throws IOException {
    return Objects.toString(
        Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class).fileKey());
  }

  @Override
  public void close() {
    closed = true;
  }
}
