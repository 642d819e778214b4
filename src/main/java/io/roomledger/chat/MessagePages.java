package io.roomledger.chat;

import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * The door of a room's messages, page by page in both directions, and of those around one of them.
 * The order is that of {@code (sentAt, id)}; what was deleted is not there.
 */
public final class MessagePages {
  private final ChatRooms.House house;
  private final RoomRights rights;

  public MessagePages(ChatRooms.House house) {
    this.house = house;
    this.rights = new RoomRights(house.accounts());
  }

  /**
   * A part of what was said, the oldest first.
   *
   * @param messages the messages
   * @param people by id: who wrote, changed or reacted
   * @param earlier the key of what came before, if there is any
   * @param later the key of what comes behind, if there is any
   */
  public record Part(
      List<Message> messages,
      Map<String, Account> people,
      Optional<String> earlier,
      Optional<String> later) {
    public Part {
      messages = List.copyOf(messages);
      people = Map.copyOf(people);
    }
  }

  /**
   * What was said behind a key.
   *
   * @param key the {@code later} of another part; without one, from the first message on
   * @throws RefusedException not found; forbidden, if the caller may not read the room; invalid key
   *     or limit
   */
  public Part later(Caller caller, String roomId, Optional<String> key, int limit) {
    int most = RoomPages.checked(limit);
    MessageKey from = key.map(MessageKey::parse).orElse(MessageKey.START);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom _ = rights.readable(handle, caller, roomId);
          List<Message> found = MessageRows.after(handle, roomId, from, most + 1);
          boolean more = found.size() > most;
          return part(handle, more ? found.subList(0, most) : found, key.isPresent(), more);
        });
  }

  /**
   * What was said before a key.
   *
   * @param key the {@code earlier} of another part; without one, the newest messages
   * @throws RefusedException as {@link #later}
   */
  public Part earlier(Caller caller, String roomId, Optional<String> key, int limit) {
    int most = RoomPages.checked(limit);
    MessageKey to = key.map(MessageKey::parse).orElse(MessageKey.END);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom _ = rights.readable(handle, caller, roomId);
          List<Message> found = MessageRows.before(handle, roomId, to, most + 1);
          boolean more = found.size() > most;
          List<Message> fitting = more ? found.subList(1, found.size()) : found;
          return part(handle, fitting, more, key.isPresent());
        });
  }

  /**
   * A message with what was said before and behind it, about as much of each.
   *
   * @throws RefusedException not found: the room, or a message of it; else as {@link #later}
   */
  public Part around(Caller caller, String roomId, String messageId, int limit) {
    int most = RoomPages.checked(limit);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom _ = rights.readable(handle, caller, roomId);
          Message middle =
              MessageRows.find(handle, messageId)
                  .filter(message -> message.roomId().equals(roomId))
                  .orElseThrow(() -> Conversation.unknown(messageId));
          MessageKey key = new MessageKey(middle.sentAt(), middle.id());
          int before = (most - 1) / 2;
          List<Message> found = MessageRows.before(handle, roomId, key, before + 1);
          boolean earlier = found.size() > before;
          List<Message> all = new ArrayList<>(earlier ? found.subList(1, found.size()) : found);
          all.add(middle);
          int rest = most - all.size();
          List<Message> behind = MessageRows.after(handle, roomId, key, rest + 1);
          boolean later = behind.size() > rest;
          all.addAll(later ? behind.subList(0, rest) : behind);
          return part(handle, all, earlier, later);
        });
  }

  private Part part(Handle handle, List<Message> messages, boolean earlier, boolean later) {
    Set<String> ids = new HashSet<>();
    for (Message message : messages) {
      message.authorId().ifPresent(ids::add);
      message.edited().map(Message.Edit::by).ifPresent(ids::add);
      message.reactions().forEach(reaction -> ids.addAll(reaction.by()));
    }
    return new Part(
        messages,
        house.accounts().find(handle, ids),
        earlier && !messages.isEmpty() ? Optional.of(key(messages.getFirst())) : Optional.empty(),
        later && !messages.isEmpty() ? Optional.of(key(messages.getLast())) : Optional.empty());
  }

  private static String key(Message message) {
    return new MessageKey(message.sentAt(), message.id()).text();
  }
}
