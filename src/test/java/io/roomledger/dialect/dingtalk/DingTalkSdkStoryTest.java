package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.DingTalkHouse.FILM;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.tea.TeaException;
import io.roomledger.conference.Paragraph;
import io.roomledger.conference.Recording;
import io.roomledger.node.NodeScript;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the first token to the last byte, and every wrong turn, with the vendor's own SDKs. */
class DingTalkSdkStoryTest {
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

  /** What a recorder brings after a conference: a film, and what was said in it. */
  private void bring(String conference) {
    Recording film = house.people.recording(conference, house.people.ada, FILM);
    Paragraph.Sentence said =
        new Paragraph.Sentence(Duration.ZERO, Duration.ofSeconds(2), "Good morning, 早上好。");
    house.people.transcript(
        film,
        List.of(
            new Paragraph(
                film.id(),
                0,
                new Paragraph.Speaker(Optional.of(house.people.ada.id()), "Ada"),
                said.from(),
                said.to(),
                List.of(said))));
  }

  private static void assertFails(int status, String code, Callable<?> call) {
    TeaException failed = catchThrowableOfType(TeaException.class, call::call);
    assertThat(failed.getCode()).isEqualTo(code);
    assertThat(failed.getStatusCode()).isEqualTo(status);
    assertThat(failed.getMessage()).matches("code: " + status + ", .* request id: [0-9A-F-]{36}");
  }

  @Test
  void theJavaSdkHoldsAConferenceAndTakesItsRecordingHome() throws Exception {
    int port = house.server.port();
    SdkClient sdk = SdkClient.logIn(port, "demo", "demo-secret");
    String ben = house.people.unionId(house.people.ben);
    String id = sdk.create(UNION_ID, "周会 <1>", List.of(ben)).getConferenceId();
    assertThat(sdk.info(id).getStatus()).isEqualTo(2);
    assertThat(sdk.members(id).getTotalCount()).isEqualTo(2);

    assertFails(404, "recordStartPermissionError", () -> sdk.start(id, ben));
    assertThat(sdk.start(id, UNION_ID)).isEqualTo("200");
    assertFails(404, "recordStartError", () -> sdk.start(id, UNION_ID));
    assertThat(sdk.info(id).getCloudRecordStatus()).isEqualTo(1);
    assertThat(sdk.stop(id, UNION_ID)).isEqualTo("200");
    assertFails(400, "recordStopError", () -> sdk.stop(id, UNION_ID));
    assertThat(sdk.close(id, UNION_ID).getCode()).isEqualTo(200L);
    assertThat(sdk.info(id).getStatus()).isEqualTo(1);
    assertFails(400, "resourceClose", () -> sdk.close(id, UNION_ID));
    assertFails(400, "roomClosed", () -> sdk.start(id, UNION_ID));
    assertFails(400, "cloudRecordNotFound", () -> sdk.videos(id, UNION_ID));

    bring(id);
    var video = sdk.videos(id, UNION_ID).getVideoList().getFirst();
    var info = sdk.playInfo(id, UNION_ID, video.getMediaId(), video.getRegionId());
    assertThat(fetch(info.getMp4FileUrl()).body()).isEqualTo(FILM);
    assertThat(sdk.texts(id, UNION_ID).getParagraphList().getFirst().getParagraph())
        .isEqualTo("Good morning, 早上好。");
    refusesBrokenLinks(info.getMp4FileUrl());
    assertThat(fetch(info.getMp4FileUrl()).statusCode()).isEqualTo(200);
    house
        .people
        .recordings(false)
        .endLinks(house.people.operator(), MediaId.parse(video.getMediaId()).orElseThrow());
    assertThat(fetch(info.getMp4FileUrl()).statusCode()).isEqualTo(403);

    house.people.conferences().close(house.people.operator(), id);
    assertFails(400, "resourceClose", () -> sdk.videos(id, UNION_ID));
  }

