package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Await;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Requests as they should not be, and how a server starts, logs and stops. */
class HttpLimitsTest extends EchoServer {
  @Test
  void anAnnouncedBodyThatIsTooLargeIsRefusedUnread() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
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
    try (RawClient client = new RawClient(server.port())) {
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
  void aStreamMayBeLongerThanABody() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.head("PATCH /api/v1/stream HTTP/1.1", "Host: x", "Content-Length: 600000");
      client.send("x".repeat(600_000));
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ").endsWith("all of 600000");
      client.head("PATCH /api/v1/stream HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("7d0\r\n" + "x".repeat(2000) + "\r\n0\r\n\r\n");
      assertThat(client.answer()).endsWith("all of 2000");
    }
  }

  @Test
  void aStreamHasALimitOfItsOwn() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.head("PATCH /api/v1/stream HTTP/1.1", "Host: x", "Content-Length: 1000001");
      assertThat(client.answer())
          .startsWith("HTTP/1.1 413 ")
          .contains("Connection: close")
          .contains("at most 1000000 bytes");
      assertThat(client.ended()).isTrue();
    }
    try (RawClient client = new RawClient(server.port())) {
      client.head("PATCH /api/v1/stream HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("7d0\r\n" + "x".repeat(2000) + "\r\n7fffffff\r\n");
      assertThat(client.answer()).contains("Connection: close").endsWith("cut after 2000");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void anUnreadBodyInChunksIsPassedOverAndOneThatIsTooLongEndsTheConnection() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.head("POST /api/v1/ignores HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("3\r\nabc\r\n0\r\n\r\n");
      assertThat(client.answer()).endsWith("ignored");
      client.head("POST /api/v1/ignores HTTP/1.1", "Host: x", "Transfer-Encoding: chunked");
      client.send("7d0\r\n" + "x".repeat(2000) + "\r\n");
      assertThat(client.answer()).endsWith("ignored");
      assertThat(client.ended()).isTrue();
    }
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
      try (RawClient client = new RawClient(server.port())) {
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
    try (RawClient client = new RawClient(server.port())) {
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

  /** A proxy before the server could read each of these in another way. */
  @Test
  void aHeadThatCanBeReadInTwoWaysIsRefused() throws Exception {
    for (String line :
        List.of(
            "Transfer-Encoding : chunked",
            " Content-Length: 30",
            "X: a\nContent-Length: 30",
            "X: a\0b",
            "Host: elsewhere")) {
      try (RawClient client = new RawClient(server.port())) {
        client.head("POST /api/v1/body HTTP/1.1", "Host: x", "X: y", line, "Content-Length: 2");
        client.send("{}GET /info HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.answer())
            .as(line)
            .startsWith("HTTP/1.1 400 ")
            .contains("Connection: close");
        assertThat(client.ended()).isTrue();
      }
    }
    try (RawClient client = new RawClient(server.port())) {
      client.head("GET /info HTTP/1.1", "X: y");
      assertThat(client.answer()).startsWith("HTTP/1.1 400 ").contains("Host, once");
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleOfABodyLeavesTheServerWell() throws Exception {
    try (RawClient client = new RawClient(server.port())) {
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
  void oneConnectionTooManyIsToldSoAndNextTimeThereIsRoom() throws Exception {
    HttpSettings small =
        new HttpSettings(
            "127.0.0.1",
            0,
            Optional.empty(),
            1000,
            Duration.ofSeconds(30),
            Duration.ZERO,
            2,
            true,
            "",
            TlsSettings.NONE,
            false);
    try (HttpServer own = HttpServer.start(small, List.of(site()))) {
      try (RawClient first = new RawClient(own.port());
          RawClient second = new RawClient(own.port())) {
        assertThat(first.head("GET /info HTTP/1.1", "Host: x").answer()).contains("200");
        assertThat(second.head("GET /info HTTP/1.1", "Host: x").answer()).contains("200");
        try (RawClient third = new RawClient(own.port())) {
          assertThat(third.head("GET /info HTTP/1.1", "Host: x").all())
              .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
              .contains("Retry-After: 5\r\n", "Connection: close\r\n")
              .endsWith("as it takes (2); try again in a few seconds\n");
        }
        assertThat(first.head("GET /info HTTP/1.1", "Host: x").answer()).contains("200");
      }
      Await.until(
          "room for one more",
          Duration.ofSeconds(10),
          () -> {
            try (RawClient next = new RawClient(own.port())) {
              return next.head("GET /info HTTP/1.1", "Host: x").answer().contains("200");
            }
          });
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
    HttpSettings same = SETTINGS.withPort(server.port());
    assertThatThrownBy(() -> HttpServer.start(same, List.of()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("127.0.0.1:" + server.port())
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
