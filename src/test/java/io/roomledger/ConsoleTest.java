package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.Await;
import io.roomledger.identity.Account;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    assertThat(parts).isEqualTo(5);
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
    assertThat(mara.get("/chat-rooms/" + ROOM + "?words=checklist").body()).contains("1 message.");
    assertThat(mara.get("/chat-rooms/" + ROOM + "?at=yesterday").statusCode()).isEqualTo(400);
    assertThat(mara.get("/chat-rooms/nowhere").statusCode()).isEqualTo(404);
  }

  @Test
  void aFileOfARoomIsSavedAndCannotRun() throws Exception {
    String page = mara.get("/chat-rooms/" + ROOM).body();
    Matcher file = Pattern.compile("class=\"file\" href=\"([^\"]+)\"").matcher(page);
    assertThat(file.find()).isTrue();
    HttpResponse<String> answer = mara.get(file.group(1));
    assertThat(answer.headers().firstValue("Content-Disposition").orElse(""))
        .startsWith("attachment; filename=\"moving-checklist.txt\"");
    assertThat(answer.headers().firstValue("Content-Security-Policy"))
        .contains("default-src 'none'; sandbox");
    assertThat(answer.body()).isNotEmpty();
  }

  @Test
  void anExportIsCountedOrderedWatchedAndFetched() throws Exception {
    String panel = "/chat-rooms/" + ROOM + "/export";
    assertThat(mara.get(panel).body()).contains("19 messages");
    assertThat(mara.get(panel + "/count?to=2021-11-12", "HX-Request", "true").body())
        .containsPattern("\\d+ messages")
        .doesNotContain("19 messages");
    assertThat(mara.post(panel, "format", "exe").statusCode()).isEqualTo(400);
    assertThat(
            mara.post(panel, "format", "json", "from", "2022-01-02", "to", "2022-01-01")
                .statusCode())
        .isEqualTo(409);
    HttpResponse<String> ordered = mara.post(panel, "format", "json", "from", "", "to", "");
    String place = ordered.headers().firstValue("Location").orElseThrow().replaceAll("\\?.*", "");
    String id = place.substring(place.lastIndexOf('/') + 1);

    String told = mara.get("/exports/live?whole=1&id=" + id).body();
    assertThat(told).contains("event: export-" + id, "Download").endsWith("event: end\ndata:\n\n");

    assertThat(mara.get(place).body()).contains("19 rows", "SHA-256", "bin/roomledger verify");
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
}
