package io.roomledger.intake.zulip;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Membership;
import io.roomledger.chat.Reaction;
import io.roomledger.chat.RoomKind;
import io.roomledger.intake.Fields;
import io.roomledger.intake.JsonTables;
import io.roomledger.intake.Problem;
import io.roomledger.intake.chat.People;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What {@code realm.json} tells: people, channels, who is in them, reactions, files. */
final class ZulipRealm {
  private static final String PERSONAL = "1";
  private static final String STREAM = "2";
  private static final Set<String> PEOPLE =
      Set.of(
          "zerver_userprofile", "zerver_userprofile_crossrealm", "zerver_userprofile_mirrordummy");

  private final String organisation;
  private final People people;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, JsonNode> streams = new HashMap<>();
  private final Map<String, JsonNode> recipients = new LinkedHashMap<>();
  private final Map<String, Set<String>> subscribers = new HashMap<>();
  private final Map<String, Room> rooms = new LinkedHashMap<>();
  private final Map<String, Map<String, List<String>>> reactions = new HashMap<>();
  private final Map<String, List<JsonNode>> attachments = new HashMap<>();

  ZulipRealm(String organisation) {
    this.organisation = organisation;
    this.people = new People(organisation, "zulip account");
  }

  /**
   * A channel or conversation.
   *
   * @param key what it is known by
   * @param stream what was told of the channel; missing for a conversation
   * @param users who is in it, by their ids in the export
   */
  record Room(String key, JsonNode stream, Set<String> users) {}

  JsonTables.Reader reader(String file) {
    return new JsonTables.Reader() {
      @Override
      public void element(String table, JsonNode json, long line) {
        take(table, json);
      }

      @Override
      public void broken(long line, Problem problem) {
        throw new RefusedException(
            new Refusal.Invalid(file + " line " + line, problem.toString(), "a whole JSON object"));
      }
    };
  }

  private void take(String table, JsonNode json) {
    if (PEOPLE.contains(table)) {
      person(json);
      return;
    }
    switch (table) {
      case "zerver_stream" -> streams.put(Fields.text(json, "id"), json);
      case "zerver_recipient" -> recipients.put(Fields.text(json, "id"), json);
      case "zerver_subscription" -> {
        if (!json.has("active") || json.path("active").asBoolean()) {
          subscribers
              .computeIfAbsent(Fields.text(json, "recipient"), r -> new TreeSet<>())
              .add(Fields.text(json, "user_profile"));
        }
      }
      case "zerver_reaction" -> addReaction(json);
      case "zerver_attachment" -> {
        for (JsonNode message : json.path("messages")) {
          attachments.computeIfAbsent(message.asText(), m -> new ArrayList<>()).add(json);
        }
      }
      default -> {}
    }
  }

  private void person(JsonNode json) {
    String id = Fields.text(json, "id");
    String email = Fields.first(json, "delivery_email", "email");
    String name = Fields.text(json, "full_name");
    String local = email.replaceFirst("@.*", "");
    boolean telling = !local.isEmpty() && !local.matches("user\\d+");
    people.add(
        new People.Person(
            id, telling ? local : name, name, email, json.path("is_active").asBoolean(true)));
    names.putIfAbsent(name, id);
  }

  void addReaction(JsonNode json) {
    String by = Fields.text(json, "user_profile");
    String emoji = Fields.text(json, "emoji_name");
    if (!emoji.isBlank()) {
      reactions
          .computeIfAbsent(Fields.text(json, "message"), m -> new LinkedHashMap<>())
          .computeIfAbsent(":" + emoji + ":", e -> new ArrayList<>())
          .add(by);
    }
  }

  People people() {
    return people;
  }

  /** The id in the export of whoever has that name for people. */
  Optional<String> named(String fullName) {
    return Optional.ofNullable(names.get(fullName));
  }

  List<Reaction> reactions(String messageId) {
    List<Reaction> found = new ArrayList<>();
    reactions
        .getOrDefault(messageId, Map.of())
        .forEach((emoji, users) -> {
          List<String> by = users.stream().distinct().flatMap(u -> people.id(u).stream()).toList();
          if (!by.isEmpty()) {
            found.add(new Reaction(emoji, by));
          }
        });
    return found;
  }

  List<JsonNode> attachments(String messageId) {
    return attachments.getOrDefault(messageId, List.of());
  }

  /**
   * The room of a message, remembered: its channel, or else the conversation of those who are in
   * it.
   */
  Optional<String> roomOf(JsonNode message) {
    JsonNode recipient = recipients.get(Fields.text(message, "recipient"));
    if (recipient == null) {
      return Optional.empty();
    }
    Set<String> users =
        new TreeSet<>(subscribers.getOrDefault(Fields.text(recipient, "id"), Set.of()));
    String typeId = Fields.text(recipient, "type_id");
    String type = Fields.text(recipient, "type");
    if (type.equals(STREAM)) {
      return Optional.ofNullable(streams.get(typeId))
          .map(stream -> remember(new Room("stream " + typeId, stream, users)));
    }
    if (type.equals(PERSONAL)) {
      users.clear();
      users.add(typeId);
    }
    users.add(Fields.text(message, "sender"));
    return Optional.of(remember(conversation(users)));
  }

  private static Room conversation(Set<String> users) {
    return new Room(
        "people " + String.join(",", users),
        com.fasterxml.jackson.databind.node.MissingNode.getInstance(),
        users);
  }

  private String remember(Room room) {
    rooms.putIfAbsent(room.key(), room);
    return room.key();
  }

  /** All rooms: channels in which nobody wrote too. */
  Collection<Room> rooms() {
    for (JsonNode recipient : recipients.values()) {
      String typeId = Fields.text(recipient, "type_id");
      JsonNode stream = streams.get(typeId);
      if (Fields.text(recipient, "type").equals(STREAM) && stream != null) {
        Set<String> users = subscribers.getOrDefault(Fields.text(recipient, "id"), Set.of());
        remember(new Room("stream " + typeId, stream, users));
      }
    }
    return List.copyOf(rooms.values());
  }

  ChatRoom room(Room room) {
    JsonNode stream = room.stream();
    boolean channel = stream.isObject();
    boolean secret = stream.path("invite_only").asBoolean();
    String title = String.join(", ", room.users().stream().map(people::username).toList());
    return new ChatRoom(
        Ids.derived(17, "zulip room", organisation, room.key()),
        organisation,
        channel ? (secret ? RoomKind.PRIVATE : RoomKind.CHANNEL) : RoomKind.DIRECT,
        channel ? name(stream) : "",
        People.clean(channel ? "" : title, 200),
        "",
        People.clean(Fields.text(stream, "description"), 200),
        since(room),
        people.id(Fields.text(stream, "creator")),
        false,
        stream.path("deactivated").asBoolean());
  }

  private static String name(JsonNode stream) {
    String name = People.clean(Fields.text(stream, "name"), 200);
    return name.isEmpty() ? "channel " + Fields.text(stream, "id") : name;
  }

  private static Instant since(Room room) {
    return ZulipMessages.moment(room.stream().path("date_created")).orElse(Instant.EPOCH);
  }

  List<Membership> members(Room room) {
    Map<String, Membership> members = new LinkedHashMap<>();
    for (String user : room.users()) {
      people
          .id(user)
          .ifPresent(id -> members.putIfAbsent(id, new Membership(id, List.of(), since(room))));
    }
    return List.copyOf(members.values());
  }
}
