package io.roomledger.intake.mattermost;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Membership;
import io.roomledger.chat.RoomKind;
import io.roomledger.identity.Account;
import io.roomledger.intake.Fields;
import io.roomledger.intake.chat.People;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The channels and direct conversations of an export, and who is in them. */
final class MattermostRooms {
  private static final Instant NEVER = Instant.EPOCH;

  private final String organisation;
  private final Map<String, Room> rooms = new LinkedHashMap<>();
  private final Map<String, Map<String, List<String>>> members = new LinkedHashMap<>();

  MattermostRooms(String organisation) {
    this.organisation = organisation;
  }

  /**
   * A room as the export tells of it.
   *
   * @param key what it is known by in the export
   * @param kind what sort of room it becomes
   * @param name its short name; empty for a conversation
   * @param title its name for people
   * @param topic what is talked about
   * @param purpose what it is for
   */
  record Room(String key, RoomKind kind, String name, String title, String topic, String purpose) {}

  void addChannel(JsonNode it) {
    String key = channelKey(it, "name");
    String name = People.clean(Fields.text(it, "name"), 200);
    if (!key.isEmpty()) {
      RoomKind kind = Fields.text(it, "type").equals("O") ? RoomKind.CHANNEL : RoomKind.PRIVATE;
      rooms.put(
          key,
          new Room(
              key,
              kind,
              name,
              People.clean(Fields.text(it, "display_name"), 200),
              People.clean(Fields.text(it, "header"), 200),
              People.clean(Fields.text(it, "purpose"), 200)));
    }
  }

  /** The channel of a post; one that is not told of becomes private, so that nothing is shown. */
  String addChannelOf(JsonNode post) {
    String key = channelKey(post, "channel");
    if (!key.isEmpty()) {
      String name = People.clean(Fields.text(post, "channel"), 200);
      rooms.putIfAbsent(key, new Room(key, RoomKind.PRIVATE, name, name, "", ""));
    }
    return key;
  }

  private static String channelKey(JsonNode it, String field) {
    String name = Fields.text(it, field);
    return name.isBlank() ? "" : "c\n" + Fields.text(it, "team") + "\n" + name;
  }

  /** A direct conversation, known by who is in it. */
  String addDirect(JsonNode names, JsonNode participants, JsonNode it) {
    TreeSet<String> people = new TreeSet<>(Fields.texts(names));
    for (JsonNode participant : participants) {
      String name = Fields.text(participant, "username");
      if (!name.isEmpty()) {
        people.add(name);
      }
    }
    if (people.isEmpty()) {
      return "";
    }
    String key = "d\n" + String.join("\n", people);
    String title = People.clean(String.join(", ", people), 200);
    String topic = People.clean(Fields.text(it, "header"), 200);
    rooms.putIfAbsent(key, new Room(key, RoomKind.DIRECT, "", title, topic, ""));
    people.forEach(name -> member(key, name, List.of()));
    return key;
  }

  void addMemberships(JsonNode user) {
    String username = Fields.text(user, "username");
    for (JsonNode team : user.path("teams")) {
      for (JsonNode channel : team.path("channels")) {
        String name = Fields.text(channel, "name");
        boolean keeper = Fields.text(channel, "roles").contains("channel_admin");
        member(
            "c\n" + Fields.text(team, "name") + "\n" + name,
            username,
            keeper ? List.of(Membership.OWNER) : List.of());
      }
    }
  }

  private void member(String key, String username, List<String> roles) {
    members.computeIfAbsent(key, k -> new LinkedHashMap<>()).putIfAbsent(username, roles);
  }

  Collection<Room> all() {
    return rooms.values();
  }

  ChatRoom room(Room room, People people) {
    return new ChatRoom(
        Ids.derived(17, "mattermost room", organisation, room.key()),
        organisation,
        room.kind(),
        room.name(),
        room.title(),
        room.topic(),
        room.purpose(),
        NEVER,
        Optional.empty(),
        false,
        false);
  }

  List<Membership> members(Room room, People people) {
    Map<String, Membership> found = new LinkedHashMap<>();
    members
        .getOrDefault(room.key(), Map.of())
        .forEach((username, roles) ->
            people
                .find(username)
                .map(Account::id)
                .ifPresent(id -> found.putIfAbsent(id, new Membership(id, roles, NEVER))));
    return new ArrayList<>(found.values());
  }
}
