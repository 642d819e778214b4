package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.DingTalkHouse.CONFERENCE;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.http.Endpoint;
import io.roomledger.http.HttpSettings;
import io.roomledger.http.Json;
import io.roomledger.http.RawClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a server must do to be taken for the vendor's, request by request, byte by byte as its SDKs
 * and older clients send them.
 */
class DingTalkConformanceTest {
  private static final String JSON = "Content-Type: application/json; charset=utf-8";
  private static final String VIDEOS = DingTalkHouse.videos(CONFERENCE, "");

  @TempDir static Path folder;
  private static DingTalkHouse house;

  @BeforeAll
  static void open() {
    house = DingTalkHouse.unlimited(folder);
    house.example();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  /** An answer, as far as clients look. */
  private record Reply(int status, String head, String body) {
    JsonNode json() {
      return Json.read(body.getBytes(StandardCharsets.UTF_8));
    }

    String header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  private static Reply send(String line, List<String> headers, String body) throws Exception {
    try (RawClient client = new RawClient(house.server.port())) {
      List<String> all = new ArrayList<>(List.of(line + " HTTP/1.1"));
      all.add("Host: 127.0.0.1:" + house.server.port());
      all.addAll(headers);
      client.head(all.toArray(String[]::new));
      client.send(body);
      String answer = client.answer();
      int end = answer.indexOf("\r\n\r\n");
      return new Reply(
          Integer.parseInt(answer.substring(9, 12)),
          answer.substring(0, end),
          answer.substring(end + 4));
    }
  }

  private static String token() {
    return "x-acs-dingtalk-access-token: " + house.token();
  }

  static Stream<Arguments> requestsThatClientsSend() {
    String key = "{\"appKey\":\"demo\",\"appSecret\":\"demo-secret\"}";
    String chunked = Integer.toHexString(key.length()) + "\r\n" + key + "\r\n0\r\n\r\n";
    String tokens = "POST /v1.0/oauth2/accessToken";
    String end = "DELETE " + VideoConferences.ROOT + "/" + "0".repeat(24) + "?unionId=" + UNION_ID;
    return Stream.of(
        Arguments.of(
            "a length", tokens, List.of(JSON, "Content-Length: " + key.length()), key, 200),
        Arguments.of("chunks", tokens, List.of(JSON, "Transfer-Encoding: chunked"), chunked, 200),
        Arguments.of("no type", tokens, List.of("Content-Length: " + key.length()), key, 200),
        Arguments.of(
            "empty chunks", tokens, List.of(JSON, "Transfer-Encoding: chunked"), "0\r\n\r\n", 400),
        Arguments.of("no body", tokens, List.of("Content-Length: 0"), "", 400),
        Arguments.of(
            "+ for a blank", "GET " + VIDEOS + "?x=a+b&unionId=" + UNION_ID, List.of(), "", 200),
        Arguments.of(
            "%20", "GET " + VIDEOS + "?unionId=" + UNION_ID + "&x=a%20b", List.of(), "", 200),
        Arguments.of(
            "old headers",
            "GET " + VIDEOS + "?unionId=" + UNION_ID,
            List.of("authorization: acs :", "x-acs-signature-method: HMAC-SHA1", "date: now"),
            "",
            200),
        Arguments.of(
            "a close with empty chunks",
            end,
            List.of("Transfer-Encoding: chunked"),
            "0\r\n\r\n",
            400),
        Arguments.of("a close without a body", end, List.of(), "", 400),
        Arguments.of(
            "a start with {}",
            "POST " + VIDEOS.replace("getVideos", "start"),
            List.of(JSON, "Content-Length: 2"),
            "{}",
            400));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void requestsThatClientsSend(
      String what, String line, List<String> headers, String body, int status) throws Exception {
    List<String> all = new ArrayList<>(headers);
    all.add(token());
    Reply reply = send(line, all, body);
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.json().isObject()).isTrue();
    assertThat(reply.header("content-type")).isEqualTo("application/json;charset=utf-8");
    assertThat(reply.header("content-encoding")).isEmpty();
    assertThat(reply.header("x-acs-request-id")).matches("[0-9A-F-]{36}");
    if (status >= 400) {
      assertThat(reply.json().path("requestid").asText())
          .isEqualTo(reply.header("x-acs-request-id"));
      assertThat(reply.json().fieldNames())
          .toIterable()
          .containsExactly("code", "requestid", "message");
    }
  }

  static Stream<String> documentedRoutes() {
    String root = "/v1.0/conference/videoConferences";
    String plans = "/v1.0/conference/scheduleConferences";
    return Stream.of(
        "GET " + root + "/{id}/cloudRecords/getVideos",
        "GET " + root + "/{id}/cloudRecords/getTexts",
        "GET " + root + "/{id}/cloudRecords/videos/getPlayInfos",
        "POST " + root + "/{id}/cloudRecords/start",
        "POST " + root + "/{id}/cloudRecords/stop",
        "POST " + root,
        "DELETE " + root + "/{id}",
        "GET " + root,
        "GET " + root + "/{id}",
        "POST " + root + "/query",
        "GET " + root + "/{id}/members",
        "POST " + root + "/{id}/users/invite",
        "POST " + root + "/{id}/members/kick",
        "POST " + root + "/{id}/members/mute",
        "POST " + root + "/{id}/allMembers/mute",
        "POST " + root + "/{id}/coHosts/set",
        "POST " + root + "/{id}/focus",
        "POST " + root + "/{id}/lock",
        "PUT " + root + "/{id}",
        "PUT " + root + "/{id}/extInfo",
        "GET " + root + "/{id}/infos",
        "GET " + root + "/{id}/details",
        "GET " + root + "/histories/dataLists",
        "GET /v1.0/conference/users/lists",
        "POST " + root + "/{id}/minutes/start",
        "POST " + root + "/{id}/minutes/pause",
        "GET " + root + "/{id}/minutes/textInfos",
        "GET " + root + "/{id}/minutes/audioInfos",
        "GET /v1.0/conference/roomCodes/{id}/infos",
        "GET /v1.0/conference/orgConferences",
        "GET " + root + "/scheduleConferences/{id}",
        "POST " + plans,
        "PUT " + plans,
        "POST " + plans + "/cancel",
        "GET " + plans + "/{id}/infos",
        "GET " + plans + "/settings",
        "PUT " + plans + "/settings",
        "POST /v1.0/rooms/meetingrooms",
        "POST /v1.0/rooms/meetingRooms",
        "PUT /v1.0/rooms/meetingRooms",
        "GET /v1.0/rooms/meetingRooms/{id}",
        "DELETE /v1.0/rooms/meetingRooms/{id}",
        "GET /v1.0/rooms/meetingRoomLists",
        "POST /v1.0/rooms/groups",
        "PUT /v1.0/rooms/groups",
        "GET /v1.0/rooms/groups/{id}",
        "DELETE /v1.0/rooms/groups/{id}",
        "GET /v1.0/rooms/groupLists",
        "GET /v1.0/contact/users/{id}");
  }

  @ParameterizedTest
  @MethodSource("documentedRoutes")
  void everyRouteChecksTheTokenFirstAndThenThePermission(String route) throws Exception {
    String line = route.replace("{id}", "7");
    String body = "Content-Length: 0";
    Reply missing = send(line, List.of(body), "");
    assertThat(missing.status()).isEqualTo(400);
    assertThat(missing.json().path("code").asText())
        .isEqualTo("AuthenticationFailed.MissingParameter");
    Reply bad = send(line, List.of("x-acs-dingtalk-access-token: bad", body), "");
    assertThat(bad.status()).isEqualTo(400);
    assertThat(bad.json().path("code").asText()).isEqualTo("InvalidAuthentication");
    Reply poor = send(line, List.of("x-acs-dingtalk-access-token: " + poor(), body), "");
    assertThat(poor.status()).isEqualTo(403);
    assertThat(poor.json().path("accessdenieddetail").path("requiredScopes")).hasSize(1);
  }

  private static String poor() {
    return house.token(
        house.people.apps.find("poor").orElseGet(() -> house.app("poor", "main", Set.of())));
  }

  @Test
  void everyEndpointBehindTheGatewayIsInTheTableAbove() {
    List<String> listed =
        documentedRoutes().map(route -> route.replaceAll("\\{[^}]*}", "{id}")).toList();
    assertThat(house.dialect.endpoints())
        .map(DingTalkConformanceTest::shape)
        .filteredOn(shape -> shape.contains("/v1.0/") && !shape.contains("/oauth2/"))
        .containsExactlyInAnyOrderElementsOf(listed);
  }

  private static String shape(Endpoint endpoint) {
    return endpoint.method() + " " + endpoint.path().replaceAll("\\{[^}]*}", "{id}");
  }

  @Test
  void numbersAreWholeAndIdsAreTexts() throws Exception {
    Reply reply = send("GET " + VIDEOS + "?unionId=" + UNION_ID, List.of(token()), "");
    JsonNode video = reply.json().path("videoList").path(0);
    for (String number : List.of("startTime", "endTime", "recordType", "duration", "fileSize")) {
      assertThat(video.path(number).isIntegralNumber()).as(number).isTrue();
      assertThat(video.path(number).asLong()).as(number).isLessThan(1L << 53);
    }
    for (String text : List.of("recordId", "mediaId", "unionId", "regionId")) {
      assertThat(video.path(text).isTextual()).as(text).isTrue();
    }
  }

  /** Section 8 of the list: connections are kept, nothing is redirected, gzip is not forced. */
  @Test
  void aConnectionIsKeptAndNothingIsRedirectedOrPacked() throws Exception {
    assertThat(HttpSettings.DEFAULT.idle()).isGreaterThan(Duration.ofSeconds(25));
    try (RawClient client = new RawClient(house.server.port())) {
      for (String accepted : List.of("", "Accept-Encoding: gzip", "")) {
        List<String> head = new ArrayList<>(List.of("GET " + VIDEOS + " HTTP/1.1", "Host: x"));
        head.add(token());
        head.add(accepted.isEmpty() ? "accept: application/json" : accepted);
        client.head(head.toArray(String[]::new));
        String answer = client.answer().toLowerCase(Locale.ROOT);
        assertThat(answer).startsWith("http/1.1 400").contains("connection: keep-alive");
        assertThat(answer).doesNotContain("location:").contains("missingunionid");
        assertThat(answer.contains("content-encoding")).isFalse();
      }
    }
    for (String address : List.of("/v1.0", "/v1.0/", "/v1.0/conference/", VIDEOS + "/")) {
      assertThat(send("GET " + address, List.of(token()), "").status())
          .as(address)
          .isBetween(400, 499);
    }
  }

  @Test
  void whatIsNoApiIsAnObjectToo() throws Exception {
    Reply none = send("GET /v1.0/conference/nothing", List.of(token()), "");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.json().path("code").asText()).isEqualTo("InvalidAction.NotFound");
    Reply mistaken = send("PATCH " + VIDEOS, List.of(token(), "Content-Length: 0"), "");
    assertThat(mistaken.json().path("code").asText()).isEqualTo("InvalidAction.NotFound");
  }
}
