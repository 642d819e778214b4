// https://developer.rocket.chat/docs/room-object
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Counted;
import io.roomledger.base.Window;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Message;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.RoomOverview;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Prints rooms in the vendor's shape. */
final class RoomPrinter {
  private final MessagePrinter messages;

  RoomPrinter(MessagePrinter messages) {
    this.messages = messages;
  }

  ObjectNode print(Caller caller, RoomOverview overview) {
    return (ObjectNode) print(caller, List.of(overview)).get(0);
  }

  /** A part of a list as every list is answered. */
  ObjectNode list(String name, Caller caller, Window window, Counted<RoomOverview> found) {
    Map<String, ObjectNode> latest = latest(caller, found.items());
    return Paging.print(name, window, found, overview -> print(overview, latest));
  }

  ArrayNode print(Caller caller, List<RoomOverview> overviews) {
    Map<String, ObjectNode> latest = latest(caller, overviews);
    ArrayNode printed = Json.array();
    overviews.forEach(overview -> printed.add(print(overview, latest)));
    return printed;
  }

  private Map<String, ObjectNode> latest(Caller caller, List<RoomOverview> overviews) {
    List<Message> newest = new ArrayList<>();
    overviews.forEach(overview -> overview.latest().ifPresent(newest::add));
    Map<String, ObjectNode> printed = new HashMap<>();
    messages
        .print(caller, newest)
        .forEach(message -> printed.put(message.path("rid").asText(), (ObjectNode) message));
    return printed;
  }

  private static ObjectNode print(RoomOverview overview, Map<String, ObjectNode> latest) {
    ChatRoom room = overview.room();
    ObjectNode json = Wire.object().put("_id", room.id());
    if (room.kind() == RoomKind.DIRECT) {
      ArrayNode usernames = json.putArray("usernames");
      ArrayNode uids = json.putArray("uids");
      for (Account account : overview.people()) {
        usernames.add(account.username());
        uids.add(account.id());
      }
    } else {
      json.put("name", room.name())
          .put("fname", room.title().isEmpty() ? room.name() : room.title());
    }
    json.put("t", room.kind().letter())
        .put("msgs", overview.messageCount())
        .put("usersCount", overview.memberCount());
    overview.creator().ifPresent(creator -> json.set("u", person(creator)));
    json.put("ts", Iso.text(room.createdAt()))
        .put("ro", room.readOnly())
        .put("sysMes", true)
        .put("default", false)
        .put("_updatedAt", Iso.text(overview.changedAt()));
    words(overview, json);
    ObjectNode last = latest.get(room.id());
    if (last != null) {
      json.put("lm", last.path("ts").asText()).set("lastMessage", last);
    }
    return json;
  }

  private static void words(RoomOverview overview, ObjectNode json) {
    Map<String, String> words = new java.util.LinkedHashMap<>();
    words.put("topic", overview.room().topic());
    words.put("description", overview.room().description());
    words.put("announcement", overview.announcement());
    words.forEach((name, text) -> {
      if (!text.isEmpty()) {
        json.put(name, text);
      }
    });
    if (overview.room().archived()) {
      json.put("archived", true);
    }
  }

  /** {@code {_id, username, name}}. */
  static ObjectNode person(Account account) {
    return Wire.object()
        .put("_id", account.id())
        .put("username", account.username())
        .put("name", account.name());
  }
}
