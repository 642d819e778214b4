package io.roomledger.dialect.dingtalk;

import static io.roomledger.dialect.dingtalk.Answers.assertFailed;
import static io.roomledger.dialect.dingtalk.Answers.fine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.aliyun.dingtalkrooms_1_0.Client;
import com.aliyun.dingtalkrooms_1_0.models.CreateMeetingRoomGroupHeaders;
import com.aliyun.dingtalkrooms_1_0.models.CreateMeetingRoomGroupRequest;
import com.aliyun.dingtalkrooms_1_0.models.CreateMeetingRoomHeaders;
import com.aliyun.dingtalkrooms_1_0.models.CreateMeetingRoomRequest;
import com.aliyun.dingtalkrooms_1_0.models.DeleteMeetingRoomHeaders;
import com.aliyun.dingtalkrooms_1_0.models.DeleteMeetingRoomRequest;
import com.aliyun.dingtalkrooms_1_0.models.QueryMeetingRoomHeaders;
import com.aliyun.dingtalkrooms_1_0.models.QueryMeetingRoomListHeaders;
import com.aliyun.dingtalkrooms_1_0.models.QueryMeetingRoomListRequest;
import com.aliyun.dingtalkrooms_1_0.models.QueryMeetingRoomListResponseBody;
import com.aliyun.dingtalkrooms_1_0.models.QueryMeetingRoomRequest;
import com.aliyun.dingtalkrooms_1_0.models.QueryMeetingRoomResponseBody.QueryMeetingRoomResponseBodyResult;
import com.aliyun.dingtalkrooms_1_0.models.UpdateMeetingRoomHeaders;
import com.aliyun.dingtalkrooms_1_0.models.UpdateMeetingRoomRequest;
import com.aliyun.tea.TeaException;
import com.aliyun.teautil.models.RuntimeOptions;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookableRoomsTest {
  private static final RuntimeOptions USUAL = new RuntimeOptions();
  private static final String GROUPS = "/v1.0/rooms/groups";
  private static final String ROOMS = "/v1.0/rooms/meetingRooms";
  private static final String NO_ROOM = "0123456789abcdef0123456789abcdef";

  private static DingTalkHouse house;
  private static String boss;
  private static String ben;

  @BeforeAll
  static void open(@TempDir Path folder) {
    house = DingTalkHouse.unlimited(folder);
    boss = house.people.unionId(house.people.boss);
    ben = house.people.unionId(house.people.ben);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static JsonNode group(String json) throws Exception {
    return fine(house.call("POST", GROUPS, json.formatted(boss)));
  }

  private static HttpResponse<String> create(String more, String unionId) throws Exception {
    String json = "{\"unionId\":\"%s\",\"roomName\":\"Refused\"%s}".formatted(unionId, more);
    return house.call("POST", ROOMS, json);
  }

  private static QueryMeetingRoomResponseBodyResult find(Client sdk, String id) throws Exception {
    return sdk.queryMeetingRoomWithOptions(
            id,
            new QueryMeetingRoomRequest().setUnionId(boss),
            new QueryMeetingRoomHeaders().setXAcsDingtalkAccessToken(house.token()),
            USUAL)
        .getBody()
        .getResult();
  }

  private static QueryMeetingRoomListResponseBody list(Client sdk, int size, long after)
      throws Exception {
    return sdk.queryMeetingRoomListWithOptions(
            new QueryMeetingRoomListRequest()
                .setUnionId(boss)
                .setMaxResults(size)
                .setNextToken(after),
            new QueryMeetingRoomListHeaders().setXAcsDingtalkAccessToken(house.token()),
            USUAL)
        .getBody();
  }

  private static String create(Client sdk, CreateMeetingRoomRequest room) throws Exception {
    return sdk.createMeetingRoomWithOptions(
            room.setUnionId(boss),
            new CreateMeetingRoomHeaders().setXAcsDingtalkAccessToken(house.token()),
            USUAL)
        .getBody()
        .getResult();
  }

  /** The vendor's own SDK, which asks for lists with a number as their token. */
  @Test
  void roomsAreMadeChangedListedAndRemovedBySdk() throws Exception {
    Client sdk = new Client(SdkClient.config(house.server.port()));
    long group =
        sdk.createMeetingRoomGroupWithOptions(
                new CreateMeetingRoomGroupRequest().setGroupName("Hangzhou").setUnionId(boss),
                new CreateMeetingRoomGroupHeaders().setXAcsDingtalkAccessToken(house.token()),
                USUAL)
            .getBody()
            .getResult();
    String first =
        create(
            sdk,
            new CreateMeetingRoomRequest()
                .setRoomName("Lake")
                .setRoomCapacity(8)
                .setGroupId(group)
                .setRoomLabelIds(List.of(4L, 1L))
                .setIsvRoomId("isv-1"));
    create(sdk, new CreateMeetingRoomRequest().setRoomName("Moon"));
    create(sdk, new CreateMeetingRoomRequest().setRoomName("Sun"));
    sdk.updateMeetingRoomWithOptions(
        new UpdateMeetingRoomRequest()
            .setRoomId(first)
            .setRoomCapacity(9)
            .setRoomDescription("by the water")
            .setUnionId(boss),
        new UpdateMeetingRoomHeaders().setXAcsDingtalkAccessToken(house.token()),
        USUAL);

    QueryMeetingRoomResponseBodyResult lake = find(sdk, first);
    assertThat(lake.getRoomName()).isEqualTo("Lake");
    assertThat(lake.getRoomCapacity()).isEqualTo(9);
    assertThat(lake.getRoomDescription()).isEqualTo("by the water");
    assertThat(lake.getIsvRoomId()).isEqualTo("isv-1");
    assertThat(lake.getRoomGroup().getGroupId()).isEqualTo(group);
    assertThat(lake.getRoomLabels())
        .extracting(label -> label.getLabelId())
        .containsExactly(1L, 4L);

    QueryMeetingRoomListResponseBody page = list(sdk, 2, 0);
    assertThat(page.getResult()).extracting(it -> it.getRoomName()).containsExactly("Lake", "Moon");
    assertThat(page.getHasMore()).isTrue();
    QueryMeetingRoomListResponseBody last = list(sdk, 2, page.getNextToken());
    assertThat(last.getResult()).extracting(it -> it.getRoomName()).containsExactly("Sun");
    assertThat(last.getHasMore()).isFalse();
    assertThat(list(sdk, 2, 7).getResult()).isEmpty();

    sdk.deleteMeetingRoomWithOptions(
        first,
        new DeleteMeetingRoomRequest().setUnionId(boss),
        new DeleteMeetingRoomHeaders().setXAcsDingtalkAccessToken(house.token()),
        USUAL);
    TeaException gone = catchThrowableOfType(TeaException.class, () -> find(sdk, first));
    assertThat(gone.getCode()).isEqualTo("room.not.found");
  }

  @Test
  void groupsFormATreeAndGoOnlyWhenTheyAreEmpty() throws Exception {
    long site = group("{\"unionId\":\"%s\",\"groupName\":\"Site\"}").path("result").asLong();
    long floor =
        group("{\"unionId\":\"%s\",\"groupName\":\"Floor\",\"parentGroupId\":" + site + "}")
            .path("result")
            .asLong();
    assertThat(site).isBetween(1L, (1L << 53) - 1);
    assertThat(
            fine(house.call(
                    "PUT",
                    GROUPS,
                    "{\"unionId\":\"%s\",\"groupId\":%d,\"groupName\":\"Roof\"}"
                        .formatted(boss, floor)))
                .toString())
        .isEqualTo("{\"result\":true}");

    String found = "{\"groupId\":%d,\"groupName\":\"%s\",\"parentId\":%d}";
    assertThat(fine(house.get(GROUPS + "/" + floor + "?unionId=" + ben, house.token())).toString())
        .isEqualTo(found.formatted(floor, "Roof", site));
    assertThat(fine(house.get("/v1.0/rooms/groupLists?unionId=" + ben, house.token())).toString())
        .contains(found.formatted(site, "Site", 0), found.formatted(floor, "Roof", site));

    HttpResponse<String> full = delete(site);
    assertThat(full.statusCode()).isEqualTo(400);
    assertThat(full.body()).contains("\"param.error\"", "Error:");
    assertThat(fine(delete(floor)).path("result").asBoolean()).isTrue();
    assertThat(fine(delete(site)).path("result").asBoolean()).isTrue();
    assertThat(delete(site).body()).contains("\"param.error\"");
    assertThat(delete(0).body()).contains("groupId: 0 (expected: the number of a group)");
  }

  private static HttpResponse<String> delete(long group) throws Exception {
    return house.call("DELETE", GROUPS + "/" + group + "?unionId=" + boss, "");
  }

  @Test
  void whatTheVendorDocumentsIsRefusedInItsWords() throws Exception {
    assertFailed(create("", ben), 400, "user.not.admin", "User Not Admin");
    assertFailed(create("", "nobody"), 400, "user.not.org", "User Not In Org");
    String stranger = house.people.unionId(house.people.stranger);
    assertFailed(create("", stranger), 400, "user.not.org", "User Not In Org");
    assertFailed(
        house.get(ROOMS + "/" + NO_ROOM + "?unionId=" + ben, house.token()),
        400,
        "room.not.found",
        "Room Not Found");
    assertFailed(
        house.get(ROOMS + "/x?unionId=" + ben, house.token()),
        400,
        "room.not.found",
        "Room Not Found");
    String there = fine(create("", boss)).path("result").asText();
    assertFailed(create("", boss), 400, "room.exist", "Room Exsit");
    fine(house.call("DELETE", ROOMS + "/" + there + "?unionId=" + boss, ""));
    assertFailed(
        house.call("POST", ROOMS, "{\"unionId\":\"%s\"}".formatted(boss)),
        400,
        "MissingroomName",
        "roomName is mandatory for this action.");
  }

  @Test
  void whatIsNotKeptHereIsRefusedByItsName() throws Exception {
    for (String more :
        List.of(
            ",\"roomLocation\":{\"title\":\"x\"}",
            ",\"roomPicture\":\"@x\"",
            ",\"reservationAuthority\":{}",
            ",\"roomStatus\":2",
            ",\"openReservation\":false",
            ",\"roomLabelIds\":[6]",
            ",\"roomCapacity\":-1",
            ",\"groupId\":77")) {
      HttpResponse<String> answer = create(more, boss);
      assertThat(answer.statusCode()).as(more).isEqualTo(400);
      assertThat(answer.body()).as(more).contains("\"param.error\"", "Error:");
    }
  }
}
