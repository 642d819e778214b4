package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.fine;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Grants;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserAccessTokenTest {
  private static final String PATH = "/v1.0/oauth2/userAccessToken";

  @TempDir Path folder;
  private DingTalkHouse house;

  @BeforeEach
  void open() {
    house = DingTalkHouse.unlimited(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String code(Account person) {
    return house.grants.allow(
        (Caller.Person) house.people.as(person),
        new Grants.Ask(
            house.app,
            "https://app.example.org/back",
            Set.of(Route.READ, "Contact.User.Read"),
            Optional.empty()));
  }

  private HttpResponse<String> token(String type, String member, String value) throws Exception {
    return house.post(
        PATH,
        """
        {"clientId":"demo","clientSecret":"demo-secret","grantType":"%s","%s":"%s"}
        """
            .formatted(type, member, value),
        "application/json; charset=utf-8");
  }

  @Test
  void aCodeBecomesATokenWithWhichTheAppActsForThatPersonOnly() throws Exception {
    house.example();
    JsonNode issued = fine(token("authorization_code", "code", code(house.people.ada)));
    assertThat(issued.fieldNames())
        .toIterable()
        .containsExactly("accessToken", "refreshToken", "expireIn", "corpId");
    assertThat(issued.path("expireIn").asInt()).isEqualTo(7200);
    assertThat(issued.path("corpId").asText()).isEqualTo("main");
    String token = issued.path("accessToken").asText();
    JsonNode me = fine(house.get("/v1.0/contact/users/me", token));
    assertThat(me.path("unionId").asText()).isEqualTo(UNION_ID);
    assertThat(me.path("nick").asText()).isEqualTo("ADA");
    String videos = DingTalkHouse.videos(ConferenceHouse.CONFERENCE, "?unionId=");
    assertThat(fine(house.get(videos + UNION_ID, token)).path("videoList")).hasSize(1);
    // Ben may not be asked for in Ada's name, whatever he may see
    assertThat(house.get(videos + house.people.unionId(house.people.ben), token).statusCode())
        .isEqualTo(404);
  }

  @Test
  void refreshTokensGiveTheNextOnesAndCodesWorkOnce() throws Exception {
    String code = code(house.people.ada);
    JsonNode first = fine(token("authorization_code", "code", code));
    JsonNode next =
        fine(token("refresh_token", "refreshToken", first.path("refreshToken").asText()));
    assertThat(next.path("accessToken")).isNotEqualTo(first.path("accessToken"));
    HttpResponse<String> again = token("authorization_code", "code", code);
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).contains("\"paramsError\"", "code: used");
    assertThat(token("authorization_code", "code", "no-such-code").body())
        .contains("\"paramsError\"", "code: unknown");
    assertThat(token("password", "code", "x").body())
        .contains("\"paramsError\"", "authorization_code or refresh_token");
    assertFailed(
        house.post(PATH, "{\"client_id\":\"demo\"}", "application/json"),
        400,
        "MissingclientId",
        "clientId is mandatory for this action.");
  }

  @Test
  void anExpiredTokenOfAPersonHasACodeOfItsOwn() throws Exception {
    JsonNode issued = fine(token("authorization_code", "code", code(house.people.ada)));
    house.people.clock.tick(Duration.ofHours(2));
    assertFailed(
        house.get("/v1.0/contact/users/me", issued.path("accessToken").asText()),
        400,
        "accesstoken.expired",
        "accesstoken.expired");
  }

  @Test
  void usersAreReadInTheirOrganisationOnly() throws Exception {
    String ben = house.people.unionId(house.people.ben);
    assertThat(fine(house.get("/v1.0/contact/users/" + ben, house.token())).path("nick").asText())
        .isEqualTo("BEN");
    String stranger = house.people.unionId(house.people.stranger);
    assertFailed(
        house.get("/v1.0/contact/users/" + stranger, house.token()),
        400,
        "unknownUserError",
        "unknownUserError");
    assertThat(house.get("/v1.0/contact/users/me", house.token()).body())
        .contains("\"paramsError\"");
    String poor = house.token(house.app("poor", "main", Set.of()));
    assertThat(house.get("/v1.0/contact/users/me", poor).statusCode()).isEqualTo(403);
  }

  @Test
  void theTokenOfAnOrganisationIsGivenToItsAppsOnly() throws Exception {
    house.app("far", "far", Set.of());
    String body = "{\"client_id\":\"%s\",\"client_secret\":\"%s-secret\",\"grant_type\":\"%s\"}";
    String demo = body.formatted("demo", "demo", "client_credentials");
    String json = "application/json; charset=utf-8";
    HttpResponse<String> issued = house.post("/v1.0/oauth2/main/token", demo, json);
    assertThat(issued.body())
        .isEqualTo("{\"access_token\":\"%s\",\"expires_in\":7200}".formatted(house.token()));
    assertFailed(
        house.post("/v1.0/oauth2/far/token", demo, json),
        401,
        "unauthorized.client",
        "unauthorized.client");
    assertFailed(house.post("/v1.0/oauth2/nowhere/token", demo, json), 500, "unknownError", "未知错误");
    assertFailed(
        house.post(
            "/v1.0/oauth2/main/token", body.formatted("demo", "x", "client_credentials"), json),
        400,
        "invalid.client",
        "invalid.client");
    assertFailed(
        house.post("/v1.0/oauth2/main/token", body.formatted("demo", "demo", "password"), json),
        400,
        "unsupported.grant.type",
        "unsupported.grant.type");
    assertFailed(
        house.post("/v1.0/oauth2/main/token", "{}", json),
        400,
        "Missingclient_id",
        "client_id is mandatory for this action.");
  }

  @Test
  void aFaultWhileATokenIsMadeIsTheServersErrorThere() throws Exception {
    house
        .people
        .database
        .jdbi()
        .useHandle(handle -> handle.execute("ALTER TABLE token RENAME TO out_of_reach"));
    assertFailed(
        house.post(
            "/v1.0/oauth2/main/token",
            "{\"client_id\":\"demo\",\"client_secret\":\"demo-secret\","
                + "\"grant_type\":\"client_credentials\"}",
            "application/json"),
        500,
        "server.error",
        "server.error");
  }
}
