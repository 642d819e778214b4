package io.roomledger.intake.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Membership;
import io.roomledger.chat.RoomKind;
import io.roomledger.identity.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A conversation as {@code channels.json}, {@code groups.json}, {@code mpims.json} or {@code
 * dms.json} tells of it.
 *
 * @param slackId Slack's id
 * @param folder the folder of its days in the zip
 * @param kind what sort of room it becomes
 * @param json what was told
 */
record SlackChannel(String slackId, String folder, RoomKind kind, JsonNode json) {
  /** The lists, and what sort of room is in each. */
  static final Map<String, RoomKind> LISTS = lists();

  private static final Instant NEVER = Instant.EPOCH;

  private static Map<String, RoomKind> lists() {
    Map<String, RoomKind> lists = new LinkedHashMap<>();
    lists.put("channels.json", RoomKind.CHANNEL);
    lists.put("groups.json", RoomKind.PRIVATE);
    lists.put("mpims.json", RoomKind.DIRECT);
    lists.put("dms.json", RoomKind.DIRECT);
    return lists;
  }

  /**
   * The conversation, if it has an id. Days lie under the name, those of two people under the id.
   */
  static Optional<SlackChannel> of(JsonNode json, RoomKind kind) {
    String id = json.path("id").asText();
    String name = json.path("name").asText();
    if (id.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(new SlackChannel(id, name.isBlank() ? id : name, kind, json));
  }

  ChatRoom room(String organisation, SlackPeople people) {
    String name = kind == RoomKind.DIRECT ? "" : clean(json.path("name").asText(folder));
    return new ChatRoom(
        Ids.derived(17, "slack room", organisation, slackId),
        organisation,
        kind,
        name.isEmpty() && kind != RoomKind.DIRECT ? slackId : name,
        kind == RoomKind.DIRECT ? names(people) : "",
        clean(json.path("topic").path("value").asText()),
        clean(json.path("purpose").path("value").asText()),
        createdAt(),
        people.find(json.path("creator").asText()).map(Account::id),
        false,
        json.path("is_archived").asBoolean());
  }

  private String names(SlackPeople people) {
    List<String> names = new ArrayList<>();
    json.path("members").forEach(member -> names.add(people.username(member.asText())));
    return clean(String.join(", ", names));
  }

  /** Only those that are in users.json: others have no account. */
  List<Membership> members(SlackPeople people) {
    Instant since = createdAt();
    String creator = json.path("creator").asText();
    Map<String, Membership> members = new LinkedHashMap<>();
    for (JsonNode member : json.path("members")) {
      boolean owner = kind != RoomKind.DIRECT && member.asText().equals(creator);
      List<String> roles = owner ? List.of(Membership.OWNER) : List.of();
      people
          .find(member.asText())
          .ifPresent(a -> members.putIfAbsent(a.id(), new Membership(a.id(), roles, since)));
    }
    return List.copyOf(members.values());
  }

  private Instant createdAt() {
    long seconds = json.path("created").asLong();
    boolean sane = seconds > 0 && seconds < 253_402_300_800L;
    return sane ? Instant.ofEpochSecond(seconds) : NEVER;
  }

  private static String clean(String text) {
    String line = new Mrkdwn(id -> id).decode(text).replaceAll("[\\p{Cntrl}]+", " ").strip();
    return line.length() > 200 ? line.substring(0, 200) : line;
  }
}
