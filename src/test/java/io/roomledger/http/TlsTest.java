package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS, and whose certificate is replaced under it. */
class TlsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  static Path made;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @BeforeAll
  static void certificates() throws Exception {
    openssl("ec", "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 30");
    openssl("rsa", "-newkey rsa:2048 -days 60");
    openssl("ed", "-newkey ed25519 -days 1");
  }

  private static void openssl(String name, String how) throws Exception {
    List<String> words =
        List.of(
            ("openssl req -x509 -nodes -subj /CN="
                    + name
                    + " -addext subjectAltName=IP:127.0.0.1 "
                    + how
                    + " -keyout "
                    + made.resolve(name + ".key")
                    + " -out "
                    + made.resolve(name + ".pem"))
                .split(" "));
    Process done = new ProcessBuilder(words).redirectErrorStream(true).start();
    String said = new String(done.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(done.waitFor()).describedAs(said).isZero();
  }

  private TlsSettings put(String certificate, String key) throws IOException {
    for (var copy : List.of(List.of(certificate + ".pem", "pem"), List.of(key + ".key", "key"))) {
      Path draft = folder.resolve("draft");
      Files.copy(made.resolve(copy.getFirst()), draft);
      Files.move(draft, folder.resolve(copy.getLast()), StandardCopyOption.REPLACE_EXISTING);
    }
    return new TlsSettings(
        Optional.of(folder.resolve("pem") + ""), Optional.of(folder.resolve("key") + ""));
  }

  private HttpServer start(TlsSettings tls) {
    HttpSettings plain = EchoServer.SETTINGS;
    return HttpServer.start(
        new HttpSettings(
            "127.0.0.1",
            0,
            Optional.empty(),
            1000,
            Duration.ofMillis(700),
            Duration.ZERO,
            plain.maxConnections(),
            true,
            plain.hsts(),
            tls,
            false),
        List.of(EchoServer.site()));
  }

  @Test
  void anotherCertificateIsTakenWhileConnectionsGoOn() throws Exception {
    try (HttpServer server = start(put("ec", "ec"));
        SSLSocket open = connect(server)) {
      assertThat(presented(open)).isEqualTo("CN=ec");
      assertThat(ask(open)).contains("200 OK", "Strict-Transport-Security: max-age=31536000");

      put("rsa", "rsa");
      server.lookForCertificate();
      try (SSLSocket next = connect(server)) {
        assertThat(presented(next)).isEqualTo("CN=rsa");
        assertThat(ask(next)).contains("200 OK");
      }
      assertThat(ask(open)).contains("200 OK");

      // of what cannot be used, none is taken
      put("ec", "rsa");
      server.lookForCertificate();
      try (SSLSocket next = connect(server)) {
        assertThat(presented(next)).isEqualTo("CN=rsa");
      }
    }
  }

  @Test
  void versionsOfTlsThatAreBrokenAreNotSpoken() throws Exception {
    try (HttpServer server = start(put("ec", "ec"))) {
      for (String version : List.of("TLSv1.2", "TLSv1.3")) {
        try (SSLSocket socket = connect(server, version)) {
          assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        }
      }
      assertThatThrownBy(() -> connect(server, "TLSv1.1").close()).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void onlySuitesThatKeepSecretsAreSpoken() throws Exception {
    try (HttpServer server = start(put("rsa", "rsa"))) {
      for (String suite :
          List.of(
              "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
              "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
              "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256")) {
        assertThatThrownBy(() -> speak(server, suite)).as(suite).isInstanceOf(SSLException.class);
      }
      assertThat(speak(server, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")).isEqualTo("TLSv1.2");
      assertThat(speak(server, "TLS_CHACHA20_POLY1305_SHA256")).isEqualTo("TLSv1.3");
    }
  }

  /** Which version is spoken with that suite. */
  private static String speak(HttpServer server, String suite) throws Exception {
    try (SSLSocket socket = socket(server)) {
      socket.setEnabledCipherSuites(new String[] {suite});
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  /** The idle time holds for the handshake too. */
  @Test
  void whoSaysNothingInTheHandshakeIsNotWaitedForForEver() throws Exception {
    try (HttpServer server = start(put("ec", "ec"));
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      silent.setSoTimeout(20_000);
      // an alert at most
      assertThat(silent.getInputStream().readAllBytes()).hasSizeLessThan(64);
    }
  }

  @Test
  void whatIsWrongWithTheFilesIsSaid() throws Exception {
    assertThatThrownBy(() -> start(put("ec", "rsa")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("server.tls.key")
        .hasMessageContaining("expected: the private key of the certificate in");
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(2));
    assertThatThrownBy(() -> TlsWatch.start(put("ed", "ed"), later))
        .hasMessageContaining("valid from")
        .hasMessageContaining("one that is valid now");
    Files.writeString(
        folder.resolve("key"), Files.readString(folder.resolve("key")).replace("PRIV", "EC PRIV"));
    TlsSettings traditional = settings("pem", "key");
    assertThatThrownBy(() -> start(traditional)).hasMessageContaining("openssl pkcs8 -topk8");
    assertThatThrownBy(() -> start(settings("key", "key")))
        .hasMessageContaining("server.tls.certificate");
    assertThatThrownBy(() -> start(settings("nothing", "key")))
        .hasMessageContaining("a file that the server may read");
    assertThatThrownBy(() -> new TlsSettings(Optional.of("one"), Optional.empty()))
        .hasMessageContaining("both files, or neither");
    Files.writeString(
        folder.resolve("key"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----");
    assertThatThrownBy(() -> start(settings("pem", "key")))
        .hasMessageContaining("a whole key")
        .hasMessageNotContaining("c2VjcmV0");
  }

  @Test
  void theKeyIsInNoText() throws Exception {
    TlsIdentity read = TlsIdentity.read(put("rsa", "rsa"));
    assertThat(read.toString()).startsWith("CN=rsa until 20");
    assertThat(read.ends()).isAfter(Instant.now().plus(Duration.ofDays(59)));
  }

  private TlsSettings settings(String certificate, String key) {
    return new TlsSettings(
        Optional.of(folder.resolve(certificate) + ""), Optional.of(folder.resolve(key) + ""));
  }

  private static SSLSocket connect(HttpServer server, String... versions) throws Exception {
    SSLSocket socket = socket(server);
    if (versions.length > 0) {
      socket.setEnabledProtocols(versions);
    }
    socket.startHandshake();
    return socket;
  }

  private static SSLSocket socket(HttpServer server) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Trusting()}, null);
    SSLSocket socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  private static String presented(SSLSocket socket) throws Exception {
    var first = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return first.getSubjectX500Principal().getName();
  }

  /** The head of an answer without more than the connection's first bytes. */
  private static String ask(SSLSocket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(
        "GET /info HTTP/1.1\r\nHost: here.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
    byte[] read = new byte[4096];
    StringBuilder said = new StringBuilder();
    while (!said.toString().endsWith("info")) {
      int count = socket.getInputStream().read(read);
      assertThat(count).describedAs("after %s", said).isPositive();
      said.append(new String(read, 0, count, StandardCharsets.US_ASCII));
    }
    return said.toString();
  }

  /** Believes everybody, as only a test may. */
  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate @Nullable [] chain, @Nullable String type) {}

    @Override
    public void checkServerTrusted(X509Certificate @Nullable [] chain, @Nullable String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
