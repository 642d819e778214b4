package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.audit.AuditFilter;
import io.roomledger.audit.AuditRow;
import io.roomledger.base.Period;
import io.roomledger.identity.Account;
import io.roomledger.identity.Authenticator;
import io.roomledger.openid.SmallIssuer;
import io.roomledger.openid.SmallIssuer.Signed;
import io.roomledger.openid.SmallIssuer.Word;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
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

/**
 * Log-ins for which another server vouches, against an issuer that vouches rightly or wrongly; and
 * how programs are let in.
 */
class ConsoleOpenIdTest {
  private static final String SESSION = "roomledger_session";

  @TempDir private static Path folder;
  private static SmallIssuer issuer;
  private static RunningServer server;
  private static ConsoleClient mara;

  @BeforeAll
  static void start() throws Exception {
    issuer = new SmallIssuer();
    Path secret = Files.writeString(folder.resolve("openid-secret"), SmallIssuer.SECRET + "\n");
    server =
        RunningServer.withSample(
            folder.resolve("data"),
            Map.of(
                "console.openid.issuer",
                issuer.address(),
                "console.openid.client-id",
                SmallIssuer.CLIENT,
                "console.openid.client-secret-file",
                secret.toString(),
                "console.openid.name",
                "Brightwater"));
    mara = ConsoleClient.of(server.address(), "admin", "roomledger-demo");
  }

  @AfterAll
  static void stop() {
    mara.close();
    server.close();
    issuer.close();
  }

  /** Sends the browser to the issuer, and answers where the issuer sends it back to. */
  private static String back(ConsoleClient browser, Word word) throws Exception {
    HttpResponse<String> sent = browser.get("/log-in/openid?to=/exports");
    assertThat(sent.statusCode()).isEqualTo(303);
    URI there = URI.create(sent.headers().firstValue("Location").orElseThrow());
    assertThat(there.toString())
        .startsWith(issuer.address() + "/authorize?")
        .contains("code_challenge_method=S256", "response_type=code");
    return "/log-in/openid/back?code=%s&state=%s"
        .formatted(issuer.grant(there, word), found("[?&]state=([^&]+)", there.toString()));
  }

  private static HttpResponse<String> logIn(ConsoleClient browser, Word word) throws Exception {
    return browser.get(back(browser, word));
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
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

  private static Account added(String name, String email) {
    String id = (name + "0".repeat(17)).substring(0, 17);
    Account account = new Account(id, "main", name, name, Optional.of(email), "", true);
    server.wiring().accountDesk().add(account, name + "-password", Set.of("user"));
    return account;
  }

  @Test
  void somebodyIsLinkedByTheirMailAddressOnceAndToldByTheIssuersNameAfterwards() throws Exception {
    Account priya = server.wiring().account("priya");
    String subject = "account:" + priya.id();
    Set<String> roles = roles(priya);
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      assertThat(browser.get("/log-in?to=/exports").body())
          .contains("Log in with Brightwater", "/log-in/openid?to=%2Fexports");
      String back = back(browser, Word.of("priya-there", "Priya@Brightwater.example"));
      HttpResponse<String> in = browser.get(back);
      assertThat(in.headers().firstValue("Location")).contains("/exports");
      assertThat(browser.get("/account").body()).contains(priya.name());
      assertThat(browser.get("/log-in/openid").headers().firstValue("Location")).contains("/");
      assertThat(browser.post("/log-out").headers().firstValue("Location"))
          .as("the session here ends, not that of the issuer")
          .contains("/log-in?said=out");
      HttpResponse<String> replayed = browser.get(back);
      assertThat(replayed.statusCode()).as("a state counts once").isEqualTo(401);
      assertThat(replayed.body()).contains("has been used", server.address());
      assertThat(
              logIn(browser, Word.of("priya-there", "new-address@elsewhere.example")).statusCode())
          .as("the link outlives the address")
          .isEqualTo(303);
    }
    assertThat(written("open-id.linked", subject))
        .singleElement()
        .satisfies(row ->
            assertThat(row.details())
                .contains(
                    Map.entry("issuer", issuer.address()), Map.entry("subject", "priya-there")));
    assertThat(written("session.opened", subject))
        .hasSize(2)
        .allSatisfy(row -> assertThat(row.details()).containsEntry("by", "openid"));
    assertThat(roles(priya)).isEqualTo(roles);

    try (ConsoleClient other = new ConsoleClient(server.address())) {
      Word another = Word.of("another-there", "priya@brightwater.example");
      assertThat(logIn(other, another).body()).contains("belongs to somebody else there");
      assertThat(mara.get("/people/" + priya.id()).body()).contains(issuer.address());
      mara.post("/people/" + priya.id() + "/openid");
      assertThat(mara.post("/people/" + priya.id() + "/openid").statusCode()).isEqualTo(409);
      assertThat(logIn(other, another).statusCode()).isEqualTo(303);
    }
    assertThat(written("open-id.ended", subject)).hasSize(1);
  }

