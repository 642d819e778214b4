package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.fine;
import static io.roomledger.dialect.dingtalk.DingTalkHouse.UNION_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.identity.Account;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoConferencesTest {
  private static final String ROOT = VideoConferences.ROOT;

  @TempDir static Path folder;
  private static DingTalkHouse house;

  @BeforeAll
  static void open() {
    house = DingTalkHouse.unlimited(folder);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static HttpResponse<String> create(String body) throws Exception {
    return house.call("POST", ROOT, body);
  }

  private static HttpResponse<String> end(String id, String unionId) throws Exception {
    return house.call("DELETE", ROOT + "/" + id + "?unionId=" + unionId, "");
  }

  private static HttpResponse<String> info(String id) throws Exception {
    return house.get(ROOT + "/" + id, house.token());
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

  @Test
  void aConferenceHasWhatPeopleNeedToGetIn() throws Exception {
    JsonNode made =
        fine(create("{\"userId\":\"%s\",\"confTitle\":\"周会 <1>\"}".formatted(UNION_ID)));
    assertThat(made.fieldNames())
        .toIterable()
        .containsExactly(
            "conferenceId",
            "conferencePassword",
            "hostPassword",
            "externalLinkUrl",
            "phoneNumbers",
            "roomCode");
    assertThat(made.path("conferenceId").asText()).matches("[0-9a-f]{24}");
    String link = made.path("externalLinkUrl").asText();
    assertThat(link).endsWith("/j/" + made.path("roomCode").asText());
    HttpResponse<String> page =
        house.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(link)));
    assertThat(page.body()).contains("Conference room " + made.path("roomCode").asText());
    assertFailed(
        house.send(house.request("/j/x")),
        404,
        "InvalidAction.NotFound",
        "Specified api is not found, please check your url and method.");
  }

  @Test
  void titlesAreCutAtFiftyAndRefusedBeyondTwoHundredAndFiftySix() throws Exception {
    String id = house.create("ü".repeat(60));
    assertThat(fine(info(id)).path("confInfo").path("title").asText()).isEqualTo("ü".repeat(50));
    assertFailed(
        create("{\"userId\":\"%s\",\"confTitle\":\"%s\"}".formatted(UNION_ID, "x".repeat(257))),
        400,
        "paramsTitleError",
        "error:title: 257 characters (expected: 1 to 256 characters)");
  }

  @Test
  void whoCannotBeInvitedIsSaidSoInTheWordsOfTheTable() throws Exception {
    String body = "{\"userId\":\"%s\",\"confTitle\":\"x\",\"inviteUserIds\":[\"%s\"]}";
    assertFailed(
        create(body.formatted("nobody", UNION_ID)), 400, "unknownUserError", "unknownUserError");
    assertFailed(
        create(body.formatted(UNION_ID, "nobody")), 400, "unknownUserError", "unknownUserError");
    String stranger = house.people.unionId(house.people.stranger);
    assertFailed(
        create(body.formatted(UNION_ID, stranger)),
        400,
        "orgAccessForbidden",
        "orgAccessForbidden");
    assertFailed(create(""), 400, "Missingbody", "body is mandatory for this action.");
    assertFailed(create("{}"), 400, "MissinguserId", "userId is mandatory for this action.");
    assertFailed(
        create("{\"userId\":\"u\",\"confTitle\":\"x\",\"inviteUserIds\":7}"),
        400,
        "paramsError",
        "error:inviteUserIds: 7 (expected: a list of at most 1000 ids)");
    assertFailed(
        create("{\"userId\":\"u\",\"confTitle\":\"x\",\"inviteCaller\":\"yes\"}"),
        400,
        "paramsError",
        "error:inviteCaller: yes (expected: true or false)");
  }

  @Test
  void aConferenceTellsWhatHappensInIt() throws Exception {
    String id = house.create("Review");
    JsonNode fresh = fine(info(id)).path("confInfo");
    assertThat(fresh.path("status").asInt()).isEqualTo(2);
    assertThat(fresh.path("invitedNum").asInt()).isEqualTo(2);
    assertThat(fresh.path("attendNum").asInt()).isZero();
    assertThat(fresh.path("creatorId").asText()).isEqualTo(UNION_ID);
    assertThat(fresh.path("creatorNick").asText()).isEqualTo("ADA");
    assertThat(fresh.path("bizType").asText()).isEqualTo("0");
    assertThat(fresh.path("cloudRecordStatus").asInt()).isZero();
    assertThat(fresh.has("endTime")).isFalse();
    assertThat(fresh.has("cloudRecordOwnerUnionId")).isFalse();

    join(id, house.people.ben);
    house.people.clock.tick(Duration.ofMinutes(5));
    assertThat(fine(info(id)).path("confInfo").path("activeNum").asInt()).isEqualTo(1);
    JsonNode closed = fine(end(id, UNION_ID));
    assertThat(closed.toString()).isEqualTo("{\"code\":200,\"cause\":\"success\"}");
    JsonNode over = fine(info(id)).path("confInfo");
    assertThat(over.path("status").asInt()).isEqualTo(1);
    assertThat(over.path("activeNum").asInt()).isZero();
    assertThat(over.path("attendNum").asInt()).isEqualTo(1);
    assertThat(over.path("confDuration").asLong()).isEqualTo(300_000);
    assertThat(over.path("endTime").asLong())
        .isEqualTo(house.people.clock.instant().toEpochMilli());
  }

  @Test
  void onlyTheHostEndsIt() throws Exception {
    String id = house.create("Review");
    assertFailed(
        end(id, house.people.unionId(house.people.ben)),
        404,
        "permissionError",
        "permissionError:host");
    assertFailed(end(id, "nobody"), 400, "unknownUserError", "unknownUserError");
    assertFailed(
        end(id, house.people.unionId(house.people.stranger)),
        400,
        "orgAccessForbidden",
        "orgAccessForbidden");
    assertFailed(
        end("0".repeat(24), UNION_ID),
        400,
        "paramsError",
        "error:conference 000000000000000000000000: not found (expected: an existing conference)");
    fine(end(id, UNION_ID));
    assertFailed(end(id, UNION_ID), 400, "resourceClose", "The meeting has ended");
  }

  @Test
  void someAreQueriedByTheirIds() throws Exception {
    String first = house.create("One");
    String second = house.create("Two");
    join(second, house.people.ben);
    JsonNode infos =
        fine(house.call(
                "POST",
                ROOT + "/query",
                "{\"conferenceIdList\":[\"%s\",\"%s\",\"%s\"]}"
                    .formatted(second, first, "0".repeat(24))))
            .path("infos");
    assertThat(infos).hasSize(2);
    assertThat(infos.path(0).path("title").asText()).isEqualTo("Two");
    assertThat(infos.path(0).path("status").asInt()).isEqualTo(2);
    JsonNode users = infos.path(0).path("userList");
    assertThat(users).hasSize(2);
    assertThat(users.findValuesAsText("nick")).containsExactlyInAnyOrder("ADA", "BEN");
    assertThat(users.findValuesAsText("attendStatus")).containsExactlyInAnyOrder("1", "3");
    assertFailed(
        house.call("POST", ROOT + "/query", "{}"),
        400,
        "MissingconferenceIdList",
        "conferenceIdList is mandatory for this action.");
    assertThat(
            house
                .call(
                    "POST",
                    ROOT + "/query",
                    "{\"conferenceIdList\":[%s\"x\"]}".formatted("\"x\",".repeat(100)))
                .body())
        .contains("\"paramsError\"", "101 ids (expected: at most 100)");
    String far = farToken();
    assertFailed(
        house.call(
            "POST", ROOT + "/query", "{\"conferenceIdList\":[\"%s\"]}".formatted(first), far),
        400,
        "orgAccessForbidden",
        "orgAccessForbidden");
  }

  private static String farToken() {
    return house
        .people
        .apps
        .find("far")
        .map(house::token)
        .orElseGet(() -> house.token(house.app("far", "far", java.util.Set.of(Route.READ))));
  }

  @Test
  void membersArePagedToTheLast() throws Exception {
    String id = house.create("Review");
    join(id, house.people.cem);
    String path = ROOT + "/" + id + "/members?maxResults=2&nextToken=";
    JsonNode first = fine(house.get(path + "0", house.token()));
    assertThat(first.path("memberModels")).hasSize(2);
    assertThat(first.path("totalCount").asInt()).isEqualTo(3);
    JsonNode host = first.path("memberModels").path(0);
    assertThat(host.path("unionId").asText()).isEqualTo(UNION_ID);
    assertThat(host.path("host").asBoolean()).isTrue();
    assertThat(host.path("coHost").asBoolean()).isFalse();
    assertThat(host.path("attendStatus").asInt()).isEqualTo(1);
    JsonNode last = fine(house.get(path + first.path("nextToken").asText(), house.token()));
    assertThat(last.path("memberModels")).hasSize(1);
    assertThat(last.path("memberModels").path(0).path("attendStatus").asInt()).isEqualTo(3);
    assertThat(last.path("memberModels").path(0).path("joinTime").asLong()).isPositive();
    assertThat(last.has("nextToken")).isFalse();
  }

  @Test
  void queriesOfOneConferenceHaveATableOfTheirOwn() throws Exception {
    String id = house.create("Review");
    for (String path : java.util.List.of("/" + id, "/" + id + "/members")) {
      assertFailed(
          house.get(ROOT + path.replace(id, "0".repeat(24)), house.token()),
          404,
          "roomNotFound",
          "ROOM NOT FOUND");
      assertFailed(
          house.get(ROOT + path.replace(id, "null"), house.token()),
          400,
          "missingRoomId",
          "MISSING ROOM ID");
      assertFailed(house.get(ROOT + path, farToken()), 403, "noPermission", "NO PERMISSION");
    }
    assertFailed(house.get(ROOT + "/", house.token()), 400, "missingRoomId", "MISSING ROOM ID");
    assertFailed(
        house.get(ROOT + "/" + id + "/members?maxResults=0", house.token()),
        400,
        "paramError",
        "PARAM ERROR");
  }
}
