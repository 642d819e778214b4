package io.roomledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.base.Ids;
import io.roomledger.db.Await;
import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import io.roomledger.export.ExportJob;
import io.roomledger.identity.Account;
import io.roomledger.job.JobStatus;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two whole servers on one database and one folder; the first takes no jobs. The clock of its
 * machine is ten minutes behind, and that of the other one ten minutes ahead.
 */
class NodesTest {
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int MESSAGES = 20_000;

  @TempDir static Path folder;

  private static RunningServer front;
  private static RunningServer back;
  private static Database database;
  private static String token;

  @BeforeAll
  static void start() throws Exception {
    DatabaseSettings settled = TestDatabase.freshSettings();
    Map<String, String> settings = Map.of("jobs.heartbeat", "200ms");
    Path data = folder.resolve("data");
    back = RunningServer.on(settled, data, settings, wrong(10));
    database = Database.open(settled, data);
    front = RunningServer.withoutJobs(settled, data, settings, wrong(-10));
    Wiring house = back.wiring();
    house
        .desk()
        .chat()
        .slack()
        .run(house.operator(), KillTest.slackZip(folder, MESSAGES), new KillTest.Quiet());
    Account nora =
        new Account(Ids.random(), Wiring.ORGANISATION, "nora", "Nora", Optional.empty(), "", true);
    house.accountDesk().add(nora, "nora-password", Set.of("admin"));
    HttpResponse<byte[]> answer =
        front.post("/ledger/v1/token", "{\"username\":\"nora\",\"password\":\"nora-password\"}");
    token = text("token", answer);
  }

  private static Clock wrong(int minutes) {
    return Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
  }

  private static String text(String name, HttpResponse<byte[]> answer) throws IOException {
    JsonNode value = new ObjectMapper().readTree(answer.body()).path(name);
    assertThat(value.isMissingNode()).as(new String(answer.body(), UTF_8)).isFalse();
    return value.asText();
  }

  @AfterAll
  static void stop() {
    database.close();
    front.close();
    back.close();
  }

  @Test
  void theEventStreamOfOneServerTellsOfTheJobThatAnotherRuns() throws Exception {
    long id = order("chat.html");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(front.address() + "/ledger/v1/exports/" + id + "/events"))
            .header("Authorization", "Bearer " + token)
            .build();
    try (HttpClient client = HttpClient.newHttpClient();
        InputStream stream =
            client.send(request, HttpResponse.BodyHandlers.ofInputStream()).body();
        BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
      assertThat(lines.lines().toList())
          .anyMatch("event: end"::equals)
          .anyMatch(line -> line.startsWith("data:") && line.contains("\"status\":\"done\""));
    }
    // the file lies where both find it
    HttpResponse<byte[]> file =
        front.get("/ledger/v1/exports/" + id + "/file", "Authorization", "Bearer " + token);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(new String(file.body(), 0, 2, UTF_8)).isEqualTo("PK");
  }

  @Test
  void whatIsCancelledOnOneServerStopsOnTheOther() throws Exception {
    long id;
    try (Handle busy = database.jdbi().open()) {
      busy.begin();
      // the job gets no further than to ask for messages
      busy.execute("LOCK TABLE chat_message IN ACCESS EXCLUSIVE MODE");
      id = order("chat.html");
      Await.until("it runs", SOON, () -> job(id).running());
      front.wiring().exports().cancel(front.wiring().operator(), id);
      busy.rollback();
    }
    Await.until("it has ended", SOON, () -> job(id).ended());
    assertThat(job(id).job().status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(job(id).result()).isEmpty();
  }

  @Test
  void whoLoggedInAtOneServerIsLoggedInAtTheOther() throws Exception {
    try (ConsoleClient browser = ConsoleClient.of(front.address(), "nora", "nora-password")) {
      String session = browser.cookie("roomledger_session");
      HttpResponse<byte[]> page = back.get("/exports", "Cookie", "roomledger_session=" + session);
      assertThat(page.statusCode()).isEqualTo(200);
    }
    HttpResponse<byte[]> other = back.get("/ledger/v1/exports", "Authorization", "Bearer " + token);
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void anAnswerToAnIdempotencyKeyIsTheSameFromBothServers() throws Exception {
    String order = wish("chat.text");
    String[] headers = {"Authorization", "Bearer " + token, "Idempotency-Key", "once-and-for-all"};
    HttpResponse<byte[]> first = front.post("/ledger/v1/exports", order, headers);
    HttpResponse<byte[]> second = back.post("/ledger/v1/exports", order, headers);
    assertThat(first.statusCode()).as(new String(first.body(), UTF_8)).isLessThan(300);
    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void bothGoByTheDatabasesTimeThoughTheirMachinesAreTwentyMinutesApart() throws Exception {
    long id = order("chat.text");
    Await.until("it has ended", SOON, () -> job(id).ended());
    ExportJob done = job(id);
    assertThat(done.job().createdAt()).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
    assertThat(done.job().finishedAt().orElseThrow()).isAfter(done.job().createdAt());
    // what is written down of it by the two is in the order in which it was
    List<Instant> written =
        database
            .jdbi()
            .withHandle(handle ->
                handle.createQuery("SELECT at FROM audit ORDER BY id").mapTo(Instant.class).list());
    assertThat(Duration.between(written.getFirst(), written.getLast()))
        .isBetween(Duration.ZERO, Duration.ofMinutes(5));
  }

  private static ExportJob job(long id) {
    return front.wiring().exports().get(front.wiring().operator(), id);
  }

  private static String wish(String recipe) {
    return "{\"recipe\":\"%s\",\"selection\":{\"room\":[\"%s\"]}}"
        .formatted(recipe, front.wiring().chatRoom("kill").id());
  }

  private static long order(String recipe) throws Exception {
    return Long.parseLong(
        text(
            "id",
            front.post("/ledger/v1/exports", wish(recipe), "Authorization", "Bearer " + token)));
  }
}
