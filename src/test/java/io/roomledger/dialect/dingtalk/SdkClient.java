package io.roomledger.dialect.dingtalk;

import com.aliyun.dingtalkconference_1_0.Client;
import com.aliyun.dingtalkconference_1_0.models.CloseVideoConferenceHeaders;
import com.aliyun.dingtalkconference_1_0.models.CloseVideoConferenceRequest;
import com.aliyun.dingtalkconference_1_0.models.CloseVideoConferenceResponseBody;
import com.aliyun.dingtalkconference_1_0.models.CreateVideoConferenceHeaders;
import com.aliyun.dingtalkconference_1_0.models.CreateVideoConferenceRequest;
import com.aliyun.dingtalkconference_1_0.models.CreateVideoConferenceResponseBody;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordTextHeaders;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordTextRequest;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordTextResponseBody;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoHeaders;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoPlayInfoHeaders;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoPlayInfoRequest;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoPlayInfoResponseBody;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoRequest;
import com.aliyun.dingtalkconference_1_0.models.QueryCloudRecordVideoResponseBody;
import com.aliyun.dingtalkconference_1_0.models.QueryConferenceInfoHeaders;
import com.aliyun.dingtalkconference_1_0.models.QueryConferenceInfoResponseBody.QueryConferenceInfoResponseBodyConfInfo;
import com.aliyun.dingtalkconference_1_0.models.QueryConferenceMembersHeaders;
import com.aliyun.dingtalkconference_1_0.models.QueryConferenceMembersRequest;
import com.aliyun.dingtalkconference_1_0.models.QueryConferenceMembersResponseBody;
import com.aliyun.dingtalkconference_1_0.models.StartCloudRecordHeaders;
import com.aliyun.dingtalkconference_1_0.models.StartCloudRecordRequest;
import com.aliyun.dingtalkconference_1_0.models.StopCloudRecordHeaders;
import com.aliyun.dingtalkconference_1_0.models.StopCloudRecordRequest;
import com.aliyun.dingtalkoauth2_1_0.models.GetAccessTokenRequest;
import com.aliyun.teaopenapi.models.Config;
import com.aliyun.teautil.models.RuntimeOptions;
import java.util.List;

/** The vendor's own SDK for Java, pointed at a server of this machine, with one token. */
record SdkClient(Client client, String token) {
  private static final RuntimeOptions USUAL = new RuntimeOptions();

  /** As the SDKs are pointed elsewhere: host and port without a scheme, and plain HTTP. */
  static Config config(int port) {
    Config config = new Config();
    config.endpoint = "127.0.0.1:" + port;
    config.protocol = "http";
    config.regionId = "central";
    return config;
  }

  /** Gets a token with that pair. */
  static SdkClient logIn(int port, String key, String secret) throws Exception {
    String token =
        new com.aliyun.dingtalkoauth2_1_0.Client(config(port))
            .getAccessToken(new GetAccessTokenRequest().setAppKey(key).setAppSecret(secret))
            .getBody()
            .getAccessToken();
    return withToken(port, token);
  }

  static SdkClient withToken(int port, String token) throws Exception {
    return new SdkClient(new Client(config(port)), token);
  }

  CreateVideoConferenceResponseBody create(String unionId, String title, List<String> invited)
      throws Exception {
    return client
        .createVideoConferenceWithOptions(
            new CreateVideoConferenceRequest()
                .setUserId(unionId)
                .setConfTitle(title)
                .setInviteUserIds(invited)
                .setInviteCaller(true),
            new CreateVideoConferenceHeaders().setXAcsDingtalkAccessToken(token),
            USUAL)
        .getBody();
  }

  CloseVideoConferenceResponseBody close(String id, String unionId) throws Exception {
    return client
        .closeVideoConferenceWithOptions(
            id,
            new CloseVideoConferenceRequest().setUnionId(unionId),
            new CloseVideoConferenceHeaders().setXAcsDingtalkAccessToken(token),
            USUAL)
        .getBody();
  }

  QueryConferenceInfoResponseBodyConfInfo info(String id) throws Exception {
    return client
        .queryConferenceInfoWithOptions(
            id, new QueryConferenceInfoHeaders().setXAcsDingtalkAccessToken(token), USUAL)
        .getBody()
        .getConfInfo();
  }

  QueryConferenceMembersResponseBody members(String id) throws Exception {
    return client
        .queryConferenceMembersWithOptions(
            id,
            new QueryConferenceMembersRequest().setMaxResults(10).setNextToken("0"),
            new QueryConferenceMembersHeaders().setXAcsDingtalkAccessToken(token),
            USUAL)
        .getBody();
  }

  String start(String id, String unionId) throws Exception {
    return client
        .startCloudRecordWithOptions(
            id,
            new StartCloudRecordRequest().setUnionId(unionId).setMode("grid"),
            new StartCloudRecordHeaders().setXAcsDingtalkAccessToken(token),
            USUAL)
        .getBody()
        .getCode();
  }

  String stop(String id, String unionId) throws Exception {
    return client
        .stopCloudRecordWithOptions(
            id,
            new StopCloudRecordRequest().setUnionId(unionId),
            new StopCloudRecordHeaders().setXAcsDingtalkAccessToken(token),
            USUAL)
        .getBody()
        .getCode();
  }

  QueryCloudRecordVideoResponseBody videos(String id, String unionId) throws Exception {
    return client
        .queryCloudRecordVideoWithOptions(
            id,
            new QueryCloudRecordVideoRequest().setUnionId(unionId),
            new QueryCloudRecordVideoHeaders().setXAcsDingtalkAccessToken(token),
            USUAL)
        .getBody();
  }

  QueryCloudRecordVideoPlayInfoResponseBody playInfo(
      String id, String unionId, String media, String region) throws Exception {
    return client
        .queryCloudRecordVideoPlayInfoWithOptions(
            id,
            new QueryCloudRecordVideoPlayInfoRequest()
                .setUnionId(unionId)
                .setMediaId(media)
                .setRegionId(region),
            new QueryCloudRecordVideoPlayInfoHeaders().setXAcsDingtalkAccessToken(token),
            USUAL)
        .getBody();
  }

  QueryCloudRecordTextResponseBody texts(String id, String unionId) throws Exception {
    return client
        .queryCloudRecordTextWithOptions(
            id,
            new QueryCloudRecordTextRequest()
                .setUnionId(unionId)
                .setStartTime(0L)
                .setDirection("0")
                .setMaxResults(200L)
                .setNextToken(0L),
            new QueryCloudRecordTextHeaders().setXAcsDingtalkAccessToken(token),
            USUAL)
        .getBody();
  }
}