  private static Set<String> roles(Account account) {
    return server.wiring().accounts().caller(account, Set.of("*"), "local").roles();
  }

  @Test
  void aWordThatIsNotRightLetsNobodyIn() throws Exception {
    Word right = Word.of("jonas-there", "jonas@brightwater.example");
    Instant before = Instant.now().minusSeconds(900);
    Map<String, Word> wrong = new LinkedHashMap<>();
    wrong.put("nonce", right.but(it -> it.claim("nonce", "of another log-in")));
    wrong.put("no nonce", right.but(it -> it.claim("nonce", null)));
    wrong.put("audience", right.but(it -> it.audience("another-client")));
    wrong.put("issuer", right.but(it -> it.issuer("https://evil.example")));
    wrong.put("expired", right.but(it -> it.expirationTime(Date.from(before))));
    wrong.put("alg none", right.signed(Signed.BY_NOBODY));
    wrong.put("foreign key", right.signed(Signed.BY_ANOTHER));
    wrong.put("HS256 by the secret", right.signed(Signed.BY_THE_SECRET));
    int failures = written("log-in.failed", "account:unknown").size();
    for (Map.Entry<String, Word> one : wrong.entrySet()) {
      try (ConsoleClient browser = new ConsoleClient(server.address())) {
        HttpResponse<String> answer = logIn(browser, one.getValue());
        assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(401);
        assertThat(answer.body()).as(one.getKey()).contains("cannot be believed");
        assertThat(browser.cookie(SESSION)).as(one.getKey()).isEmpty();
      }
    }
    List<AuditRow> rows = written("log-in.failed", "account:unknown");
    assertThat(rows).hasSize(failures + wrong.size());
    assertThat(rows.stream().map(row -> String.valueOf(row.details().get("wrong"))))
        .anyMatch(it -> it.startsWith("openid: ID token: ") && it.contains("nonce"))
        .noneMatch(it -> it.contains(SmallIssuer.SECRET));
  }

  @Test
  void aStateIsOfOneBrowserAndOneTime() throws Exception {
    Word right = Word.of("jonas-there", "jonas@brightwater.example");
    try (ConsoleClient browser = new ConsoleClient(server.address());
        ConsoleClient thief = new ConsoleClient(server.address())) {
      String back = back(browser, right);
      thief.get("/log-in");
      assertThat(thief.get(back).statusCode()).isEqualTo(401);
      assertThat(browser.get(back).statusCode()).as("spent by the thief").isEqualTo(401);
      assertThat(browser.get("/log-in/openid/back").statusCode()).isEqualTo(401);
      assertThat(browser.get("/log-in/openid/back?code=x&state=made-up").statusCode())
          .isEqualTo(401);
      String denied = back(browser, right).replaceAll("code=[^&]+", "error=access_denied");
      assertThat(browser.get(denied).body()).contains("Brightwater did not log you in");
      String stale = back(browser, right).replaceAll("code=[^&]+", "code=of-nobody");
      assertThat(browser.get(stale).body()).contains("cannot be believed");
      assertThat(browser.cookie(SESSION)).isEmpty();
      assertThat(thief.cookie(SESSION)).isEmpty();
    }
  }

  @Test
  void whoIsNobodyHereIsToldWhatToDo() throws Exception {
    added("twin1", "twins@brightwater.example");
    added("twin2", "TWINS@brightwater.example");
    Account gone = added("gone", "gone@brightwater.example");
    mara.post("/people/" + gone.id() + "/active", "active", "false");
    Map<Word, String> said =
        Map.of(
            Word.of("s1", "jonas@brightwater.example").but(it -> it.claim("email_verified", false)),
            "not verified there",
            Word.of("s2", "jonas@brightwater.example").but(it -> it.claim("email_verified", null)),
            "not verified there",
            Word.of("s3", "nobody@brightwater.example"),
            "Nobody here has the mail address nobody@brightwater.example",
            Word.of("s4", "twins@brightwater.example"),
            "Several accounts",
            Word.of("s5", "gone@brightwater.example"),
            "switched off");
    for (Map.Entry<Word, String> one : said.entrySet()) {
      try (ConsoleClient browser = new ConsoleClient(server.address())) {
        HttpResponse<String> answer = logIn(browser, one.getKey());
        assertThat(answer.statusCode()).as(one.getValue()).isEqualTo(403);
        assertThat(answer.body()).contains(one.getValue());
        assertThat(browser.cookie(SESSION)).isEmpty();
      }
    }
  }

