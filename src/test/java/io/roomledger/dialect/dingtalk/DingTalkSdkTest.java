package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.DingTalkHouse.CONFERENCE;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.FILM;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoHeaders;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoPlayInfoHeaders;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoPlayInfoRequest;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoPlayInfoResponseBody;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoRequest;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoResponseBody;
import com.aliyun.dingtalkoauth2_1_0.models.GetAccessTokenRequest;
import com.aliyun.dingtalkoauth2_1_0.models.GetAccessTokenResponseBody;
import com.aliyun.tea.TeaException;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teautil.models.RuntimeOptions;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.Recording;
import io.roomledger.identity.App;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vendor's own SDK as a client. */
class DingTalkSdkTest {
  @TempDir Path folder;
  private DingTalkHouse house;
  private com.aliyun.dingtalkconference_1_0.Client conference;
  private com.aliyun.dingtalkoauth2_1_0.Client oauth;

  @BeforeEach
  void open() throws Exception {
    house = new DingTalkHouse(folder, DingTalkSettings.standard());
    Config config = new Config();
    config.endpoint = "127.0.0.1:" + house.server.port();
    config.protocol = "http";
    config.regionId = "central";
    conference = new com.aliyun.dingtalkconference_1_0.Client(config);
    oauth = new com.aliyun.dingtalkoauth2_1_0.Client(config);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private GetAccessTokenResponseBody token(String key, String secret) throws Exception {
    return oauth
        .getAccessToken(new GetAccessTokenRequest().setAppKey(key).setAppSecret(secret))
        .getBody();
  }

  private QueryCloudRecordVideoResponseBody videos(String token, String id, String unionId)
      throws Exception {
    return conference
        .queryCloudRecordVideoWithOptions(
            id,
            new QueryCloudRecordVideoRequest().setUnionId(unionId),
            new QueryCloudRecordVideoHeaders().setXAcsDingtalkAccessToken(token),
            new RuntimeOptions())
        .getBody();
  }

  private QueryCloudRecordVideoPlayInfoResponseBody playInfo(String token, String mediaId)
      throws Exception {
    return conference
        .queryCloudRecordVideoPlayInfoWithOptions(
            CONFERENCE,
            new QueryCloudRecordVideoPlayInfoRequest()
                .setUnionId(UNION_ID)
                .setMediaId(mediaId)
                .setRegionId("cn-shenzhen"),
            new QueryCloudRecordVideoPlayInfoHeaders().setXAcsDingtalkAccessToken(token),
            new RuntimeOptions())
        .getBody();
  }

  @Test
  void aProgramGetsFromItsSecretToTheBytesOfTheFilm() throws Exception {
    Recording recording = house.example();

    GetAccessTokenResponseBody issued = token("demo", "demo-secret");
    assertThat(issued.getExpireIn()).isEqualTo(7200);
    assertThat(token("demo", "demo-secret").getAccessToken()).isEqualTo(issued.getAccessToken());

    var list = videos(issued.getAccessToken(), CONFERENCE, UNION_ID).getVideoList();
    assertThat(list).hasSize(1);
    var video = list.getFirst();
    assertThat(video.getRecordId()).isEqualTo(recording.origin().session());
    assertThat(video.getUnionId()).isEqualTo(UNION_ID);
    assertThat(video.getStartTime()).isEqualTo(ConferenceHouse.START.toEpochMilli());
    assertThat(video.getEndTime())
        .isEqualTo(ConferenceHouse.START.plus(ConferenceHouse.LENGTH).toEpochMilli());
    assertThat(video.getDuration()).isEqualTo(59_886L);
    assertThat(video.getFileSize()).isEqualTo(1000L);
    assertThat(video.getRecordType()).isZero();
    assertThat(video.getRegionId()).isEqualTo("cn-shenzhen");

    var info = playInfo(issued.getAccessToken(), video.getMediaId());
    assertThat(info.getFileSize()).isEqualTo(1000L);
    assertThat(info.getDuration()).isEqualTo(59_886L);
    assertThat(info.getStatus()).isEqualTo(1L);
    HttpResponse<String> part =
        house.send(
            HttpRequest.newBuilder(URI.create(info.getMp4FileUrl())).header("Range", "bytes=990-"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(FILM.substring(990));
  }

  private static void assertFailed(TeaException failed, int status, String code, String message) {
    assertThat(failed.getCode()).isEqualTo(code);
    assertThat(failed.getStatusCode()).isEqualTo(status);
    assertThat(failed.getMessage())
        .matches("code: %d, \\Q%s\\E request id: [0-9A-F-]{36}".formatted(status, message));
  }

  private TeaException failure(String token, String id, String unionId) {
    return catchThrowableOfType(TeaException.class, () -> videos(token, id, unionId));
  }

  @Test
  void failuresComeWithCodeMessageAndRequestId() throws Exception {
    house.people.conference(CONFERENCE);
    String token = house.token();
    assertFailed(
        failure(token, CONFERENCE, UNION_ID), 400, "cloudRecordNotFound", "cloudRecordNotFound");
    assertFailed(failure(token, CONFERENCE, "nobody"), 400, "unknownUserError", "unknownUserError");
    assertFailed(
        failure(token, CONFERENCE, house.people.unionId(house.people.cem)),
        404,
        "permissionError",
        "permissionError:creator, host, co-host or recorder");
    assertFailed(
        failure("wrong", CONFERENCE, UNION_ID), 400, "InvalidAuthentication", "不合法的access_token");
    assertFailed(
        catchThrowableOfType(TeaException.class, () -> playInfo(token, "x")),
        400,
        "paramsError",
        "error:mediaId: x (expected: 32 hexadecimal digits in small letters)");
    assertFailed(
        catchThrowableOfType(TeaException.class, () -> token("demo", "wrong")),
        400,
        "invalidClientIdOrSecret",
        "无效的clientId或者clientSecret");
    TeaException unset =
        catchThrowableOfType(
            TeaException.class,
            () -> conference.queryCloudRecordVideo(CONFERENCE, new QueryCloudRecordVideoRequest()));
    assertFailed(
        unset, 400, "AuthenticationFailed.MissingParameter", "缺少参数：x-acs-dingtalk-access-token");
  }

  @Test
  void aMissingPermissionIsNamedInTheDetail() {
    App poor = house.app("poor", "main", Set.of());
    TeaException denied = failure(house.token(poor), CONFERENCE, UNION_ID);
    assertThat(denied.getCode()).isEqualTo("Forbidden.AccessDenied.AccessTokenPermissionDenied");
    assertThat(denied.getStatusCode()).isEqualTo(403);
    Map<String, Object> detail = denied.getAccessDeniedDetail();
    assertThat(detail).containsEntry("requiredScopes", List.of("VideoConference.Conference.Read"));
  }
}
