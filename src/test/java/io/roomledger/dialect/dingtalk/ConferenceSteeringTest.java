package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.fine;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.conference.ConferenceControls;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.conference.ConferenceRules;
import io.roomledger.identity.Account;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What hosts and programs do to a conference that goes on, and what is told of it. */
class ConferenceSteeringTest {
  private static final String ROOT = VideoConferences.ROOT + "/";

  @TempDir static Path folder;
  private static DingTalkHouse house;
  private static ConferenceControls controls;
  private static String ben;

  @BeforeAll
  static void open() {
    house = DingTalkHouse.unlimited(folder);
    controls =
        new ConferenceControls(house.people.database, house.people.audit, house.people.clock);
    ben = house.people.unionId(house.people.ben);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static HttpResponse<String> post(String conference, String below, String body)
      throws Exception {
    return house.call("POST", ROOT + conference + below, body);
  }

  private static void assertDone(HttpResponse<String> answer) {
    assertThat(fine(answer).toString()).isEqualTo("{\"success\":true}");
  }

  private static String people(String rest, String... unionIds) {
    List<String> users = List.of(unionIds).stream().map("{\"unionId\":\"%s\"}"::formatted).toList();
    return "{" + rest + "\"userList\":[" + String.join(",", users) + "]}";
  }

  private static JsonNode member(String conference, String unionId) throws Exception {
    JsonNode list = fine(house.get(ROOT + conference + "/members", house.token()));
    for (JsonNode member : list.path("memberModels")) {
      if (member.path("unionId").asText().equals(unionId)) {
        return member;
      }
    }
    throw new AssertionError(unionId + " is not in " + list);
  }

  private static ConferenceRules rules(String conference) {
    return controls.rules(house.people.operator(), conference);
  }

  private static String token(Account account) {
    return house
        .tokens
        .issue(
            account,
            Optional.of(house.app),
            UserTokens.PREFIX,
            Duration.ofHours(1),
            Set.of(Route.READ, Route.WRITE))
        .token();
  }

  private static void join(String conference, Account account) {
    house
        .people
        .conferences()
        .addMember(
            house.people.operator(),
            conference,
            new ConferenceMember(
                account.id(),
                ConferenceMember.Role.ATTENDEE,
                Optional.of(house.people.clock.instant()),
                Optional.empty()));
  }

  private static long rows(String sql, String conference) {
    return house
        .people
        .database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery(sql).bind("id", conference).mapTo(Long.class).one());
  }

  @Test
  void peopleAndTelephonesAreCalled() throws Exception {
    String id = house.create("Call");
    String cem = house.people.unionId(house.people.cem);
    assertDone(
        post(
            id,
            "/users/invite",
            """
            {"unionId":"%s","inviteeList":[{"unionId":"%s","nick":"Cem"}],"phoneInviteeList":[
             {"statusCode":"86","phoneNumber":"13800000000","nick":"Guest","inviteClient":true}]}
            """
                .formatted(UNION_ID, cem)));
    assertThat(member(id, cem).path("attendStatus").asInt()).isEqualTo(1);
    assertThat(rows("SELECT count(*) FROM conference_call WHERE conference = :id", id)).isOne();

    String one = "{\"unionId\":\"%s\",\"inviteeList\":[{\"unionId\":\"%s\"}]}";
    String stranger = house.people.unionId(house.people.stranger);
    assertFailed(
        post(id, "/users/invite", one.formatted(UNION_ID, stranger)),
        400,
        "orgAccessForbidden",
        "orgAccessForbidden");
    assertFailed(
        post(id, "/users/invite", one.formatted("nobody", ben)),
        400,
        "unknownUserError",
        "unknownUserError");
    String boss = house.people.unionId(house.people.boss);
    assertFailed(
        post(id, "/users/invite", one.formatted(boss, ben)),
        404,
        "permissionError",
        "permissionError:member");
    assertFailed(
        post(id, "/users/invite", "{\"unionId\":\"%s\"}".formatted(UNION_ID)),
        400,
        "MissinginviteeList",
        "inviteeList is mandatory for this action.");
    assertFailed(
        post(
            id,
            "/users/invite",
            "{\"unionId\":\"%s\",\"phoneInviteeList\":[{\"statusCode\":\"x\",\"phoneNumber\":\"1\"}]}"
                .formatted(UNION_ID)),
        400,
        "paramsError",
        "error:phone number: x 1 (expected: 1 to 4 digits and 3 to 20 digits)");
  }

