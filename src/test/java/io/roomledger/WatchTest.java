package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.db.Await;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What whoever watches a server sees of it. */
class WatchTest {
  private static final String TOKEN = "only-prometheus-reads";
  private static final Pattern METRIC =
      Pattern.compile("\\b((?:roomledger|jvm|process|system)_[a-z_]+)(?=[{\\[ )]|$)");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static RunningServer server;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.withSample(folder, Map.of("metrics.token", TOKEN));
  }

  @AfterAll
  static void stop() {
    server.close();
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
        .contains("roomledger_http_requests_seconds_bucket{", "le=\"0.1\"")
        .doesNotContain("12345", "secret", "place-of-anybody");
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
