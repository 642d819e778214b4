// https://developer.rocket.chat/docs/message-object
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Counted;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.Mentions;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageExtras;
import io.roomledger.chat.MessageFilter;
import io.roomledger.chat.Reaction;
import io.roomledger.chat.Surroundings;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prints messages in the vendor's shape, one and the same for every endpoint. */
final class MessagePrinter {
  private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>()\\[\\]\"]+");

  private final ChatMessages messages;

  MessagePrinter(ChatMessages messages) {
    this.messages = messages;
  }

  /** Each of them, in their order. */
  ArrayNode print(Caller caller, Collection<Message> all) {
    Surroundings around = messages.surroundings(caller, all);
    ArrayNode printed = Json.array();
    all.forEach(message -> printed.add(print(message, around)));
    return printed;
  }

  ObjectNode print(Caller caller, Message message) {
    return print(message, messages.surroundings(caller, List.of(message)));
  }

  /** What the filter lets through, as a list of that name with its count, offset and total. */
  ObjectNode list(String name, Desk.Visit visit, MessageFilter filter) {
    Counted<Message> found = messages.list(visit.caller(), filter);
    Surroundings around = messages.surroundings(visit.caller(), found.items());
    return Paging.print(name, filter.window(), found, message -> print(message, around));
  }

  private static ObjectNode print(Message message, Surroundings around) {
    ObjectNode json = Wire.object();
    json.put("_id", message.id()).put("rid", message.roomId()).put("msg", message.text());
    json.put("ts", Iso.text(message.sentAt()));
    json.set("u", author(message, around));
    json.put("_updatedAt", Iso.text(updatedAt(message, around)));
    if (!message.systemKind().isEmpty()) {
      json.put("t", message.systemKind()).put("groupable", false);
    }
    extras(message, around, json);
    if (message.systemKind().isEmpty()) {
      json.set("urls", urls(message.text()));
      json.set("mentions", mentions(message.text(), around));
      json.set("channels", channels(message.text(), around));
    }
    thread(message, around, json);
    if (!message.reactions().isEmpty()) {
      json.set("reactions", reactions(message.reactions(), around));
    }
    message
        .edited()
        .ifPresent(edit -> {
          json.put("editedAt", Iso.text(edit.at()));
          json.set("editedBy", person(edit.by(), around));
        });
    FileShapes.add(message, around, json);
    return json;
  }

  private static Instant updatedAt(Message message, Surroundings around) {
    Instant last = message.sentAt();
    last = message.edited().map(Message.Edit::at).filter(last::isBefore).orElse(last);
    Instant sofar = last;
    last = message.extras().pinned().map(Message.Edit::at).filter(sofar::isBefore).orElse(sofar);
    Instant before = last;
    return around
        .thread(message.id())
        .map(Surroundings.Replies::lastAt)
        .filter(before::isBefore)
        .orElse(before);
  }

  private static void extras(Message message, Surroundings around, ObjectNode json) {
    MessageExtras extras = message.extras();
    putIfAny(json, "alias", message.alias());
    putIfAny(json, "emoji", extras.emoji());
    putIfAny(json, "avatar", extras.avatar());
    if (!extras.customFields().isEmpty()) {
      json.set("customFields", stored(extras.customFields()));
    }
    extras
        .pinned()
        .ifPresent(pin -> {
          json.put("pinned", true).put("pinnedAt", Iso.text(pin.at()));
          json.set("pinnedBy", person(pin.by(), around));
        });
  }

  private static void putIfAny(ObjectNode json, String key, String value) {
    if (!value.isEmpty()) {
      json.put(key, value);
    }
  }

  /** JSON that was checked when it was stored. */
  static JsonNode stored(String json) {
    return Json.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static ObjectNode author(Message message, Surroundings around) {
    String id = message.authorId().orElse("");
    ObjectNode u = person(id, around);
    if (u.path("username").textValue().isEmpty()) {
      u.put("username", message.alias());
    }
    around.person(id).ifPresent(account -> u.put("name", account.name()));
    return u;
  }

  /** Somebody who is not known any more is called by their id. */
  private static ObjectNode person(String id, Surroundings around) {
    String username = around.person(id).map(Account::username).orElse(id);
    return Wire.object().put("_id", id).put("username", username);
  }

  private static ArrayNode urls(String text) {
    ArrayNode urls = Json.array();
    Matcher matcher = ADDRESS.matcher(text);
    while (matcher.find()) {
      urls.addObject().put("url", matcher.group()).putObject("meta");
    }
    return urls;
  }

  private static ArrayNode mentions(String text, Surroundings around) {
    ArrayNode mentions = Json.array();
    for (String name : Mentions.people(text)) {
      if (name.equals("all") || name.equals("here")) {
        mentions.addObject().put("_id", name).put("username", name);
      } else {
        around
            .mentioned(name)
            .ifPresent(account ->
                mentions
                    .addObject()
                    .put("_id", account.id())
                    .put("username", account.username())
                    .put("name", account.name())
                    .put("type", "user"));
      }
    }
    return mentions;
  }

  private static ArrayNode channels(String text, Surroundings around) {
    ArrayNode channels = Json.array();
    for (String name : Mentions.rooms(text)) {
      around
          .room(name)
          .ifPresent(room -> channels.addObject().put("_id", room.id()).put("name", room.name()));
    }
    return channels;
  }

  private static void thread(Message message, Surroundings around, ObjectNode json) {
    message
        .parentId()
        .ifPresent(parent -> {
          json.put("tmid", parent);
          if (message.parentShown()) {
            json.put("tshow", true);
          }
        });
    around
        .thread(message.id())
        .ifPresent(thread -> {
          json.put("tcount", thread.count()).put("tlm", Iso.text(thread.lastAt()));
          ArrayNode replies = json.putArray("replies");
          thread.by().forEach(replies::add);
        });
  }

  private static ObjectNode reactions(List<Reaction> reactions, Surroundings around) {
    ObjectNode json = Wire.object();
    for (Reaction reaction : reactions) {
      ObjectNode one = json.putObject(reaction.emoji());
      ArrayNode usernames = one.putArray("usernames");
      ArrayNode names = one.putArray("names");
      for (String id : reaction.by()) {
        usernames.add(around.person(id).map(Account::username).orElse(id));
        names.add(around.person(id).map(Account::name).orElse(""));
      }
    }
    return json;
  }
}
