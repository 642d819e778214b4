package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import io.roomledger.identity.ExternalIdKind;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VcRoomsTest {
  private static final String ROOMS = "/open-apis/vc/v1/rooms";
  private static final String USER = "Bearer " + FeishuHouse.USER_TOKEN;

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // made before each test
  private FeishuHouse house;

  @SuppressWarnings("NullAway.Init")
  private String app;

  @BeforeEach
  void open() throws Exception {
    house = new FeishuHouse(folder);
    app = house.appToken();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static void refused(Reply reply, int status, int code, String words) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.code()).as(reply.json().toString()).isEqualTo(code);
    assertThat(reply.json().path("msg").textValue()).isEqualTo(words);
  }

  private static JsonNode data(Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    return reply.json().path("data");
  }

  /** The body of the page's own example. */
  private Map<String, Object> example() {
    Map<String, Object> body = new HashMap<>();
    body.put("name", "测试会议室");
    body.put("capacity", 10);
    body.put("description", "测试会议室描述");
    body.put("custom_room_id", "1234");
    body.put("room_level_id", FeishuHouse.LEVEL);
    body.put("room_status", Map.of("status", true));
    body.put("device", List.of(Map.of("name", "电话")));
    return body;
  }

  private String create(String name) throws Exception {
    Reply reply =
        house.post(
            ROOMS, app, Map.of("name", name, "capacity", 4, "room_level_id", FeishuHouse.LEVEL));
    return data(reply).at("/room/room_id").textValue();
  }

  private JsonNode get(String id) throws Exception {
    return data(house.get(ROOMS + "/" + id, app)).path("room");
  }

  private static List<String> names(JsonNode rooms) {
    List<String> names = new ArrayList<>();
    rooms.forEach(room -> names.add(room.path("name").textValue()));
    return names;
  }

  @Test
  void aRoomIsMadeAsThePageHasIt() throws Exception {
    JsonNode room = data(house.post(ROOMS, app, example())).path("room");
    String root = RoomIds.ofLevel(house.rooms.levels().root(house.operator).id());

    assertThat(room.path("room_id").textValue()).matches("omm_[0-9a-f]{32}");
    assertThat(room.toString())
        .isEqualTo(
            "{\"room_id\":\""
                + room.path("room_id").textValue()
                + "\",\"name\":\"测试会议室\",\"capacity\":10,\"description\":\"测试会议室描述\","
                + "\"display_id\":\""
                + room.path("display_id").textValue()
                + "\",\"custom_room_id\":\"1234\",\"room_level_id\":\""
                + FeishuHouse.LEVEL
                + "\",\"path\":[\""
                + root
                + "\",\""
                + FeishuHouse.LEVEL
                + "\"],\"room_status\":{\"status\":true,\"schedule_status\":true},"
                + "\"device\":[{\"name\":\"电话\"}]}");
    assertThat(get(room.path("room_id").textValue())).isEqualTo(room);
  }

  @Test
  void aRoomIsClosedForAWhileAndOpensByItself() throws Exception {
    String contact =
        house
            .accounts
            .externalIds(ExternalIdKind.FEISHU_OPEN_ID, Set.of(house.manager.id()))
            .get(house.manager.id());
    Map<String, Object> status = new HashMap<>();
    status.put("status", false);
    status.put("disable_start_time", "1655287200"); // 2022-06-15T10:00:00Z
    status.put("disable_end_time", "1655290800");
    status.put("disable_reason", "测试占用");
    status.put("contact_ids", List.of(String.valueOf(contact)));
    status.put("disable_notice", true);
    String path = ROOMS + "/" + FeishuHouse.ROOM;
    assertThat(data(house.patch(path, app, Map.of("room_status", status))).toString())
        .isEqualTo("{}");

    JsonNode coming = get(FeishuHouse.ROOM).path("room_status");
    assertThat(coming.toString())
        .isEqualTo(
            "{\"status\":true,\"schedule_status\":false,\"disable_start_time\":\"1655287200\","
                + "\"disable_end_time\":\"1655290800\",\"disable_reason\":\"测试占用\","
                + "\"contact_ids\":[\""
                + contact
                + "\"],\"disable_notice\":true,\"resume_notice\":false}");
    house.clock.set(Instant.parse("2022-06-15T10:00:00Z"));
    JsonNode closed = get(FeishuHouse.ROOM).path("room_status");
    assertThat(closed.path("status").booleanValue()).isFalse();
    assertThat(closed.path("schedule_status").booleanValue()).isTrue();
    house.clock.set(Instant.parse("2022-06-15T11:00:00Z"));
    assertThat(get(FeishuHouse.ROOM).path("room_status").toString())
        .isEqualTo("{\"status\":true,\"schedule_status\":true}");
  }

  @Test
  void aRoomIsClosedForGoodAndOpenedAgain() throws Exception {
    String path = ROOMS + "/" + FeishuHouse.ROOM;
    house.patch(path, app, Map.of("room_status", Map.of("status", false, "disable_end_time", "0")));

    JsonNode closed = get(FeishuHouse.ROOM).path("room_status");
    assertThat(closed.path("status").booleanValue()).isFalse();
    assertThat(closed.path("schedule_status").booleanValue()).isFalse();
    assertThat(closed.path("disable_start_time").textValue()).isEqualTo("1655285400");
    assertThat(closed.path("disable_end_time").textValue()).isEqualTo("0");
    house.patch(path, app, Map.of("room_status", Map.of("status", true)));
    assertThat(get(FeishuHouse.ROOM).at("/room_status/status").booleanValue()).isTrue();
    refused(
        house.patch(path, app, Map.of("room_status", Map.of("disable_reason", "x"))),
        400,
        99992402,
        "field validation failed");
    Reply reversed =
        house.patch(
            path,
            app,
            Map.of(
                "room_status",
                Map.of("status", false, "disable_start_time", "20", "disable_end_time", "10")));
    refused(reversed, 400, 121003, "param error");
    assertThat(reversed.json().at("/error/field_violations/0/field").textValue())
        .isEqualTo("room_status.disable_end_time");
    refused(
        house.patch(
            path,
            app,
            Map.of("room_status", Map.of("status", false, "contact_ids", List.of("ou_nobody")))),
        400,
        121003,
        "param error");
  }

  @Test
  void whatAChangeDoesNotMentionStays() throws Exception {
    String id = data(house.post(ROOMS, app, example())).at("/room/room_id").textValue();
    house.patch(ROOMS + "/" + id, app, Map.of("capacity", 12));

    assertThat(get(id).path("capacity").intValue()).isEqualTo(12);
    assertThat(get(id).path("name").textValue()).isEqualTo("测试会议室");
    assertThat(get(id).path("custom_room_id").textValue()).isEqualTo("1234");
    assertThat(get(id).at("/device/0/name").textValue()).isEqualTo("电话");
    house.patch(
        ROOMS + "/" + id,
        app,
        Map.of("custom_room_id", "", "device", List.of(), "name", "Neptune"));
    assertThat(get(id).path("custom_room_id").textValue()).isEmpty();
    assertThat(get(id).path("device")).isEmpty();
    assertThat(get(id).path("name").textValue()).isEqualTo("Neptune");
  }

  @Test
  void roomsAreListedPageByPage() throws Exception {
    create("B");
    create("A");
    List<String> all = new ArrayList<>();
    String token = "0";
    JsonNode page;
    do {
      page = data(house.get(ROOMS + "?page_size=2&page_token=" + token, app));
      all.addAll(names(page.path("rooms")));
      token = page.path("page_token").asText();
    } while (page.path("has_more").booleanValue());

    assertThat(all).containsExactly("A", "B", "木星");
    assertThat(
            names(
                data(house.get(ROOMS + "?room_level_id=" + FeishuHouse.LEVEL, app)).path("rooms")))
        .containsExactly("A", "B", "木星");
    refused(house.get(ROOMS + "?page_size=0", app), 400, 121003, "param error");
    refused(
        house.get(ROOMS + "?room_level_id=omb_" + "0".repeat(32), app),
        404,
        121004,
        "data not exist");
    refused(
        house.get(ROOMS + "?room_level_id=" + FeishuHouse.ROOM, app), 400, 121002, "not support");
  }

  @Test
  void severalAreAskedForAtOnce() throws Exception {
    String none = "omm_" + "0".repeat(32);
    JsonNode items =
        data(house.post(
                ROOMS + "/mget", app, Map.of("room_ids", List.of(none, "junk", FeishuHouse.ROOM))))
            .path("items");

    assertThat(names(items)).containsExactly("木星");
    refused(
        house.post(ROOMS + "/mget", app, Map.of("room_ids", List.of(none))),
        404,
        121004,
        "data not exist");
    refused(house.post(ROOMS + "/mget", app, Map.of()), 400, 99992402, "field validation failed");
  }

  @Test
  void peopleSearchAndAppsDoNot() throws Exception {
    house.post(ROOMS, app, example());
    refused(
        house.post(ROOMS + "/search", app, Map.of()),
        400,
        99991663,
        "Invalid access token for authorization. Please make a request with token attached.");
    assertThat(search(Map.of("keyword", "会议室"))).containsExactly("测试会议室");
    assertThat(search(Map.of("keyword", "buil"))).isEmpty();
    assertThat(search(Map.of("keyword", "buil", "search_level_name", true)))
        .containsExactly("木星", "测试会议室");
    assertThat(search(Map.of("custom_room_ids", List.of("1234"), "keyword", "木星")))
        .containsExactly("测试会议室");
    assertThat(search(Map.of("room_level_id", FeishuHouse.LEVEL, "page_token", "0"))).hasSize(2);
    JsonNode page = data(house.post(ROOMS + "/search", USER, Map.of("page_size", 1)));
    assertThat(page.path("has_more").booleanValue()).isTrue();
    assertThat(search(Map.of("page_size", 1, "page_token", page.path("page_token").textValue())))
        .containsExactly("测试会议室");
    refused(
        house.post(ROOMS + "/search", USER, Map.of("page_size", 101)), 400, 121003, "param error");
  }

  private List<String> search(Map<String, Object> body) throws Exception {
    return names(data(house.post(ROOMS + "/search", USER, body)).path("rooms"));
  }

  @Test
  void aRemovedRoomIsGoneAndWhatHappenedInItIsExported() throws Exception {
    assertThat(data(house.delete(ROOMS + "/" + FeishuHouse.ROOM, app)).toString()).isEqualTo("{}");

    refused(house.get(ROOMS + "/" + FeishuHouse.ROOM, app), 404, 121004, "data not exist");
    refused(house.delete(ROOMS + "/" + FeishuHouse.ROOM, app), 404, 121004, "data not exist");
    Reply order =
        house.post(
            FeishuHouse.ORDER,
            app,
            Map.of(
                "room_level_id",
                FeishuHouse.LEVEL,
                "start_time",
                "1655276858",
                "end_time",
                "1655276858",
                "room_ids",
                List.of(FeishuHouse.ROOM)));
    assertThat(order.status()).as(order.json().toString()).isEqualTo(200);
  }

  @Test
  void theListedErrorsAreTold() throws Exception {
    create("One");
    Map<String, Object> body =
        Map.of("name", "One", "capacity", 4, "room_level_id", FeishuHouse.LEVEL);
    refused(house.post(ROOMS, app, body), 404, 121006, "data conflict");
    refused(
        house.post(ROOMS, app, Map.of("name", "Top", "capacity", 4, "room_level_id", "0")),
        404,
        125001,
        "cannot create/update room at this level");
    refused(
        house.patch(ROOMS + "/" + FeishuHouse.ROOM, app, Map.of("room_level_id", "0")),
        404,
        125001,
        "cannot create/update room at this level");
    refused(
        house.post(ROOMS, app, Map.of("name", "Two", "capacity", -1, "room_level_id", "0")),
        400,
        121003,
        "param error");
    refused(
        house.post(ROOMS, app, Map.of("name", "Two", "room_level_id", "0")),
        400,
        99992402,
        "field validation failed");
    refused(
        house.patch(ROOMS + "/" + FeishuHouse.ROOM, app, Map.of("name", "One")),
        404,
        121006,
        "data conflict");
    refused(house.get(ROOMS + "/omm_1", app), 404, 121004, "data not exist");
    house
        .database
        .jdbi()
        .useHandle(h -> h.execute("ALTER TABLE meeting_room RENAME TO out_of_reach"));
    refused(house.get(ROOMS + "/" + FeishuHouse.ROOM, app), 500, 121001, "internal error");
  }
}
