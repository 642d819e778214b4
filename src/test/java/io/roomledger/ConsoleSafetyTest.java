package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.audit.AuditFilter;
import io.roomledger.audit.AuditRow;
import io.roomledger.base.Period;
import io.roomledger.identity.Account;
import io.roomledger.identity.App;
import io.roomledger.identity.Authenticator;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Administration on the wire: log-ins that are safe, roles, and the log of who did what. */
class ConsoleSafetyTest {
  private static final Pattern SHOWN = Pattern.compile("<code>([A-Za-z0-9]{24})</code>");

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

  private static Account person(String username, String password) {
    Account account = server.wiring().account(username);
    server.wiring().accountDesk().setPassword(account, password);
    return account;
  }

  private static String found(Pattern pattern, String page) {
    Matcher matcher = pattern.matcher(page);
    assertThat(matcher.find()).as(pattern.pattern()).isTrue();
    return matcher.group(1);
  }

  private static String field(String name, String page) {
    return found(Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\""), page);
  }

  private static List<AuditRow> written(String action, String subject) {
    return server
        .wiring()
        .auditLog()
        .list(
            server.wiring().operator(),
            new AuditFilter(
                Optional.empty(), Optional.of(action), Optional.of(subject), Period.ALWAYS),
            Optional.empty(),
            100)
        .items();
  }

  @Test
  void aPasswordForOneTimeOpensNothingButThePageForAnother() throws Exception {
    Account aiko = person("aiko", "aiko-before");
    String page = mara.post("/people/" + aiko.id() + "/password").body();
    String oneTime = found(SHOWN, page);
    assertThat(mara.get("/people/" + aiko.id()).body()).doesNotContain(oneTime);
    String json = "{\"user\":\"aiko\",\"password\":\"" + oneTime + "\"}";
    assertThat(server.post("/api/v1/login", json).statusCode()).isEqualTo(401);
    assertThat(
            text(
                server.post(
                    "/ledger/v1/token",
                    "{\"username\":\"aiko\",\"password\":\"" + oneTime + "\"}")))
        .contains("for one time");
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      browser.get("/log-in");
      HttpResponse<String> step =
          browser.post("/log-in", "username", "aiko", "password", oneTime, "to", "/exports");
      assertThat(browser.cookie("roomledger_session")).isEmpty();
      String ticket = field("ticket", step.body());
      assertThat(
              browser
                  .post("/log-in/password", "ticket", ticket, "password", "short", "again", "short")
                  .body())
          .contains("10 characters or more");
      String own = "aiko-chose-this";
      HttpResponse<String> in =
          browser.post(
              "/log-in/password",
              "ticket",
              ticket,
              "to",
              "/exports",
              "password",
              own,
              "again",
              own);
      assertThat(in.headers().firstValue("Location")).contains("/exports");
      assertThat(browser.get("/").statusCode()).isEqualTo(200);
      try (ConsoleClient thief = new ConsoleClient(server.address())) {
        thief.get("/log-in");
        assertThat(
                thief
                    .post("/log-in/password", "ticket", ticket, "password", own, "again", own)
                    .statusCode())
            .as("a ticket is of one browser and one password")
            .isEqualTo(401);
      }
    }
    assertThat(written("account.password-reset", "account:" + aiko.id())).hasSize(1);
  }

  @Test
  void aSecondFactorIsSetUpAskedForAndTakenAway() throws Exception {
    Account jonas = person("jonas", "jonas-pass");
    try (ConsoleClient browser = ConsoleClient.of(server.address(), "jonas", "jonas-pass")) {
      assertThat(browser.post("/account/second-factor/begin").statusCode()).isEqualTo(401);
      String setUp = browser.post("/account/second-factor/begin", "old", "jonas-pass").body();
      assertThat(setUp).contains("<svg class=\"qr\"").doesNotContain("style=");
      Authenticator phone =
          new Authenticator(found(Pattern.compile("<code>([A-Z2-7 ]{39})</code>"), setUp));
      assertThat(browser.post("/account/second-factor/confirm", "code", "000000").statusCode())
          .isEqualTo(401);
      String told =
          browser.post("/account/second-factor/confirm", "code", phone.code(Instant.now())).body();
      String paper = found(Pattern.compile("([A-Z2-7]{4}(?:-[A-Z2-7]{4}){5}-[A-Z2-7]{2})"), told);
      assertThat(browser.get("/account").body()).doesNotContain(paper).contains("10 codes");

      String json = "{\"user\":\"jonas\",\"password\":\"jonas-pass\"}";
      assertThat(text(server.post("/api/v1/login", json))).contains("totp-required");
      try (ConsoleClient other = new ConsoleClient(server.address())) {
        other.get("/log-in");
        String step = other.post("/log-in", "username", "jonas", "password", "jonas-pass").body();
        String ticket = field("ticket", step);
        assertThat(other.cookie("roomledger_session")).isEmpty();
        assertThat(other.post("/log-in/code", "ticket", ticket, "code", "000000").body())
            .contains("not right");
        assertThat(other.post("/log-in/code", "ticket", "made-up", "code", paper).statusCode())
            .isEqualTo(401);
        assertThat(other.post("/log-in/code", "ticket", ticket, "code", paper).statusCode())
            .isEqualTo(303);
        assertThat(other.get("/account").body()).contains("9 codes");
      }
      String code = phone.code(Instant.now().plusSeconds(30));
      assertThat(
              text(server.post("/api/v1/login", json.replace("}", ",\"code\":\"" + code + "\"}"))))
          .contains("authToken");
      mara.post("/people/" + jonas.id() + "/second-factor");
      assertThat(text(server.post("/api/v1/login", json))).contains("authToken");
    }
    assertThat(written("second-factor.reset", "account:" + jonas.id())).hasSize(1);
    assertThat(written("second-factor.code-used", "account:" + jonas.id())).hasSize(1);
  }

  @Test
  void aRoleThatNeedsASecondFactorLetsNobodyPastItsPage() throws Exception {
    Account priya = person("priya", "priya-pass");
    assertThat(
            mara.post("/roles", "name", "records-office", "described", "Hands files over")
                .headers()
                .firstValue("Location"))
        .contains("/roles/records-office?said=added");
    assertThat(mara.post("/roles", "name", "Records Office").statusCode()).isEqualTo(400);
    mara.post("/roles/records-office", "described", "x", "factor", "yes", "may", "can-audit-log");
    String page = mara.get("/people/" + priya.id()).body();
    assertThat(page).contains("records-office");
    mara.post(
        "/people/" + priya.id(),
        "name",
        "Priya Nair",
        "username",
        "priya",
        "email",
        "priya@brightwater.example",
        "roles",
        "yes",
        "role",
        "user",
        "role",
        "records-office");
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      browser.get("/log-in");
      browser.post("/log-in", "username", "priya", "password", "priya-pass");
      assertThat(browser.get("/audit").headers().firstValue("Location")).contains("/account");
      assertThat(browser.get("/account/../audit").headers().firstValue("Location"))
          .as("however its address is written")
          .contains("/account");
      assertThat(browser.get("/account").body()).contains("Your role needs a second factor");
    }
    assertThat(mara.post("/roles/records-office/delete").statusCode())
        .as("somebody has it")
        .isEqualTo(409);
    assertThat(mara.post("/roles/user/delete").statusCode()).isEqualTo(409);
    assertThat(mara.get("/people?role=records-office").body())
        .contains("Priya Nair")
        .doesNotContain("Jonas");
    mara.post(
        "/people/" + priya.id(),
        "name",
        "Priya Nair",
        "username",
        "priya",
        "email",
        "priya@brightwater.example",
        "roles",
        "yes",
        "role",
        "user");
    assertThat(mara.post("/roles/records-office/delete").statusCode()).isEqualTo(303);
    assertThat(mara.post("/roles/admin", "described", "", "may", "can-audit-log").statusCode())
        .as("somebody must be able to change roles")
        .isEqualTo(409);
  }

  @Test
  void everyLogInIsWrittenDownThroughWhicheverDoor() throws Exception {
    Account tomas = person("tomas", "tomas-pass");
    String subject = "account:" + tomas.id();
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      browser.get("/log-in");
      browser.post("/log-in", "username", "tomas", "password", "wrong");
      browser.post("/log-in", "username", "my own password", "password", "x");
      browser.post("/log-in", "username", "tomas", "password", "tomas-pass");
      browser.get("/settings");
      browser.post("/log-out");
    }
    assertThat(written("log-in.failed", subject))
        .singleElement()
        .satisfies(row -> {
          assertThat(row.actor()).isEqualTo("stranger");
          assertThat(row.address()).isEqualTo("127.0.0.1");
        });
    assertThat(written("log-in.failed", "account:unknown")).isNotEmpty();
    assertThat(mara.get("/audit?subject=account:unknown").body())
        .as("what was typed is not written down")
        .doesNotContain("my own password");
    assertThat(written("session.opened", subject)).hasSize(1);
    assertThat(written("session.ended", subject)).hasSize(1);

    String in =
        text(server.post("/api/v1/login", "{\"user\":\"tomas\",\"password\":\"tomas-pass\"}"));
    String token = found(Pattern.compile("\"authToken\":\"([^\"]+)\""), in);
    server.post("/api/v1/logout", "{}", "X-Auth-Token", token, "X-User-Id", tomas.id());
    assertThat(written("token.issued", subject)).hasSize(1);
    assertThat(written("token.ended", subject)).hasSize(1);

    String id = "cli_watched";
    server
        .wiring()
        .registrations()
        .add(
            server.wiring().operator(),
            new App(id, "main", "Watched", Set.of(), true),
            "watched-secret");
    for (String secret : List.of("wrong", "watched-secret", "watched-secret")) {
      server.post(
          "/open-apis/auth/v3/tenant_access_token/internal",
          "{\"app_id\":\"" + id + "\",\"app_secret\":\"" + secret + "\"}");
      server.post(
          "/v1.0/oauth2/accessToken",
          "{\"appKey\":\"" + id + "\",\"appSecret\":\"" + secret + "\"}");
    }
    assertThat(written("log-in.failed", "app:" + id)).hasSize(2);
    assertThat(written("token.issued", "app:" + id))
        .as("one of each dialect; the same token given again is not another")
        .hasSize(2);
  }

  @Test
  void theAuditLogIsFilteredCheckedAndSaved() throws Exception {
    Account lin = person("liwen", "liwen-password");
    String page = mara.get("/audit?action=account.password").body();
    assertThat(page)
        .contains("Changed a password", "account.password")
        .doesNotContain("token.issued</code>");
    assertThat(mara.get("/audit?actor=nobody-of-that-name").body()).contains("Nothing here");
    assertThat(mara.get("/audit?from=2999-01-01").body()).contains("Nothing here");
    assertThat(mara.get("/audit?from=yesterday").statusCode()).isEqualTo(400);
    assertThat(mara.get("/audit?subject=liwen").body()).contains("Changed a password");
    String next =
        found(Pattern.compile("hx-get=\"(/audit\\?[^\"]*after=\\d+)\""), mara.get("/audit").body());
    assertThat(mara.get(next.replace("&amp;", "&"), "HX-Request", "true").body())
        .contains("<tr>")
        .doesNotContain("<html");
    assertThat(mara.post("/audit/check").body()).contains("The chain holds", "rows follow");
    HttpResponse<String> csv = mara.post("/audit/file", "format", "csv", "subject", "liwen");
    assertThat(csv.headers().firstValue("Content-Disposition").orElse("")).contains(".csv");
    assertThat(csv.body()).startsWith("id,at,actor").contains("account:" + lin.id());
    assertThat(mara.post("/audit/file", "format", "json").body()).contains("\"details\":{");
    assertThat(mara.post("/audit/file", "format", "exe").statusCode()).isEqualTo(400);
    assertThat(written("audit.exported", "audit")).hasSizeGreaterThanOrEqualTo(2);
    try (ConsoleClient browser = ConsoleClient.of(server.address(), "liwen", "liwen-password")) {
      for (String path : List.of("/audit", "/roles", "/tokens/all", "/people/" + lin.id())) {
        assertThat(browser.get(path).statusCode()).as(path).isEqualTo(403);
      }
    }
  }

  @Test
  void sessionsAndTokensAreSeenAndEndedByTheirOwnersAndByAdministrators() throws Exception {
    Account person =
        new Account("nooRnooRnooRnooR1", "main", "noor", "Noor", Optional.empty(), "", true);
    server.wiring().accountDesk().add(person, "noor-password", Set.of("user"));
    try (ConsoleClient here = ConsoleClient.of(server.address(), "noor", "noor-password");
        ConsoleClient there = ConsoleClient.of(server.address(), "noor", "noor-password")) {
      String page = here.get("/account").body();
      here.post("/account/sessions/end", "session", field("session", page));
      assertThat(there.get("/").statusCode()).isEqualTo(303);
      assertThat(here.get("/").statusCode()).isEqualTo(200);
      HttpResponse<String> changed =
          here.post(
              "/account/password",
              "old",
              "wrong",
              "password",
              "another-one-now",
              "again",
              "another-one-now");
      assertThat(changed.statusCode()).isEqualTo(401);
      here.get("/account");
      here.post(
          "/account/password",
          "old",
          "noor-password",
          "password",
          "another-one-now",
          "again",
          "another-one-now");
      assertThat(here.get("/account").statusCode()).as("this browser goes on").isEqualTo(200);
      assertThat(here.get("/account").body()).contains("No app acts in your name");
      assertThat(
              here.post(
                      "/account/password",
                      "old",
                      "another-one-now",
                      "password",
                      "Noor123456",
                      "again",
                      "Noor123456")
                  .body())
          .contains("guessed soon");

      String made = here.post("/tokens", "name", "night run").body();
      String token = found(Pattern.compile("<code>(\\S{43})</code>"), made);
      String[] headers = {"X-Auth-Token", token, "X-User-Id", person.id()};
      assertThat(server.get("/api/v1/me", headers).statusCode()).isEqualTo(200);
      String all = mara.get("/tokens/all").body();
      assertThat(all).contains("night run", "Used ");
      String id = found(Pattern.compile("night run[\\s\\S]*?/tokens/all/([0-9a-f]{64})/end"), all);
      mara.post("/tokens/all/" + id + "/end");
      assertThat(server.get("/api/v1/me", headers).statusCode()).isEqualTo(401);
      mara.post("/people/" + person.id() + "/log-ins");
      assertThat(here.get("/").statusCode()).isEqualTo(303);
    }
    mara.post("/people/" + person.id() + "/delete");
    assertThat(mara.get("/people/" + person.id()).statusCode()).isEqualTo(404);
  }

  @Test
  void everyNewPageKeepsThePolicyAndTakesNoForeignForm() throws Exception {
    for (String path :
        List.of("/account", "/roles", "/roles/admin", "/audit", "/tokens/all", "/people")) {
      HttpResponse<String> answer = mara.get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("default-src 'none'", "script-src 'self'")
          .doesNotContain("unsafe");
      assertThat(answer.body())
          .doesNotContain(" style=", "<style", "onclick", "http://", "//cdn")
          .doesNotContainPattern("<script>|<script [^s]");
    }
    for (String path :
        List.of("/account/password", "/roles", "/audit/check", "/audit/file", "/log-in/code")) {
      assertThat(mara.foreign(path, "https://evil.example", mara.proof()).statusCode())
          .as(path)
          .isEqualTo(403);
      assertThat(mara.foreign(path, server.address(), "guessed").statusCode())
          .as(path)
          .isEqualTo(403);
    }
  }

  private static String text(HttpResponse<byte[]> answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }
}
