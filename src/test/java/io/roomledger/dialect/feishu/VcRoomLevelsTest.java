package io.roomledger.dialect.feishu;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.dialect.feishu.FeishuHouse.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VcRoomLevelsTest {
  private static final String LEVELS = "/open-apis/vc/v1/room_levels";

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
  void close() throws IOException {
    house.close();
  }

  private static void refused(Reply reply, int status, int code, String words) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.code()).as(reply.json().toString()).isEqualTo(code);
    assertThat(reply.json().path("msg").textValue()).isEqualTo(words);
  }

  private static JsonNode data(Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    assertThat(reply.json().path("msg").textValue()).isEqualTo("success");
    return reply.json().path("data");
  }

  private String create(String name, String parent) throws Exception {
    Reply reply = house.post(LEVELS, app, Map.of("name", name, "parent_id", parent));
    return data(reply).at("/room_level/room_level_id").textValue();
  }

  private JsonNode get(String id) throws Exception {
    return data(house.get(LEVELS + "/" + id, app)).path("room_level");
  }

  private static String texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return String.join(" ", texts);
  }

  @Test
  void aLevelIsMadeAsThePageHasIt() throws Exception {
    String root = get("0").path("room_level_id").textValue();
    Reply reply =
        house.post(
            LEVELS, app, Map.of("name", "测试层级", "parent_id", root, "custom_group_id", "10000"));
    String id = data(reply).at("/room_level/room_level_id").textValue();

    assertThat(id).matches("omb_[0-9a-f]{32}");
    assertThat(new String(reply.http().body(), java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"code\":0,\"msg\":\"success\",\"data\":{\"room_level\":{\"room_level_id\":\""
                + id
                + "\",\"name\":\"测试层级\",\"parent_id\":\""
                + root
                + "\",\"path\":[\""
                + root
                + "\"],\"has_child\":false,\"custom_group_id\":\"10000\"}}}");
    assertThat(get(id)).isEqualTo(data(reply).path("room_level"));
    assertThat(get("0").path("has_child").booleanValue()).isTrue();
    assertThat(get("0").path("parent_id").textValue()).isEmpty();
  }

  @Test
  void directChildrenAreListedPageByPage() throws Exception {
    for (String name : List.of("C", "A", "B")) {
      create(name, FeishuHouse.LEVEL);
    }
    List<String> names = new ArrayList<>();
    String token = "";
    JsonNode page;
    do {
      page =
          data(
              house.get(
                  LEVELS
                      + "?room_level_id="
                      + FeishuHouse.LEVEL
                      + "&page_size=2&page_token="
                      + token,
                  app));
      page.path("items").forEach(item -> names.add(item.path("name").textValue()));
      token = page.path("page_token").textValue();
    } while (page.path("has_more").booleanValue());

    assertThat(names).containsExactly("A", "B", "C");
    assertThat(page.has("page_token")).isFalse();
    JsonNode top = data(house.get(LEVELS, app));
    assertThat(top.path("items")).hasSize(1);
    assertThat(top.at("/items/0/has_child").booleanValue()).isTrue();
    refused(house.get(LEVELS + "?page_size=101", app), 400, 121003, "param error");
    refused(house.get(LEVELS + "?page_token=junk", app), 400, 121003, "param error");
    refused(house.get(LEVELS + "?page_size=x", app), 400, 99992402, "field validation failed");
  }

  @Test
  void severalAreAskedForAtOnceAndByTheirOwnIds() throws Exception {
    String one = create("One", FeishuHouse.LEVEL);
    house.patch(
        LEVELS + "/" + one,
        app,
        Map.of("name", "One", "parent_id", FeishuHouse.LEVEL, "custom_group_id", "1001"));
    String none = "omb_" + "0".repeat(32);

    assertThat(
            data(house.post(
                    LEVELS + "/mget",
                    app,
                    Map.of("level_ids", List.of(one, none, FeishuHouse.LEVEL))))
                .path("items"))
        .extracting(item -> item.path("room_level_id").textValue())
        .containsExactly(one, FeishuHouse.LEVEL);
    refused(
        house.post(LEVELS + "/mget", app, Map.of("level_ids", List.of(none))),
        404,
        121004,
        "data not exist");
    refused(house.post(LEVELS + "/mget", app, Map.of()), 400, 99992402, "field validation failed");
    assertThat(data(house.get(LEVELS + "/search?custom_level_ids=1000%2C1001", app)).toString())
        .isEqualTo("{\"level_ids\":[\"" + one + "\"]}");
    refused(house.get(LEVELS + "/search", app), 400, 99992402, "field validation failed");
  }

  @Test
  void aLevelIsChangedAndMoved() throws Exception {
    String one = create("One", FeishuHouse.LEVEL);
    String two = create("Two", FeishuHouse.LEVEL);
    Map<String, Object> change = new HashMap<>();
    change.put("name", "Inner");
    change.put("parent_id", two);
    change.put("custom_group_id", "7");
    assertThat(data(house.patch(LEVELS + "/" + one, app, change)).toString()).isEqualTo("{}");

    JsonNode moved = get(one);
    assertThat(moved.path("name").textValue()).isEqualTo("Inner");
    assertThat(texts(moved.path("path")))
        .isEqualTo(
            get("0").path("room_level_id").textValue() + " " + FeishuHouse.LEVEL + " " + two);
    change.remove("custom_group_id");
    house.patch(LEVELS + "/" + one, app, change);
    assertThat(get(one).path("custom_group_id").textValue()).isEqualTo("7");
    change.put("custom_group_id", "");
    house.patch(LEVELS + "/" + one, app, change);
    assertThat(get(one).path("custom_group_id").textValue()).isEmpty();
    refused(
        house.patch(LEVELS + "/" + two, app, Map.of("name", "Two", "parent_id", one)),
        400,
        121003,
        "param error");
    refused(
        house.patch(LEVELS + "/" + two, app, Map.of("name", "Two")),
        400,
        99992402,
        "field validation failed");
  }

  @Test
  void theRootGetsAnotherNameAndStaysTheRoot() throws Exception {
    assertThat(
            house.patch(LEVELS + "/0", app, Map.of("name", "Company", "parent_id", "0")).status())
        .isEqualTo(200);
    assertThat(get("0").path("name").textValue()).isEqualTo("Company");
    refused(
        house.patch(LEVELS + "/0", app, Map.of("name", "Company", "parent_id", FeishuHouse.LEVEL)),
        400,
        121003,
        "param error");
    refused(
        house.post(LEVELS + "/del", app, Map.of("room_level_id", "0", "delete_child", true)),
        400,
        121003,
        "param error");
  }

  @Test
  void whatHasRoomsOrLevelsInItIsRemovedOnlyWithThem() throws Exception {
    refused(
        house.post(LEVELS + "/del", app, Map.of("room_level_id", FeishuHouse.LEVEL)),
        404,
        125001,
        "cannot delete child at this level");
    assertThat(
            data(house.post(
                    LEVELS + "/del",
                    app,
                    Map.of("room_level_id", FeishuHouse.LEVEL, "delete_child", true)))
                .toString())
        .isEqualTo("{}");
    refused(house.get(LEVELS + "/" + FeishuHouse.LEVEL, app), 404, 121004, "data not exist");
  }

  @Test
  void theListedErrorsAreTold() throws Exception {
    create("One", FeishuHouse.LEVEL);
    refused(
        house.post(LEVELS, app, Map.of("name", "One", "parent_id", FeishuHouse.LEVEL)),
        404,
        121006,
        "data conflict");
    refused(
        house.post(LEVELS, app, Map.of("name", "One", "parent_id", FeishuHouse.ROOM)),
        400,
        121002,
        "not support");
    refused(
        house.post(LEVELS, app, Map.of("name", " ", "parent_id", FeishuHouse.LEVEL)),
        400,
        121003,
        "param error");
    refused(
        house.post(LEVELS, app, Map.of("name", "One", "parent_id", "omb_" + "0".repeat(32))),
        404,
        121004,
        "data not exist");
    house
        .database
        .jdbi()
        .useHandle(h -> h.execute("ALTER TABLE room_level RENAME TO out_of_reach"));
    refused(house.get(LEVELS + "/" + FeishuHouse.LEVEL, app), 500, 121001, "internal error");
  }

  @Test
  void thereAreTenLevels() throws Exception {
    String level = FeishuHouse.LEVEL;
    for (int depth = 3; depth <= 10; depth++) {
      level = create("Level " + depth, level);
    }
    assertThat(get(level).path("path")).hasSize(9);
    refused(
        house.post(LEVELS, app, Map.of("name", "Level 11", "parent_id", level)),
        400,
        121003,
        "param error");
  }

  @Test
  void appsWithTheScopeChangeAndLookAtTheirOwnPace() throws Exception {
    refused(
        house.get(LEVELS + "/0", "Bearer " + FeishuHouse.USER_TOKEN),
        400,
        99991668,
        "user access token not support");
    String reader = house.appToken(java.util.Set.of("vc:room:readonly"));
    assertThat(house.get(LEVELS + "/0", reader).status()).isEqualTo(200);
    refused(
        house.post(LEVELS, reader, Map.of("name", "x", "parent_id", "0")),
        400,
        99991672,
        "Access denied. One of the following scopes is required: [vc:room]");
    for (int i = 0; i < 20; i++) {
      create("Level " + i, "0");
    }
    Reply slow = house.post(LEVELS, app, Map.of("name", "x", "parent_id", "0"));
    refused(slow, 429, 99991400, "request trigger frequency limit");
    assertThat(slow.header("x-ogw-ratelimit-limit")).isEqualTo("20");
    for (int i = 0; i < 50; i++) {
      get("0");
    }
    Reply fast = house.get(LEVELS + "/0", app);
    refused(fast, 429, 99991400, "request trigger frequency limit");
    assertThat(fast.header("x-ogw-ratelimit-limit")).isEqualTo("50");
    house.clock.tick(Duration.ofSeconds(1));
    get("0");
  }
}
