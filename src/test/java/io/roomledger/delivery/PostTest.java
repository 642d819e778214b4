package io.roomledger.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One call of an address that somebody else chose. */
class PostTest {
  private static final byte[] BODY = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  private static Post post(Duration limit) {
    return new Post(true, limit, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /** A server that answers one call with these bytes, and then says nothing more. */
  private record Answering(ServerSocket server, CompletableFuture<String> heard)
      implements AutoCloseable {
    static Answering with(String answer) throws IOException {
      ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      CompletableFuture<String> heard = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(() -> {
            try {
              // not closed: that is for the caller to do
              Socket socket = server.accept();
              byte[] block = new byte[10_000];
              StringBuilder text = new StringBuilder();
              while (!text.toString().endsWith("{\"a\":1}")) {
                int read = socket.getInputStream().read(block);
                text.append(new String(block, 0, read, StandardCharsets.UTF_8));
              }
              socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
              socket.getOutputStream().flush();
              heard.complete(text.toString());
            } catch (IOException e) {
              heard.completeExceptionally(e);
            }
          });
      return new Answering(server, heard);
    }

    URI address(String path) {
      return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @Test
  void whatIsSentIsOneWholeRequest() throws Exception {
    try (Answering server = Answering.with("HTTP/1.1 204 No Content\r\n\r\n")) {
      int status =
          post(Duration.ofSeconds(20))
              .json(server.address("/hook?x=1"), Map.of("webhook-id", "m1"), BODY);

      assertThat(status).isEqualTo(204);
      assertThat(server.heard().get())
          .startsWith("POST /hook?x=1 HTTP/1.1\r\nHost: 127.0.0.1:")
          .contains("\r\nwebhook-id: m1\r\n", "\r\nContent-Length: 7\r\n", "\r\n\r\n{\"a\":1}");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HTTP/1.1 302 Found|Location: http://127.0.0.1:1/||, 302",
    "HTTP/1.0 500 Oh||, 500",
    "HTTP/1.1 100 Continue|||HTTP/1.1 103 Early Hints|Link: x|||HTTP/1.1 200 OK||, 200",
  })
  void theStatusIsTheLastOneAndRedirectsAreNotFollowed(String answer, int status) throws Exception {
    try (Answering server =
        Answering.with(answer.replace("|||", "\r\n\r\n").replace("|", "\r\n"))) {
      assertThat(post(Duration.ofSeconds(20)).json(server.address("/"), Map.of(), BODY))
          .isEqualTo(status);
    }
  }

  @Test
  void whatAnswersTooMuchOrSomethingElseIsLeft() throws Exception {
    for (String answer :
        new String[] {
          "SSH-2.0-OpenSSH_9.2\r\n",
          "HTTP/1.1 " + "2".repeat(10_000),
          "HTTP/1.1 100 Continue\r\n" + "X: y\r\n".repeat(20_000)
        }) {
      try (Answering server = Answering.with(answer)) {
        assertThatThrownBy(
                () -> post(Duration.ofSeconds(20)).json(server.address("/"), Map.of(), BODY))
            .isInstanceOf(IOException.class)
            .hasMessageMatching("what answered does not speak HTTP|the answer is too long");
      }
    }
  }

  @Test
  void whoNeverAnswersIsWaitedForNoLongerThanTheLimit() throws Exception {
    try (Answering server = Answering.with("HTTP/1.1 2")) {
      assertThatThrownBy(
              () -> post(Duration.ofMillis(200)).json(server.address("/"), Map.of(), BODY))
          .hasMessage("no answer within 200 ms");
    }
  }

  @Test
  void aPrivateAddressIsNotConnectedToWhateverItsName() throws Exception {
    Post careful =
        new Post(false, Duration.ofSeconds(20), (SSLSocketFactory) SSLSocketFactory.getDefault());
    try (Answering server = Answering.with("HTTP/1.1 200 OK\r\n\r\n")) {
      for (String host : new String[] {"localhost", "127.0.0.1", "[::1]"}) {
        URI address = URI.create("http://" + host + ":" + server.server().getLocalPort() + "/");
        assertThatThrownBy(() -> careful.json(address, Map.of(), BODY))
            .hasMessageContaining("private network");
      }
      assertThat(server.heard()).isNotDone();
    }
  }

  @Test
  void tlsNeedsACertificateForThatVeryName(@TempDir Path folder) throws Exception {
    SSLContext context = selfSigned(folder);
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        call -> {
          call.sendResponseHeaders(200, -1);
          call.close();
        });
    server.start();
    try {
      Post trusting = new Post(true, Duration.ofSeconds(20), context.getSocketFactory());
      String port = ":" + server.getAddress().getPort() + "/";
      assertThat(trusting.json(URI.create("https://localhost" + port), Map.of(), BODY))
          .isEqualTo(200);
      assertThatThrownBy(
              () -> trusting.json(URI.create("https://127.0.0.1" + port), Map.of(), BODY))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() ->
              post(Duration.ofSeconds(20))
                  .json(URI.create("https://localhost" + port), Map.of(), BODY))
          .isInstanceOf(IOException.class);
    } finally {
      server.stop(0);
    }
  }

  /** A context that has, and trusts, a certificate for the name localhost alone. */
  private static SSLContext selfSigned(Path folder) throws Exception {
    Path store = folder.resolve("keys.p12");
    String secret = "changeit";
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-storetype",
                "PKCS12",
                "-storepass",
                secret,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).describedAs(said).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(Files.newInputStream(store), secret.toCharArray());
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, secret.toCharArray());
    KeyStore believed = KeyStore.getInstance("PKCS12");
    believed.load(null, null);
    believed.setCertificateEntry("a", keys.getCertificate("a"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(believed);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
