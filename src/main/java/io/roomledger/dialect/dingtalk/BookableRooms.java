// https://open.dingtalk.com/document/development/create-a-conference-room
// https://open.dingtalk.com/document/development/update-meeting-room-information
// https://open.dingtalk.com/document/development/delete-a-meeting-room
// https://open.dingtalk.com/document/development/check-meeting-room-details
// https://open.dingtalk.com/document/development/query-the-meeting-room-list
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.RoomLevel;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Meeting rooms: made, changed, removed, looked at and listed by whom a program acts for. */
final class BookableRooms {
  static final String ROOT = "/v1.0/rooms/meetingRooms";

  /** The one address that the vendor writes in small letters. */
  private static final String CREATE = "/v1.0/rooms/meetingrooms";

  private static final String LIST = "/v1.0/rooms/meetingRoomLists";
  private static final int LISTED = 20;
  private static final int MOST_LISTED = 100;

  private final MeetingRooms rooms;
  private final RoomGroups groups;
  private final Actors actors;

  BookableRooms(MeetingRooms rooms, Actors actors) {
    this.rooms = rooms;
    this.groups = new RoomGroups(rooms.levels(), actors);
    this.actors = actors;
  }

  List<Route> routes() {
    List<Route> all = new ArrayList<>(groups.routes());
    all.add(new Route("POST", CREATE, Route.WRITE, this::create));
    all.add(new Route("POST", ROOT, Route.WRITE, this::create));
    all.add(new Route("PUT", ROOT, Route.WRITE, this::update));
    all.add(new Route("GET", ROOT + "/{roomId}", Route.READ, this::find));
    all.add(new Route("DELETE", ROOT + "/{roomId}", Route.WRITE, this::delete));
    all.add(new Route("GET", LIST, Route.READ, this::list));
    return all;
  }

  private Answer create(Call call, Caller caller) {
    Fields body = Fields.of(call);
    Caller actor = actors.as(caller, body.id("unionId"));
    RoomFields.check(body);
    UUID level = groups.level(actor, body.optionalNumber("groupId").orElse(0L)).id();
    MeetingRoom fresh = MeetingRoom.in(level, body.text("roomName"), 0);
    MeetingRoom made = rooms.add(actor, RoomFields.read(body, fresh));
    return Print.answer(200, Json.object().put("result", MediaId.of(made.id())));
  }

  private Answer update(Call call, Caller caller) {
    Fields body = Fields.of(call);
    Caller actor = actors.as(caller, body.id("unionId"));
    RoomFields.check(body);
    Optional<UUID> level =
        body.optionalNumber("groupId").map(number -> groups.level(actor, number).id());
    rooms.change(
        actor,
        room(body.id("roomId")),
        before -> {
          MeetingRoom now = RoomFields.read(body, before);
          return new MeetingRoom(
              now.id(), level.orElse(now.level()), now.label(), now.rules(), now.closing());
        });
    return RoomGroups.done();
  }

  private Answer find(Call call, Caller caller) {
    Caller actor = actors.as(caller, Fields.ofQuery(call).id("unionId"));
    ObjectNode answer = Json.object();
    MeetingRoom room = rooms.room(actor, room(Fields.path(call, "roomId")));
    print(actor, room, rooms.levels().get(actor, room.level()), answer.putObject("result"));
    return Print.answer(200, answer);
  }

  private Answer delete(Call call, Caller caller) {
    Caller actor = actors.as(caller, Fields.ofQuery(call).id("unionId"));
    rooms.remove(actor, room(Fields.path(call, "roomId")));
    return RoomGroups.done();
  }

  /** The vendor's token is a number here: how many rooms the pages before had. */
  private Answer list(Call call, Caller caller) {
    Fields query = Fields.ofQuery(call);
    Caller actor = actors.as(caller, query.id("unionId"));
    long before = query.optionalNumber("nextToken").orElse(0L);
    if (before < 0) {
      throw Fields.invalid(
          "nextToken", TextNode.valueOf(Long.toString(before)), "the number that a page gave");
    }
    UUID root = rooms.levels().root(actor).id();
    Page<MeetingRoom> page = page(actor, root, before, query.pageSize(LISTED, MOST_LISTED));
    ObjectNode answer = Json.object();
    ArrayNode result = answer.putArray("result");
    Map<UUID, RoomLevel> levels = new HashMap<>();
    for (MeetingRoom room : page.items()) {
      RoomLevel level = levels.computeIfAbsent(room.level(), id -> rooms.levels().get(actor, id));
      print(actor, room, level, result.addObject());
    }
    answer.put("hasMore", page.next().isPresent());
    page.next().ifPresent(key -> answer.put("nextToken", before + page.items().size()));
    return Print.answer(200, answer);
  }

  /** The page behind that many rooms. */
  private Page<MeetingRoom> page(Caller caller, UUID root, long before, int size) {
    Optional<String> after = Optional.empty();
    for (long left = before; left > 0; ) {
      int step = (int) Math.min(left, MeetingRooms.LARGEST_PAGE);
      Page<MeetingRoom> passed = rooms.roomsUnder(caller, root, after, step);
      if (passed.next().isEmpty()) {
        return new Page<>(List.of(), Optional.empty());
      }
      after = passed.next();
      left -= step;
    }
    return rooms.roomsUnder(caller, root, after, size);
  }

  private static UUID room(String id) {
    return MediaId.parse(id)
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.MEETING_ROOM, id)));
  }

  private void print(Caller caller, MeetingRoom room, RoomLevel level, ObjectNode node) {
    node.put("corpId", caller.organisation());
    node.put("roomId", MediaId.of(room.id()));
    RoomFields.print(room, node);
    groups.print(caller, level, node.putObject("roomGroup"));
  }
}