  @Test
  void whoIsSentOutIsGoneAndTheHostStays() throws Exception {
    String id = house.create("Kick");
    join(id, house.people.ben);
    assertDone(post(id, "/members/kick", people("\"forbiddenRejoin\":true,", ben)));
    assertThat(member(id, ben).path("attendStatus").asInt()).isEqualTo(5);
    assertThat(member(id, ben).has("leaveTime")).isTrue();
    assertThat(
            rows("SELECT count(*) FROM conference_member WHERE conference = :id AND kept_out", id))
        .isOne();
    assertFailed(
        post(id, "/members/kick", people("", UNION_ID)),
        400,
        "paramsError",
        "error:people: the host (expected: others than the host)");
    String boss = house.people.unionId(house.people.boss);
    assertFailed(
        post(id, "/members/kick", people("", boss)),
        400,
        "paramsError",
        "error:people: %s (expected: somebody who is in the conference)".formatted(boss));
    assertFailed(
        post(id, "/members/kick", "{}"),
        400,
        "MissinguserList",
        "userList is mandatory for this action.");
  }

  private JsonNode queried(String id) throws Exception {
    String ids = "{\"conferenceIdList\":[\"%s\"]}".formatted(id);
    return fine(house.call("POST", ROOT + "/query", ids)).path("infos").path(0);
  }

  @Test
  void peopleAreMutedAloneAndAllTogether() throws Exception {
    String id = house.create("Mute");
    String muted = "SELECT count(*) FROM conference_member WHERE conference = :id AND muted";
    assertDone(post(id, "/members/mute", people("\"action\":\"mute\",", ben)));
    assertThat(rows(muted, id)).isOne();
    assertDone(post(id, "/members/mute", people("\"action\":\"un_mute\",", ben)));
    assertThat(rows(muted, id)).isZero();
    assertDone(post(id, "/allMembers/mute", "{\"action\":\"mute\",\"forceMute\":true}"));
    assertThat(rows(muted, id)).isOne();
    assertThat(rules(id).allMuted()).isTrue();
    assertThat(rules(id).ownUnmuting()).isFalse();
    JsonNode silent = queried(id);
    assertThat(silent.path("mediaStatus").asInt()).isEqualTo(4);
    assertThat(silent.findValuesAsText("micStatus")).containsExactlyInAnyOrder("0", "1");
    assertDone(post(id, "/allMembers/mute", "{\"action\":\"un_mute\"}"));
    assertThat(rows(muted, id)).isZero();
    assertThat(queried(id).path("mediaStatus").asInt()).isZero();
    assertThat(queried(id).findValuesAsText("micStatus")).containsExactly("0", "0");
    assertFailed(
        post(id, "/allMembers/mute", "{\"action\":\"shout\"}"),
        400,
        "paramsError",
        "error:action: shout (expected: mute or un_mute)");
  }

  @Test
  void coHostsComeAndGo() throws Exception {
    String id = house.create("Helpers");
    assertDone(post(id, "/coHosts/set", people("\"action\":\"add\",", ben)));
    assertThat(member(id, ben).path("coHost").asBoolean()).isTrue();
    assertDone(post(id, "/coHosts/set", people("\"action\":\"remove\",", ben)));
    assertThat(member(id, ben).path("coHost").asBoolean()).isFalse();
    assertFailed(
        post(id, "/coHosts/set", people("\"action\":\"add\",", UNION_ID)),
        400,
        "paramsError",
        "error:people: the host (expected: others than the host)");
  }

  @Test
  void everybodySeesOneAndThenNobodyInParticular() throws Exception {
    String id = house.create("Focus");
    String focused = "SELECT count(focus) FROM conference WHERE id = :id";
    assertDone(post(id, "/focus", "{\"action\":\"focus\",\"unionId\":\"%s\"}".formatted(ben)));
    assertThat(rows(focused, id)).isOne();
    assertDone(post(id, "/focus", "{\"action\":\"un_focus\",\"unionId\":\"%s\"}".formatted(ben)));
    assertThat(rows(focused, id)).isZero();
    assertFailed(
        post(id, "/focus", "{\"action\":\"focus\"}"),
        400,
        "MissingunionId",
        "unionId is mandatory for this action.");
  }

  @Test
  void rulesAreChangedOneByOne() throws Exception {
    String id = house.create("Rules");
    assertThat(rules(id)).isEqualTo(new ConferenceRules(false, false, true, true, true, false));
    assertDone(post(id, "/lock", "{\"action\":\"lock\"}"));
    assertThat(rules(id).locked()).isTrue();
    assertDone(post(id, "/lock", "{\"action\":\"unlock\"}"));
    HttpResponse<String> set =
        house.call(
            "PUT",
            ROOT + id,
            "{\"forbiddenShareScreen\":true,\"onlyInternalEmployeesJoin\":true,"
                + "\"autoTransferHost\":false}");
    assertThat(fine(set).toString()).isEqualTo("{\"code\":\"200\",\"case\":\"success\"}");
    assertThat(rules(id)).isEqualTo(new ConferenceRules(false, false, true, false, false, true));
    fine(house.call("PUT", ROOT + id + "/extInfo", ""));
  }