  @Test
  void aSecondFactorIsAskedForUnlessTheIssuerHas() throws Exception {
    Account person = added("noor", "noor@brightwater.example");
    Word word =
        new Word("noor", it -> it.claim("email", null), Signed.RIGHTLY); // by the userinfo endpoint
    mara.post("/roles", "name", "vault", "described", "");
    mara.post("/roles/vault", "described", "", "factor", "yes", "may", "can-audit-log");
    mara.post(
        "/people/" + person.id(),
        "name",
        "noor",
        "username",
        "noor",
        "email",
        "noor@brightwater.example",
        "roles",
        "yes",
        "role",
        "user",
        "role",
        "vault");
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      assertThat(logIn(browser, word).statusCode()).isEqualTo(303);
      assertThat(browser.get("/audit").headers().firstValue("Location"))
          .as("they have none yet, and their role needs one")
          .contains("/account");
      browser.get("/account");
      String setUp = browser.post("/account/second-factor/begin").body();
      Authenticator phone = new Authenticator(found("<code>([A-Z2-7 ]{39})</code>", setUp));
      browser.post("/account/second-factor/confirm", "code", phone.code(Instant.now()));
      browser.post("/log-out");
      String step = logIn(browser, word).body();
      assertThat(browser.cookie(SESSION)).isEmpty();
      String ticket = found("name=\"ticket\" value=\"([^\"]+)\"", step);
      String to = found("name=\"to\" value=\"([^\"]+)\"", step);
      HttpResponse<String> in =
          browser.post(
              "/log-in/code",
              "ticket",
              ticket,
              "to",
              to,
              "code",
              phone.code(Instant.now().plusSeconds(30)));
      assertThat(in.headers().firstValue("Location")).contains("/exports");
    }
    Word both = word.but(it -> it.claim("amr", List.of("pwd", "mfa")));
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      assertThat(logIn(browser, both).statusCode()).isEqualTo(303);
      assertThat(browser.get("/audit").statusCode()).isEqualTo(200);
      mara.post("/people/" + person.id() + "/second-factor");
      assertThat(browser.get("/audit").statusCode())
          .as("the issuer asked for one, though there is none here")
          .isEqualTo(200);
    }
    assertThat(written("session.opened", "account:" + person.id()).getFirst().details())
        .containsEntry("by", "openid with a second factor");
  }

  @Test
  void theIssuerMayChangeItsKeys() throws Exception {
    Word word = Word.of("aiko-there", "aiko@brightwater.example");
    try (ConsoleClient browser = new ConsoleClient(server.address())) {
      assertThat(logIn(browser, word).statusCode()).isEqualTo(303);
      browser.get("/account");
      browser.post("/log-out");
      issuer.rotate();
      assertThat(logIn(browser, word).statusCode()).isEqualTo(303);
    }
  }

  @Test
  void programsAreToldHowToConnectAndWhatTheyMayIsChanged() throws Exception {
    String page = mara.get("/dialects").body();
    assertThat(page)
        .contains(
            "Feishu",
            "Rocket.Chat",
            "DingTalk",
            server.address() + "/ledger/v1",
            "oapi-sdk",
            "@larksuiteoapi/node-sdk",
            "com.aliyun:dingtalk",
            "@alicloud/dingtalk",
            "@rocket.chat/api-client");
    assertThat(page).doesNotContain("style=", "onclick").doesNotContainPattern("<script>");
    String made = mara.post("/apps", "name", "Narrow", "scopes", "vc:export").body();
    String id = found("(cli_[A-Za-z0-9]+)", made);
    mara.post("/apps/" + id + "/scopes", "scopes", "recordings:read, vc:room");
    assertThat(server.wiring().registrations().find(server.wiring().operator(), id).scopes())
        .containsExactlyInAnyOrder("recordings:read", "vc:room");
    assertThat(written("app.changed", "app:" + id)).hasSize(1);
    added("plain", "plain@brightwater.example");
    try (ConsoleClient browser = ConsoleClient.of(server.address(), "plain", "plain-password")) {
      assertThat(browser.get("/dialects").statusCode()).isEqualTo(403);
      assertThat(browser.post("/apps/" + id + "/scopes", "scopes", "*").statusCode())
          .isEqualTo(403);
    }
  }
}
