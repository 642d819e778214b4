// https://open.feishu.cn/document/server-docs/vc-v1/room_level/create
// https://open.feishu.cn/document/server-docs/vc-v1/room_level/del
// https://open.feishu.cn/document/server-docs/vc-v1/room_level/patch
// https://open.feishu.cn/document/server-docs/vc-v1/room_level/get
// https://open.feishu.cn/document/server-docs/vc-v1/room_level/mget
// https://open.feishu.cn/document/server-docs/vc-v1/room_level/list
// https://open.feishu.cn/document/server-docs/vc-v1/room_level/search
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.LevelEntry;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.RoomLevel;
import io.roomledger.booking.RoomLevels;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The levels in which meeting rooms hang. */
final class VcRoomLevels {
  static final Terms LOOK = Terms.tenant(Tier.OFTEN, "vc:room", "vc:room:readonly");
  static final Terms CHANGE = Terms.tenant(Tier.RARE, "vc:room");

  private static final Failure NOT_EMPTY =
      new Failure(404, 125001, "cannot delete child at this level");
  private static final String PATH = "/open-apis/vc/v1/room_levels";

  /** What the vendor calls the root level. */
  private static final String ROOT = "0";

  private final RoomLevels levels;

  VcRoomLevels(MeetingRooms rooms) {
    this.levels = rooms.levels();
  }

  List<Route> routes() {
    return List.of(
        Route.post(PATH, CHANGE, this::create),
        Route.get(PATH, LOOK, this::list),
        Route.post(PATH + "/mget", LOOK, this::mget),
        Route.get(PATH + "/search", LOOK, this::search),
        Route.post(PATH + "/del", CHANGE, this::del),
        Route.get(PATH + "/{room_level_id}", LOOK, this::get),
        Route.patch(PATH + "/{room_level_id}", CHANGE, this::patch));
  }

  private Answer create(Call call, Caller caller) {
    Fields fields = Fields.of(call);
    String name = fields.text("name");
    UUID parent = level(caller, fields.text("parent_id"));
    Optional<String> customId = fields.findText("custom_group_id");
    RoomLevel level =
        levels.add(caller, new RoomLevel(UUID.randomUUID(), Optional.of(parent), name, customId));
    return answer(levels.entry(caller, level.id()));
  }

  private Answer get(Call call, Caller caller) {
    return answer(levels.entry(caller, level(caller, call.pathParameter("room_level_id"))));
  }

  /** The levels directly under one, or under the root. */
  private Answer list(Call call, Caller caller) {
    Fields fields = Fields.ofQuery(call);
    Paging paging = Paging.of(fields, 100, 1, 100);
    UUID parent = level(caller, fields.findText("room_level_id").orElse(ROOT));
    Page<LevelEntry> page = levels.children(caller, parent, paging.after(), paging.size());
    ObjectNode data = Json.object();
    data.set("items", printed(page.items()));
    return Spelling.success(Paging.end(data, page));
  }

  /** Those of them that there are. */
  private Answer mget(Call call, Caller caller) {
    List<String> ids = Fields.of(call).needTexts("level_ids");
    List<UUID> known = ids.stream().map(RoomIds::level).flatMap(Optional::stream).toList();
    List<LevelEntry> found = levels.entries(caller, known);
    if (found.isEmpty()) {
      throw new RefusedException(
          new Refusal.NotFound(Refusal.Thing.ROOM_LEVEL, String.join(",", ids)));
    }
    ObjectNode data = Json.object();
    data.set("items", printed(found));
    return Spelling.success(data);
  }

  private Answer search(Call call, Caller caller) {
    List<String> customIds =
        Stream.of(Fields.ofQuery(call).text("custom_level_ids").split(",", -1))
            .map(String::strip)
            .toList();
    ObjectNode data = Json.object();
    ArrayNode ids = data.putArray("level_ids");
    levels.customised(caller, customIds).forEach(id -> ids.add(RoomIds.ofLevel(id)));
    return Spelling.success(data);
  }

  private Answer patch(Call call, Caller caller) {
    Fields fields = Fields.of(call);
    String name = fields.text("name");
    String parent = fields.text("parent_id");
    RoomLevel now = levels.get(caller, level(caller, call.pathParameter("room_level_id")));
    Optional<UUID> above =
        now.parent().isEmpty() && (parent.equals(ROOT) || level(caller, parent).equals(now.id()))
            ? Optional.empty()
            : Optional.of(level(caller, parent));
    Optional<String> customId =
        fields.has("custom_group_id") ? fields.findText("custom_group_id") : now.customId();
    levels.change(caller, new RoomLevel(now.id(), above, name, customId));
    return Spelling.success(Json.object());
  }

  private Answer del(Call call, Caller caller) {
    Fields fields = Fields.of(call);
    UUID level = level(caller, fields.text("room_level_id"));
    try {
      levels.remove(caller, level, fields.flag("delete_child"));
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Conflict) {
        throw new FailureException(NOT_EMPTY);
      }
      throw e;
    }
    return Spelling.success(Json.object());
  }

  private UUID level(Caller caller, String id) {
    return id.equals(ROOT) ? levels.root(caller).id() : RoomIds.needLevel(id);
  }

  private static Answer answer(LevelEntry entry) {
    ObjectNode data = Json.object();
    data.set("room_level", printed(entry));
    return Spelling.success(data);
  }

  private static ArrayNode printed(List<LevelEntry> entries) {
    ArrayNode items = Json.array();
    entries.forEach(entry -> items.add(printed(entry)));
    return items;
  }

  private static ObjectNode printed(LevelEntry entry) {
    RoomLevel level = entry.level();
    ObjectNode json =
        Json.object()
            .put("room_level_id", RoomIds.ofLevel(level.id()))
            .put("name", level.name())
            .put("parent_id", level.parent().map(RoomIds::ofLevel).orElse(""));
    ArrayNode path = json.putArray("path");
    entry.path().forEach(id -> path.add(RoomIds.ofLevel(id)));
    return json.put("has_child", entry.hasChildren())
        .put("custom_group_id", level.customId().orElse(""));
  }
}
