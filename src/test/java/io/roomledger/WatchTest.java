package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.db.Await;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.http.HttpServer;
import io.roomledger.http.HttpSettings;
import io.roomledger.http.Site;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What whoever watches a server sees of it. */
class WatchTest {
  private static final String TOKEN = "only-prometheus-reads";
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:roomledger|jvm|process|system)_[a-z_]+)(?=[{\\[ )]|$)");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static RunningServer server;
  private static HttpServer collector;
  private static DatabaseSettings database = TestDatabase.freshSettings();
  private static final Queue<String> TRACES = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void start() throws Exception {
    collector =
        HttpServer.start(
            HttpSettings.DEFAULT.withPort(0),
            List.of(
                Site.plain(
                    "collector",
                    List.of("/v1"),
                    List.of(
                        Endpoint.post(
                            "/v1/traces",
                            call -> {
                              TRACES.add(new String(call.body(), StandardCharsets.ISO_8859_1));
                              return Answer.text(200, "application/x-protobuf", "");
                            })))));
    server =
        RunningServer.on(
            database,
            folder,
            Map.of(
                "server.trust-forwarded",
                "true",
                "uploads.daily",
                "2k",
                "metrics.token",
                TOKEN,
                "traces.endpoint",
                "http://127.0.0.1:" + collector.port() + "/v1/traces"));
  }

  @AfterAll
  static void stop() {
    server.close();
    collector.close();
  }

  private static String scrape() throws Exception {
    HttpResponse<byte[]> answer = server.get("/metrics", "Authorization", "Bearer " + TOKEN);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  @Test
  void onlyWhoHasTheTokenReadsFigures() throws Exception {
    assertThat(server.get("/metrics").statusCode()).isEqualTo(401);
    assertThat(server.get("/metrics", "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(scrape()).contains("roomledger_info{");
  }

  @Test
  void requestsAreCountedByRouteAndNeverByWhatWasAskedFor() throws Exception {
    server.get("/health/live");
    server.get("/ledger/v1/exports/12345?token=secret");
    server.get("/no/such/place-of-anybody");
    String figures = scrape();

    assertThat(figures)
        .containsPattern(
            "roomledger_http_requests_seconds_count\\{dialect=\"health\",method=\"GET\","
                + "route=\"/health/live\",status=\"200\"} [1-9]")
        .containsPattern(
            "roomledger_http_requests_seconds_count\\{dialect=\"ledger\",.*\\{.*status=\"401\"")
        .containsPattern(
            "roomledger_http_answers_seconds_bucket\\{dialect=\"health\",method=\"GET\",le=\"0.1\"}")
        .doesNotContain("12345", "secret", "place-of-anybody");
    // number, sum and longest: what is told of each of hundreds of routes must be short
    assertThat(figures.lines().filter(line -> line.contains("route=\"/health/live\""))).hasSize(3);
  }

  /** A panel that asks for what is not there would be empty for ever, and nobody would wonder. */
  @Test
  void everyFigureOfTheDashboardIsThere() throws Exception {
    export();
    JsonNode dashboard = JSON.readTree(Path.of("packaging/grafana/roomledger.json").toFile());
    Set<String> asked = new TreeSet<>();
    for (JsonNode expression : dashboard.findValues("expr")) {
      Matcher names = METRIC.matcher(expression.asText());
      while (names.find()) {
        asked.add(names.group(1));
      }
    }
    assertThat(asked).hasSizeGreaterThan(20);
    // collections of garbage are told a moment after they were
    System.gc();
    Await.until(
        "a collection that is told of",
        Duration.ofSeconds(10),
        () -> scrape().contains("jvm_gc_pause_seconds_sum"));

    String figures = scrape();
    assertThat(asked)
        .allSatisfy(name -> assertThat(figures).containsPattern("(?m)^" + name + "[{ ]"));
    assertThat(figures)
        .containsPattern("roomledger_job_made_total\\{kind=\"export\",unit=\"rows\"} [1-9]")
        .containsPattern("roomledger_job_made_total\\{kind=\"export\",unit=\"bytes\"} [1-9]")
        .containsPattern(
            "roomledger_job_attempts_seconds_count\\{kind=\"export\",outcome=\"done\"} [1-9]")
        .containsPattern(
            "roomledger_store_operations_seconds_count\\{operation=\"commit\",outcome=\"well\"}");
  }

  @Test
  void requestsAndJobsAreFollowedByACollectorThatIsNamed() throws Exception {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    server.get("/health/live?secret=1", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01");
    export();
    // other tests of this server are followed too: what is waited for is this request's own trace
    String own = new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1);
    Await.until(
        "spans at the collector",
        Duration.ofSeconds(20),
        () ->
            Stream.of(own, "GET /health/live", "job export", "roomledger.job.outcome")
                .allMatch(String.join("", TRACES)::contains));

    String all = String.join("", TRACES);
    assertThat(all)
        .contains("service.name", "roomledger", "http.route", "roomledger.job.outcome")
        .doesNotContain("secret=1", TOKEN);
  }

  /** Typical calls with all that must not be told, and a fault of the database in the middle. */
  @Test
  void noSecretAndNoTextIsInTheLog() throws Exception {
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    appender.setEncoder(Logs.json());
    appender.setOutputStream(written);
    appender.start();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    List<String> secrets;
    try {
      Logs.write(new LogSettings("text", "info", true));
      secrets = typicalCalls();
    } finally {
      Logs.write(new LogSettings("text", "warn", false));
      root.detachAppender(appender);
    }
    String log = written.toString(StandardCharsets.UTF_8);
    assertThat(log.lines().toList())
        .hasSizeGreaterThan(7)
        .allSatisfy(line -> {
          JsonNode event = JSON.readTree(line);
          assertThat(event.path("level").asText()).matches("INFO|WARN|ERROR");
          assertThat(event.path("timestamp").asLong()).isPositive();
          assertThat(event.path("formattedMessage").asText()).isNotEmpty();
        });
    assertThat(log.replace("\\", "")).contains("POST /api/v1/login 200", "a fault of this");
    assertThat(secrets)
        .hasSizeGreaterThan(7)
        .allSatisfy(secret -> assertThat(log).doesNotContain(secret));
  }

  /** Answers everything that was secret in them. */
  private static List<String> typicalCalls() throws Exception {
    String wrong = "{\"username\":\"admin\",\"password\":\"wrong-by-one-letter\"}";
    assertThat(server.post("/ledger/v1/token", wrong).statusCode()).isEqualTo(401);
    String token = token();
    JsonNode in = logIn();
    String[] who = {
      "X-Auth-Token", in.path("authToken").asText(), "X-User-Id", in.path("userId").asText()
    };
    String post = "{\"roomId\":\"GENERAL\",\"text\":\"%s\"}";
    assertThat(
            server
                .post("/api/v1/chat.postMessage", post.formatted("words of a message"), who)
                .statusCode())
        .isEqualTo(200);
    server.get("/gettoken?appkey=demo&appsecret=demo-secret");
    server.get("/file-upload/none/none?rc_uid=a&rc_token=token-in-a-query");
    // the database refuses the row, and its failure is logged with a trace
    try (Connection open =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = open.createStatement()) {
      statement.execute(
          "ALTER TABLE chat_message ADD CONSTRAINT never CHECK (text <> 'refused words') NOT"
              + " VALID");
      assertThat(
              server
                  .post("/api/v1/chat.postMessage", post.formatted("refused words"), who)
                  .statusCode())
          .isEqualTo(500);
      statement.execute("ALTER TABLE chat_message DROP CONSTRAINT never");
    }
    return List.of(
        "wrong-by-one-letter",
        "roomledger-demo",
        "demo-secret",
        "token-in-a-query",
        "words of a message",
        "refused words",
        token,
        in.path("authToken").asText());
  }

  @Test
  void whoBringsMoreOnADayThanTheyMayIsToldSoInEachDialectsWords() throws Exception {
    HttpResponse<byte[]> film =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(server.address() + "/ledger/v1/uploads"))
                    .header("Authorization", "Bearer " + token())
                    .header("Tus-Resumable", "1.0.0")
                    .header("Upload-Length", "3000")
                    .header("Upload-Metadata", "filename YS5tcDQ=")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    assertThat(new String(film.body(), StandardCharsets.UTF_8))
        .contains("quota: with this you would bring 3000 bytes today, 2048 are allowed");
    assertThat(film.statusCode()).isEqualTo(409);

    assertThat(send("a".repeat(1500)).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> file = send("b".repeat(1500));
    assertThat(new String(file.body(), StandardCharsets.UTF_8))
        .contains("\"success\":false", "3000 bytes today, 2048 are allowed");
    assertThat(file.statusCode()).isEqualTo(400);
  }

  /** Sends a file to a room as Rocket.Chat's clients do. */
  private static HttpResponse<byte[]> send(String text) throws Exception {
    JsonNode in = logIn();
    String body =
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
            + "Content-Type: text/plain\r\n\r\n"
            + text
            + "\r\n--x--\r\n";
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(server.address() + "/api/v1/rooms.media/GENERAL"))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .header("X-Auth-Token", in.path("authToken").asText())
                .header("X-User-Id", in.path("userId").asText())
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private static JsonNode logIn() throws Exception {
    return JSON.readTree(
            server
                .post("/api/v1/login", "{\"user\":\"admin\",\"password\":\"roomledger-demo\"}")
                .body())
        .path("data");
  }

  /** So that no other host of the domain, and nobody on the way, can put one in its place. */
  @Test
  void overHttpsASessionHasANameThatOnlyThisHostCanGive() throws Exception {
    String[] https = {"X-Forwarded-Proto", "https"};
    var form = server.get("/log-in", https).headers();
    assertThat(form.firstValue("Set-Cookie").orElse(""))
        .startsWith("__Host-roomledger_visitor=")
        .endsWith("; Path=/; HttpOnly; SameSite=Lax; Secure");
    assertThat(form.firstValue("Strict-Transport-Security")).contains("max-age=31536000");
    assertThat(server.get("/log-in").headers().firstValue("Strict-Transport-Security")).isEmpty();

    try (ConsoleClient mara = ConsoleClient.of(server.address(), "admin", "roomledger-demo")) {
      String session = "roomledger_session=" + mara.cookie("roomledger_session");
      assertSafe(https, session);
    }
  }

  private static void assertSafe(String[] https, String session) throws Exception {
    assertThat(server.get("/settings", with(https, "Cookie", "__Host-" + session)).statusCode())
        .isEqualTo(200);
    assertThat(server.get("/settings", with(https, "Cookie", session)).statusCode()).isEqualTo(303);
  }

  private static String[] with(String[] some, String... more) {
    return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray(String[]::new);
  }

  private static void export() throws Exception {
    HttpResponse<byte[]> order =
        server.post(
            "/ledger/v1/exports",
            "{\"recipe\":\"chat.json\",\"selection\":{\"room\":[\"GENERAL\"]}}",
            "Authorization",
            "Bearer " + token());
    assertThat(order.statusCode())
        .describedAs(new String(order.body(), StandardCharsets.UTF_8))
        .isEqualTo(201);
    Await.until(
        "an export that is done",
        Duration.ofSeconds(30),
        () -> scrape().contains("roomledger_job_made_total{kind=\"export\",unit=\"rows\"}"));
  }

  private static String token() throws Exception {
    HttpResponse<byte[]> answer =
        server.post(
            "/ledger/v1/token", "{\"username\":\"admin\",\"password\":\"roomledger-demo\"}");
    return JSON.readTree(answer.body()).path("token").asText();
  }
}
