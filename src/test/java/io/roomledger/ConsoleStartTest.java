package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.Await;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import io.roomledger.film.Films;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A server as it is on its first day: who makes it theirs, and what they bring. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConsoleStartTest {
  private static final String CALENDAR =
      FirstFiles.calendar(
          Instant.parse("2026-01-05T09:00:00Z"),
          Instant.parse("2026-01-05T10:00:00Z"),
          "ann@example.org");

  private static final DatabaseSettings DATABASE = TestDatabase.freshSettings();
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private static Path folder;
  private static RunningServer server;
  private static String oneTime = "";
  private static ConsoleClient nia;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.forTheFirstTime(DATABASE, folder, password -> oneTime = password);
    nia = new ConsoleClient(server.address());
  }

  @AfterAll
  static void stop() {
    nia.close();
    server.close();
  }

  private static HttpResponse<String> begin(String password, String again, String username)
      throws Exception {
    return nia.post(
        "/first-start",
        "oneTime",
        password,
        "organisation",
        "Harbour & Co",
        "name",
        "Nia Novak",
        "username",
        username,
        "password",
        "a password of my own",
        "again",
        again);
  }

  @Test
  @Order(1)
  void theOneTimePasswordMakesTheFirstPersonAndNobodyElse() throws Exception {
    assertThat(nia.get("/").headers().firstValue("Location").orElse("")).startsWith("/log-in");
    assertThat(nia.get("/log-in").headers().firstValue("Location")).contains("/first-start");
    assertThat(nia.get("/first-start").body()).contains("Make this server yours");
    assertThat(begin("guessed", "a password of my own", "nia").body())
        .contains("This is not the one-time password", "Harbour &amp; Co");
    assertThat(begin(oneTime, "another", "nia").body()).contains("are not the same");
    assertThat(begin(oneTime, "a password of my own", "n i a").statusCode()).isEqualTo(400);

    HttpResponse<String> begun = begin(oneTime, "a password of my own", "nia");
    assertThat(begun.headers().firstValue("Location")).contains("/imports?first=1&said=begun");
    assertThat(nia.get("/imports?first=1&said=begun").body())
        .contains("Welcome, Nia Novak", "Drop files here", "Fill the sample");
    assertThat(nia.get("/").body()).contains("Harbour &amp; Co");

    try (ConsoleClient second = new ConsoleClient(server.address())) {
      assertThat(second.get("/first-start").headers().firstValue("Location")).contains("/log-in");
      second.get("/log-in");
      assertThat(second.post("/log-in", "username", "admin", "password", oneTime).statusCode())
          .isEqualTo(401);
    }
    server
        .wiring()
        .accountDesk()
        .setPassword(server.wiring().account("nia"), "a password of my own");
    nia.close();
    nia = ConsoleClient.of(server.address(), "nia", "a password of my own");
  }

  /** Announces a file and sends it; answers where it was sent. */
  private static String bring(String name, byte[] bytes) throws Exception {
    HttpResponse<String> announced =
        nia.post("/imports/files", "name", name, "size", bytes.length + "", "modified", "");
    assertThat(announced.statusCode()).as(announced.body()).isEqualTo(200);
    String place = announced.headers().firstValue("Location").orElseThrow();
    int at = Integer.parseInt(announced.body());
    HttpResponse<String> taken =
        nia.bytes(place + "?offset=" + at, Arrays.copyOfRange(bytes, at, bytes.length));
    assertThat(taken.body()).isEqualTo(bytes.length + "");
    return place;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  @Order(2)
  void filesAreToldApartByContentTakenInByAJobAndTheResultIsSaid() throws Exception {
    byte[] zip = FirstFiles.slack();
    HttpResponse<String> announced =
        nia.post("/imports/files", "name", "no ending", "size", zip.length + "", "modified", "0");
    String place = announced.headers().firstValue("Location").orElseThrow();
    nia.bytes(place + "?offset=0", Arrays.copyOf(zip, 100));
    assertThat(nia.get("/imports").body()).contains("100 bytes are here");
    assertThat(nia.bytes(place + "?offset=7", zip).statusCode()).isEqualTo(409);
    // the window was closed; the same file is dropped again
    bring("no ending", zip);
    bring("rooms.mp4", bytes(CALENDAR));
    bring("../../review.txt", Films.fixture("whole.mp4"));
    bring("review.vtt", bytes(FirstFiles.TRANSCRIPT));
    bring("holiday.jpg", bytes("\u00ff\u00d8 no picture"));

    String brought = nia.get("/imports/brought").body();
    assertThat(brought)
        .contains("Slack", "1 chat room", "1 person", "1 day of conversation")
        .contains("Calendar", "1 calendar entry", "1 meeting room")
        .contains("Recording", "Transcript", "Not known", "Take in");

    String id = nia.post("/imports/take").headers().firstValue("Location").orElseThrow();
    assertThat(nia.get(id + "/live").body())
        .contains("event: import")
        .endsWith("event: end\ndata:\n\n");
    assertThat(nia.get(id).body())
        .contains("Done, not whole", "1 message", "1 reservation", "1 recording")
        .contains("general/2017-07-14.json", "<td>2</td>")
        .contains("a message without a usable \"ts\" was skipped")
        .contains("no ending");
    assertThat(nia.get(id, "Accept-Language", "zh-CN").body())
        .contains("已跳过一条没有可用 \"ts\" 的消息", "不是可以导入的文件");
    assertThat(nia.get("/imports").body()).contains("no ending and 4 more", "Nia Novak");
    assertThat(nia.get("/recordings").body()).contains("review");
    assertThat(nia.get("/meeting-rooms?day=2026-01-05").body()).contains("Lagoon");
    Matcher film =
        Pattern.compile("href=\"(/recordings/[0-9a-f-]{36})\"")
            .matcher(nia.get("/recordings").body());
    assertThat(film.find()).isTrue();
    assertThat(nia.get(film.group(1)).body()).contains("Good morning.");
  }

  @Test
  @Order(3)
  void takenInAgainNothingIsThereTwice() throws Exception {
    bring("slack.zip", FirstFiles.slack());
    String id = nia.post("/imports/take").headers().firstValue("Location").orElseThrow();
    nia.get(id + "/live");
    assertThat(nia.get(id).body()).contains("0 messages", "1 was here already");
  }

  @Test
  @Order(4)
  void whatIsBroughtCanBeLeftOut() throws Exception {
    String place = bring("a.ics", bytes(CALENDAR));
    bring("b.ics", bytes(CALENDAR + "\r\n"));
    nia.post(place + "/remove");
    assertThat(nia.get("/imports/brought").body()).contains("b.ics").doesNotContain("a.ics");
    String order = place.replaceAll("/files/.*", "");
    assertThat(nia.post(order + "/cancel").headers().firstValue("Location"))
        .contains("/imports?said=dropped");
    assertThat(nia.get("/imports/brought").body()).doesNotContain("b.ics");
    assertThat(nia.post("/imports/take").statusCode()).isEqualTo(409);
    assertThat(nia.post("/imports/files", "name", "x", "size", "0").statusCode()).isEqualTo(400);
    assertThat(nia.post("/imports/files", "name", "x", "size", "99999999999999").statusCode())
        .isEqualTo(413);
  }

  @Test
  @Order(5)
  void theSampleIsFilledAroundTheFirstPersonAndGivesNobodyAKey() throws Exception {
    String id = nia.post("/imports/sample").headers().firstValue("Location").orElseThrow();
    nia.get(id + "/live");
    assertThat(nia.get(id).body()).contains("The sample is there");
    assertThat(nia.get("/chat-rooms").body()).contains("Studio");
    assertThat(nia.get("/imports").body()).doesNotContain("Fill the sample");
    assertThat(nia.post("/imports/sample").statusCode()).isEqualTo(409);
    try (ConsoleClient thief = new ConsoleClient(server.address())) {
      thief.get("/log-in");
      assertThat(
              thief
                  .post("/log-in", "username", "admin", "password", "roomledger-demo")
                  .statusCode())
          .isEqualTo(401);
    }
    String[] known = {
      "X-User-Id",
      "d26x6zSkaPSe5gCyy",
      "X-Auth-Token",
      "Zu-Z6eKzIIz7MCCRGeHi29bYkXZCJ4SxFC0JAasqm92"
    };
    assertThat(server.get("/api/v1/me", known).statusCode()).isEqualTo(401);
  }

  @Test
  @Order(6)
  void onlyWhoMayImportSeesImports() throws Exception {
    nia.post("/people", "name", "Ola", "username", "ola", "email", "ola@harbour.example");
    // as if she had chosen her own by now
    server.wiring().accountDesk().setPassword(server.wiring().account("ola"), "ola-password");
    try (ConsoleClient ola = ConsoleClient.of(server.address(), "ola", "ola-password")) {
      assertThat(ola.get("/imports").statusCode()).isEqualTo(403);
      assertThat(ola.get("/").body()).doesNotContain("href=\"/imports\"");
      assertThat(ola.post("/imports/sample").statusCode()).isEqualTo(403);
    }
  }

  @Test
  @Order(7)
  void homeSaysWhatIsStoredAndWhatWantsADecision() throws Exception {
    server.wiring().desk().stock().count();
    assertThat(nia.get("/").body())
        .contains("What is stored", "meeting rooms", "reservations", "recordings")
        .contains("Wants your decision", "No mail server is set");
    try (ConsoleClient ola = ConsoleClient.of(server.address(), "ola", "ola-password")) {
      assertThat(ola.get("/").body()).doesNotContain("What is stored", "Wants your decision");
    }
  }

  private static String film(String title) throws Exception {
    String list = nia.get("/recordings?words=" + title).body();
    Matcher film = Pattern.compile("href=\"(/recordings/[0-9a-f-]{36})\"").matcher(list);
    assertThat(film.find()).as(list).isTrue();
    return film.group(1);
  }

  @Test
  @Order(8)
  void recordingsAreFilteredByAddressesThatCanBeShared() throws Exception {
    assertThat(nia.get("/recordings?words=review&state=ready").body()).contains("Design review");
    assertThat(nia.get("/recordings?state=damaged").body()).contains("No recording");
    assertThat(nia.get("/recordings?from=2030-01-01").body()).doesNotContain("Design review");
    assertThat(nia.get("/recordings?person=nia&words=Design").body()).contains("Design review");
    assertThat(nia.get("/recordings?from=tomorrow").statusCode()).isEqualTo(400);
    assertThat(nia.get("/recordings?person=nobody").statusCode()).isEqualTo(404);
    assertThat(nia.get("/recordings?from=2026-02-01&to=2026-01-01").statusCode()).isEqualTo(400);
  }

  @Test
  @Order(9)
  void aRecordingIsHeldLetGoKeptLongerAndDeleted() throws Exception {
    String film = film("Monday");
    assertThat(nia.get(film).body()).contains("It is kept until somebody deletes it");
    assertThat(nia.post(film + "/hold", "reason", "").statusCode()).isEqualTo(400);
    nia.post(film + "/hold", "reason", "Case 42 <b>");
    String held = nia.get(film).body();
    assertThat(held)
        .contains("cannot be deleted by anybody", "Case 42 &lt;b&gt;")
        .doesNotContain(film + "/delete");
    assertThat(nia.post(film + "/delete", "reason", "room").statusCode()).isEqualTo(409);
    Matcher hold = Pattern.compile("/holds/(\\d+)/lift").matcher(held);
    assertThat(hold.find()).isTrue();
    nia.post("/holds/" + hold.group(1) + "/lift", "reason", "settled");
    assertThat(nia.get(film).body()).contains("It is kept until somebody deletes it");
    assertThat(nia.post(film + "/keep", "until", "2020-01-01").statusCode()).isEqualTo(400);
    assertThat(nia.post(film + "/keep", "until", "2999-01-01").statusCode()).isEqualTo(303);
    try (ConsoleClient ola = ConsoleClient.of(server.address(), "ola", "ola-password")) {
      assertThat(ola.get(film).statusCode()).isEqualTo(403);
      assertThat(ola.post(film + "/delete", "reason", "mine").statusCode()).isEqualTo(403);
    }
    nia.get("/settings");
    assertThat(nia.post(film + "/delete", "reason", "room").headers().firstValue("Location"))
        .contains("/recordings?said=filmDeleted");
    assertThat(nia.get(film).statusCode()).isEqualTo(404);
  }

  @Test
  @Order(10)
  void filmsThatAreWorkedOnAreListed() throws Exception {
    assertThat(nia.get("/recordings").body()).contains("href=\"/films\"");
    assertThat(nia.get("/films").body())
        .containsAnyOf("Nothing is under way", "/stop\"")
        .contains("Films at work");
  }

  @Test
  @Order(11)
  void aConferenceTellsWhatHappenedAndIsExported() throws Exception {
    Matcher place =
        Pattern.compile("href=\"(/conferences/[^\"]+)\"").matcher(nia.get(film("Design")).body());
    assertThat(place.find()).isTrue();
    assertThat(nia.get(place.group(1)).body())
        .contains("/holds?kind=conference&amp;subject=" + place.group(1).replaceAll(".*/", ""))
        .contains("What happened", "Began", "Came<", "Design review", "Export all as a zip");
    HttpResponse<String> ordered = nia.post(place.group(1) + "/export");
    String export = ordered.headers().firstValue("Location").orElseThrow().replaceAll("\\?.*", "");
    nia.get("/exports/live?id=" + export.replaceAll(".*/", ""));
    assertThat(nia.get(export).body()).contains("Download");
  }

  /**
   * A workspace and a calendar, of which the calendar cannot be taken in as long as this is open.
   */
  private static Connection stuck(String uid, String day) throws Exception {
    Connection busy =
        DriverManager.getConnection(DATABASE.url(), DATABASE.user(), DATABASE.password());
    busy.setAutoCommit(false);
    busy.createStatement().execute("LOCK TABLE reservation IN ACCESS EXCLUSIVE MODE");
    bring("slack.zip", FirstFiles.slack());
    bring("room.ics", bytes(CALENDAR.replace("a@example", uid).replace("20260105", day)));
    return busy;
  }

  private static boolean brokenOff() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().startsWith("import-") && thread.isInterrupted());
  }

  private static long meetings(Connection database, String day) throws Exception {
    try (ResultSet row =
        database
            .createStatement()
            .executeQuery(
                "SELECT count(*) FROM reservation WHERE lower(period)::date = '" + day + "'")) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  @Order(12)
  void anImportThatIsCancelledSaysSoAndIsTakenInLater() throws Exception {
    String id;
    try (Connection busy = stuck("stopped@example", "20260302")) {
      id = nia.post("/imports/take").headers().firstValue("Location").orElseThrow();
      Await.until("one is in", SOON, () -> nia.get(id).body().contains("was here already"));
      assertThat(nia.post(id + "/cancel").headers().firstValue("Location"))
          .contains(id + "?said=cancelled");
      Await.until("it is broken off", SOON, ConsoleStartTest::brokenOff);
      busy.rollback();
      Await.until("it has ended", SOON, () -> nia.get(id).body().contains("Take in again"));
      assertThat(nia.get(id).body()).contains("Cancelled", "cancelled by Nia Novak");
      nia.post(id + "/again");
      assertThat(nia.get(id + "/live").body()).endsWith("event: end\ndata:\n\n");
      assertThat(nia.get(id).body()).contains("Done").doesNotContain("Take in again");
      assertThat(meetings(busy, "20260302")).isEqualTo(1);
      assertThat(nia.post(id + "/again").statusCode()).isEqualTo(409);
    }
  }

  @Test
  @Order(13)
  void anImportGoesOnWhereItWasAfterTheServerWasStartedAgain() throws Exception {
    String id;
    try (Connection busy = stuck("restarted@example", "20260303")) {
      id = nia.post("/imports/take").headers().firstValue("Location").orElseThrow();
      Await.until("one is in", SOON, () -> nia.get(id).body().contains("was here already"));
      Thread closing = Thread.ofVirtual().start(server::close);
      Await.until("it is broken off", SOON, ConsoleStartTest::brokenOff);
      busy.rollback();
      closing.join();
      server = RunningServer.again(DATABASE, folder);
      nia.close();
      nia = ConsoleClient.of(server.address(), "nia", "a password of my own");
      assertThat(nia.get(id + "/live").body()).endsWith("event: end\ndata:\n\n");
      assertThat(nia.get(id).body()).contains("Done").doesNotContain("Take in again");
      assertThat(meetings(busy, "20260303")).isEqualTo(1);
    }
  }
}
