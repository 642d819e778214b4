package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.booking.RoomLevel;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.App;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes over the wire, byte by byte where it matters. */
class FeishuTest {
  private static final String USER = "Bearer " + FeishuHouse.USER_TOKEN;

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

  private static Map<String, Object> example() {
    Map<String, Object> body = new HashMap<>();
    body.put("room_level_id", FeishuHouse.LEVEL);
    body.put("need_topic", true);
    body.put("start_time", "1655276858");
    body.put("end_time", "1655276858");
    body.put("room_ids", List.of(FeishuHouse.ROOM));
    body.put("is_exclude", false);
    return body;
  }

  private static Map<String, Object> with(String field, Object value) {
    Map<String, Object> body = example();
    body.put(field, value);
    return body;
  }

  private static Map<String, Object> without(String field) {
    Map<String, Object> body = example();
    body.remove(field);
    return body;
  }

  private Reply order(Object body) throws Exception {
    return house.post(FeishuHouse.ORDER, USER, body);
  }

  private void refused(Reply reply, int status, int code, String words) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.code()).as(reply.json().toString()).isEqualTo(code);
    assertThat(reply.json().path("msg").textValue()).isEqualTo(words);
    assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(reply.json().at("/error/log_id").textValue())
        .isEqualTo(reply.header("X-Tt-Logid"))
        .matches("20220615173000[0-9A-F]{20}");
    assertThat(reply.header("X-Request-Id")).isNotEmpty();
  }

  private void violates(Object body, String field, String description) throws Exception {
    Reply reply = order(body);
    refused(reply, 400, 121003, "param error");
    JsonNode violation = reply.json().at("/error/field_violations/0");
    assertThat(violation.path("field").textValue()).isEqualTo(field);
    assertThat(violation.path("description").textValue()).contains(description);
  }

  private String ordered(String authorization) throws Exception {
    Reply reply = house.post(FeishuHouse.ORDER, authorization, example());
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    return reply.json().at("/data/task_id").textValue();
  }

  private JsonNode done(String task, String authorization) throws Exception {
    house.jobs.runAll();
    return house.get(FeishuHouse.EXPORTS + task, authorization).json().path("data");
  }

  @Test
  void anAnswerIsWrittenAsThePageHasIt() throws Exception {
    Reply reply = order(example());

    assertThat(new String(reply.http().body(), java.nio.charset.StandardCharsets.UTF_8))
        .matches("\\{\"code\":0,\"msg\":\"success\",\"data\":\\{\"task_id\":\"\\d{19}\"}}");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json; charset=utf-8");
    assertThat(reply.header("X-Tt-Logid")).matches("\\d{14}[0-9A-F]{20}");
  }

  @Test
  void numbersAndTextsAreBothTimesAndOptionalFieldsMayBeMissing() throws Exception {
    assertThat(order(with("start_time", 1655276858L)).status()).isEqualTo(200);
    assertThat(order(without("room_ids")).status()).isEqualTo(200);
    assertThat(order(with("room_ids", List.of())).status()).isEqualTo(200);
    assertThat(order(without("is_exclude")).status()).isEqualTo(200);
    Map<String, Object> nothing = with("need_topic", "");
    nothing.put("need_topic", null);
    assertThat(order(nothing).status()).isEqualTo(200);
    assertThat(order(with("room_level_id", "0")).status()).isEqualTo(200);
    assertThat(order(with("room_level_id", "tenant")).status()).isEqualTo(200);
  }

  @Test
  void wrongAndMissingValuesAreParamErrorsThatSayWhichFieldAndWhy() throws Exception {
    violates(without("room_level_id"), "room_level_id", "is required");
    violates(without("start_time"), "start_time", "is required");
    violates(without("end_time"), "end_time", "is required");
    violates(with("room_level_id", 7), "room_level_id", "must be a text");
    violates(with("need_topic", "yes"), "need_topic", "true or false");
    violates(with("room_ids", "omm_1"), "room_ids", "list");
    violates(with("room_ids", List.of(7)), "room_ids", "texts");
    violates(with("start_time", "soon"), "start_time", "unix time in seconds");
    violates(with("start_time", 1.5), "start_time", "unix time in seconds");
    violates(with("start_time", "1655276858000"), "start_time", "milliseconds");
    violates(with("end_time", 1655276858000L), "end_time", "milliseconds");
    violates(with("start_time", "-1"), "start_time", "from 0");
    violates(with("end_time", "99999999999"), "end_time", "to 9999999999");
    violates(with("end_time", "1655276857"), "end_time", "not be before start_time");
    violates("{", "body", "JSON");
    violates("[]", "body", "a JSON object");
    violates("", "room_level_id", "is required");
  }

  @Test
  void aRoomOfAnotherLevelIsAParamError() throws Exception {
    var floor =
        house
            .rooms
            .levels()
            .add(
                house.operator,
                RoomLevel.under(RoomIds.level(FeishuHouse.LEVEL).orElseThrow(), "Floor"));

    violates(
        with("room_level_id", "omb_" + floor.id().toString().replace("-", "")),
        "room_ids",
        "rooms of the level");
  }

  @Test
  void whatIsNotThereIsDataNotExist() throws Exception {
    for (String level : List.of("omb_" + "0".repeat(32), "omb_1", "junk")) {
      refused(order(with("room_level_id", level)), 404, 121004, "data not exist");
    }
    for (String room : List.of("omm_" + "0".repeat(32), "omm_1", FeishuHouse.LEVEL)) {
      refused(order(with("room_ids", List.of(room))), 404, 121004, "data not exist");
    }
    for (String task : List.of("7111325589855797267", "junk", "99999999999999999999")) {
      refused(house.get(FeishuHouse.EXPORTS + task, USER), 404, 121004, "data not exist");
    }
  }

  @Test
  void aRoomInPlaceOfALevelIsNotSupported() throws Exception {
    refused(order(with("room_level_id", FeishuHouse.ROOM)), 400, 121002, "not support");
  }

  @Test
  void aPersonWhoMayNotManageMeetingsHasNoPermission() throws Exception {
    Account clerk = house.account("clerk", "user");
    house.tokens.accept(
        clerk, "u-clerk", house.clock.instant().plus(Duration.ofHours(1)), Set.of("vc:export"));

    refused(
        house.post(FeishuHouse.ORDER, "Bearer u-clerk", example()), 403, 121005, "no permission");
  }

  @Test
  void aFaultOfOursIsAnInternalError() throws Exception {
    house
        .database
        .jdbi()
        .useHandle(h -> h.execute("ALTER TABLE room_level RENAME TO out_of_reach"));

    refused(order(example()), 500, 121001, "internal error");
  }

  @Test
  void tokensAreCheckedBeforeAnythingElse() throws Exception {
    String missing =
        "Missing access token for authorization. Please make a request with token attached.";
    String invalid =
        "Invalid access token for authorization. Please make a request with token attached.";
    refused(house.post(FeishuHouse.ORDER, "", "{"), 400, 99991661, missing);
    refused(house.post(FeishuHouse.ORDER, FeishuHouse.USER_TOKEN, "{"), 400, 99991661, missing);
    refused(house.post(FeishuHouse.ORDER, "Bearer t-junk", "{"), 400, 99991663, invalid);
    refused(
        house.post(FeishuHouse.ORDER, "Bearer junk", "{"),
        400,
        99991671,
        "Invalid token: must start with t-/u-");
    refused(house.post(FeishuHouse.ORDER, "Bearer u-junk", "{"), 400, 99991668, invalid);
    refused(house.post(FeishuHouse.ORDER, "Bearer eyJjunk", "{"), 400, 99991668, invalid);
  }

  @Test
  void anotherVendorsTokenIsNoneHere() throws Exception {
    house.tokens.accept(
        house.manager, "rocket", house.clock.instant().plus(Duration.ofDays(1)), Set.of("*"));

    assertThat(house.post(FeishuHouse.ORDER, "Bearer rocket", example()).code())
        .isEqualTo(99991671);
  }

  @Test
  void tokensRunOut() throws Exception {
    String app = house.appToken();
    house.clock.tick(Duration.ofDays(1));

    assertThat(house.post(FeishuHouse.ORDER, app, example()).code()).isEqualTo(99991663);
    Reply user = house.post(FeishuHouse.ORDER, USER, example());
    assertThat(user.status()).isEqualTo(401);
    assertThat(user.code()).isEqualTo(99991677);
  }

  @Test
  void aMissingScopeIsNamed() throws Exception {
    house.apps.add(new App("cli_poor", Accounts.MAIN, "Poor", Set.of(), true), "poor");
    Reply token =
        house.post(TenantTokensTest.TOKEN, "", Map.of("app_id", "cli_poor", "app_secret", "poor"));
    String bearer = "Bearer " + token.json().path("tenant_access_token").textValue();
    Reply app = house.post(FeishuHouse.ORDER, bearer, example());
    refused(
        app, 400, 99991672, "Access denied. One of the following scopes is required: [vc:export]");
    assertThat(app.json().at("/error/permission_violations/0").toString())
        .isEqualTo("{\"type\":\"action_scope_required\",\"subject\":\"vc:export\"}");

    house.tokens.accept(
        house.manager, "u-few", house.clock.instant().plus(Duration.ofHours(1)), Set.of("im:chat"));
    Reply user = house.post(FeishuHouse.ORDER, "Bearer u-few", example());
    assertThat(user.code()).isEqualTo(99991679);
    assertThat(user.json().at("/error/permission_violations/0/type").textValue())
        .isEqualTo("action_privilege_required");
  }

  @Test
  void aHundredCallsAMinuteAndAppAndAddressAreTaken() throws Exception {
    String app = house.appToken();
    for (int i = 0; i < 100; i++) {
      assertThat(house.get(FeishuHouse.EXPORTS + "1", app).code()).isEqualTo(121004);
    }
    house.clock.tick(Duration.ofSeconds(8));
    Reply refused = house.get(FeishuHouse.EXPORTS + "1", app);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.code()).isEqualTo(99991400);
    assertThat(refused.json().path("msg").textValue()).isEqualTo("request trigger frequency limit");
    assertThat(refused.header("x-ogw-ratelimit-limit")).isEqualTo("100");
    assertThat(refused.header("x-ogw-ratelimit-reset")).isEqualTo("52");
    assertThat(house.post(FeishuHouse.ORDER, app, example()).status()).isEqualTo(200);
    assertThat(house.get(FeishuHouse.EXPORTS + "1", USER).code()).isEqualTo(121004);
    house.clock.tick(Duration.ofSeconds(52));
    assertThat(house.get(FeishuHouse.EXPORTS + "1", app).code()).isEqualTo(121004);
  }

  @Test
  void whatHasNoAddressIsAnsweredInPlainText() throws Exception {
    for (Reply reply :
        List.of(
            house.get(TenantTokensTest.TOKEN, ""),
            house.get("/open-apis/no/such", USER),
            house.get(FeishuHouse.ORDER + "/x/y", USER))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.header("Content-Type")).startsWith("text/plain");
      assertThat(new String(reply.http().body(), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("404 page not found");
    }
  }

  @Test
  void theAddressOfTheAnswerGivesTheFileAndPartsOfIt() throws Exception {
    String app = house.appToken();
    String task = ordered(app);
    assertThat(house.get(FeishuHouse.EXPORTS + task, app).json().path("data").toString())
        .isEqualTo("{\"status\":1}");
    JsonNode data = done(task, app);
    assertThat(data.path("status").intValue()).isEqualTo(3);
    assertThat(data.has("fail_msg")).isFalse();
    assertThat(data.path("file_token").textValue()).hasSize(76).doesNotContain("+", "/");
    assertThat(done(task, app)).isEqualTo(data);

    Reply whole = house.get(data.path("url").textValue(), app);
    assertThat(whole.status()).isEqualTo(200);
    assertThat(whole.header("Content-Type"))
        .isEqualTo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    assertThat(whole.header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"resource_reservation_list_"
                + task
                + ".xlsx\"; filename*=UTF-8''%E4%BC%9A%E8%AE%AE%E5%AE%A4%E9%A2%84%E5%AE%9A"
                + "%E6%95%B0%E6%8D%AE_20220615-20220615.xlsx");
    Reply part =
        house.send(house.request(data.path("url").textValue(), app).header("Range", "bytes=2-5"));
    assertThat(part.status()).isEqualTo(206);
    assertThat(part.http().body())
        .isEqualTo(java.util.Arrays.copyOfRange(whole.http().body(), 2, 6));
    // scripts send the token as it is
    assertThat(
            house
                .get(
                    FeishuHouse.EXPORTS
                        + "download?file_token="
                        + data.path("file_token").textValue(),
                    app)
                .status())
        .isEqualTo(200);
  }

  @Test
  void onlyWhoOrderedMayDownloadAndNoErrorIsEver200() throws Exception {
    String app = house.appToken();
    String token = done(ordered(app), app).path("file_token").textValue();
    String download = FeishuHouse.EXPORTS + "download?file_token=";

    refused(house.get(download + token, USER), 403, 121005, "no permission");
    refused(house.get(download + "x" + token.substring(1), app), 404, 121004, "data not exist");
    refused(house.get(download + "junk", app), 404, 121004, "data not exist");
    refused(house.get(FeishuHouse.EXPORTS + "download", app), 400, 121003, "param error");
    house.clock.tick(Duration.ofDays(7));
    String later = house.appToken();
    assertThat(house.get(download + token, later).code()).isEqualTo(121004);
  }

  @Test
  void aRightThatIsLostBeforeTheWorkIsToldAsTheReason() throws Exception {
    String task = ordered(USER);
    house
        .database
        .jdbi()
        .useTransaction(h -> house.accounts.setRoles(h, house.manager.id(), Set.of("user")));
    house.clock.tick(Duration.ofMinutes(5));
    JsonNode data = done(task, USER);
    assertThat(data.toString()).isEqualTo("{\"status\":2,\"fail_msg\":\"no permission\"}");
  }
}
