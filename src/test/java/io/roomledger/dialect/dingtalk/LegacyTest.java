package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.fine;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.identity.Account;
import io.roomledger.identity.ExternalIdKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LegacyTest {
  private static final String USER = "/topapi/v2/user/get";

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

  private JsonNode get(String path) throws Exception {
    return fine(house.send(house.request(path)));
  }

  private JsonNode user(String query, String body, String type) throws Exception {
    return fine(house.post(USER + query, body, type));
  }

  private String userId(Account account) {
    return house
        .people
        .accounts
        .externalIds(ExternalIdKind.DINGTALK_USER_ID, List.of(account.id()))
        .getOrDefault(account.id(), "");
  }

  @Test
  void theTokenIsTheOneThatTheNewApiGives() throws Exception {
    JsonNode token = get("/gettoken?appkey=demo&appsecret=demo-secret");
    assertThat(token.toString())
        .isEqualTo(
            "{\"errcode\":0,\"access_token\":\"%s\",\"errmsg\":\"ok\",\"expires_in\":7200}"
                .formatted(house.token()));
  }

  @Test
  void aWrongPairAndNoPairHaveNumbers() throws Exception {
    JsonNode wrong = get("/gettoken?appkey=demo&appsecret=x");
    assertThat(wrong.path("errcode").asInt()).isEqualTo(40096);
    assertThat(wrong.path("errmsg").asText()).isEqualTo("不合法的appKey或appSecret");
    JsonNode none = get("/gettoken");
    assertThat(none.path("errcode").asInt()).isEqualTo(40035);
    assertThat(none.path("errmsg").asText()).isEqualTo("缺少参数 corpid or appkey");
  }

  @Test
  void aUserIsFoundByUseridWithJsonAndWithAForm() throws Exception {
    String id = userId(house.people.ada);
    JsonNode json =
        user(
            "?access_token=" + house.token(),
            "{\"userid\":\"%s\",\"language\":\"zh_CN\"}".formatted(id),
            "application/json;charset=UTF-8");
    assertThat(json.path("errcode").asInt(-1)).isZero();
    assertThat(json.at("/result/userid").asText()).isEqualTo(id);
    assertThat(json.at("/result/unionid").asText()).isEqualTo(UNION_ID);
    assertThat(json.at("/result/name").asText()).isEqualTo("ADA");
    assertThat(json.at("/result/admin").asBoolean()).isFalse();
    JsonNode form =
        user(
            "",
            "access_token=" + house.token() + "&userid=" + userId(house.people.boss),
            "application/x-www-form-urlencoded");
    assertThat(form.at("/result/name").asText()).isEqualTo("BOSS");
    assertThat(form.at("/result/admin").asBoolean()).isTrue();
  }

  @Test
  void failuresAreNumbersInTheBodyOfAnAnswerThatIsFine() throws Exception {
    String token = "?access_token=" + house.token();
    String json = "application/json";
    assertThat(user(token, "{\"userid\":\"123\"}", json).path("errcode").asInt()).isEqualTo(60121);
    assertThat(user(token, "{\"userid\":\" \"}", json).path("errcode").asInt()).isEqualTo(33012);
    assertThat(user(token, "{}", json).path("errcode").asInt()).isEqualTo(400002);
    assertThat(user(token, "{", json).path("errcode").asInt()).isEqualTo(400002);
    String stranger = "{\"userid\":\"%s\"}".formatted(userId(house.people.stranger));
    assertThat(user(token, stranger, json).path("errcode").asInt()).isEqualTo(60121);

    JsonNode bad = user("?access_token=bad", "{}", json);
    assertThat(bad.path("errcode").asInt()).isEqualTo(88);
    assertThat(bad.path("sub_code").isTextual()).isTrue();
    assertThat(bad.path("sub_code").asText()).isEqualTo("40014");
    assertThat(bad.path("errmsg").asText())
        .isEqualTo("ding talk error[subcode=40014,submsg=不合法的access_token]");
    assertThat(user("", "{}", json).path("sub_code").asText()).isEqualTo("40000");
    String poor = house.token(house.app("poor", "main", Set.of()));
    assertThat(user("?access_token=" + poor, "{}", json).path("sub_code").asText())
        .isEqualTo("60011");
    assertThat(get("/topapi/v2/user/gett").path("errcode").asInt()).isEqualTo(22);
  }

  @Test
  void aFaultIsBusyAndTellsNothing() throws Exception {
    String token = "?access_token=" + house.token();
    house
        .people
        .database
        .jdbi()
        .useHandle(handle -> handle.execute("ALTER TABLE external_id RENAME TO out_of_reach"));
    JsonNode busy = user(token, "{\"userid\":\"1\"}", "application/json");
    assertThat(busy.path("errcode").asInt()).isEqualTo(-1);
    assertThat(busy.path("errmsg").asText()).isEqualTo("系统繁忙");
  }

  @Test
  void tooManyCallsHaveTheNumbersOfTheTwoRates() throws Exception {
    for (int call = 0; call < 20; call++) {
      get("/gettoken?appkey=demo&appsecret=demo-secret");
    }
    assertThat(get("/gettoken?appkey=demo&appsecret=demo-secret").path("errcode").asInt())
        .isEqualTo(90018);
    house.close();
    house =
        new DingTalkHouse(
            folder.resolve("again"),
            new DingTalkSettings(0, Duration.ofHours(2), 0, "en", 1, Optional.empty()));
    get("/gettoken?appkey=demo&appsecret=demo-secret");
    assertThat(get("/gettoken?appkey=other&appsecret=x").path("errcode").asInt()).isEqualTo(90002);
  }
}
