package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.DingTalkHouse.CONFERENCE;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.FILM;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.playInfos;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.videos;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.conference.Recording;
import io.roomledger.http.Json;
import io.roomledger.identity.App;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DingTalkTest {
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

  private void reopen(DingTalkSettings settings) {
    house.close();
    house = new DingTalkHouse(folder.resolve("again"), settings);
  }

  /** In the gateway's envelope, whose members are these, in this order, and no others. */
  private static void assertFailed(
      HttpResponse<String> answer, int status, String code, String message) {
    String id = answer.headers().firstValue("x-acs-request-id").orElseThrow();
    assertThat(answer.body())
        .isEqualTo(
            "{\"code\":\"%s\",\"requestid\":\"%s\",\"message\":\"%s\"}"
                .formatted(code, id, message));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertEnvelope(answer);
  }

  private static void assertEnvelope(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("content-type"))
        .contains("application/json;charset=utf-8");
    assertThat(answer.headers().firstValue("x-acs-request-id").orElseThrow())
        .matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
  }

  @Test
  void theExampleOfThePageIsAnsweredMemberByMember() throws Exception {
    Recording recording = house.example();

    HttpResponse<String> answer = house.getVideos(CONFERENCE, UNION_ID);

    long start = ConferenceHouse.START.toEpochMilli();
    assertThat(answer.body())
        .isEqualTo(
            ("{\"videoList\":[{\"recordId\":\"%s\",\"unionId\":\"%s\",\"startTime\":%d,"
                    + "\"recordType\":0,\"duration\":59886,\"fileSize\":1000,\"endTime\":%d,"
                    + "\"mediaId\":\"%s\",\"regionId\":\"cn-shenzhen\"}]}")
                .formatted(
                    recording.origin().session(),
                    UNION_ID,
                    start,
                    start + 59886,
                    recording.id().toString().replace("-", "")));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertEnvelope(answer);
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
  void everyFailureOfThePageIsAnswered() throws Exception {
    house.people.conference(CONFERENCE);
    assertFailed(
        house.getVideos(CONFERENCE, "nobodyiEiE"), 400, "unknownUserError", "unknownUserError");
    assertFailed(
        house.getVideos(CONFERENCE, house.people.unionId(house.people.stranger)),
        400,
        "orgAccessForbidden",
        "orgAccessForbidden");
    assertFailed(
        house.getVideos(CONFERENCE, ""),
        400,
        "paramsError",
        "error:unionId: empty (expected: an id of 1 to 128 visible characters)");
    assertFailed(
        house.getVideos(CONFERENCE, UNION_ID), 400, "cloudRecordNotFound", "cloudRecordNotFound");
    assertFailed(
        house.getVideos("000000000000000000000000", UNION_ID),
        400,
        "cloudRecordNotFound",
        "cloudRecordNotFound");
    assertFailed(
        house.getVideos(CONFERENCE, house.people.unionId(house.people.cem)),
        404,
        "permissionError",
        "permissionError:creator, host, co-host or recorder");
    house.people.recording(CONFERENCE, house.people.ada, FILM);
    house.people.conferences().close(house.people.operator(), CONFERENCE);
    assertFailed(
        house.getVideos(CONFERENCE, UNION_ID), 400, "resourceClose", "The meeting has ended");
  }

  @Test
  void anAppOfAnotherOrganisationSeesNothingHere() throws Exception {
    house.example();
    App far = house.app("far", "far", Set.of("VideoConference.Conference.Read"));
    String path = videos(CONFERENCE, "?unionId=");
    assertFailed(
        house.get(path + house.people.unionId(house.people.stranger), house.token(far)),
        400,
        "orgAccessForbidden",
        "orgAccessForbidden");
  }

  @Test
  void aConferenceOfTooManyIsRefusedWhereTheSettingsSaySo() throws Exception {
    reopen(new DingTalkSettings(20, Duration.ofHours(2), 1, "zh", 0, Optional.empty()));
    house.example();
    join(house.people.ben.id());
    assertThat(house.getVideos(CONFERENCE, UNION_ID).statusCode()).isEqualTo(200);
    join(house.people.cem.id());
    assertFailed(
        house.getVideos(CONFERENCE, UNION_ID), 404, "waterLimitError", "waterLimitError:1");
  }

  private void join(String account) {
    house
        .people
        .conferences()
        .addMember(
            house.people.operator(),
            CONFERENCE,
            new ConferenceMember(
                account, ConferenceMember.Role.ATTENDEE, Optional.empty(), Optional.empty()));
  }

  @Test
  void aFaultIsASystemErrorWithoutItsCause() throws Exception {
    house.example();
    house
        .people
        .database
        .jdbi()
        .useHandle(handle -> handle.execute("ALTER TABLE recording RENAME TO gone"));
    HttpResponse<String> answer = house.getVideos(CONFERENCE, UNION_ID);
    String id = answer.headers().firstValue("x-acs-request-id").orElseThrow();
    assertFailed(answer, 500, "systemError", "systemError:see the log of this server for " + id);
  }

  @Test
  void aDamagedRecordingIsNotShown() throws Exception {
    house.people.conference(CONFERENCE);
    house.people.damaged(CONFERENCE, house.people.ada);
    assertFailed(
        house.getVideos(CONFERENCE, UNION_ID), 400, "cloudRecordNotFound", "cloudRecordNotFound");
    house.people.recording(CONFERENCE, house.people.ada, FILM);
    assertThat(Json.read(bytes(house.getVideos(CONFERENCE, UNION_ID))).path("videoList"))
        .hasSize(1);
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

  @Test
  void anAppIsGivenTheSameTokenAsLongAsItIsValid() throws Exception {
    HttpResponse<String> first = house.post(TOKEN_PATH, CREDENTIALS, JSON);
    assertEnvelope(first);
    String token = Json.read(bytes(first)).path("accessToken").asText();
    assertThat(first.body()).isEqualTo("{\"accessToken\":\"" + token + "\",\"expireIn\":7200}");
    house.people.clock.tick(Duration.ofMinutes(30));
    assertThat(house.post(TOKEN_PATH, CREDENTIALS, JSON).body())
        .isEqualTo("{\"accessToken\":\"" + token + "\",\"expireIn\":5400}");
    house.people.clock.tick(Duration.ofMinutes(90));
    JsonNode later = Json.read(bytes(house.post(TOKEN_PATH, CREDENTIALS, "text/plain")));
    assertThat(later.path("accessToken").asText()).isNotEqualTo(token).isNotEmpty();
    assertThat(later.path("expireIn").asInt()).isEqualTo(7200);
  }

  private static byte[] bytes(HttpResponse<String> answer) {
    return answer.body().getBytes(StandardCharsets.UTF_8);
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

  private JsonNode playInfo(Recording recording) throws Exception {
    HttpResponse<String> answer =
        house.get(
            playInfos(
                "?unionId="
                    + UNION_ID
                    + "&regionId=cn-shenzhen&mediaId="
                    + MediaId.of(recording.id())),
            house.token());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.read(bytes(answer));
  }

  @Test
  void playInfosHaveAnAddressOnThisServerThatPlaysWithoutAToken() throws Exception {
    JsonNode info = playInfo(house.example());
    assertThat(info.fieldNames())
        .toIterable()
        .containsExactly("playUrl", "mp4FileUrl", "fileSize", "size", "duration", "status");
    assertThat(info.path("fileSize").asLong()).isEqualTo(1000);
    assertThat(info.path("size").asLong()).isEqualTo(1000);
    assertThat(info.path("duration").asLong()).isEqualTo(59886);
    String address = info.path("mp4FileUrl").asText();
    assertThat(address)
        .matches("http://127\\.0\\.0\\.1:[0-9]+/media/[A-Za-z0-9_-]+/[0-9a-f]{32}\\.mp4");

    HttpResponse<String> whole = fetch(address, "GET", "");
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(FILM);
    assertThat(whole.headers().firstValue("content-type")).contains("video/mp4");
    assertThat(whole.headers().firstValue("accept-ranges")).contains("bytes");

    HttpResponse<String> part = fetch(address, "GET", "bytes=10-19");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("0123456789");
    assertThat(part.headers().firstValue("content-range")).contains("bytes 10-19/1000");
    assertThat(fetch(address, "GET", "bytes=-5").body()).isEqualTo("56789");
    assertThat(fetch(address, "GET", "bytes=2000-").statusCode()).isEqualTo(416);

    HttpResponse<String> head = fetch(address, "HEAD", "");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.headers().firstValue("content-length")).contains("1000");
  }

  private HttpResponse<String> fetch(String address, String method, String range) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).method(method, BodyPublishers.noBody());
    return house.send(range.isEmpty() ? request : request.header("Range", range));
  }

  @Test
  void anAddressEndsAndFitsNoOtherRecording() throws Exception {
    Recording recording = house.example();
    Recording other = house.people.recording(CONFERENCE, house.people.ada, "another film");
    String address = playInfo(recording).path("mp4FileUrl").asText();
    String denied = "This address is wrong or has expired (expected: a new one from getPlayInfos).";
    String mine = MediaId.of(recording.id());
    assertFailed(
        fetch(address.replace(mine, MediaId.of(other.id())), "GET", ""),
        403,
        "AccessDenied",
        denied);
    assertFailed(
        fetch(address.replace("/media/", "/media/A"), "GET", ""), 403, "AccessDenied", denied);
    assertThat(fetch(address.replace(mine, "x"), "GET", "").statusCode()).isEqualTo(404);
    house.people.clock.tick(Duration.ofHours(2));
    assertFailed(fetch(address, "GET", ""), 403, "AccessDenied", denied);
  }

  @Test
  void playInfosNeedAMediaIdAndItsRegion() throws Exception {
    Recording recording = house.example();
    String media = MediaId.of(recording.id());
    String asAda = "?unionId=" + UNION_ID;
    assertFailed(
        house.get(playInfos(asAda), house.token()),
        400,
        "MissingmediaId",
        "mediaId is mandatory for this action.");
    assertFailed(
        house.get(playInfos(asAda + "&mediaId=" + media), house.token()),
        400,
        "MissingregionId",
        "regionId is mandatory for this action.");
    assertFailed(
        house.get(playInfos(asAda + "&regionId=cn-shenzhen&mediaId=7"), house.token()),
        400,
        "paramsError",
        "error:mediaId: 7 (expected: 32 hexadecimal digits in small letters)");
    assertFailed(
        house.get(playInfos(asAda + "&regionId=cn-beijing&mediaId=" + media), house.token()),
        400,
        "cloudRecordNotFound",
        "cloudRecordNotFound");
    assertFailed(
        house.get(
            playInfos(asAda + "&regionId=cn-shenzhen&mediaId=" + "0".repeat(32)), house.token()),
        400,
        "cloudRecordNotFound",
        "cloudRecordNotFound");
  }

  @Test
  void bytesThatTheStoreHasLostAreASystemErrorThatSaysSo() throws Exception {
    Recording recording = house.example();
    String address = playInfo(recording).path("mp4FileUrl").asText();
    house.people.store.delete(recording.file().key());
    HttpResponse<String> answer = fetch(address, "GET", "");
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).contains("\"systemError\"", "its bytes are not in the store");
  }
}
