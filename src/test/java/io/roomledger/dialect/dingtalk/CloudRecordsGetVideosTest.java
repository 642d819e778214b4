package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertEnvelope;
import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.json;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.CONFERENCE;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.FILM;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.videos;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.conference.Recording;
import io.roomledger.identity.App;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudRecordsGetVideosTest {

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
        .useHandle(handle -> handle.execute("ALTER TABLE recording RENAME TO out_of_reach"));
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
    assertThat(json(house.getVideos(CONFERENCE, UNION_ID)).path("videoList")).hasSize(1);
  }
}
