package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.http.RawClient;
import io.roomledger.identity.GrantOutcome;
import io.roomledger.identity.Grants;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The manners of the gateway, which every address shares. */
class GatewayTest {
  private static final String LEVELS = "/open-apis/vc/v1/room_levels";
  private static final String TASK = FeishuHouse.EXPORTS + "1";

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // made before each test
  private FeishuHouse house;

  @BeforeEach
  void open() throws IOException {
    house = new FeishuHouse(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  /** A person's token that was given to the house's app. */
  private String personThroughApp() {
    Grants.Making making =
        new Grants.Making("u-", "ur-", Duration.ofHours(2), Duration.ofDays(7), false);
    var app = house.apps.find(house.appId).orElseThrow();
    String code =
        house.grants.allow(
            house.accounts.caller(house.manager, Set.of("*"), "192.0.2.1"),
            new Grants.Ask(app, "https://example.org", Set.of("vc:export"), Optional.empty()));
    Grants.Proof nothing = new Grants.Proof(Optional.empty(), Optional.empty(), Optional.empty());
    GrantOutcome outcome = house.grants.exchange(app, code, nothing, making);
    return "Bearer " + ((GrantOutcome.Given) outcome).access().token();
  }

  @Test
  void aBodyThatComesWithAGetOrADeleteIsNobodysBusiness() throws Exception {
    String app = house.appToken();
    for (String method : new String[] {"GET", "DELETE"}) {
      String path = method.equals("GET") ? LEVELS : "/open-apis/vc/v1/rooms/" + FeishuHouse.ROOM;
      Reply reply =
          house.send(
              house
                  .request(path, app)
                  .header("Content-Type", "application/json")
                  .method(method, HttpRequest.BodyPublishers.ofString("{}")));
      assertThat(reply.code()).as(reply.json().toString()).isZero();
    }
  }

  @Test
  void aBodyThatIsPromisedWithAGetAndNeverComesIsNotWaitedFor() throws Exception {
    String app = house.appToken();
    try (RawClient client = new RawClient(house.server.port())) {
      client.head(
          "GET " + LEVELS + " HTTP/1.1",
          "Host: x",
          "Authorization: " + app,
          "Content-Type: application/json",
          "Content-Length: 2");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ").contains("\"code\":0");
    }
  }

  @Test
  void aPostWithoutABodyAndWithoutALengthIsTaken() throws Exception {
    String app = house.appToken();
    try (RawClient client = new RawClient(house.server.port())) {
      client.head(
          "POST /open-apis/calendar/v4/calendars/primary HTTP/1.1",
          "Host: x",
          "Authorization: " + app,
          "Content-Type: application/json; charset=utf-8");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ").contains("calendar_id");
    }
  }

  @Test
  void everyAnswerHasItsIdsAndEveryFailureTellsWhereToLook() throws Exception {
    Reply good = house.get(LEVELS, house.appToken());
    assertThat(good.header("X-Tt-Logid")).matches("\\d{14}[0-9A-F]{20}");
    assertThat(good.header("X-Request-Id")).isNotEmpty();
    Reply bad = house.get(LEVELS, "");
    assertThat(bad.json().at("/error/troubleshooter").textValue())
        .isEqualTo(
            "排查建议查看(Troubleshooting suggestions): https://open.feishu.cn/search?from=openapi"
                + "&log_id="
                + bad.header("X-Tt-Logid")
                + "&code=99991661");
    String raw = String.join(" ", good.http().headers().map().keySet());
    assertThat(raw).containsIgnoringCase("x-tt-logid");
  }

  @Test
  void anAppHasOneWindowWhetherItCallsForItselfOrForAPerson() throws Exception {
    String app = house.appToken();
    String person = personThroughApp();
    for (int i = 0; i < 50; i++) {
      assertThat(house.get(TASK, app).code()).isEqualTo(121004);
      assertThat(house.get(TASK, person).code()).isEqualTo(121004);
    }
    assertThat(house.get(TASK, person).code()).isEqualTo(99991400);
    assertThat(house.get(TASK, app).code()).isEqualTo(99991400);
    assertThat(house.get(TASK, house.appToken(Set.of("vc:export"))).code()).isEqualTo(121004);
  }

  @Test
  void whatChangesRoomsIsTakenTwentyTimesAMinute() throws Exception {
    String app = house.appToken();
    Map<String, String> nothing = Map.of();
    for (int i = 0; i < 20; i++) {
      assertThat(house.post(LEVELS, app, nothing).code()).isEqualTo(99992402);
    }
    Reply refused = house.post(LEVELS, app, nothing);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("x-ogw-ratelimit-limit")).isEqualTo("20");
    assertThat(refused.header("x-ogw-ratelimit-reset")).isEqualTo("60");
    assertThat(house.get(LEVELS, app).code()).as("another address").isZero();
  }

  @Test
  void tokenAddressesAreLimitedByWhereCallsComeFrom() throws Exception {
    String path = "/open-apis/authen/v2/oauth/token";
    for (int i = 0; i < 50; i++) {
      assertThat(house.post(path, "", Map.of()).code()).isEqualTo(20001);
    }
    Reply refused = house.post(path, "", Map.of());
    assertThat(refused.code()).isEqualTo(99991400);
    assertThat(refused.header("x-ogw-ratelimit-limit")).isEqualTo("50");
  }

  @Test
  void tokensOutliveTheServerThatGaveThem() throws Exception {
    String app = house.appToken();
    String person = personThroughApp();
    FeishuHouse.Reply before = house.get(TASK, app);
    try (var again = house.anotherServer()) {
      String there = "http://127.0.0.1:" + again.port() + TASK;
      assertThat(house.get(there, app).code()).isEqualTo(before.code());
      assertThat(house.get(there, person).code()).isEqualTo(121004);
    }
  }

  @Test
  void anUnknownAddressAndAWrongMethodAreOneToTheGateway() throws Exception {
    Reply method = house.post(TASK, house.appToken(), "{}");
    assertThat(method.status()).isEqualTo(404);
    assertThat(method.header("Content-Type")).startsWith("text/plain");
    assertThat(new String(method.http().body(), StandardCharsets.UTF_8))
        .isEqualTo("404 page not found");
  }
}
