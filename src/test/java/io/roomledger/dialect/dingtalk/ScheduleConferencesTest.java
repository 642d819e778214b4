package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.fine;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.conference.OpenedConference;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleConferencesTest {
  private static final String ROOT = ScheduleConferences.ROOT;
  private static final long START = 1_790_000_000_000L;

  @TempDir static Path folder;
  private static DingTalkHouse house;
  private static String ben = "";
  private static String cem = "";

  @BeforeAll
  static void open() {
    house = DingTalkHouse.unlimited(folder);
    ben = house.people.unionId(house.people.ben);
    cem = house.people.unionId(house.people.cem);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static HttpResponse<String> create(String creator, long start, long end, String settings)
      throws Exception {
    return house.call(
        "POST",
        ROOT,
        "{\"creatorUnionId\":\"%s\",\"title\":\"Plan\",\"startTime\":%d,\"endTime\":%d%s}"
            .formatted(creator, start, end, settings));
  }

  private static JsonNode plan(String settings) throws Exception {
    return fine(create(UNION_ID, START, START + 3_600_000, settings));
  }

  private static HttpResponse<String> query(String id, String person) throws Exception {
    return house.get(ROOT + "/" + id + "/infos?requestUnionId=" + person, house.token());
  }

  private static String by(String id, String creator, String more) {
    return "{\"scheduleConferenceId\":\"%s\",\"creatorUnionId\":\"%s\"%s}"
        .formatted(id, creator, more);
  }

  @Test
  void aPlanIsMadeMovedSeenAndCalledOff() throws Exception {
    JsonNode made = plan("");
    assertThat(made.fieldNames())
        .toIterable()
        .containsExactly("requestId", "scheduleConferenceId", "roomCode", "url", "phones");
    String id = made.path("scheduleConferenceId").asText();
    assertThat(id).hasSize(36);

    String changes =
        ",\"title\":\"Moved\",\"startTime\":%d,\"endTime\":%d".formatted(START + 5, START + 9);
    assertThat(fine(house.call("PUT", ROOT, by(id, UNION_ID, changes))).toString())
        .isEqualTo("{\"success\":true}");
    JsonNode seen = fine(query(id, UNION_ID));
    assertThat(seen.path("title").asText()).isEqualTo("Moved");
    assertThat(seen.path("startTime").asLong()).isEqualTo(START + 5);
    assertThat(seen.path("endTime").asLong()).isEqualTo(START + 9);
    assertThat(seen.path("roomCode")).isEqualTo(made.path("roomCode"));

    fine(house.call("POST", ROOT + "/cancel", by(id, UNION_ID, "")));
    assertFailed(query(id, UNION_ID), 400, "resourceCancel", "Schedule conference has canceled");
    assertFailed(
        house.call("POST", ROOT + "/cancel", by(id, UNION_ID, "")),
        400,
        "resourceCancel",
        "Schedule conference has canceled");
  }

  @Test
  void plansRefuseInTheirOwnWords() throws Exception {
    String id = plan("").path("scheduleConferenceId").asText();
    assertFailed(
        query(id, cem), 400, "permissionError", "permissionError:creator, host or co-host");
    assertFailed(
        house.call("PUT", ROOT, by(id, ben, ",\"title\":\"x\"")),
        400,
        "permissionError",
        "permissionError:creator");
    assertThat(query(id, "nobody").body()).contains("\"paramsError\"", "account nobody");
    assertFailed(
        query(UUID.randomUUID().toString(), UNION_ID),
        400,
        "scheduleConferenceIdError",
        "scheduleConferenceIdError");
    assertFailed(
        query("not-a-plan", UNION_ID),
        400,
        "scheduleConferenceIdError",
        "scheduleConferenceIdError");
    assertThat(create(UNION_ID, START, START, "").body())
        .contains("\"paramsError\"", "an end after the start");
    assertThat(create(UNION_ID, START, START - 1, "").body()).contains("\"paramsError\"");
    assertThat(create(UNION_ID, -1, START, "").body())
        .contains("\"paramsError\"", "milliseconds since 1970");
    assertFailed(
        house.call("POST", ROOT, by(id, UNION_ID, ",\"title\":\"x\",\"startTime\":5")),
        400,
        "MissingendTime",
        "endTime is mandatory for this action.");
    String far = house.token(house.app("far", "far", Set.of(Route.READ)));
    assertFailed(
        house.get(
            ROOT
                + "/"
                + id
                + "/infos?requestUnionId="
                + house.people.unionId(house.people.stranger),
            far),
        400,
        "permissionError",
        "permissionError:of the conference");
  }

  @Test
  void settingsSayWhoHostsAndWhoOwnsTheRecordings() throws Exception {
    String settings =
        "\"scheduleConfSettingModel\":{\"hostUnionId\":\"%s\",\"cohostUnionIds\":[\"%s\"],"
                .formatted(ben, cem)
            + "\"moziConfOpenRecordSetting\":{\"recordAutoStart\":1},"
            + "\"moziConfVirtualExtraSetting\":{\"cloudRecordOwnerUnionId\":\"%s\"}}"
                .formatted(cem);
    String id = plan("," + settings).path("scheduleConferenceId").asText();
    String path = ROOT + "/settings?scheduleConferenceId=" + id;
    String kept = "{" + settings + "}";
    assertThat(fine(house.get(path, house.token())).toString()).isEqualTo(kept);
    fine(query(id, cem));

    OpenedConference held = house.schedules.begin(house.people.operator(), UUID.fromString(id));
    JsonNode info =
        fine(house.get(VideoConferences.ROOT + "/" + held.conference().id(), house.token()))
            .path("confInfo");
    assertThat(info.path("scheduleConferenceId").asText()).isEqualTo(id);
    assertThat(info.path("bizType").asText()).isEqualTo("3");
    assertThat(info.path("cloudRecordStatus").asInt()).isEqualTo(1);
    assertThat(info.path("cloudRecordOwnerUnionId").asText()).isEqualTo(cem);
    JsonNode members =
        fine(house.get(
                VideoConferences.ROOT + "/" + held.conference().id() + "/members", house.token()))
            .path("memberModels");
    assertThat(members.path(0).path("host").asBoolean()).isTrue();
    assertThat(members.path(0).path("unionId").asText()).isEqualTo(ben);
    assertThat(members.path(1).path("coHost").asBoolean()).isTrue();

    fine(house.call("PUT", ROOT + "/settings", by(id, UNION_ID, "")));
    assertThat(fine(house.get(path, house.token())).at("/scheduleConfSettingModel").toString())
        .isEqualTo(
            "{\"cohostUnionIds\":[],\"moziConfOpenRecordSetting\":{\"recordAutoStart\":0},"
                + "\"moziConfVirtualExtraSetting\":{}}");
  }

  @Test
  void conferencesAreFoundByTheirPlanByTheirRoomAndWhileTheyGoOn() throws Exception {
    JsonNode made = plan("");
    UUID id = UUID.fromString(made.path("scheduleConferenceId").asText());
    String first = house.schedules.begin(house.people.operator(), id).conference().id();
    String second = house.schedules.begin(house.people.operator(), id).conference().id();

    String under = VideoConferences.ROOT + "/scheduleConferences/" + id + "?maxResults=1";
    JsonNode page = fine(house.get(under, house.token()));
    assertThat(page.path("totalCount").asInt()).isEqualTo(2);
    JsonNode rest =
        fine(house.get(under + "&nextToken=" + page.path("nextToken").asText(), house.token()));
    assertThat(
            java.util.List.of(
                page.at("/conferenceList/0/conferenceId").asText(),
                rest.at("/conferenceList/0/conferenceId").asText()))
        .containsExactlyInAnyOrder(first, second);
    assertThat(rest.path("hasMore").asBoolean()).isFalse();

    String code = made.path("roomCode").asText();
    String grouped = code.substring(0, 3) + "%20" + code.substring(3, 6) + "+" + code.substring(6);
    JsonNode room =
        fine(
            house.get(
                "/v1.0/conference/roomCodes/" + grouped.replace("+", "%20") + "/infos",
                house.token()));
    assertThat(room.path("conferenceList")).hasSize(2);
    assertThat(room.at("/conferenceList/0/roomCode").asText()).isEqualTo(code);
    assertFailed(
        house.get("/v1.0/conference/roomCodes/abc/infos", house.token()),
        400,
        "invalidRoomCode",
        "invalidRoomCode");
    assertFailed(
        house.get("/v1.0/conference/roomCodes/null/infos", house.token()),
        400,
        "missingRoomCode",
        "missingRoomCode");
    assertFailed(
        house.get("/v1.0/conference/roomCodes/123/infos?maxResults=x", house.token()),
        400,
        "paramError",
        "paramError");
    assertThat(
            fine(house.get("/v1.0/conference/orgConferences", house.token()))
                .findValuesAsText("conferenceId"))
        .contains(first, second);
  }
}