  @Test
  void onlyThoseWhoRunAConferenceSteerItAndOnlyWhileItGoesOn() throws Exception {
    String id = house.create("Rights");
    String lock = ROOT + id + "/lock";
    String body = "{\"action\":\"lock\"}";
    assertFailed(
        house.call("POST", lock, body, token(house.people.ben)),
        404,
        "permissionError",
        "permissionError:host");
    assertThat(
            rows(
                """
                SELECT count(*) FROM audit
                 WHERE action = 'conference.denied' AND subject = 'conference:' || :id
                """,
                id))
        .isOne();
    assertDone(house.call("POST", lock, body, token(house.people.ada)));
    house.call("DELETE", ROOT + id + "?unionId=" + UNION_ID, "");
    assertFailed(house.call("POST", lock, body), 400, "resourceClose", "The meeting has ended");
    assertFailed(
        post("0".repeat(24), "/lock", body),
        400,
        "paramsError",
        "error:conference %s: not found (expected: an existing conference)"
            .formatted("0".repeat(24)));
    String far = house.token(house.app("far", "far", Set.of(Route.WRITE)));
    assertFailed(
        house.call("POST", lock, body, far), 400, "orgAccessForbidden", "orgAccessForbidden");
  }

  @Test
  void minutesStartOnceAndStopOnce() throws Exception {
    String id = house.create("Minutes");
    String host = "{\"unionId\":\"%s\",\"recordAudio\":true}".formatted(UNION_ID);
    assertThat(fine(post(id, "/minutes/start", host)).toString()).isEqualTo("{\"code\":\"200\"}");
    assertFailed(
        post(id, "/minutes/start", host),
        404,
        "recordStartError",
        "recordStartError:recording: minutes are taken (expected: a conference of which no"
            + " minutes are taken)");
    assertFailed(
        post(id, "/minutes/start", "{\"unionId\":\"%s\"}".formatted(ben)),
        404,
        "recordStartPermissionError",
        "permissionError:host");
    assertThat(fine(post(id, "/minutes/pause", host)).toString()).isEqualTo("{\"code\":\"200\"}");
    assertFailed(
        post(id, "/minutes/pause", host),
        400,
        "recordStopError",
        "record stop error, please try again");
  }

  @Test
  void minutesAreReadAndHeard() throws Exception {
    house.example();
    String minutes = ROOT + DingTalkHouse.CONFERENCE + "/minutes/";
    JsonNode texts = fine(house.get(minutes + "textInfos?unionId=" + UNION_ID, house.token()));
    assertThat(texts.toString()).isEqualTo("{\"hasMore\":false,\"paragraphList\":[]}");
    JsonNode audio =
        fine(house.get(minutes + "audioInfos?unionId=" + UNION_ID, house.token()))
            .path("audioList")
            .path(0);
    assertThat(audio.path("fileSize").asInt()).isEqualTo(DingTalkHouse.FILM.length());
    HttpResponse<String> film =
        house.send(
            java.net.http.HttpRequest.newBuilder(
                java.net.URI.create(audio.path("playUrl").asText())));
    assertThat(film.body()).isEqualTo(DingTalkHouse.FILM);
    assertFailed(
        house.get(minutes + "audioInfos?unionId=nobody", house.token()),
        400,
        "unknownUserError",
        "unknownUserError");
  }

  @Test
  void whereSomebodyIsNowAndWhatWasHeld() throws Exception {
    String id = house.create("History");
    join(id, house.people.ben);
    JsonNode now = fine(house.get("/v1.0/conference/users/lists?unionId=" + ben, house.token()));
    assertThat(now.path("onGoingConfIdList").toString()).contains(id);
    JsonNode me = now.path("memberModelMap").path(id);
    assertThat(me.path("unionId").asText()).isEqualTo(ben);
    assertThat(me.path("attendStatus").asInt()).isEqualTo(3);

    house.people.clock.tick(Duration.ofMinutes(3));
    house.call("DELETE", ROOT + id + "?unionId=" + UNION_ID, "");
    JsonNode one = fine(house.get(ROOT + id + "/infos?realData=true", house.token()));
    assertThat(one.path("timeLength").asLong()).isEqualTo(180_000);
    assertThat(one.path("userCount").asInt()).isOne();
    JsonNode list =
        fine(house.get(
                VideoConferences.ROOT
                    + "/histories/dataLists?title=History&endTime="
                    + house.people.clock.instant().plusSeconds(1).toEpochMilli(),
                house.token()))
            .path("list");
    assertThat(list).hasSize(1);
    assertThat(list.path(0).path("conferenceId").asText()).isEqualTo(id);
    assertThat(list.path(0).path("creatorId").asText()).isEqualTo(UNION_ID);
    JsonNode people = fine(house.get(ROOT + id + "/details?nick=BEN", house.token())).path("list");
    assertThat(people).hasSize(1);
    assertThat(people.path(0).path("duration").asLong()).isEqualTo(180_000);
    assertFailed(
        house.get(
            VideoConferences.ROOT + "/histories/dataLists?startTime=2&endTime=1", house.token()),
        400,
        "paramError",
        "PARAM ERROR");
  }
}
