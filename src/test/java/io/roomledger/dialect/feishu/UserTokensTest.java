package io.roomledger.dialect.feishu;

import static io.roomledger.dialect.feishu.Portal.APP;
import static io.roomledger.dialect.feishu.Portal.BACK;
import static io.roomledger.dialect.feishu.Portal.INDEX;
import static io.roomledger.dialect.feishu.Portal.OAUTH;
import static io.roomledger.dialect.feishu.Portal.SECRET;
import static io.roomledger.dialect.feishu.Portal.code;
import static io.roomledger.dialect.feishu.Portal.denied;
import static io.roomledger.dialect.feishu.Portal.encoded;
import static io.roomledger.dialect.feishu.Portal.exchange;
import static io.roomledger.dialect.feishu.Portal.html;
import static io.roomledger.dialect.feishu.Portal.refresh;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.dialect.feishu.Portal.Browser;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An app takes tokens for a code that a person allowed, and refreshes them. */
class UserTokensTest {
  private static final String OIDC = "/open-apis/authen/v1/oidc/access_token";
  private static final String OIDC_REFRESH = "/open-apis/authen/v1/oidc/refresh_access_token";

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
  void aPersonAllowsAnAppAndTheAppKnowsWhoItWas() throws Exception {
    String location = portal.browser("state", "a b&c=d").allowed();
    assertThat(location).startsWith(BACK + "&code=").endsWith("&state=a%20b%26c%3Dd");

    JsonNode tokens = portal.given(exchange(code(location), "redirect_uri", BACK));
    assertThat(tokens.path("code").intValue()).isZero();
    assertThat(tokens.path("token_type").textValue()).isEqualTo("Bearer");
    assertThat(tokens.path("expires_in").intValue()).isEqualTo(7200);
    assertThat(tokens.path("scope").textValue()).contains("vc:export");
    Reply me =
        house.get(
            "/open-apis/authen/v1/user_info", "Bearer " + tokens.path("access_token").textValue());
    JsonNode data = me.json().path("data");
    assertThat(data.path("name").textValue()).isEqualTo("Lin \"<i>\" Wei");
    assertThat(data.path("open_id").textValue()).matches("ou_[0-9a-f]{32}");
    assertThat(data.path("union_id").textValue()).matches("on_[0-9a-f]{32}");
    assertThat(data.path("tenant_key").textValue()).isEqualTo("main");
  }

  @Test
  void theCodeIsOneOfAStandardLibraryToo() throws Exception {
    String code = code(portal.browser("scope", "vc:export offline_access").allowed());
    String basic =
        java.util.Base64.getEncoder()
            .encodeToString((APP + ":" + SECRET).getBytes(StandardCharsets.UTF_8));
    Map<String, String> form =
        Map.of("grant_type", "authorization_code", "code", code, "redirect_uri", BACK);

    Reply reply =
        house.send(
            house
                .request(OAUTH + "/", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(encoded(form))));
    assertThat(reply.status()).as(html(reply)).isEqualTo(200);
    assertThat(reply.json().path("refresh_token_expires_in").intValue()).isEqualTo(604800);
    denied(house.post(OAUTH, "Basic " + basic, exchange(code)), 20070, "invalid_request");
    denied(
        house.post(OAUTH, "Basic %", Map.of("grant_type", "refresh_token")),
        20063,
        "invalid_request");
  }

  @Test
  void refreshTokensWorkOnceAndTheirSecondUseEndsTheFamily() throws Exception {
    JsonNode first =
        portal.given(exchange(code(portal.browser("scope", "vc:export offline_access").allowed())));
    JsonNode second = portal.given(refresh(first.path("refresh_token").textValue()));
    assertThat(second.path("access_token")).isNotEqualTo(first.path("access_token"));
    assertThat(
            portal
                .given(refresh(second.path("refresh_token").textValue(), "scope", "vc:export"))
                .path("scope")
                .textValue())
        .isEqualTo("vc:export");

    portal.denied(refresh(first.path("refresh_token").textValue()), 20073, "invalid_grant");
    Reply ended =
        house.get(
            "/open-apis/authen/v1/user_info", "Bearer " + second.path("access_token").textValue());
    assertThat(ended.code()).isEqualTo(99991668);
    portal.denied(refresh("ur-junk"), 20026, "invalid_grant");
  }

  @Test
  void aFamilyThatEndedSaysSo() throws Exception {
    JsonNode first =
        portal.given(exchange(code(portal.browser("scope", "vc:export offline_access").allowed())));
    JsonNode second = portal.given(refresh(first.path("refresh_token").textValue()));
    portal.denied(refresh(first.path("refresh_token").textValue()), 20073, "invalid_grant");

    portal.denied(refresh(second.path("refresh_token").textValue()), 20064, "invalid_grant");
  }

