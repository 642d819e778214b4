package io.roomledger.sample;

import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.Membership;
import io.roomledger.chat.Message;
import io.roomledger.chat.Reaction;
import io.roomledger.chat.RoomKind;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The chat rooms of the sample: replies, reactions, edits, files, a picture, and text that means no
 * harm.
 */
public final class SampleChat {
  private final ChatRooms rooms;
  private final ChatMessages messages;
  private final Story story;

  public SampleChat(ChatRooms rooms, ChatMessages messages, Clock clock) {
    this.rooms = rooms;
    this.messages = messages;
    this.story = new Story(clock.instant());
  }

  record Room(
      String id,
      RoomKind kind,
      String name,
      String title,
      String topic,
      String creator,
      String created,
      List<String> owners,
      List<String> members,
      List<Line> messages) {}

  record Line(
      String id,
      String at,
      String by,
      String text,
      @Nullable String system,
      @Nullable String reply,
      @Nullable String edited,
      @Nullable Map<String, List<String>> reactions,
      @Nullable Enclosure file) {}

  record Enclosure(String name, String type) {}

  /** Adds the rooms and what was said in them. */
  void add(Caller.Operator operator, Map<String, String> ids) throws IOException {
    for (Room room : Story.read("chat.json", Room[].class)) {
      Instant created = story.at(room.created());
      if (there(operator, room.id())) {
        continue;
      }
      ChatRoom free = free(operator, chatRoom(operator, room, ids));
      rooms.create(operator, free, members(room, ids, created));
      for (Line line : room.messages()) {
        messages.takeIn(operator, message(room, line, ids));
        if (line.file() != null) {
          messages.attach(
              operator,
              line.id(),
              line.file().name(),
              line.file().type(),
              Story.content(line.file().name()));
        }
      }
    }
  }

  /** The room under a name that no other has. */
  private ChatRoom free(Caller.Operator operator, ChatRoom room) {
    return room.name().isEmpty() || !there(operator, room.name())
        ? room
        : free(operator, room.named(room.name() + "-sample"));
  }

  private boolean there(Caller.Operator operator, String idOrName) {
    try {
      return !rooms.resolve(operator, idOrName).id().isEmpty();
    } catch (RefusedException none) {
      return false;
    }
  }

  private ChatRoom chatRoom(Caller.Operator operator, Room room, Map<String, String> ids) {
    return new ChatRoom(
        room.id(),
        operator.organisation(),
        room.kind(),
        room.name(),
        room.title(),
        room.topic(),
        "",
        story.at(room.created()),
        Optional.ofNullable(ids.get(room.creator())),
        false,
        false);
  }

  private static List<Membership> members(Room room, Map<String, String> ids, Instant since) {
    List<Membership> members = new ArrayList<>();
    room.owners().forEach(name -> members.add(member(ids, name, List.of(Membership.OWNER), since)));
    room.members().forEach(name -> members.add(member(ids, name, List.of(), since)));
    return members;
  }

  private static Membership member(
      Map<String, String> ids, String username, List<String> roles, Instant since) {
    return new Membership(ids.getOrDefault(username, username), roles, since);
  }

  private Message message(Room room, Line line, Map<String, String> ids) {
    String author = ids.getOrDefault(line.by(), line.by());
    return new Message(
        line.id(),
        room.id(),
        story.at(line.at()),
        Optional.of(author),
        "",
        line.text(),
        line.system() == null ? "" : line.system(),
        Optional.ofNullable(line.reply()),
        false,
        Optional.ofNullable(line.edited()).map(at -> new Message.Edit(story.at(at), author)),
        reactions(line, ids),
        List.of());
  }

  private static List<Reaction> reactions(Line line, Map<String, String> ids) {
    List<Reaction> reactions = new ArrayList<>();
    if (line.reactions() != null) {
      line.reactions()
          .forEach((emoji, names) ->
              reactions.add(
                  new Reaction(emoji, names.stream().map(n -> ids.getOrDefault(n, n)).toList())));
    }
    return reactions;
  }
}
