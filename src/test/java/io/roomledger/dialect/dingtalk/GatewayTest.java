package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.CONFERENCE;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.playInfos;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.videos;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.identity.App;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
  private static final String JSON = "application/json; charset=utf-8";
  private static final String TOKEN_PATH = "/v1.0/oauth2/accessToken";

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

  private void reopen(DingTalkSettings settings) {
    house.close();
    house = new DingTalkHouse(folder.resolve("again"), settings);
  }

  @Test
  void oldClientsMaySendHeadersThatNobodyReads() throws Exception {
    house.example();
    HttpRequest.Builder request =
        house
            .request(videos(CONFERENCE, "?other=%20+&unionId=" + UNION_ID))
            .header("x-acs-dingtalk-access-token", house.token())
            .header("Authorization", "acs :")
            .header("x-acs-action", "QueryCloudRecordVideo")
            .header("x-acs-version", "conference_1.0");
    assertThat(house.send(request).statusCode()).isEqualTo(200);
  }

  @Test
  void theTokenIsReadFromItsHeaderOnly() throws Exception {
    house.example();
    String missing = "缺少参数：x-acs-dingtalk-access-token";
    String path = videos(CONFERENCE, "?unionId=" + UNION_ID);
    String token = house.token();
    assertFailed(
        house.send(house.request(path)), 400, "AuthenticationFailed.MissingParameter", missing);
    assertFailed(
        house.send(house.request(path).header("Authorization", "Bearer " + token)),
        400,
        "AuthenticationFailed.MissingParameter",
        missing);
    assertFailed(
        house.send(house.request(path + "&access_token=" + token)),
        400,
        "AuthenticationFailed.MissingParameter",
        missing);
    assertFailed(
        house.get(path, "no-such-token"), 400, "InvalidAuthentication", "不合法的access_token");
    house.people.clock.tick(Duration.ofHours(2));
    assertFailed(house.get(path, token), 400, "InvalidAuthentication", "不合法的access_token");
  }

  @Test
  void anAppWithoutThePermissionIsToldWhichOneItLacks() throws Exception {
    App poor = house.app("poor", "main", Set.of("vc:export"));
    HttpResponse<String> answer =
        house.get(videos(CONFERENCE, "?unionId=" + UNION_ID), house.token(poor));
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":\"Forbidden.AccessDenied.AccessTokenPermissionDenied\",\"requestid\":\""
                + answer.headers().firstValue("x-acs-request-id").orElseThrow()
                + "\",\"message\":\"应用尚未开通所需的权限：[VideoConference.Conference.Read]\","
                + "\"accessdenieddetail\":{\"requiredScopes\":"
                + "[\"VideoConference.Conference.Read\"]}}");
  }

  @Test
  void theGatewayChecksTokenThenPermissionThenRateThenParameters() throws Exception {
    String path = videos(CONFERENCE, "");
    assertFailed(
        house.get(path, house.token()),
        400,
        "MissingunionId",
        "unionId is mandatory for this action.");
    App poor = house.app("poor", "main", Set.of());
    assertThat(house.get(path, house.token(poor)).statusCode()).isEqualTo(403);
    for (int call = 2; call <= 20; call++) {
      assertThat(house.get(path, house.token()).statusCode()).isEqualTo(400);
    }
    assertFailed(
        house.get(path, house.token()),
        403,
        "Forbidden.AccessDenied.QpsLimitForAppkeyAndApi",
        "All requests from your Internal app to this DingTalk Open Platform API are temporarily"
            + " disabled.");
    assertThat(house.get(playInfos(""), house.token()).statusCode()).isEqualTo(400);
    house.people.clock.tick(Duration.ofSeconds(1));
    assertThat(house.get(path, house.token()).statusCode()).isEqualTo(400);
  }

  @Test
  void theLimitOfCallsCanBeSwitchedOff() throws Exception {
    reopen(new DingTalkSettings(0, Duration.ofHours(2), 0, "en", 0, Optional.empty()));
    for (int call = 0; call < 25; call++) {
      assertThat(house.get(videos(CONFERENCE, ""), house.token()).statusCode()).isEqualTo(400);
    }
    assertFailed(
        house.get(videos(CONFERENCE, ""), "wrong"),
        400,
        "InvalidAuthentication",
        "Invalid access_token");
  }

  @Test
  void whatIsNoApiIsNotFoundWhateverItsMethod() throws Exception {
    String message = "Specified api is not found, please check your url and method.";
    assertFailed(
        house.get("/v1.0/conference/nothing", house.token()),
        404,
        "InvalidAction.NotFound",
        message);
    assertFailed(
        house.post(videos(CONFERENCE, "?unionId=x"), "{}", JSON),
        404,
        "InvalidAction.NotFound",
        message);
    assertFailed(house.get(TOKEN_PATH, ""), 404, "InvalidAction.NotFound", message);
  }
}