  @Test
  void everyDocumentedDenialOfACodeHasItsNumber() throws Exception {
    String code = code(portal.browser().allowed());
    portal.denied(Map.of(), 20001, "invalid_request");
    portal.denied(exchange(""), 20001, "invalid_request");
    portal.denied(exchange(code, "grant_type", "password"), 20036, "unsupported_grant_type");
    portal.denied(exchange(code, "client_id", "cli_unknown"), 20048, "invalid_client");
    portal.denied(exchange(code, "client_secret", "wrong"), 20002, "invalid_client");
    portal.denied(exchange("junk"), 20003, "invalid_grant");
    portal.denied(exchange(code, "client_id", "cli_else"), 20024, "invalid_grant");
    portal.denied(exchange(code, "redirect_uri", "https://example.org"), 20071, "invalid_grant");
    portal.denied(exchange(code, "code_verifier", "x".repeat(43)), 20049, "invalid_grant");
    portal.denied(exchange(code, "scope", "vc:export vc:export"), 20067, "invalid_scope");
    portal.denied(exchange(code, "scope", "im:chat"), 20068, "invalid_scope");
    denied(house.post(OAUTH, "", "{"), 20063, "invalid_request");
    denied(house.post(OAUTH, "", "[]"), 20063, "invalid_request");
    portal.given(exchange(code));
    portal.denied(exchange(code), 20065, "invalid_grant");
  }

  @Test
  void codesAndRefreshTokensEnd() throws Exception {
    String late = code(portal.browser().allowed());
    house.clock.tick(Duration.ofMinutes(5));
    portal.denied(exchange(late), 20004, "invalid_grant");

    JsonNode tokens =
        portal.given(exchange(code(portal.browser("scope", "offline_access").allowed())));
    String bearer = "Bearer " + tokens.path("access_token").textValue();
    house.clock.tick(Duration.ofDays(7));
    portal.denied(refresh(tokens.path("refresh_token").textValue()), 20037, "invalid_grant");
    Reply over = house.get("/open-apis/authen/v1/user_info", bearer);
    assertThat(over.status()).isEqualTo(401);
    assertThat(over.code()).isEqualTo(99991677);
  }

  @Test
  void switchingThingsOffHasItsNumbers() throws Exception {
    portal.add("cli_off", "Off", "vc:export", "offline_access");
    String code = code(portal.browser("client_id", "cli_off", "scope", "offline_access").allowed());
    JsonNode tokens = portal.given(exchange(code, "client_id", "cli_off"));
    String refresh = tokens.path("refresh_token").textValue();
    portal.change("UPDATE app SET scopes = '{vc:export}' WHERE id = 'cli_off'");
    portal.denied(refresh(refresh, "client_id", "cli_off"), 20074, "unauthorized_client");
    portal.change("UPDATE app SET active = false WHERE id = 'cli_off'");
    portal.denied(refresh(refresh, "client_id", "cli_off"), 20069, "unauthorized_client");

    String last = code(portal.browser().allowed());
    portal.change("UPDATE account SET active = false WHERE username = 'lin'");
    try {
      portal.denied(exchange(last), 20066, "invalid_grant");
    } finally {
      portal.change("UPDATE account SET active = true WHERE username = 'lin'");
    }
  }

