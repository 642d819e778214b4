package io.roomledger.chat;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What is said in rooms, one message at a time. */
final class Conversation {
  private static final int LONGEST_TEXT = 40_000;
  private static final int MOST_REACTIONS = 100;

  private final ChatRooms.House house;
  private final RoomRights rights;

  Conversation(ChatRooms.House house, RoomRights rights) {
    this.house = house;
    this.rights = rights;
  }

  Message post(Caller caller, Draft draft) {
    String author = needPerson(caller);
    checkText(draft.text());
    Message message =
        new Message(
            Ids.random(),
            draft.roomId(),
            now(),
            Optional.of(author),
            "",
            draft.text(),
            "",
            draft.parentId(),
            draft.parentShown(),
            Optional.empty(),
            List.of(),
            List.of());
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          needWrite(handle, caller, rights.readable(handle, caller, draft.roomId()));
          draft.parentId().ifPresent(parent -> needParent(handle, draft.roomId(), parent));
          // the row itself says who said it and when: no audit row tells more
          MessageRows.insert(handle, message);
        });
    return message;
  }

  void takeIn(Caller.Operator operator, Message message) {
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          rights.readable(handle, operator, message.roomId());
          if (!MessageRows.insert(handle, message)) {
            throw new RefusedException(
                new Refusal.Conflict("message " + message.id() + ": is there already"));
          }
          audit(handle, operator, "chat.message-taken-in", message);
        });
  }

  Message edit(Caller caller, String messageId, String text) {
    checkText(text);
    return change(
        caller,
        messageId,
        (handle, message) -> {
          needAuthor(caller, message);
          MessageRows.setText(
              handle, messageId, text, new Message.Edit(now(), accountOf(caller).orElse("")));
          audit(handle, caller, "chat.message-edited", message);
        });
  }

  Message react(Caller caller, String messageId, String emoji, boolean there) {
    String account = needPerson(caller);
    String name = emojiName(emoji);
    return change(
        caller,
        messageId,
        (handle, message) -> {
          List<Reaction> changed = Reaction.changed(message.reactions(), name, account, there);
          if (changed.size() > MOST_REACTIONS) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "message " + messageId + ": has " + MOST_REACTIONS + " different emojis"));
          }
          MessageRows.setReactions(handle, messageId, changed);
        });
  }

  void delete(Caller caller, String messageId) throws IOException {
    List<ChatFile> files = new ArrayList<>();
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          Message message = locked(handle, caller, messageId);
          if (!isAuthor(caller, message) && !rights.keeps(handle, caller, message.roomId())) {
            throw notTheAuthor();
          }
          files.addAll(message.files());
          MessageRows.bury(handle, messageId, now(), caller.key());
          audit(handle, caller, "chat.message-deleted", message);
        });
    for (ChatFile file : files) {
      if (!file.storeKey().isEmpty()) {
        house.store().delete(file.storeKey());
      }
    }
  }

  /** The bytes are stored first: a file that nobody refers to is harmless, the reverse is not. */
  ChatFile attach(Caller caller, String messageId, Upload upload) throws IOException {
    house
        .database()
        .jdbi()
        .useHandle(handle -> needAuthor(caller, readable(handle, caller, messageId)));
    String id = Ids.random();
    String key = "chat/" + id;
    try (InputStream in = upload.content().open(0);
        var stored = house.store().begin(key)) {
      in.transferTo(stored.stream());
      stored.commit();
    }
    ChatFile file =
        new ChatFile(id, upload.name(), upload.mediaType(), upload.content().size(), key, "");
    Message _ =
        change(
            caller,
            messageId,
            (handle, message) -> {
              MessageRows.addFiles(handle, messageId, message.files().size(), List.of(file));
              MessageRows.countFiles(handle, messageId, message.files().size() + 1);
              audit(handle, caller, "chat.file-added", message);
            });
    return file;
  }

  private interface Change {
    void apply(Handle handle, Message message);
  }

  private Message change(Caller caller, String messageId, Change change) {
    return house
        .database()
        .jdbi()
        .inTransaction(handle -> {
          Message message = locked(handle, caller, messageId);
          change.apply(handle, message);
          return MessageRows.find(handle, messageId).orElseThrow();
        });
  }

  private Message locked(Handle handle, Caller caller, String messageId) {
    Message message = MessageRows.lock(handle, messageId).orElseThrow(() -> unknown(messageId));
    return shownTo(handle, caller, message);
  }

  private Message readable(Handle handle, Caller caller, String messageId) {
    Message message = MessageRows.find(handle, messageId).orElseThrow(() -> unknown(messageId));
    return shownTo(handle, caller, message);
  }

  private Message shownTo(Handle handle, Caller caller, Message message) {
    ChatRoom _ = rights.readable(handle, caller, message.roomId());
    return message;
  }

  private void needWrite(Handle handle, Caller caller, ChatRoom room) {
    if (room.archived()) {
      throw new RefusedException(
          new Refusal.Conflict("chat room " + room.label() + ": is archived"));
    }
    if (room.readOnly() && !rights.keeps(handle, caller, room.id())) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, Membership.OWNER));
    }
  }

  private static void needParent(Handle handle, String roomId, String parentId) {
    if (MessageRows.find(handle, parentId).filter(m -> m.roomId().equals(roomId)).isEmpty()) {
      throw unknown(parentId);
    }
  }

  private static void needAuthor(Caller caller, Message message) {
    if (!isAuthor(caller, message) && !(caller instanceof Caller.Operator)) {
      throw notTheAuthor();
    }
  }

  private static boolean isAuthor(Caller caller, Message message) {
    Optional<String> account = accountOf(caller);
    return account.isPresent() && account.equals(message.authorId());
  }

  private static String needPerson(Caller caller) {
    return accountOf(caller)
        .orElseThrow(
            () -> new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "a person")));
  }

  private static Optional<String> accountOf(Caller caller) {
    return caller instanceof Caller.Person person
        ? Optional.of(person.account().id())
        : Optional.empty();
  }

  private static RefusedException notTheAuthor() {
    return new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "author"));
  }

  private static RefusedException unknown(String messageId) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.MESSAGE, messageId));
  }

  private static void checkText(String text) {
    if (text.isBlank() || text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "text",
              text.length() + " characters",
              "1 to " + LONGEST_TEXT + " characters, none of them zero"));
    }
  }

  private static String emojiName(String emoji) {
    String name = emoji.replace(":", "");
    if (name.isBlank() || name.length() > 100 || name.indexOf('\0') >= 0) {
      throw new RefusedException(new Refusal.Invalid("emoji", emoji, "a name such as :thumbsup:"));
    }
    return ":" + name + ":";
  }

  private void audit(Handle handle, Caller caller, String action, Message message) {
    house
        .audit()
        .append(
            handle, caller, action, "message:" + message.id(), Map.of("room", message.roomId()));
  }

  private Instant now() {
    return house.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}
