package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertEnvelope;
import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessTokenTest {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String TOKEN_PATH = "/v1.0/oauth2/accessToken";
  private static final String CREDENTIALS = "{\"appKey\":\"demo\",\"appSecret\":\"demo-secret\"}";

  @TempDir Path folder;
  private DingTalkHouse house;

  @BeforeEach
  void open() {
    house = new DingTalkHouse(folder, DingTalkSettings.standard());
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void anAppIsGivenTheSameTokenAsLongAsItIsValid() throws Exception {
    HttpResponse<String> first = house.post(TOKEN_PATH, CREDENTIALS, JSON);
    assertEnvelope(first);
    String token = json(first).path("accessToken").asText();
    assertThat(first.body()).isEqualTo("{\"accessToken\":\"" + token + "\",\"expireIn\":7200}");
    house.people.clock.tick(Duration.ofMinutes(30));
    assertThat(house.post(TOKEN_PATH, CREDENTIALS, JSON).body())
        .isEqualTo("{\"accessToken\":\"" + token + "\",\"expireIn\":5400}");
    house.people.clock.tick(Duration.ofMinutes(90));
    JsonNode later = json(house.post(TOKEN_PATH, CREDENTIALS, "text/plain"));
    assertThat(later.path("accessToken").asText()).isNotEqualTo(token).isNotEmpty();
    assertThat(later.path("expireIn").asInt()).isEqualTo(7200);
  }

  @Test
  void aWrongSecretAndAnUnknownAppLookTheSame() throws Exception {
    String message = "无效的clientId或者clientSecret";
    assertFailed(
        house.post(TOKEN_PATH, "{\"appKey\":\"demo\",\"appSecret\":\"x\"}", JSON),
        400,
        "invalidClientIdOrSecret",
        message);
    assertFailed(
        house.post(TOKEN_PATH, "{\"appKey\":\"nobody\",\"appSecret\":\"x\"}", JSON),
        400,
        "invalidClientIdOrSecret",
        message);
  }

  @Test
  void aTokenNeedsABodyOfJson() throws Exception {
    String mandatory = "body is mandatory for this action.";
    assertFailed(house.post(TOKEN_PATH, "", JSON), 400, "Missingbody", mandatory);
    assertFailed(
        house.post(
            TOKEN_PATH, "appKey=demo&appSecret=demo-secret", "application/x-www-form-urlencoded"),
        400,
        "Missingbody",
        mandatory);
    assertFailed(
        house.send(
            house.request(TOKEN_PATH).POST(BodyPublishers.fromPublisher(BodyPublishers.noBody()))),
        400,
        "Missingbody",
        mandatory);
    assertFailed(
        house.post(TOKEN_PATH, "{\"appKey\":\"demo\"}", JSON),
        400,
        "MissingappSecret",
        "appSecret is mandatory for this action.");
    assertFailed(
        house.post(TOKEN_PATH, "{\"appKey\":7,\"appSecret\":\"x\"}", JSON),
        400,
        "paramsError",
        "error:appKey: 7 (expected: a text)");
    assertFailed(
        house.post(TOKEN_PATH, "[]", JSON),
        400,
        "paramsError",
        "error:body: [] (expected: a JSON object)");
    assertThat(house.post(TOKEN_PATH, "{\"appKey\"", JSON).body()).contains("\"paramsError\"");
  }
}
