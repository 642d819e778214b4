package io.roomledger.chat;

import io.roomledger.base.Content;
import io.roomledger.base.Counted;
import io.roomledger.base.Page;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The door of what is said in chat rooms: messages, threads, reactions, pins.
 *
 * <p>Who may read a room may read its messages; see {@link ChatRooms}.
 */
public final class ChatMessages {
  /** The most items that are on one page of a list. */
  public static final int LONGEST_PAGE = 1000;

  private final ChatRooms.House house;
  private final RoomRights rights;
  private final Conversation conversation;

  /**
   * The messages of these rooms.
   *
   * @param rules what people may do now; asked at every act
   */
  public ChatMessages(ChatRooms.House house, Supplier<MessageRules> rules) {
    this.house = house;
    this.rights = new RoomRights(house.accounts());
    this.conversation = new Conversation(house, rights, rules);
  }

  /**
   * A page of a room's messages in the order {@code (sentAt, id)}, without what was deleted.
   *
   * @param key the key that came with the page before; without one, the first page
   * @throws RefusedException not found; forbidden, if the caller may not read the room
   */
  public Page<Message> list(Caller caller, String roomId, Optional<String> key, int limit) {
    int most = bounded(limit);
    MessageKey after = key.map(MessageKey::parse).orElse(MessageKey.START);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom _ = rights.readable(handle, caller, roomId);
          return ChatRooms.page(
              MessageRows.after(handle, roomId, after, most + 1),
              most,
              last -> new MessageKey(last.sentAt(), last.id()).text());
        });
  }

  /**
   * A part of a room's conversation, without replies that are shown only in their threads.
   *
   * @param place where it begins or ends, as a stretch names it; see {@link #placeOf}
   * @throws RefusedException not found; forbidden, if the caller may not read the room
   */
  public Stretch stretch(Caller caller, String roomId, Stretch.Way way, String place, int limit) {
    int most = bounded(limit);
    MessageKey key = MessageKey.parse(place);
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom _ = rights.readable(handle, caller, roomId);
          return StretchRows.read(handle, roomId, way, key, most);
        });
  }

  /**
   * What was deleted from a part of a room's conversation; nothing is left of it but when.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read the room
   */
  public List<Tombstone> deleted(Caller caller, String roomId, Stretch stretch) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom _ = rights.readable(handle, caller, roomId);
          return StretchRows.deleted(handle, roomId, stretch);
        });
  }

  /** The place in every conversation before which everything was said before that moment. */
  public static String placeOf(Instant at) {
    return new MessageKey(at, "").text();
  }

  /** The place of a message. */
  public static String placeOf(Message message) {
    return new MessageKey(message.sentAt(), message.id()).text();
  }

  /**
   * The messages that the filter lets through in its window, and how many there are in all.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read the room
   */
  public Counted<Message> list(Caller caller, MessageFilter filter) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          ChatRoom _ = rights.readable(handle, caller, filter.roomId());
          List<String> mentioned =
              house.accounts().find(handle, filter.mentioning()).values().stream()
                  .map(Account::username)
                  .toList();
          return MessageLists.list(handle, filter, mentioned);
        });
  }

  /**
   * The message of that id.
   *
   * @throws RefusedException not found; forbidden, if the caller may not read its room
   */
  public Message get(Caller caller, String messageId) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> conversation.readable(handle, caller, messageId));
  }

  /**
   * What these messages refer to: people, threads, rooms, pictures. The caller has been given the
   * messages by this door, so nothing is checked but which rooms they may know of.
   */
  public Surroundings surroundings(Caller caller, Collection<Message> messages) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> SurroundingRows.of(handle, house.accounts(), caller, messages));
  }

  /**
   * Says something in a room, as the caller, now.
   *
   * @throws RefusedException invalid: an empty or too long text; not found: the room or the message
   *     that is answered; forbidden: the caller may not read the room, or may not write in a
   *     read-only one, or may not show another name; conflict: it is archived, or there is a
   *     message of that id
   */
  public Message post(Caller caller, Draft draft) {
    return conversation.post(caller, draft);
  }

  /**
   * Takes in a message as it is, with its own id, author, time and reactions. Only the operator
   * may.
   *
   * @throws RefusedException forbidden; not found: the room; conflict: there is a message of that
   *     id
   */
  public void takeIn(Caller.Operator operator, Message message) {
    conversation.takeIn(operator, message);
  }

  /**
   * Changes the text of a message. Its author may while the rules let them, and whoever has {@code
   * edit-message} in the organisation or in that room, and the operator.
   *
   * @throws RefusedException not found; forbidden; invalid: an empty or too long text; a conflict,
   *     if it is held
   */
  public Message edit(Caller caller, String messageId, String text) {
    return conversation.edit(caller, messageId, text);
  }

  /**
   * Deletes a message. Its author may while the rules let them, whoever has {@code delete-message}
   * in the organisation or in that room, and the operator. A tombstone without text, reactions and
   * files stays, so that repeating an import does not bring it back; nothing else shows it.
   *
   * @return the message as it was
   * @throws RefusedException not found; forbidden; a conflict, if it is held
   */
  public Message delete(Caller caller, String messageId) throws IOException {
    return conversation.delete(caller, messageId);
  }

  /**
   * Puts the caller's emoji under a message, or takes it away. Who may write in the room may.
   *
   * @param emoji its name, with or without colons
   * @throws RefusedException not found; forbidden
   */
  public Message react(Caller caller, String messageId, String emoji, boolean there) {
    return conversation.react(caller, messageId, emoji, there);
  }

  /**
   * Pins a message to its room, or takes it off. Whoever has {@code pin-message} may.
   *
   * @throws RefusedException not found; forbidden
   */
  public Message pin(Caller caller, String messageId, boolean pinned) {
    return conversation.pin(caller, messageId, pinned);
  }

  /**
   * Adds a file to a message of the caller's; the operator may to any.
   *
   * @param name its name for people; never used as a path
   * @throws RefusedException not found; forbidden
   */
  public ChatFile attach(
      Caller caller, String messageId, String name, String mediaType, Content content)
      throws IOException {
    return conversation.attach(caller, messageId, new Upload(name, mediaType, content));
  }

  /** How things are said, for the doors beside this one. */
  Conversation conversation() {
    return conversation;
  }

  private static int bounded(int limit) {
    return Math.clamp(limit, 1, LONGEST_PAGE);
  }
}
