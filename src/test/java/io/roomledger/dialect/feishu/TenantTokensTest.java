package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The token of an app, byte by byte. */
class TenantTokensTest {
  static final String TOKEN = "/open-apis/auth/v3/tenant_access_token/internal";

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

  @Test
  void theSameTokenIsGivenWhileHalfAnHourRemains() throws Exception {
    Map<String, String> body = Map.of("app_id", house.appId, "app_secret", FeishuHouse.SECRET);
    Reply first = house.post(TOKEN, "", body);
    house.clock.tick(Duration.ofMinutes(90));
    Reply same = house.post(TOKEN + "/", "", body);
    house.clock.tick(Duration.ofSeconds(1));
    Reply next = house.post("/open-apis/auth/v3/app_access_token/internal", "", body);

    assertThat(new String(first.http().body(), StandardCharsets.UTF_8))
        .matches(
            "\\{\"code\":0,\"msg\":\"ok\",\"tenant_access_token\":\"t-[A-Za-z0-9_-]+\","
                + "\"expire\":7200}");
    assertThat(token(same)).isEqualTo(token(first));
    assertThat(same.json().path("expire").intValue()).isEqualTo(1800);
    assertThat(token(next)).isNotEqualTo(token(first));
    assertThat(next.json().path("app_access_token"))
        .isEqualTo(next.json().path("tenant_access_token"));
    assertThat(house.get(FeishuHouse.EXPORTS + "1", "Bearer " + token(first)).code())
        .isEqualTo(121004);
  }

  private static String token(Reply reply) {
    return reply.json().path("tenant_access_token").textValue();
  }

  @Test
  void tokenFailuresAreToldByTheirCodeWithStatus200() throws Exception {
    String invalid = "{\"code\":10003,\"data\":{},\"msg\":\"invalid param\"}";
    fails(Map.of("app_id", "", "app_secret", ""), invalid);
    fails(Map.of("app_id", 7, "app_secret", "x"), invalid);
    fails(Map.of("app_id", "junk", "app_secret", "x"), invalid);
    fails("", invalid);
    fails("[]", invalid);
    fails("{", invalid);
    fails(
        Map.of("app_id", "cli_unknown", "app_secret", "x"),
        "{\"code\":10014,\"msg\":\"app id not exists\"}");
    fails(
        Map.of("app_id", house.appId, "app_secret", "x"),
        "{\"code\":10014,\"msg\":\"app secret invalid\"}");
  }

  private void fails(Object body, String answer) throws Exception {
    Reply reply = house.post(TOKEN, "", body);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(new String(reply.http().body(), StandardCharsets.UTF_8)).isEqualTo(answer);
  }
}
