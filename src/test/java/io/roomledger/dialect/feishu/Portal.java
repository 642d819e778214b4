package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A house with an app that people log in for, somebody who does, and their browser. */
final class Portal implements AutoCloseable {
  static final String AUTHORIZE = "/open-apis/authen/v1/authorize";
  static final String INDEX = "/open-apis/authen/v1/index";
  static final String OAUTH = "/open-apis/authen/v2/oauth/token";
  static final String BACK = "http://127.0.0.1:9/back?a=1";
  static final String APP = "cli_portal";
  static final String SECRET = "portal-secret";

  final FeishuHouse house;

  Portal(Path folder) throws IOException {
    house = new FeishuHouse(folder);
    add("cli_portal", "Portal <script>alert(1)</script>");
    add("cli_else", "Else");
    house.accounts.add(
        new Account(
            "lin00000000000000",
            Accounts.MAIN,
            "lin",
            "Lin \"<i>\" Wei",
            Optional.of("lin@example.org"),
            "研发部",
            true),
        Optional.of("lin-pass"),
        Set.of("user"));
  }

  private void add(String id, String name) {
    add(id, name, "vc:export", "offline_access", "contact:user.email:readonly", "odd:<b>scope</b>");
  }

  void add(String id, String name, String... scopes) {
    Set<String> places = Set.of(BACK, "https://example.org/cb/#/in", "myapp://done");
    house.apps.add(new App(id, Accounts.MAIN, name, Set.of(scopes), true, places), SECRET);
  }

  /** Changes what stands in the database. */
  void change(String sql) {
    house.database.jdbi().useHandle(handle -> handle.execute(sql));
  }

  @Override
  public void close() {
    house.close();
  }

  /** A browser: it keeps its cookie and sends forms back to where they came from. */
  final class Browser {
    private final String address;
    String cookie = "";
    String language = "en-GB,en;q=0.8";

    Browser(String address) {
      this.address = address;
    }

    Reply get() throws Exception {
      return kept(house.send(request()));
    }

    Reply post(Map<String, String> fields) throws Exception {
      return kept(
          house.send(
              request()
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(HttpRequest.BodyPublishers.ofString(encoded(fields)))));
    }

    private HttpRequest.Builder request() {
      HttpRequest.Builder request = house.request(address, "").header("Accept-Language", language);
      return cookie.isEmpty() ? request : request.header("Cookie", cookie);
    }

    private Reply kept(Reply reply) {
      String set = reply.header("Set-Cookie");
      if (!set.isEmpty()) {
        assertThat(set).contains("HttpOnly", "SameSite=Lax", "Path=/open-apis/authen/v1");
        cookie = set.substring(0, set.indexOf(';'));
      }
      return reply;
    }

    Reply signIn(String name, String password) throws Exception {
      String form = hidden(get(), "form");
      return post(Map.of("form", form, "username", name, "password", password));
    }

    /** From the page to the address that the app is sent. */
    String allowed() throws Exception {
      String ticket = hidden(signIn("lin", "lin-pass"), "ticket");
      Reply reply = post(Map.of("ticket", ticket, "decision", "allow"));
      assertThat(reply.status()).as(html(reply)).isEqualTo(302);
      return reply.header("Location");
    }
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  static String html(Reply reply) {
    return new String(reply.http().body(), StandardCharsets.UTF_8);
  }

  static String hidden(Reply reply, String name) {
    Matcher value =
        Pattern.compile("name=\"" + name + "\" value=\"([^\"]+)\"").matcher(html(reply));
    assertThat(value.find()).as(html(reply)).isTrue();
    return value.group(1);
  }

  static Map<String, String> ask(String... more) {
    Map<String, String> ask = new LinkedHashMap<>();
    ask.put("client_id", APP);
    ask.put("response_type", "code");
    ask.put("redirect_uri", BACK);
    ask.put("scope", "vc:export");
    for (int i = 0; i < more.length; i += 2) {
      ask.put(more[i], more[i + 1]);
    }
    return ask;
  }

  Browser browser(String... more) {
    return new Browser(AUTHORIZE + "?" + encoded(ask(more)));
  }

  static String code(String location) {
    Matcher code = Pattern.compile("[?&]code=([A-Za-z0-9_-]{64})(&|#|$)").matcher(location);
    assertThat(code.find()).as(location).isTrue();
    return code.group(1);
  }

  static Map<String, Object> exchange(String code, String... more) {
    Map<String, Object> body = new HashMap<>();
    body.put("grant_type", "authorization_code");
    body.put("client_id", APP);
    body.put("client_secret", SECRET);
    body.put("code", code);
    for (int i = 0; i < more.length; i += 2) {
      body.put(more[i], more[i + 1]);
    }
    return body;
  }

  static Map<String, Object> refresh(String token, String... more) {
    Map<String, Object> body = exchange("", more);
    body.remove("code");
    body.put("grant_type", "refresh_token");
    body.put("refresh_token", token);
    return body;
  }

  JsonNode given(Map<String, Object> body) throws Exception {
    Reply reply = house.post(OAUTH, "", body);
    assertThat(reply.status()).as(html(reply)).isEqualTo(200);
    assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    return reply.json();
  }

  void denied(Map<String, Object> body, int code, String error) throws Exception {
    denied(house.post(OAUTH, "", body), code, error);
  }

  static void denied(Reply reply, int code, String error) {
    assertThat(reply.status()).as(html(reply)).isEqualTo(400);
    assertThat(reply.code()).as(html(reply)).isEqualTo(code);
    assertThat(reply.json().path("error").textValue()).isEqualTo(error);
    assertThat(reply.json().path("error_description").textValue()).isNotEmpty();
  }
}