  @Test
  void aFaultHasTheEnvelopeOfTheFlow() throws Exception {
    portal.change("ALTER TABLE app RENAME TO app_gone");
    Reply reply;
    try {
      reply = house.post(OAUTH, "", exchange("x"));
    } finally {
      portal.change("ALTER TABLE app_gone RENAME TO app");
    }
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.code()).isEqualTo(20050);
    assertThat(reply.json().path("error").textValue()).isEqualTo("server_error");
  }

  @Test
  void theOlderPairTakesTheAppsOwnToken() throws Exception {
    String app = token(APP);
    String code = code(portal.new Browser(INDEX + "?" + encoded(old())).allowed());
    Reply reply = house.post(OIDC, app, Map.of("grant_type", "authorization_code", "code", code));
    JsonNode data = reply.json().path("data");
    assertThat(data.path("refresh_expires_in").intValue()).as(html(reply)).isEqualTo(2592000);
    assertThat(data.path("expires_in").intValue()).isEqualTo(7200);
    assertThat(data.path("scope").textValue()).contains("contact:user.email:readonly");
    Reply me =
        house.get(
            "/open-apis/authen/v1/user_info", "Bearer " + data.path("access_token").textValue());
    assertThat(me.json().at("/data/email").textValue()).isEqualTo("lin@example.org");
    String refresh = data.path("refresh_token").textValue();
    assertThat(old(OIDC_REFRESH, app, "refresh_token", "refresh_token", refresh)).isZero();

    assertThat(old(OIDC_REFRESH, app, "refresh_token", "refresh_token", refresh)).isEqualTo(20026);
    assertThat(old(OIDC, app, "authorization_code", "code", code)).isEqualTo(20003);
  }

  private static Map<String, String> old() {
    return Map.of("app_id", APP, "redirect_uri", BACK, "state", "s");
  }

  private static String token(String app) throws Exception {
    Reply reply =
        house.post(
            "/open-apis/auth/v3/app_access_token/internal",
            "",
            Map.of("app_id", app, "app_secret", SECRET));
    return "Bearer " + reply.json().path("app_access_token").textValue();
  }

  /** The code of the answer, which is HTTP 200 whatever it says. */
  private static int old(String path, String bearer, String type, String field, String value)
      throws Exception {
    Reply reply = house.post(path, bearer, Map.of("grant_type", type, field, value));
    assertThat(reply.status()).isEqualTo(200);
    return reply.code();
  }

  @Test
  void everyDenialOfTheOlderPairIsToldByItsCode() throws Exception {
    String app = token(APP);
    String code = code(portal.new Browser(INDEX + "?" + encoded(old())).allowed());
    String type = "authorization_code";
    assertThat(old(OIDC, "", type, "code", code)).isEqualTo(20014);
    assertThat(old(OIDC, "Bearer t-junk", type, "code", code)).isEqualTo(20014);
    assertThat(old(OIDC, "Bearer " + FeishuHouse.USER_TOKEN, type, "code", code)).isEqualTo(20014);
    assertThat(old(OIDC, app, type, "code", "")).isEqualTo(20001);
    assertThat(house.post(OIDC, app, "{").code()).isEqualTo(20001);
    assertThat(old(OIDC, app, "refresh_token", "code", code)).isEqualTo(20036);
    assertThat(old(OIDC, token("cli_else"), type, "code", code)).isEqualTo(20024);
    Map<String, String> elsewhere =
        Map.of("grant_type", type, "code", code, "redirect_uri", "https://example.org");
    assertThat(house.post(OIDC, app, elsewhere).code()).isEqualTo(20029);
    Map<String, String> verified =
        Map.of("grant_type", type, "code", code, "code_verifier", "x".repeat(43));
    assertThat(house.post(OIDC, app, verified).code()).isEqualTo(20007);
    portal.change("UPDATE account SET active = false WHERE username = 'lin'");
    try {
      assertThat(old(OIDC, app, type, "code", code)).isEqualTo(20022);
    } finally {
      portal.change("UPDATE account SET active = true WHERE username = 'lin'");
    }
    house.clock.tick(Duration.ofMinutes(5));
    assertThat(old(OIDC, token(APP), type, "code", code)).isEqualTo(20004);
    assertThat(old(OIDC_REFRESH, token(APP), "refresh_token", "refresh_token", "x"))
        .isEqualTo(20026);
  }

  @Test
  void anOlderRefreshTokenEndsAfterAMonth() throws Exception {
    String code = code(portal.new Browser(INDEX + "?" + encoded(old())).allowed());
    JsonNode data =
        house
            .post(OIDC, token(APP), Map.of("grant_type", "authorization_code", "code", code))
            .json()
            .path("data");
    house.clock.tick(Duration.ofDays(30));

    String refresh = data.path("refresh_token").textValue();
    assertThat(old(OIDC_REFRESH, token(APP), "refresh_token", "refresh_token", refresh))
        .isEqualTo(20037);
  }

  @Test
  void aChallengeIsAnsweredByWhoAsked() throws Exception {
    String verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    String hash = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    String code =
        code(portal.browser("code_challenge", hash, "code_challenge_method", "S256").allowed());
    portal.denied(exchange(code), 20049, "invalid_grant");
    portal.given(exchange(code, "code_verifier", verifier));
    portal.given(
        exchange(
            code(portal.browser("code_challenge", verifier).allowed()), "code_verifier", verifier));
  }

  @Test
  void appsTokensAreNotPeoples() throws Exception {
    assertThat(house.get("/open-apis/authen/v1/user_info", token(APP)).code()).isEqualTo(99991663);
  }

  @Test
  void whatAnAppMayNotIsSaidApartFromWhatAPersonDidNotAllow() throws Exception {
    portal.add("cli_none", "None", "im:chat");
    String code = code(portal.browser("client_id", "cli_none", "scope", "im:chat").allowed());
    JsonNode others = portal.given(exchange(code, "client_id", "cli_none"));
    Reply lacks =
        house.get(FeishuHouse.EXPORTS + "1", "Bearer " + others.path("access_token").textValue());

    assertThat(lacks.code()).isEqualTo(99991672);
    assertThat(lacks.json().at("/error/helps/0/url").textValue())
        .isEqualTo("https://open.feishu.cn/app/cli_none/auth?q=vc:export&op_from=openapi");
  }
}