  private HttpResponse<String> fetch(String address) throws Exception {
    return house.send(HttpRequest.newBuilder(URI.create(address)));
  }

  private void refusesBrokenLinks(String address) throws Exception {
    assertThat(fetch(address.replaceFirst("/media/.", "/media/_")).statusCode()).isEqualTo(403);
    house.people.clock.tick(Duration.ofHours(3));
    assertThat(fetch(address).statusCode()).isEqualTo(403);
    house.people.clock.tick(Duration.ofHours(-3));
  }

  @Test
  void theJavaSdkIsToldEveryWrongTurn() throws Exception {
    int port = house.server.port();
    house.example();
    String id = DingTalkHouse.CONFERENCE;
    SdkClient sdk = SdkClient.logIn(port, "demo", "demo-secret");
    assertFails(400, "invalidClientIdOrSecret", () -> SdkClient.logIn(port, "demo", "wrong"));
    assertFails(
        400,
        "AuthenticationFailed.MissingParameter",
        () -> SdkClient.withToken(port, "").videos(id, UNION_ID));
    assertFails(
        400, "InvalidAuthentication", () -> SdkClient.withToken(port, "bad").videos(id, UNION_ID));
    house.app("poor", "main", Set.of());
    assertFails(
        403,
        "Forbidden.AccessDenied.AccessTokenPermissionDenied",
        () -> SdkClient.logIn(port, "poor", "poor-secret").videos(id, UNION_ID));
    assertFails(400, "unknownUserError", () -> sdk.videos(id, "nobodyiEiE"));
    String stranger = house.people.unionId(house.people.stranger);
    assertFails(400, "orgAccessForbidden", () -> sdk.videos(id, stranger));
    house.app("far", "far", Set.of(Route.READ));
    assertFails(
        400,
        "orgAccessForbidden",
        () -> SdkClient.logIn(port, "far", "far-secret").videos(id, stranger));
    assertFails(404, "roomNotFound", () -> sdk.info("0".repeat(24)));
    String revoked = house.token();
    house.tokens.revoke(new io.roomledger.identity.Caller.Operator("main"), revoked);
    assertFails(
        400,
        "InvalidAuthentication",
        () -> SdkClient.withToken(port, revoked).videos(id, UNION_ID));
  }

  @Test
  void theNodeSdkTellsTheSameStory() throws Exception {
    house.app("poor", "main", Set.of());
    house.app("far", "far", Set.of(Route.READ));
    Map<String, String> told = new HashMap<>();
    told.put("ENDPOINT", "127.0.0.1:" + house.server.port());
    told.put("UNION_ID", UNION_ID);
    told.put("OTHER", house.people.unionId(house.people.ben));
    told.put("STRANGER", house.people.unionId(house.people.stranger));
    List<String> held = NodeScript.run("dingtalk-story.mjs", told);
    assertThat(held)
        .contains(
            "wrong secret: invalidClientIdOrSecret 400",
            "no token: AuthenticationFailed.MissingParameter 400",
            "bad token: InvalidAuthentication 400",
            "no permission: Forbidden.AccessDenied.AccessTokenPermissionDenied 403",
            "no host: recordStartPermissionError 404",
            "recording: 1",
            "recorded: 3",
            "closed: 200",
            "closed again: resourceClose 400",
            "no recording: cloudRecordNotFound 400");
    String conference =
        held.stream()
            .filter(line -> line.startsWith("conference: "))
            .findFirst()
            .orElseThrow()
            .substring("conference: ".length());

    bring(conference);
    told.put("CONFERENCE", conference);
    assertThat(NodeScript.run("dingtalk-story.mjs", told))
        .contains(
            "videos: 1",
            "bytes: 1000",
            "part: 206 0123456789",
            "altered link: 403",
            "said: Good morning, 早上好。",
            "unknown person: unknownUserError 400",
            "foreign person: orgAccessForbidden 400",
            "foreign app: orgAccessForbidden 400");
  }
}
