package io.roomledger.dialect.feishu;

import static io.roomledger.dialect.feishu.Portal.AUTHORIZE;
import static io.roomledger.dialect.feishu.Portal.BACK;
import static io.roomledger.dialect.feishu.Portal.code;
import static io.roomledger.dialect.feishu.Portal.hidden;
import static io.roomledger.dialect.feishu.Portal.html;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.dialect.feishu.Portal.Browser;
import io.roomledger.http.RawClient;
import io.roomledger.identity.Account;
import io.roomledger.identity.Authenticator;
import io.roomledger.identity.Caller;
import io.roomledger.identity.SecondFactors;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person logs in and allows an app what it asks for, or not. */
class SignInTest {
  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // made before all tests
  private static Portal portal;

  @SuppressWarnings("NullAway.Init")
  private static FeishuHouse house;

  @BeforeAll
  static void open() throws IOException {
    portal = new Portal(folder);
    house = portal.house;
  }

  @AfterAll
  static void close() {
    portal.close();
  }

  @Test
  void whoRefusesIsSentBackWithoutACode() throws Exception {
    Browser browser = portal.browser("state", "s");
    String ticket = hidden(browser.signIn("lin", "lin-pass"), "ticket");
    Reply reply = browser.post(Map.of("ticket", ticket, "decision", "refuse"));

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("Location")).isEqualTo(BACK + "&error=access_denied&state=s");
  }

  @Test
  void whoHasASecondFactorIsAskedForItsCodeOnAPageOfItsOwn() throws Exception {
    Account mei =
        new Account("mei00000000000000", "main", "mei", "Mei", Optional.empty(), "", true);
    house.accounts.add(mei, Optional.of("mei-pass"), Set.of("user"));
    SecondFactors factors = house.accounts.secondFactors();
    Caller.Person own = house.accounts.caller(mei, Set.of("*"), "127.0.0.1");
    Authenticator phone = new Authenticator(factors.begin(own).secret());
    List<String> paper = factors.confirm(own, phone.code(house.clock.instant()));

    Browser browser = portal.browser();
    Reply asked = browser.signIn("mei", "mei-pass");
    assertThat(html(asked)).contains("Your authenticator shows it").doesNotContain("Allow");
    String step = hidden(asked, "step");
    Reply wrong = browser.post(Map.of("step", step, "code", "000000"));
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(html(wrong)).contains("This code is not right");
    // the step is this browser's, for this question
    Browser other = portal.browser();
    assertThat(html(other.get())).contains("Password");
    assertThat(other.post(Map.of("step", step, "code", paper.get(1))).status()).isEqualTo(403);
    assertThat(browser.post(Map.of("step", "x", "code", paper.get(1))).status()).isEqualTo(403);
    // it is no ticket for the consent
    assertThat(browser.post(Map.of("ticket", step, "decision", "allow")).status()).isEqualTo(403);
    String ticket = hidden(browser.post(Map.of("step", step, "code", paper.getFirst())), "ticket");
    assertThat(browser.post(Map.of("ticket", ticket, "decision", "allow")).status()).isEqualTo(302);

    house
        .database
        .jdbi()
        .useTransaction(handle -> house.accounts.setPassword(handle, mei.id(), "another"));
    assertThat(browser.post(Map.of("step", step, "code", paper.get(1))).status()).isEqualTo(403);
    Reply often = browser.signIn("mei", "another");
    for (int i = 0; i < 11; i++) {
      often = browser.post(Map.of("step", hidden(often, "step"), "code", "000000"));
    }
    assertThat(often.status()).isEqualTo(429);
    assertThat(often.header("Retry-After")).isNotEmpty();
  }

  @Test
  void whatStandsBehindAHashStaysThereAndAnAppMayHaveAScheme() throws Exception {
    assertThat(
            portal.browser("redirect_uri", "https://example.org/cb/#/in", "state", "s").allowed())
        .matches("https://example\\.org/cb/\\?code=[\\w-]{64}&state=s#/in");
    assertThat(portal.browser("redirect_uri", "myapp://done").allowed())
        .matches("myapp://done\\?code=[\\w-]{64}");
  }

  @Test
  void aLinkThatCannotBeTrustedSendsNobodyAnywhere() throws Exception {
    problem(portal.browser("client_id", "cli_unknown"), 20028);
    problem(portal.browser("redirect_uri", "https://evil.example/"), 20029);
    problem(portal.browser("redirect_uri", BACK + "x"), 20029);
    problem(portal.browser("scope", "vc:room"), 20027);
    problem(portal.browser("scope", "x ".repeat(51) + manyScopes()), 20043);
    problem(portal.browser("response_type", "token"), 20001);
    problem(portal.browser("code_challenge", "short"), 20001);
    problem(portal.browser("code_challenge_method", "S512"), 20001);
    problem(portal.browser("state", "s".repeat(2_049)), 20001);
  }

  private static String manyScopes() {
    StringBuilder scopes = new StringBuilder();
    for (int i = 0; i < 51; i++) {
      scopes.append(" scope").append(i);
    }
    return scopes.toString();
  }

  private static void problem(Browser browser, int code) throws Exception {
    for (Reply reply : List.of(browser.get(), browser.post(Map.of("username", "lin")))) {
      assertThat(reply.status()).isEqualTo(400);
      assertThat(html(reply)).contains("This link cannot be used", "Error " + code + ".");
      assertThat(reply.header("Location")).isEmpty();
    }
  }

  @Test
  void aFormIsTakenOnlyFromTheBrowserAndForTheQuestionItWasMadeFor() throws Exception {
    Browser mine = portal.browser("state", "mine");
    String form = hidden(mine.get(), "form");
    Map<String, String> login = Map.of("form", form, "username", "lin", "password", "lin-pass");
    stale(portal.browser("state", "mine").post(login));
    Browser other = portal.browser("state", "other");
    other.cookie = mine.cookie;
    stale(other.post(login));
    stale(mine.post(Map.of("username", "lin", "password", "lin-pass")));
    String ticket = hidden(mine.post(login), "ticket");
    Map<String, String> allow = Map.of("ticket", ticket, "decision", "allow");
    stale(portal.browser("state", "mine").post(allow));
    other.cookie = mine.cookie;
    stale(other.post(allow));
    house.clock.tick(Duration.ofMinutes(10));
    stale(mine.post(allow));
    house.clock.tick(Duration.ofHours(1));
    stale(mine.post(login));
  }

  private static void stale(Reply reply) {
    assertThat(reply.status()).isEqualTo(403);
    assertThat(html(reply)).contains("open for too long");
    assertThat(reply.header("Location")).isEmpty();
  }

  @Test
  void aWrongPasswordIsSaidAndTooManyAreStopped() throws Exception {
    Reply wrong = portal.browser().signIn("lin<\"", "no");
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(html(wrong)).contains("do not belong together", "value=\"lin&lt;&quot;\"");
    int status = 401;
    for (int i = 0; i < 40 && status == 401; i++) {
      status = portal.browser().signIn("somebody" + i, "no").status();
    }
    Reply stopped = portal.browser().signIn("lin", "lin-pass");
    assertThat(stopped.status()).isEqualTo(429);
    assertThat(html(stopped)).contains("Too many tries");
    assertThat(stopped.header("Retry-After")).isNotEmpty();
    house.clock.tick(Duration.ofMinutes(1));
    assertThat(portal.browser().signIn("lin", "lin-pass").status()).isEqualTo(200);
  }

  @Test
  void pagesAreEscapedAndMayDoNothingButBeAForm() throws Exception {
    Browser browser = portal.browser("scope", "vc:export odd:<b>scope</b>");
    Reply form = browser.get();
    Reply consent = browser.signIn("lin", "lin-pass");
    for (Reply page : List.of(form, consent)) {
      assertThat(html(page))
          .doesNotContain("<script", "<b>", "<i>", "javascript:")
          .contains("Portal &lt;script&gt;alert(1)&lt;/script&gt;");
      assertThat(page.header("Content-Security-Policy"))
          .matches(
              "default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none';"
                  + " form-action 'self' http://127\\.0\\.0\\.1:9; frame-ancestors 'none'");
      assertThat(page.header("Cache-Control")).isEqualTo("no-store");
      assertThat(page.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(page.header("X-Tt-Logid")).isNotEmpty();
    }
    assertThat(html(consent))
        .contains("Lin &quot;&lt;i&gt;&quot; Wei", "odd:&lt;b&gt;scope&lt;/b&gt;")
        .contains("<li>Export meeting data<small>vc:export</small></li>");
  }

  @Test
  void thePageSpeaksTheBrowsersLanguage() throws Exception {
    Browser browser = portal.browser();
    browser.language = "zh-CN,zh;q=0.9,en;q=0.8";
    assertThat(html(browser.get())).contains("<html lang=\"zh\">", "用户名或邮箱");
    assertThat(html(browser.signIn("lin", "lin-pass"))).contains("导出会议数据", "允许");
    browser.language = "fr";
    assertThat(html(browser.get())).contains("<html lang=\"en\">");
    browser.language = ";;;";
    assertThat(html(browser.get())).contains("<html lang=\"en\">");
  }

  @Test
  void whatIsNoFormIsRefusedAsAPage() throws Exception {
    try (RawClient client = new RawClient(house.server.port())) {
      client.head("GET " + AUTHORIZE + "?client_id=%zz HTTP/1.1", "Host: x");
      assertThat(client.answer()).startsWith("HTTP/1.1 400 ").contains("not understood");
    }
    Reply put = house.send(house.request(AUTHORIZE, "").PUT(HttpRequest.BodyPublishers.noBody()));
    assertThat(put.status()).isEqualTo(404);
    assertThat(html(put)).isEqualTo("404 page not found");
    portal.change("ALTER TABLE app RENAME TO app_gone");
    Reply fault;
    try {
      fault = portal.browser().get();
    } finally {
      portal.change("ALTER TABLE app_gone RENAME TO app");
    }
    assertThat(fault.status()).isEqualTo(500);
    assertThat(html(fault)).contains("Something went wrong").doesNotContain("app_gone");
  }
}
