// https://open.dingtalk.com/document/development/api-createmeetingroomgroup
// https://open.dingtalk.com/document/development/api-updatemeetingroomgroup
// https://open.dingtalk.com/document/development/api-deletemeetingroomgroup
// https://open.dingtalk.com/document/development/api-querymeetingroomgroup
// https://open.dingtalk.com/document/development/api-querymeetingroomgrouplist
package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.RoomLevel;
import io.roomledger.booking.RoomLevels;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.util.List;
import java.util.UUID;

/**
 * Groups of meeting rooms, which are the levels of the tree below its root. The vendor numbers
 * them; the number is made of the level's id, and small enough for programs that count in doubles.
 * The root is 0.
 */
final class RoomGroups {
  static final String ROOT = "/v1.0/rooms/groups";
  private static final String LIST = "/v1.0/rooms/groupLists";
  private static final long TOP = 0;
  private static final long LARGEST = (1L << 53) - 1;

  private final RoomLevels levels;
  private final Actors actors;

  RoomGroups(RoomLevels levels, Actors actors) {
    this.levels = levels;
    this.actors = actors;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", ROOT, Route.WRITE, this::create),
        new Route("PUT", ROOT, Route.WRITE, this::update),
        new Route("GET", ROOT + "/{groupId}", Route.READ, this::find),
        new Route("DELETE", ROOT + "/{groupId}", Route.WRITE, this::delete),
        new Route("GET", LIST, Route.READ, this::list));
  }

  private Answer create(Call call, Caller caller) {
    Fields body = Fields.of(call);
    Caller actor = actors.as(caller, body.id("unionId"));
    RoomLevel parent = level(actor, body.optionalNumber("parentGroupId").orElse(TOP));
    RoomLevel made = levels.add(actor, RoomLevel.under(parent.id(), body.text("groupName")));
    return Print.answer(200, Json.object().put("result", number(made)));
  }

  private Answer update(Call call, Caller caller) {
    Fields body = Fields.of(call);
    Caller actor = actors.as(caller, body.id("unionId"));
    RoomLevel level = below(actor, body.number("groupId"));
    String name = body.optionalText("groupName").orElse(level.name());
    levels.change(actor, new RoomLevel(level.id(), level.parent(), name, level.customId()));
    return done();
  }

  private Answer find(Call call, Caller caller) {
    Caller actor = actors.as(caller, Fields.ofQuery(call).id("unionId"));
    return Print.answer(200, print(actor, below(actor, number(call)), Json.object()));
  }

  private Answer delete(Call call, Caller caller) {
    Caller actor = actors.as(caller, Fields.ofQuery(call).id("unionId"));
    levels.remove(actor, below(actor, number(call)).id(), false);
    return done();
  }

  private Answer list(Call call, Caller caller) {
    Caller actor = actors.as(caller, Fields.ofQuery(call).id("unionId"));
    ObjectNode answer = Json.object();
    ArrayNode result = answer.putArray("result");
    for (RoomLevel level : all(actor)) {
      if (level.parent().isPresent()) {
        print(actor, level, result.addObject());
      }
    }
    return Print.answer(200, answer);
  }

  static Answer done() {
    return Print.answer(200, Json.object().put("result", true));
  }

  private List<RoomLevel> all(Caller caller) {
    return levels.subtree(caller, levels.root(caller).id());
  }

  /** The level of that number. */
  RoomLevel level(Caller caller, long number) {
    if (number == TOP) {
      return levels.root(caller);
    }
    return all(caller).stream()
        .filter(level -> number(level) == number)
        .findFirst()
        .orElseThrow(() ->
            new RefusedException(
                new Refusal.NotFound(Refusal.Thing.ROOM_LEVEL, Long.toString(number))));
  }

  /** A group that is one in the vendor's eyes, which the root is not. */
  private RoomLevel below(Caller caller, long number) {
    if (number == TOP) {
      throw Fields.invalid("groupId", TextNode.valueOf("0"), "the number of a group");
    }
    return level(caller, number);
  }

  private static long number(Call call) {
    String text = Fields.path(call, "groupId");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw Fields.invalid("groupId", TextNode.valueOf(text), "a whole number");
    }
  }

  private static long number(RoomLevel level) {
    return level.parent().isEmpty() ? TOP : number(level.id());
  }

  private static long number(UUID id) {
    long mixed = id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 32);
    return Math.max(1, mixed & LARGEST);
  }

  /** A group, with the number of the one above it. */
  ObjectNode print(Caller caller, RoomLevel level, ObjectNode node) {
    UUID root = levels.root(caller).id();
    return node.put("groupId", number(level))
        .put("groupName", level.name())
        .put(
            "parentId",
            level
                .parent()
                .filter(parent -> !parent.equals(root))
                .map(RoomGroups::number)
                .orElse(TOP));
  }
}
