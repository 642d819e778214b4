package io.roomledger.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said to the issuer, and what is not taken from it. */
class OpenIdProviderTest {
  private static final CountDownLatch OVER = new CountDownLatch(1);
  private static HttpServer server;

  @BeforeAll
  static void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    says(
        "/other",
        "{\"issuer\":\"https://other.example\",\"jwks_uri\":\"https://other.example/keys\",\"subject_types_supported\":[\"public\"]}");
    says("/text", "not JSON");
    says("/long", "x".repeat(600_000));
    server.createContext(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
          try {
            OVER.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.createContext(
        "/away",
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/text");
          exchange.sendResponseHeaders(302, -1);
        });
    server.start();
  }

  @AfterAll
  static void stop() {
    OVER.countDown();
    server.stop(0);
  }

  private static void says(String path, String text) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private static String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static OpenIdProvider of(String issuer) {
    return new OpenIdProvider(
        settings(issuer, ""), URI.create("https://rooms.example/back"), Clock.systemUTC());
  }

  private static OpenIdSettings settings(String issuer, String file) {
    return new OpenIdSettings(issuer, "roomledger", "", file, "Somewhere");
  }

  @Test
  void anIssuerThatIsNotWhatItShouldBeIsSaidInWords() {
    for (String path : new String[] {"/other", "/text", "/long", "/away", "/nothing"}) {
      assertThatThrownBy(() -> of(address() + path).depart())
          .as(path)
          .isInstanceOfSatisfying(
              OpenIdFailure.class,
              failure -> assertThat(failure.why()).isEqualTo(OpenIdFailure.Why.UNREACHABLE))
          .hasMessageStartingWith("the issuer cannot be read: ");
    }
    assertThatThrownBy(() -> of(address() + "/other").depart())
        .hasMessageContaining("names itself");
  }

  @ParameterizedTest
  @EnumSource(SmallIssuer.Proof.class)
  void anIssuerIsGivenTheSecretWhereItTakesIt(SmallIssuer.Proof proof) throws Exception {
    try (SmallIssuer issuer = new SmallIssuer(proof)) {
      String secret = proof == SmallIssuer.Proof.NONE ? "" : SmallIssuer.SECRET;
      OpenIdProvider provider =
          new OpenIdProvider(
              new OpenIdSettings(issuer.address(), SmallIssuer.CLIENT, secret, "", "Somewhere"),
              URI.create("https://rooms.example/back"),
              Clock.systemUTC());
      Departure gone = provider.depart();
      String code =
          issuer.grant(gone.address(), SmallIssuer.Word.of("priya", "priya@brightwater.example"));
      assertThat(provider.arrive(code, gone.nonce(), gone.verifier()).subject()).isEqualTo("priya");
    }
  }

  @Test
  void aCallEndsAfterItsTimeAlsoInTheMiddleOfAnAnswer() {
    IssuerCalls calls = new IssuerCalls(Duration.ofMillis(300));
    assertThatThrownBy(() -> calls.text(URI.create(address() + "/slow")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer within 300 ms");
    assertThatThrownBy(() -> calls.text(URI.create("http://issuer.example/")))
        .hasMessageContaining("is not https");
  }

  @Test
  void settingsThatCannotBeRightAreRefused() {
    for (String issuer :
        new String[] {
          "http://id.example.org",
          "https://id.example.org/?a=b",
          "https://me:secret@id.example.org",
          "id.example.org",
          "ftp://127.0.0.1"
        }) {
      assertThatThrownBy(() -> settings(issuer, ""))
          .as(issuer)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("console.openid.issuer");
    }
    assertThatThrownBy(() -> settings("https://id.example.org", "/there/is/none"))
        .hasMessageContaining("console.openid.client-secret-file");
    assertThatThrownBy(() -> new OpenIdSettings("https://id.example.org", "", "", "", "X"))
        .hasMessageContaining("console.openid.client-id");
    assertThat(new OpenIdSettings("https://id.example.org", "a", "hidden", "", "X").toString())
        .doesNotContain("hidden");
  }

  /** Or whoever speaks for the issuer could have this server call what listens on it alone. */
  @Test
  void anIssuerBehindTlsNamesNoAddressOfThisMachine() {
    OpenIdSettings far = settings("https://id.example.org", "");
    assertThat(far.trusts(URI.create("https://keys.example.org/keys"))).isTrue();
    assertThat(far.trusts(URI.create("http://127.0.0.1:9464/metrics"))).isFalse();
    OpenIdSettings near = settings("http://127.0.0.1:8080/realm", "");
    assertThat(near.trusts(URI.create("http://localhost:8080/keys"))).isTrue();
    assertThat(near.trusts(URI.create("http://10.0.0.1/keys"))).isFalse();
  }
}
