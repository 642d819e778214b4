package io.roomledger.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.HttpServer;
import io.roomledger.http.HttpSettings;
import io.roomledger.http.Json;
import io.roomledger.http.RawClient;
import io.roomledger.http.TestCall;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What every dialect does, whatever its vendor: it refuses in the vendor's words and never with a
 * fault, a web page or a stack trace. The test of each dialect extends this.
 */
public abstract class DialectContract {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** The dialect, with all that it needs behind it. */
  protected abstract Dialect dialect();

  /**
   * Whether the vendor promises JSON for this; most do for all but an address that is not there.
   */
  protected boolean promisesJson(Call call, Refusal refusal) {
    return !(refusal instanceof Refusal.NotFound missing
        && missing.what() == Refusal.Thing.ENDPOINT);
  }

  /** Whether people's browsers come to that address, and get pages. */
  protected boolean answersPeople(String where) {
    return false;
  }

  /** Whether a fault shows in the HTTP status, as with most vendors, or in the body only. */
  protected boolean failsByStatus(Call call) {
    return true;
  }

  @Test
  void everyRefusalIsSpelledAtEveryAddress() {
    Dialect dialect = dialect();
    for (Call call : calls(dialect)) {
      for (Refusal refusal : Refusals.all()) {
        String where = call.method() + " " + call.path() + " " + refusal;
        Answer answer = dialect.dress(call, dialect.refuse(call, refusal));

        assertClean(where, text(answer));
        assertThat(answer.status()).as(where).isBetween(200, 599);
        if (!(refusal instanceof Refusal.Unavailable)) {
          assertThat(answer.status()).as(where).isLessThan(500);
        }
        if (promisesJson(call, refusal)) {
          assertJson(where, answer);
        }
      }
    }
  }

  @Test
  void aFaultIsSpelledAtEveryAddressAndTellsNothing() {
    Dialect dialect = dialect();
    for (Call call : calls(dialect)) {
      Answer answer = dialect.dress(call, dialect.fail(call));

      assertThat(answer.status() >= 400).as(call.path()).isEqualTo(failsByStatus(call));
      assertClean(call.path(), text(answer));
      assertJson(call.path(), answer);
    }
  }

  @Test
  void addressesThatAreNotThereAreRefusedUnderEveryRoot() throws Exception {
    Dialect dialect = dialect();
    try (HttpServer server = start(dialect)) {
      for (String root : dialect.roots()) {
        HttpResponse<String> answer = send(server, "GET", root + "/no/such/address", "");
        assertThat(answer.statusCode()).as(root).isBetween(200, 499);
        assertClean(root, answer.body());
      }
    }
  }

  @Test
  void everyAddressTakesStrangeMethodsAndBodiesWithoutAFault() throws Exception {
    Dialect dialect = dialect();
    try (HttpServer server = start(dialect)) {
      for (Endpoint endpoint : dialect.endpoints()) {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")) {
          for (String body : List.of("", "{", "[]", "{}", "null", "7", "{\"a\":".repeat(500))) {
            String where = method + " " + endpoint.path() + " " + body;
            HttpResponse<String> answer = send(server, method, filled(endpoint), body);
            assertThat(answer.statusCode()).as(where).isBetween(200, 499);
            assertClean(where, answer.body());
          }
        }
      }
    }
  }

  @Test
  void aBodyOfAHundredMegabytesIsRefusedUnreadInTheVendorsWords() throws Exception {
    Dialect dialect = dialect();
    try (HttpServer server = start(dialect)) {
      for (Endpoint endpoint : dialect.endpoints()) {
        if (endpoint.method().equals("POST") && !endpoint.streamed()) {
          try (RawClient client = new RawClient(server.port())) {
            client.head(
                "POST " + filled(endpoint) + " HTTP/1.1", "Host: x", "Content-Length: 104857600");
            String answer = client.answer();
            assertThat(answer)
                .as(endpoint.path())
                .startsWith("HTTP/1.1 ")
                .contains("Connection: close");
            assertClean(endpoint.path(), answer);
            Call call = TestCall.of("POST", filled(endpoint));
            Refusal large = new Refusal.TooLarge("body", HttpSettings.DEFAULT.maxBody());
            int status = dialect.refuse(call, large).status();
            assertThat(answer).as(endpoint.path()).startsWith("HTTP/1.1 " + status + " ");
          }
        }
      }
    }
  }

  private static HttpServer start(Dialect dialect) {
    return HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(dialect));
  }

  private static HttpResponse<String> send(
      HttpServer server, String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  /** One call of each endpoint, and one of what is none. */
  private static List<Call> calls(Dialect dialect) {
    List<Call> calls = new ArrayList<>();
    for (Endpoint endpoint : dialect.endpoints()) {
      calls.add(TestCall.of(endpoint.method(), filled(endpoint)));
    }
    for (String root : dialect.roots()) {
      calls.add(TestCall.of("GET", root + "/no/such/address"));
    }
    // a request that broke off before its address was read
    calls.add(new TestCall("", "", Map.of(), ""));
    return calls;
  }

  private static String filled(Endpoint endpoint) {
    return endpoint.path().replaceAll("\\{[^}]*}", "7");
  }

  private static String text(Answer answer) {
    assertThat(answer.body()).isInstanceOf(Answer.Body.Bytes.class);
    return new String(((Answer.Body.Bytes) answer.body()).bytes(), StandardCharsets.UTF_8);
  }

  private static void assertJson(String where, Answer answer) {
    String type = answer.headers().getOrDefault("Content-Type", "");
    assertThat(type.toLowerCase(Locale.ROOT))
        .as(where)
        .matches("application/(problem\\+)?json(;.*)?");
    JsonNode json = Json.read(text(answer).getBytes(StandardCharsets.UTF_8));
    assertThat(json.isObject()).as(where + ": " + json).isTrue();
  }

  private void assertClean(String where, String text) {
    if (!answersPeople(where)) {
      assertThat(text).as(where).doesNotContainIgnoringCase("<html", "<!doctype");
    }
    assertThat(text)
        .as(where)
        .doesNotContain("Exception")
        .doesNotContain("\tat ")
        .doesNotContain("io.roomledger");
  }
}
