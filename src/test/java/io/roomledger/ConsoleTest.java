package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.Await;
import io.roomledger.identity.Account;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console on the wire: who gets in, what forms are taken, what pages say. */
class ConsoleTest {
  private static final String ROOM = "iu7jtPAhvEeAS5tNq";
  private static final Pattern ASSET = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");

  @TempDir private static Path folder;
  private static RunningServer server;
  private static ConsoleClient mara;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.withSample(folder, Map.of());
    mara = ConsoleClient.of(server.address(), "admin", "roomledger-demo");
  }

  @AfterAll
  static void stop() {
    mara.close();
    server.close();
  }

  @Test
  void whoIsNotLoggedInIsSentToTheLogInAndBack() throws Exception {
    try (ConsoleClient stranger = new ConsoleClient(server.address())) {
      HttpResponse<String> sent = stranger.get("/chat-rooms/" + ROOM + "?at=2021-11-12");
      assertThat(sent.statusCode()).isEqualTo(303);
      String logIn = sent.headers().firstValue("Location").orElseThrow();
      assertThat(logIn).isEqualTo("/log-in?to=%2Fchat-rooms%2F" + ROOM + "%3Fat%3D2021-11-12");
      assertThat(stranger.get(logIn).body())
          .contains("name=\"to\" value=\"/chat-rooms/" + ROOM + "?at=2021-11-12\"");
      assertThat(stranger.get("/log-in?to=//evil.example/x").body())
          .contains("name=\"to\" value=\"\"");
      assertThat(stranger.get("/exports/live?id=1", "HX-Request", "true").headers().map())
          .containsKey("hx-redirect");
    }
  }

  @Test
  void aLogInMakesANewSessionAndALogOutEndsIt() throws Exception {
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      HttpResponse<String> form = browser.get("/log-in");
      assertThat(form.headers().firstValue("Set-Cookie").orElse(""))
          .contains("HttpOnly", "SameSite=Lax", "Path=/");
      assertThat(browser.post("/log-in", "username", "admin", "password", "wrong").body())
          .contains("do not belong together");
      HttpResponse<String> in =
          browser.post("/log-in", "username", "admin", "password", "roomledger-demo", "to", "");
      assertThat(in.statusCode()).isEqualTo(303);
      String first = browser.cookie("roomledger_session");
      browser.get("/settings");
      browser.post("/log-in", "username", "admin", "password", "roomledger-demo");
      assertThat(browser.cookie("roomledger_session")).isNotEqualTo(first).hasSize(43);
      try (ConsoleClient thief = new ConsoleClient(server.address())) {
        assertThat(thief.get("/settings", "Cookie", "roomledger_session=" + first).statusCode())
            .as("the session before is over")
            .isEqualTo(303);
      }
      browser.get("/settings");
      String second = browser.cookie("roomledger_session");
      assertThat(browser.post("/log-out").headers().firstValue("Location"))
          .contains("/log-in?said=out");
      try (ConsoleClient thief = new ConsoleClient(server.address())) {
        assertThat(thief.get("/settings", "Cookie", "roomledger_session=" + second).statusCode())
            .isEqualTo(303);
      }
    }
  }

  @Test
  void anotherPasswordEndsTheSessions() throws Exception {
    Account priya = server.wiring().account("priya");
    server.wiring().accountDesk().setPassword(priya, "a new password");
    try (ConsoleClient browser = ConsoleClient.of(server.address(), "priya", "a new password")) {
      assertThat(browser.get("/settings").statusCode()).isEqualTo(200);
      server.wiring().accountDesk().setPassword(priya, "another password");
      assertThat(browser.get("/settings").statusCode()).isEqualTo(303);
    }
  }

  @Test
  void triesAreCounted() throws Exception {
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      browser.get("/log-in");
      HttpResponse<String> last = browser.post("/log-in", "username", "tomas", "password", "x");
      for (int i = 0; i < 10; i++) {
        last = browser.post("/log-in", "username", "tomas", "password", "x");
      }
      assertThat(last.statusCode()).isEqualTo(429);
      assertThat(last.headers().firstValue("Retry-After")).isPresent();
      assertThat(last.body()).contains("seconds and try again");
    }
  }

  @Test
  void aFormIsTakenOnlyFromOurOwnPages() throws Exception {
    String proof = mara.proof();
    for (HttpResponse<String> answer :
        List.of(
            mara.foreign("/settings", "https://evil.example", proof, "theme", "dark"),
            mara.foreign("/settings", "http://evil.example" + server.address().substring(4), proof),
            mara.foreign("/settings", "null", proof, "theme", "dark"),
            mara.foreign("/settings", server.address(), "", "theme", "dark"),
            mara.foreign("/settings", server.address(), "guessed", "theme", "dark"))) {
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("open for too long");
    }
    assertThat(mara.get("/settings").body()).contains("data-theme=\"auto\"");
  }

  @Test
  void aPersonChoosesLanguageZoneAndLook() throws Exception {
    server.wiring().accountDesk().setPassword(server.wiring().account("jonas"), "jonas-pass");
    try (ConsoleClient jonas = ConsoleClient.of(server.address(), "jonas", "jonas-pass")) {
      assertThat(jonas.get("/", "Accept-Language", "zh-CN,en;q=0.5").body())
          .contains("<html lang=\"zh\"", "聊天室");
      HttpResponse<String> chosen =
          jonas.post("/settings", "language", "zh", "zone", "Asia/Shanghai", "theme", "dark");
      assertThat(chosen.headers().firstValue("Set-Cookie").orElse(""))
          .startsWith("roomledger_look=zh.dark; Path=/; SameSite=Lax");
      assertThat(jonas.get("/", "Accept-Language", "en").body())
          .contains("<html lang=\"zh\" data-theme=\"dark\">", "Asia/Shanghai");
      assertThat(jonas.post("/settings", "language", "xx").statusCode()).isEqualTo(400);
      assertThat(jonas.post("/settings", "zone", "Nowhere/Land").statusCode()).isEqualTo(400);
    }
    try (ConsoleClient later = new ConsoleClient(server.address())) {
      assertThat(later.get("/log-in", "Cookie", "roomledger_look=zh.dark").body())
          .as("the browser keeps the look for the log-in")
          .contains("<html lang=\"zh\" data-theme=\"dark\">");
    }
  }

  @Test
  void everyAnswerKeepsThePolicyAndNothingIsInline() throws Exception {
    for (String path : new String[] {"/", "/log-in", "/exports", "/chat-rooms/" + ROOM, "/x"}) {
      HttpResponse<String> answer = mara.get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
          .doesNotContain("unsafe");
      assertThat(answer.body())
          .doesNotContain(" style=")
          .doesNotContain("<style")
          .doesNotContain("onclick")
          .doesNotContainPattern("<script>|<script [^s]")
          .doesNotContain("http://", "//cdn");
    }
  }

  @Test
  void theFirstPageIsSmallAndItsPartsAreKeptForEver() throws Exception {
    String page = mara.get("/").body();
    long bytes = page.length();
    Matcher found = ASSET.matcher(page);
    int parts = 0;
    while (found.find()) {
      HttpResponse<byte[]> part = server.get(found.group(1), "Accept-Encoding", "gzip");
      assertThat(part.headers().firstValue("Cache-Control"))
          .contains("public, max-age=31536000, immutable");
      bytes += part.body().length;
      parts++;
    }
    assertThat(parts).isEqualTo(7);
    assertThat(bytes).isLessThan(250_000);
    assertThat(server.get("/assets/console.0000.css").statusCode()).isEqualTo(404);
  }

  @Test
  void aRoomIsReadFromBothEndsAndNothingInItIsTakenForCode() throws Exception {
    String page = mara.get("/chat-rooms/" + ROOM).body();
    assertThat(page)
        .contains("&lt;script&gt;alert(")
        .doesNotContain("<script>alert(")
        .contains("moving-checklist.txt", "1 reply", "李雯");
    String fromDay = mara.get("/chat-rooms/" + ROOM + "?at=2021-11-12").body();
    assertThat(fromDay).contains("Friday, 12 November 2021", "Earlier").doesNotContain("alert(");
    Matcher earlier = Pattern.compile("hx-get=\"([^\"]+before=[^\"]+)\"").matcher(fromDay);
    assertThat(earlier.find()).isTrue();
    assertThat(mara.get(earlier.group(1), "HX-Request", "true").body())
        .contains("alert(")
        .doesNotContain("12 November 2021")
        .doesNotContain("<html");
    assertThat(mara.get("/chat-rooms/" + ROOM + "?at=yesterday").statusCode()).isEqualTo(400);
    assertThat(mara.get("/chat-rooms/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void aFileOfARoomIsSavedAndCannotRun() throws Exception {
    String page = mara.get("/chat-rooms/" + ROOM).body();
    Matcher file = Pattern.compile("class=\"file\" href=\"([^\"]+)\"").matcher(page);
    assertThat(file.find()).isTrue();
    assertThat(mara.get(file.group(1)).body()).contains("<pre", "moving-checklist.txt");
    HttpResponse<String> answer = mara.get(file.group(1).replace("/view", ""));
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"moving-checklist.txt\"");
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .contains("default-src 'none'; sandbox");
    assertThat(answer.body()).isNotEmpty();
  }

  @Test
  void anExportIsCountedOrderedWatchedAndFetched() throws Exception {
    assertThat(mara.get("/chat-rooms/" + ROOM + "/export").headers().firstValue("Location"))
        .contains("/exports/new?kind=chat&room=" + ROOM);
    String panel = "/exports/new";
    assertThat(mara.get(panel + "?kind=chat&room=" + ROOM).body()).contains("19 messages");
    assertThat(mara.post(panel + "/look", "kind", "chat", "room", ROOM, "to", "2021-11-12").body())
        .containsPattern("\\d+ messages")
        .doesNotContain("19 messages");
    HttpResponse<String> ordered =
        mara.post(panel, "kind", "chat", "room", ROOM, "format", "json", "from", "", "to", "");
    String place = ordered.headers().firstValue("Location").orElseThrow().replaceAll("\\?.*", "");
    String id = place.substring(place.lastIndexOf('/') + 1);

    String told = mara.get("/exports/live?whole=1&id=" + id).body();
    assertThat(told).contains("event: export-" + id, "Download").endsWith("event: end\ndata:\n\n");

    assertThat(mara.get(place).body()).contains("19 rows", "SHA-256", "<code>roomledger verify");
    HttpResponse<String> file = mara.get(place + "/file");
    assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
        .contains("attachment; filename=\"Studio-");
    assertThat(mara.get("/exports").body()).contains("Chat room Studio", "19 rows");
    HttpResponse<String> again = mara.post(place + "/again");
    assertThat(again.headers().firstValue("Location").orElse("")).endsWith("?said=ordered");
    Await.until(
        "the second one is done",
        Duration.ofSeconds(20),
        () -> mara.get("/").body().split("Chat room Studio", -1).length > 2);
  }

  @Test
  void whoMayNotExportIsTold() throws Exception {
    server.wiring().accountDesk().setPassword(server.wiring().account("aiko"), "aiko-pass");
    try (ConsoleClient aiko = ConsoleClient.of(server.address(), "aiko", "aiko-pass")) {
      HttpResponse<String> answer = aiko.get("/chat-rooms/" + ROOM + "/export");
      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("mail-messages");
      assertThat(aiko.get("/chat-rooms/" + ROOM).body()).doesNotContain("/export\"");
    }
  }

  @Test
  void messagesAreFoundByTheirWordsAndMarkedAndStillOnlyText() throws Exception {
    assertThat(mara.get("/search?words=checklist&room=" + ROOM).body())
        .contains("<mark>checklist</mark>", "Search in Studio", "Priya Nair");
    assertThat(mara.get("/search?words=script").body())
        .contains("&lt;<mark>script</mark>&gt;")
        .doesNotContain("<script>alert");
    assertThat(mara.get("/search?words=nobodysaidthis").body()).contains("Nothing found");
    assertThat(mara.get("/search?words=x&room=nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void recordingsAreListedAndPlayedByALinkOfTheirOwn() throws Exception {
    String list = mara.get("/recordings").body();
    assertThat(list).contains("Design review", "Monday stand-up, whole");
    assertThat(mara.get("/recordings?words=whole").body())
        .contains("Monday stand-up, whole")
        .doesNotContain("Design review");
    Matcher film = Pattern.compile("href=\"(/recordings/[0-9a-f-]{36})\"").matcher(list);
    assertThat(film.find()).isTrue();
    String page = mara.get(film.group(1)).body();
    Matcher file = Pattern.compile("src=\"(/ledger/v1/media/[^\"]+/file)\"").matcher(page);
    assertThat(file.find()).isTrue();
    assertThat(server.get(file.group(1), "Range", "bytes=10-19").statusCode()).isEqualTo(206);
    assertThat(mara.get("/recordings/not-a-number").statusCode()).isEqualTo(404);
    assertThat(mara.get("/recordings/" + UUID.randomUUID() + "/picture").statusCode())
        .isEqualTo(404);
  }

  @Test
  void theDayOfARoomShowsWhoHoldsIt() throws Exception {
    String page = mara.get("/meeting-rooms").body();
    assertThat(page).contains("Heron", "Canal building", "12 seats");
    Matcher level =
        Pattern.compile("href=\"(/meeting-rooms\\?level=[^\"]+)\"[^>]*>Floor 1<").matcher(page);
    assertThat(level.find()).isTrue();
    assertThat(mara.get(level.group(1).replace("&amp;", "&")).statusCode()).isEqualTo(200);
    assertThat(mara.get("/meeting-rooms?day=2026-13-45").statusCode()).isEqualTo(400);
    assertThat(mara.get("/meeting-rooms?level=x").statusCode()).isEqualTo(404);
  }

  /** The first log-in with a password for one time, which ends in a password of one's own. */
  private static void ownPassword(String username, String oneTime, String password)
      throws Exception {
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      browser.get("/log-in");
      String step = browser.post("/log-in", "username", username, "password", oneTime).body();
      Matcher ticket = Pattern.compile("name=\"ticket\" value=\"([^\"]+)\"").matcher(step);
      assertThat(ticket.find()).isTrue();
      HttpResponse<String> in =
          browser.post(
              "/log-in/password",
              "ticket",
              ticket.group(1),
              "password",
              password,
              "again",
              password);
      assertThat(in.statusCode()).isEqualTo(303);
    }
  }

  @Test
  void peopleAreAddedAndSwitchedOffByAdministratorsOnly() throws Exception {
    HttpResponse<String> added =
        mara.post(
            "/people", "name", "Nia Novak", "username", "nia", "email", "nia@brightwater.example");
    Matcher oneTime = Pattern.compile("<code>([A-Za-z0-9]{24})</code>").matcher(added.body());
    assertThat(oneTime.find()).isTrue();
    ownPassword("nia", oneTime.group(1), "nia-password");
    Account nia = server.wiring().account("nia");
    try (ConsoleClient browser = ConsoleClient.of(server.address(), "nia", "nia-password")) {
      assertThat(browser.get("/people").statusCode()).isEqualTo(403);
      assertThat(browser.get("/apps").statusCode()).isEqualTo(403);
      assertThat(browser.get("/").body()).doesNotContain("href=\"/people\"", "href=\"/apps\"");
      mara.post("/people/" + nia.id() + "/active", "active", "false");
      assertThat(browser.get("/").statusCode()).isEqualTo(303);
      mara.post("/people/" + nia.id() + "/active", "active", "true");
      assertThat(browser.get("/").statusCode()).as("what ended does not wake").isEqualTo(303);
    }
    ConsoleClient.of(server.address(), "nia", "nia-password").close();
    assertThat(mara.get("/people?words=novak").body()).contains("Nia Novak", "1 person");
  }

  @Test
  void theSecretOfAnAppAndTheTextOfATokenAreShownOnce() throws Exception {
    String made =
        mara.post("/apps", "name", "Report", "scopes", "vc:export recordings:read").body();
    Matcher secret = Pattern.compile("<code>(cli_\\S+)\\s+(\\S{43})</code>").matcher(made);
    assertThat(secret.find()).isTrue();
    String later = mara.get("/apps").body();
    assertThat(later).contains(secret.group(1)).doesNotContain(secret.group(2));
    String again = mara.post("/apps/" + secret.group(1) + "/secret").body();
    assertThat(again).contains("Keep this now").doesNotContain(secret.group(2));
    mara.post("/apps/" + secret.group(1) + "/active", "active", "false");
    assertThat(mara.get("/apps").body()).contains("Switched off");

    String token = mara.post("/tokens", "name", "backup").body();
    Matcher text = Pattern.compile("<code>(\\S{43})</code>").matcher(token);
    assertThat(text.find()).isTrue();
    String[] headers = {"X-Auth-Token", text.group(1), "X-User-Id", "d26x6zSkaPSe5gCyy"};
    assertThat(server.get("/api/v1/me", headers).statusCode()).isEqualTo(200);
    assertThat(mara.get("/tokens").body()).contains("backup").doesNotContain(text.group(1));
    mara.post("/tokens/end", "name", "backup");
    assertThat(server.get("/api/v1/me", headers).statusCode()).isEqualTo(401);
  }
}
