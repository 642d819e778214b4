package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Requests as they should be: paths, queries, bodies, answers. */
class HttpServerTest extends EchoServer {
  @Test
  void literalPathsWinOverParametersAndASlashMoreIsTaken() throws Exception {
    assertThat(get("/api/v1/things/download").body()).isEqualTo("download");
    assertThat(get("/api/v1/things/download/").body()).isEqualTo("download");
    assertThat(get("/api/v1/things/7").body()).isEqualTo("thing 7");
    assertThat(get("/api/v1/things/7/").body()).isEqualTo("thing 7");
    assertThat(get("/api/v1/things/a%20%C3%A9").body()).isEqualTo("thing a é");
    assertThat(get("/info").body()).isEqualTo("info");
  }

  @Test
  void queriesHeadersCookiesAndAddressAreHandedOn() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/api/v1/echo?a=1%2B1&a=b+c&a"))
                .header("X-Thing", "thing")
                .header("Cookie", "b=1; c=two; d=3"));

    assertThat(answer.body()).isEqualTo("1+1[1+1, b c, ]thingtwo127.0.0.1");
  }

  @Test
  void aQueryThatIsNotEncodedRightIsRefused() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.head("GET /api/v1/echo?a=%zz HTTP/1.1", "Host: x");
      assertThat(client.answer()).startsWith("HTTP/1.1 400 ").contains("query: %zz");
      client.head("GET /api/v1/echo?a={\"b\":1}|== HTTP/1.1", "Host: x");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ").contains("{\"b\":1}|==");
    }
  }

  @Test
  void aPathThatIsNotEncodedRightIsRefusedByItsSite() throws Exception {
    for (String path : List.of("/api/v1/things/%zz", "/api/v1/things/%e", "/api/v1/a\"b")) {
      try (RawClient client = new RawClient(server.port())) {
        client.head("GET " + path + " HTTP/1.1", "Host: x");
        assertThat(client.answer())
            .as(path)
            .startsWith("HTTP/1.1 400 ")
            .contains("application/json")
            .doesNotContain("Exception");
      }
    }
  }

  @Test
  void bodiesAreJsonWhateverTheirTypeAndMayBeEmpty() throws Exception {
    assertThat(post("/api/v1/body", "{\"a\": [1, \"é\"]}").body()).isEqualTo("{\"a\":[1,\"é\"]}16");
    assertThat(post("/api/v1/body", "").body()).isEqualTo("empty0");
    try (RawClient client = new RawClient(server.port())) {
      client.head("POST /api/v1/body HTTP/1.1", "Host: x");
      assertThat(client.answer()).endsWith("empty0");
      client.head("POST /api/v1/body HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("0\r\n\r\n");
      assertThat(client.answer()).endsWith("empty0");
      client.head("POST /api/v1/body HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("2\r\n[1\r\n3\r\n,2]\r\n0\r\n\r\n");
      assertThat(client.answer()).endsWith("[1,2]5");
    }
  }

  @Test
  void brokenAndTooDeepJsonIsRefused() throws Exception {
    for (String body : List.of("{\"a\":", "{} {}", "nonsense", "[".repeat(400), "\"\\ud83d")) {
      HttpResponse<String> answer = post("/api/v1/body", body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.body()).contains("expected: JSON");
    }
  }

  @Test
  void aFormIsDecoded() throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(uri("/api/v1/form"))
                .header("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8")
                .POST(BodyPublishers.ofString("user=a%40b&password=x+y&user=c")));

    assertThat(answer.body()).contains("user=[a@b, c]").contains("password=[x y]");
  }

  @Test
  void aBodyWithGetOrDeleteIsIgnoredAndTheConnectionLives() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      for (String method : List.of("GET", "DELETE")) {
        client.head(
            method + " /api/v1/things/7 HTTP/1.1",
            "Host: x",
            "Content-Type: application/json",
            "Content-Length: 2");
        client.send("{}");
        assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
      }
    }
  }

  @Test
  void strangeHostsAreTakenAndNotBelieved() throws Exception {
    for (String host : List.of("h:1/p", "h:port", "<script>", "", "a b", "h:1@evil", "[:::]")) {
      try (RawClient client = new RawClient(server.port())) {
        client.head("GET /api/v1/origin HTTP/1.1", "Host: " + host);
        assertThat(client.answer()).as(host).endsWith("\r\n\r\nhttps://public.example");
      }
    }
    try (RawClient client = new RawClient(server.port())) {
      client.head("GET /api/v1/origin HTTP/1.1", "Host: [::1]:8080", "X-Forwarded-Host: evil");
      assertThat(client.answer()).endsWith("http://[::1]:8080");
    }
  }

  @Test
  void aTrustedProxyIsBelieved() throws Exception {
    HttpSettings trusting =
        new HttpSettings("127.0.0.1", 0, Optional.empty(), 1000, Duration.ofSeconds(30), true);
    try (HttpServer behind = HttpServer.start(trusting, List.of(site()));
        RawClient client = new RawClient(behind.port())) {
      String[] forwarded = {
        "Host: inner",
        "X-Forwarded-For: 203.0.113.9, 192.0.2.7",
        "X-Forwarded-Proto: https",
        "X-Forwarded-Host: chat.example.org"
      };
      client.send("GET /api/v1/origin HTTP/1.1\r\n").head(forwarded);
      assertThat(client.answer()).endsWith("https://chat.example.org");
      client.send("GET /api/v1/echo HTTP/1.1\r\n").head(forwarded);
      assertThat(client.answer()).endsWith("192.0.2.7");
    }
  }

  @Test
  void byTheHostOfThePublicAddressAClientCameThroughTls() throws Exception {
    HttpSettings proxied =
        new HttpSettings(
            "127.0.0.1",
            0,
            Optional.of("https://rooms.example.org"),
            1000,
            Duration.ofSeconds(30),
            false);
    try (HttpServer behind = HttpServer.start(proxied, List.of(site()));
        RawClient client = new RawClient(behind.port())) {
      client.send("GET /api/v1/origin HTTP/1.1\r\n").head("Host: rooms.example.org");
      assertThat(client.answer()).endsWith("https://rooms.example.org");
      client.send("GET /api/v1/origin HTTP/1.1\r\n").head("Host: other.example.org");
      assertThat(client.answer()).endsWith("http://other.example.org");
    }
  }

  @Test
  void whatOpensAFileIsNotWrittenIntoTheLog() {
    assertThat(AccessLog.printable("/ledger/v1/files/Zu-Z6eKzIIz7MCCR/plan.zip"))
        .isEqualTo("/ledger/v1/files/Zu-Z6e.../plan.zip");
    assertThat(AccessLog.printable("/media/aaaaaabbbbbb?x")).isEqualTo("/media/aaaaaa...");
    assertThat(AccessLog.printable("/ledger/v1/files")).isEqualTo("/ledger/v1/files");
  }

  @Test
  void whatIsNotThereIsRefusedByItsSiteAndElsewherePlainly() throws Exception {
    HttpResponse<String> unknown = get("/api/v1/unknown");
    HttpResponse<String> wrongMethod = post("/api/v1/echo", "{}");
    HttpResponse<String> outside = get("/api/v1x");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("endpoint /api/v1/unknown");
    assertThat(wrongMethod.statusCode()).isEqualTo(404);
    assertThat(get("/api/v1").body()).contains("endpoint /api/v1");
    assertThat(outside.statusCode()).isEqualTo(404);
    assertThat(outside.body()).isEqualTo("404 not found\n");
  }

  @Test
  void aSiteAtTheRootGetsWhatNoOtherSiteHas() throws Exception {
    Site all = Site.plain("all", List.of("/"), List.of(Endpoint.get("/", call -> text("landing"))));
    try (HttpServer both = HttpServer.start(SETTINGS, List.of(all, site()));
        RawClient client = new RawClient(both.port())) {
      client.head("GET / HTTP/1.1", "Host: x");
      assertThat(client.answer()).endsWith("landing");
      client.head("GET /info HTTP/1.1", "Host: x");
      assertThat(client.answer()).endsWith("info");
      client.head("GET /elsewhere HTTP/1.1", "Host: x");
      assertThat(client.answer()).contains("endpoint /elsewhere");
    }
  }

  @Test
  void aFaultIsToldWithoutItsDetails() throws Exception {
    HttpResponse<String> answer = get("/api/v1/fault");

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("its log has more").doesNotContain("secret");
  }

  @Test
  void answersAreTypedAndSpelledExactly() throws Exception {
    assertThat(get("/api/v1/emoji").body()).isEqualTo("\"🎉é\"");
    assertThat(get("/api/v1/emoji").headers().allValues("content-type"))
        .containsExactly("application/json");
    assertThat(get("/api/v1/emoji").headers().allValues("x-content-type-options"))
        .containsExactly("nosniff");
    for (String path : List.of("/api/v1/emoji", "/elsewhere")) {
      assertThat(get(path).headers().allValues("content-security-policy"))
          .containsExactly(
              "script-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'");
      assertThat(get(path).headers().allValues("referrer-policy")).containsExactly("no-referrer");
    }
    assertThat(get("/api/v1/emoji").headers().allValues("cache-control"))
        .containsExactly("no-store");
    assertThat(get("/elsewhere").headers().allValues("content-type"))
        .containsExactly("text/plain; charset=utf-8");
    try (RawClient client = new RawClient(server.port())) {
      client.head("GET /api/v1/spelled HTTP/1.1", "Host: x");
      assertThat(client.answer())
          .contains("\r\nx-OGW-RateLimit-Limit: 100\r\n")
          .contains("\r\nContent-Length: 1\r\n")
          .contains("\r\nX-Bad: a??B: c\r\n");
      client.head("GET /api/v1/nothing HTTP/1.1", "Host: x");
      assertThat(client.answer()).startsWith("HTTP/1.1 204 ");
    }
  }

  @Test
  void headIsGetWithoutTheBody() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.head("HEAD /api/v1/things/download HTTP/1.1", "Host: x");
      client.head("GET /info HTTP/1.1", "Host: x");
      client.head("HEAD /api/v1/unknown HTTP/1.1", "Host: x", "Connection: close");
      String all = client.all();
      assertThat(all).contains("Content-Length: 8\r\n").doesNotContain("download");
      assertThat(all).contains("\r\n\r\ninfoHTTP/1.1 404 ");
    }
  }
}
