package io.roomledger.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.Await;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Server-sent events on the wire. */
class EventStreamTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final BlockingQueue<String> news = new LinkedBlockingQueue<>();
  private final CountDownLatch gone = new CountDownLatch(1);

  @Test
  void eventsComeOneByOneAndEndWithTheServer() throws Exception {
    HttpServer server = start(this::tell);
    HttpResponse<InputStream> answer = open(server);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/event-stream; charset=utf-8");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).as("a comment, sent with the head").isEqualTo(":");
      assertThat(lines.readLine()).isEmpty();
      for (String said : List.of("one", "two\nlines 中文", "")) {
        news.add(said);
        assertThat(lines.readLine()).isEqualTo("event: news");
        for (String line : said.split("\n", -1)) {
          assertThat(lines.readLine()).isEqualTo(line.isEmpty() ? "data:" : "data: " + line);
        }
        assertThat(lines.readLine()).isEmpty();
      }
      server.close();
      assertThat(lines.readLine()).isNull();
    }
    assertThat(gone.await(5, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aSignOfLifeComesEveryFifteenSecondsAndAfterTenMinutesTheClientIsToComeAgain()
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 17);
    EventStream stream = new EventStream(out, new CountDownLatch(1), now::get);
    int seconds = 0;
    do {
      now.addAndGet(TimeUnit.SECONDS.toNanos(1));
      if (++seconds == 100) {
        stream.send("news", "one");
      }
    } while (stream.pause(Duration.ZERO));

    assertThat(seconds).isEqualTo(EventStream.LONGEST.toSeconds());
    String said = out.toString(StandardCharsets.UTF_8);
    // one at first, then one after 16 s of silence each, which the event at 100 s breaks
    assertThat(said.split(":\n\n", -1)).hasSize(1 + 1 + 6 + 31);
    assertThat(said).contains(":\n\nevent: news\ndata: one\n\n:\n\n");
  }

  @Test
  void aClientThatGoesAwayIsNoticedAtTheNextEvent() throws Exception {
    try (HttpServer server = start(this::tell)) {
      HttpResponse<InputStream> answer = open(server);
      answer.body().close();
      Await.until(
          "the source ends",
          Duration.ofSeconds(10),
          () -> {
            news.add("anything");
            return gone.getCount() == 0;
          });
    }
  }

  @Test
  void aHeadHasNoEvents() throws Exception {
    try (HttpServer server = start(this::tell)) {
      HttpRequest request =
          HttpRequest.newBuilder(uri(server))
              .method("HEAD", HttpRequest.BodyPublishers.noBody())
              .build();
      assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body()).isEmpty();
      assertThat(gone.getCount()).isEqualTo(1);
    }
  }

  private void tell(EventStream stream) throws InterruptedException {
    try {
      while (stream.pause(Duration.ofMillis(5))) {
        for (String said = news.poll(); said != null; said = news.poll()) {
          stream.send("news", said);
        }
      }
    } finally {
      gone.countDown();
    }
  }

  private static HttpServer start(EventStream.Source source) {
    Site site =
        Site.plain(
            "news",
            List.of("/news"),
            List.of(Endpoint.get("/news", call -> Answer.events(source))));
    return HttpServer.start(HttpSettings.DEFAULT.withPort(0), List.of(site));
  }

  private static URI uri(HttpServer server) {
    return URI.create("http://127.0.0.1:" + server.port() + "/news");
  }

  private static HttpResponse<InputStream> open(HttpServer server) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(server)).build(), HttpResponse.BodyHandlers.ofInputStream());
  }
}
