// https://open.feishu.cn/document/server-docs/vc-v1/room/create
// https://open.feishu.cn/document/server-docs/vc-v1/room/delete
// https://open.feishu.cn/document/server-docs/vc-v1/room/patch
// https://open.feishu.cn/document/server-docs/vc-v1/room/get
// https://open.feishu.cn/document/server-docs/vc-v1/room/mget
// https://open.feishu.cn/document/server-docs/vc-v1/room/list
// https://open.feishu.cn/document/server-docs/vc-v1/room/search
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.RoomEntry;
import io.roomledger.booking.RoomSearch;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Meeting rooms. */
final class VcRooms {
  private static final Terms SEARCH = Terms.user(Tier.OFTEN, "vc:room", "vc:room:readonly");
  private static final Failure NOT_HERE =
      new Failure(404, 125001, "cannot create/update room at this level");
  private static final String PATH = "/open-apis/vc/v1/rooms";
  private static final String ROOT = "0";

  private final MeetingRooms rooms;
  private final RoomFields form;

  VcRooms(MeetingRooms rooms, RoomFields form) {
    this.rooms = rooms;
    this.form = form;
  }

  List<Route> routes() {
    return List.of(
        Route.post(PATH, VcRoomLevels.CHANGE, this::create),
        Route.get(PATH, VcRoomLevels.LOOK, this::list),
        Route.post(PATH + "/mget", VcRoomLevels.LOOK, this::mget),
        Route.post(PATH + "/search", SEARCH, this::search),
        Route.get(PATH + "/{room_id}", VcRoomLevels.LOOK, this::get),
        Route.patch(PATH + "/{room_id}", VcRoomLevels.CHANGE, this::patch),
        Route.delete(PATH + "/{room_id}", VcRoomLevels.CHANGE, this::delete));
  }

  private Answer create(Call call, Caller caller) {
    Fields fields = Fields.of(call);
    ExternalIdKind kind = People.kind(call);
    UUID id = UUID.randomUUID();
    String name = fields.text("name");
    int capacity = RoomFields.capacity(fields);
    MeetingRoom bare =
        new MeetingRoom(
            id,
            place(caller, fields.text("room_level_id")),
            name,
            capacity,
            MeetingRoom.displayId(id),
            MeetingRoom.Rules.FREE);
    rooms.add(caller, form.read(fields, caller, kind).apply(bare));
    ObjectNode data = Json.object();
    data.set("room", form.print(rooms.entry(caller, id), kind));
    return Spelling.success(data);
  }

  private Answer get(Call call, Caller caller) {
    UUID id = RoomIds.needRoom(call.pathParameter("room_id"));
    ObjectNode data = Json.object();
    data.set("room", form.print(rooms.entry(caller, id), People.kind(call)));
    return Spelling.success(data);
  }

  /** The rooms of a level and of all levels below it, or of the whole organisation. */
  private Answer list(Call call, Caller caller) {
    Fields fields = Fields.ofQuery(call);
    Paging paging = Paging.of(fields, 100, 1, 100);
    UUID level = level(caller, fields.findText("room_level_id").orElse(ROOT));
    return page(call, rooms.entriesUnder(caller, level, paging.after(), paging.size()));
  }

  private Answer page(Call call, Page<RoomEntry> page) {
    ObjectNode data = Json.object();
    data.set("rooms", form.print(page.items(), People.kind(call)));
    return Spelling.success(Paging.end(data, page));
  }

  /** Those of them that there are. */
  private Answer mget(Call call, Caller caller) {
    List<String> ids = Fields.of(call).needTexts("room_ids");
    List<UUID> known = ids.stream().map(RoomIds::room).flatMap(Optional::stream).toList();
    List<RoomEntry> found = rooms.entries(caller, known);
    if (found.isEmpty()) {
      throw new RefusedException(
          new Refusal.NotFound(Refusal.Thing.MEETING_ROOM, String.join(",", ids)));
    }
    ObjectNode data = Json.object();
    data.set("items", form.print(found, People.kind(call)));
    return Spelling.success(data);
  }

  private Answer search(Call call, Caller caller) {
    Fields fields = Fields.of(call);
    List<String> customIds = fields.texts("custom_room_ids");
    if (!customIds.isEmpty()) {
      return page(call, new Page<>(rooms.customised(caller, customIds), Optional.empty()));
    }
    Paging paging = Paging.of(fields, 10, 1, 100);
    RoomSearch search =
        new RoomSearch(
            level(caller, fields.findText("room_level_id").orElse(ROOT)),
            fields.findText("keyword").orElse(""),
            fields.flag("search_level_name"));
    return page(call, rooms.search(caller, search, paging.after(), paging.size()));
  }

  private Answer patch(Call call, Caller caller) {
    UUID id = RoomIds.needRoom(call.pathParameter("room_id"));
    Fields fields = Fields.of(call);
    Optional<UUID> level = fields.findText("room_level_id").map(to -> place(caller, to));
    RoomFields.Change change = form.read(fields, caller, People.kind(call));
    rooms.change(
        caller,
        id,
        now -> {
          MeetingRoom changed = change.apply(now);
          return new MeetingRoom(
              id,
              level.orElse(changed.level()),
              changed.label(),
              changed.rules(),
              changed.closing());
        });
    return Spelling.success(Json.object());
  }

  private Answer delete(Call call, Caller caller) {
    rooms.remove(caller, RoomIds.needRoom(call.pathParameter("room_id")));
    return Spelling.success(Json.object());
  }

  private UUID level(Caller caller, String id) {
    return id.equals(ROOT) ? rooms.levels().root(caller).id() : RoomIds.needLevel(id);
  }

  /** A level that rooms can hang in: any but the root. */
  private UUID place(Caller caller, String id) {
    UUID level = level(caller, id);
    if (level.equals(rooms.levels().root(caller).id())) {
      throw new FailureException(NOT_HERE);
    }
    return level;
  }
}
