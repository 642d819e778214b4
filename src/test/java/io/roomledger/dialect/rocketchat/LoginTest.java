package io.roomledger.dialect.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.roomledger.identity.Account;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String JSON = "application/json";
  private static final String FORM = "application/x-www-form-urlencoded";
  // of "secret"
  private static final String SHA256 =
      "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

  @TempDir Path folder;
  private RocketChatHouse house;
  private Account bob;

  @BeforeEach
  void open() {
    house = new RocketChatHouse(folder, RocketChatSettings.standard());
    bob = house.withPassword("bob", "secret", "user");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private JsonNode logIn(String type, String body) throws Exception {
    HttpResponse<String> answer = house.post("/api/v1/login", type, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  private HttpRequest.Builder with(JsonNode login, String path) {
    return house
        .request(path)
        .header("X-User-Id", login.path("data").path("userId").asText())
        .header("X-Auth-Token", login.path("data").path("authToken").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user\":\"bob\",\"password\":\"secret\"}",
        "{\"user\":\"BOB@example.org\",\"password\":\"secret\"}",
        "{\"username\":\"bob\",\"password\":\"secret\"}",
        "{\"email\":\"bob@example.org\",\"password\":\"secret\"}",
        "{\"user\":{\"username\":\"bob\"},\"password\":\"secret\"}",
        "{\"user\":{\"email\":\"bob@example.org\"},\"password\":\"secret\"}",
        "{\"user\":\"bob\",\"password\":{\"hashed\":\"" + SHA256 + "\"}}",
        "{\"user\":\"bob\",\"password\":{\"digest\":\"" + SHA256 + "\",\"algorithm\":\"sha-256\"}}"
      })
  void everyShapeOfJsonLogsIn(String body) throws Exception {
    JsonNode answer = logIn(JSON, body);
    assertThat(answer.path("status").asText()).isEqualTo("success");
    assertThat(answer.path("success").asBoolean()).isTrue();
    assertThat(answer.path("data").path("userId").asText()).isEqualTo(bob.id());
    assertThat(house.send(with(answer, "/api/v1/me")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user=bob&password=secret",
        "username=bob&password=secret",
        "email=bob%40example.org&password=secret"
      })
  void formsLogIn(String body) throws Exception {
    assertThat(logIn(FORM, body).path("data").path("userId").asText()).isEqualTo(bob.id());
  }

  @Test
  void tokenIsResumed() throws Exception {
    String token =
        logIn(JSON, "{\"user\":\"bob\",\"password\":\"secret\"}")
            .path("data")
            .path("authToken")
            .asText();
    JsonNode resumed = logIn(JSON, "{\"resume\":\"" + token + "\"}");
    assertThat(resumed.path("data").path("authToken").asText()).isEqualTo(token);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"user\":\"bob\",\"password\":\"wrong\"}",
        "{\"user\":\"nobody\",\"password\":\"secret\"}",
        "{\"user\":\"bob\"}",
        "{\"resume\":\"stale\"}",
        "{\"user",
        "[]",
        ""
      })
  void whateverDoesNotBelongTogetherIsUnauthorized(String body) throws Exception {
    HttpResponse<String> answer = house.post("/api/v1/login", JSON, body);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.body())
        .isEqualTo(
            "{\"success\":false,\"error\":\"Unauthorized\",\"status\":\"error\","
                + "\"message\":\"Unauthorized\"}");
  }

  @Test
  void meTellsWhoCallsAndNeverASecret() throws Exception {
    HttpResponse<String> answer = house.send(house.as(bob, house.request("/api/v1/me")));
    JsonNode me = MAPPER.readTree(answer.body());
    assertThat(me.path("_id").asText()).isEqualTo(bob.id());
    assertThat(me.path("username").asText()).isEqualTo("bob");
    assertThat(me.path("emails").path(0).path("address").asText()).isEqualTo("bob@example.org");
    assertThat(me.path("roles").path(0).asText()).isEqualTo("user");
    assertThat(answer.body()).endsWith("\"success\":true}").doesNotContain("hash", "password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "GET"})
  void logoutEndsThatTokenAndNoOther(String method) throws Exception {
    JsonNode one = logIn(JSON, "{\"user\":\"bob\",\"password\":\"secret\"}");
    JsonNode other = logIn(JSON, "{\"user\":\"bob\",\"password\":\"secret\"}");
    HttpResponse<String> answer =
        house.send(with(one, "/api/v1/logout").method(method, BodyPublishers.noBody()));
    assertThat(answer.body())
        .isEqualTo("{\"status\":\"success\",\"data\":{\"message\":\"You've been logged out!\"}}");
    assertThat(house.send(with(one, "/api/v1/me")).statusCode()).isEqualTo(401);
    assertThat(house.send(with(other, "/api/v1/me")).statusCode()).isEqualTo(200);
  }

  @Test
  void eleventhCallOfAMinuteIsTooMany() throws Exception {
    HttpResponse<String> tenth = house.send(house.as(bob, house.request("/api/v1/me")));
    assertThat(tenth.headers().firstValue("x-ratelimit-limit")).contains("10");
    assertThat(tenth.headers().firstValue("x-ratelimit-remaining")).contains("9");
    for (int i = 0; i < 9; i++) {
      tenth = house.send(house.as(bob, house.request("/api/v1/me")));
    }
    assertThat(tenth.statusCode()).isEqualTo(200);
    assertThat(tenth.headers().firstValue("x-ratelimit-remaining")).contains("0");
    HttpResponse<String> eleventh = house.send(house.as(bob, house.request("/api/v1/me")));
    assertThat(eleventh.statusCode()).isEqualTo(429);
    assertThat(eleventh.body())
        .isEqualTo(
            "{\"success\":false,\"error\":\"Error, too many requests. Please slow down. You must"
                + " wait 60 seconds before trying this endpoint again."
                + " [error-too-many-requests]\"}");
    assertThat(eleventh.headers().firstValue("x-ratelimit-remaining")).contains("0");
    assertThat(eleventh.headers().firstValue("x-ratelimit-reset"))
        .contains("" + house.chat.clock.instant().plusSeconds(60).toEpochMilli());
    assertThat(house.send(house.as(house.admin, house.request("/api/v1/me"))).statusCode())
        .as("administrators may bypass the limit")
        .isEqualTo(200);
  }

  @Test
  void infoTellsTheVersionToEverybody() throws Exception {
    assertThat(house.send(house.request("/api/info")).body())
        .isEqualTo("{\"version\":\"3.8\",\"success\":true}");
  }
}
