package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.roomledger.base.RefusedException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class HttpServerTest {
  private static final HttpSettings SETTINGS =
      new HttpSettings(
          "127.0.0.1",
          0,
          Optional.of("https://public.example"),
          1000,
          Duration.ofSeconds(30),
          false);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final HttpServer SERVER = HttpServer.start(SETTINGS, List.of(site()));

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  private static Site site() {
    return Site.plain(
        "test",
        List.of("/api/v1", "/info"),
        List.of(
            Endpoint.get("/api/v1/things/{id}", call -> text("thing " + call.pathParameter("id"))),
            Endpoint.get("/api/v1/things/download", call -> text("download")),
            Endpoint.get("/api/v1/echo", HttpServerTest::echo),
            Endpoint.post("/api/v1/body", HttpServerTest::body),
            Endpoint.post("/api/v1/ignores", call -> text("ignored")),
            Endpoint.post("/api/v1/form", call -> text(call.form().toString())),
            Endpoint.delete("/api/v1/things/{id}", call -> text("deleted")),
            Endpoint.get("/api/v1/origin", call -> text(call.origin())),
            Endpoint.get("/api/v1/fault", HttpServerTest::fault),
            Endpoint.get("/api/v1/emoji", call -> Json.answer(200, "application/json", "🎉é")),
            Endpoint.get("/api/v1/nothing", call -> Answer.bytes(204, "text/plain", new byte[0])),
            Endpoint.get(
                "/api/v1/spelled",
                call -> text("x").with("x-OGW-RateLimit-Limit", "100").with("X-Bad", "a\r\nB: c")),
            Endpoint.get("/info", call -> text("info"))));
  }

  private static Answer text(String text) {
    return Answer.text(200, "text/plain", text);
  }

  private static Answer echo(Call call) {
    return text(
        call.query("a").orElse("-")
            + call.queries("a")
            + call.header("x-THING").orElse("-")
            + call.cookie("c").orElse("-")
            + call.address());
  }

  private static Answer body(Call call) {
    return text(call.json().map(Object::toString).orElse("empty") + call.body().length);
  }

  private static Answer fault(Call call) {
    throw new IllegalStateException("secret detail");
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + SERVER.port() + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return send(HttpRequest.newBuilder(uri(path)).POST(BodyPublishers.ofString(body)));
  }

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
    try (RawClient client = new RawClient(SERVER.port())) {
      client.head("GET /api/v1/echo?a=%zz HTTP/1.1", "Host: x");
      assertThat(client.answer()).startsWith("HTTP/1.1 400 ").contains("query: %zz");
      client.head("GET /api/v1/echo?a={\"b\":1}|== HTTP/1.1", "Host: x");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ").contains("{\"b\":1}|==");
    }
  }

  @Test
  void aPathThatIsNotEncodedRightIsRefusedByItsSite() throws Exception {
    for (String path : List.of("/api/v1/things/%zz", "/api/v1/things/%e", "/api/v1/a\"b")) {
      try (RawClient client = new RawClient(SERVER.port())) {
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
    try (RawClient client = new RawClient(SERVER.port())) {
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
                .POST(BodyPublishers.ofString("user=a%40b&password=x+y")));

    assertThat(answer.body()).contains("user=a@b").contains("password=x y");
  }

  @Test
  void aBodyWithGetOrDeleteIsIgnoredAndTheConnectionLives() throws Exception {
    try (RawClient client = new RawClient(SERVER.port())) {
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
    for (String host : List.of("h:1/prefix", "h:port", "<script>", "", "a b", "h:1@evil")) {
      try (RawClient client = new RawClient(SERVER.port())) {
        client.head("GET /api/v1/origin HTTP/1.1", "Host: " + host);
        assertThat(client.answer()).as(host).endsWith("\r\n\r\nhttps://public.example");
      }
    }
    try (RawClient client = new RawClient(SERVER.port())) {
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
    try (RawClient client = new RawClient(SERVER.port())) {
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
    try (RawClient client = new RawClient(SERVER.port())) {
      client.head("HEAD /api/v1/things/download HTTP/1.1", "Host: x");
      client.head("GET /info HTTP/1.1", "Host: x");
      client.head("HEAD /api/v1/unknown HTTP/1.1", "Host: x", "Connection: close");
      String all = client.all();
      assertThat(all).contains("Content-Length: 8\r\n").doesNotContain("download");
      assertThat(all).contains("\r\n\r\ninfoHTTP/1.1 404 ");
    }
  }

  @Test
  void anAnnouncedBodyThatIsTooLargeIsRefusedUnread() throws Exception {
    try (RawClient client = new RawClient(SERVER.port())) {
      client.head("POST /api/v1/body HTTP/1.1", "Host: x", "Content-Length: 104857600");
      assertThat(client.answer())
          .startsWith("HTTP/1.1 413 ")
          .contains("Connection: close")
          .contains("at most 1000 bytes");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aChunkedBodyIsCutAtTheLimit() throws Exception {
    try (RawClient client = new RawClient(SERVER.port())) {
      client.head("POST /api/v1/body HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("200\r\n" + "x".repeat(512) + "\r\n7fffffff\r\n");
      assertThat(client.answer())
          .startsWith("HTTP/1.1 413 ")
          .contains("Connection: close")
          .contains("at most 1000 bytes");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aClientThatSendsAHundredMegabytesGetsItsAnswer() throws Exception {
    byte[] much = new byte[100 << 20];
    HttpResponse<String> answer =
        send(HttpRequest.newBuilder(uri("/api/v1/body")).POST(BodyPublishers.ofByteArray(much)));

    assertThat(answer.statusCode()).isEqualTo(413);
  }

  @Test
  void aBodyThatNobodyReadsDoesNotHarm() throws Exception {
    assertThat(post("/api/v1/ignores", "x".repeat(900)).body()).isEqualTo("ignored");
    assertThat(post("/api/v1/unknown", "x".repeat(900)).statusCode()).isEqualTo(404);
  }

  @Test
  void brokenRequestsAreRefusedInPlainWordsAndTheServerLives() throws Exception {
    for (String request :
        List.of(
            "nonsense\r\n\r\n",
            "GET\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "GET / HTTP/9\r\n\r\n",
            "GET /api/v1/echo HTTP/1.1\r\nno colon\r\n\r\n",
            "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1\r\nA: " + "a".repeat(40_000) + "\r\n\r\n",
            "POST /api/v1/body HTTP/1.1\r\nContent-Length: many\r\n\r\n",
            "POST /api/v1/body HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
            "POST /api/v1/body HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")) {
      try (RawClient client = new RawClient(SERVER.port())) {
        client.send(request);
        String answer = client.answer();
        assertThat(client.ended()).isTrue();
        assertThat(answer)
            .as(request.substring(0, Math.min(60, request.length())))
            .matches("(?s)HTTP/1.1 (400|404|413|505) .*")
            .doesNotContainIgnoringCase("exception")
            .doesNotContainIgnoringCase("<html");
      }
    }
    assertThat(get("/info").body()).isEqualTo("info");
  }

  @Test
  void aRequestThatSaysTwoLengthsIsRefused() throws Exception {
    try (RawClient client = new RawClient(SERVER.port())) {
      client.head(
          "POST /api/v1/body HTTP/1.1",
          "Host: x",
          "Content-Length: 4",
          "Transfer-Encoding: chunked");
      client.send("0\r\n\r\nGET /info HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 400 ").contains("Connection: close");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleOfABodyLeavesTheServerWell() throws Exception {
    try (RawClient client = new RawClient(SERVER.port())) {
      client.head("POST /api/v1/body HTTP/1.1", "Host: x", "Content-Length: 900");
      client.send("{\"a\":");
    }
    assertThat(get("/info").body()).isEqualTo("info");
  }

  @Test
  void aConnectionThatIsSilentTooLongIsEnded() throws Exception {
    HttpSettings hasty =
        new HttpSettings("127.0.0.1", 0, Optional.empty(), 1000, Duration.ofMillis(200), false);
    try (HttpServer own = HttpServer.start(hasty, List.of(site()))) {
      for (String words :
          List.of(
              "",
              "GET /info HTTP/1.1\r\nHost: x\r\n\r\n",
              "GET /info HTT",
              "GET /info HTTP/1.1\r\nHos",
              "POST /api/v1/body HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{",
              "POST /api/v1/body HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{")) {
        try (RawClient client = new RawClient(own.port())) {
          client.send(words);
          String all = client.all();
          assertThat(all).as(words).doesNotContain("HTTP/1.1 500");
          assertThat(all.contains("info")).as(words).isEqualTo(words.endsWith("\r\n\r\n"));
        }
      }
    }
  }

  @Test
  void oneLineIsLoggedForEachRequestAndNeverItsQuery() throws Exception {
    Logger log = (Logger) LoggerFactory.getLogger("access");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    Level before = log.getLevel();
    log.setLevel(Level.INFO);
    try (HttpServer own = HttpServer.start(SETTINGS, List.of(site()));
        RawClient client = new RawClient(own.port())) {
      client.head("GET /api/v1/echo?token=secret HTTP/1.1", "Host: x", "X-Auth-Token: secret");
      client.answer();
      client.head("GET /a\u00e9\u001b[31m?token=secret HTTP/1.1", "Host: x");
      client.answer();
      client.all();
    } finally {
      log.detachAppender(lines);
      log.setLevel(before);
    }
    assertThat(lines.list).hasSize(2);
    assertThat(lines.list.getFirst().getFormattedMessage())
        .matches("127\\.0\\.0\\.1 GET /api/v1/echo 200 \\d+ ms 14 bytes [0-9A-F-]{36}");
    assertThat(lines.list.getLast().getFormattedMessage())
        .matches("[!-~ ]+")
        .doesNotContain("secret");
  }

  @Test
  void aPortThatIsTakenIsToldClearly() {
    HttpSettings same = SETTINGS.withPort(SERVER.port());
    assertThatThrownBy(() -> HttpServer.start(same, List.of()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("127.0.0.1:" + SERVER.port())
        .hasMessageContaining("a port that is free");
  }

  @Test
  void sitesThatOverlapOrLeaveTheirRootsDoNotStart() {
    Site twice = Site.plain("twice", List.of("/a", "/a"), List.of());
    Site outside = Site.plain("out", List.of("/a"), List.of(Endpoint.get("/b", call -> text("b"))));
    assertThatThrownBy(() -> HttpServer.start(SETTINGS, List.of(twice)))
        .hasMessageContaining("root /a");
    assertThatThrownBy(() -> HttpServer.start(SETTINGS, List.of(outside)))
        .hasMessageContaining("/b");
  }

  @Test
  void aRequestThatRunsMayEndWhileTheServerStops() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Site slow =
        Site.plain(
            "slow",
            List.of("/slow"),
            List.of(
                Endpoint.get(
                    "/slow",
                    call -> {
                      running.countDown();
                      go.await();
                      return text("done");
                    })));
    HttpServer stopping = HttpServer.start(SETTINGS, List.of(slow));
    try (RawClient client = new RawClient(stopping.port())) {
      client.head("GET /slow HTTP/1.1", "Host: x");
      running.await();
      Thread stop = Thread.ofVirtual().start(stopping::close);
      go.countDown();
      assertThat(client.answer()).endsWith("done");
      stop.join();
    }
  }

  @Test
  void healthTellsWhatIsNotReady() throws Exception {
    boolean[] well = {true};
    Site health =
        Health.site(
            List.of(
                new Health.Check("database", () -> well[0]),
                new Health.Check(
                    "jobs",
                    () -> {
                      if (!well[0]) {
                        throw new IllegalStateException();
                      }
                      return true;
                    })));
    try (HttpServer own = HttpServer.start(SETTINGS, List.of(health));
        RawClient client = new RawClient(own.port())) {
      client.head("GET /health/ready HTTP/1.1", "Host: x");
      assertThat(client.answer())
          .startsWith("HTTP/1.1 200 ")
          .endsWith(
              "{\"status\":\"ready\",\"checks\":{\"database\":\"ready\",\"jobs\":\"ready\"}}");
      well[0] = false;
      client.head("GET /health/ready HTTP/1.1", "Host: x");
      assertThat(client.answer())
          .startsWith("HTTP/1.1 503 ")
          .contains("{\"database\":\"not ready\",\"jobs\":\"not ready\"}");
      client.head("GET /health/live HTTP/1.1", "Host: x");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
    }
  }
}
