package io.roomledger.chat;

import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.hold.Held;
import io.roomledger.hold.HeldKind;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** What is said in rooms, one message at a time. */
final class Conversation {
  /** What a message may carry beside its text, in characters of JSON. */
  private static final int LONGEST_ATTACHMENTS = 200_000;

  private static final int MOST_REACTIONS = 100;

  private final ChatRooms.House house;
  private final RoomRights rights;
  private final Supplier<MessageRules> rules;

  Conversation(ChatRooms.House house, RoomRights rights, Supplier<MessageRules> rules) {
    this.house = house;
    this.rights = rights;
    this.rules = rules;
  }

  Message post(Caller caller, Draft draft) {
    return house.database().jdbi().inTransaction(handle -> say(handle, caller, draft, List.of()));
  }

  /** Says it with these files, in the caller's transaction. */
  Message say(Handle handle, Caller caller, Draft draft, List<ChatFile> files) {
    String author = needPerson(caller);
    checkDraft(draft, !files.isEmpty());
    Message message =
        new Message(
            draft.id().orElseGet(Ids::random),
            draft.roomId(),
            now(),
            Optional.of(author),
            draft.alias(),
            draft.text(),
            "",
            draft.parentId(),
            draft.parentShown(),
            Optional.empty(),
            List.of(),
            files,
            draft.extras());
    needWrite(handle, caller, rights.readable(handle, caller, draft.roomId()));
    needOwnFace(handle, caller, draft);
    draft.parentId().ifPresent(parent -> needParent(handle, draft.roomId(), parent));
    // the row itself says who said it and when: no audit row tells more
    boolean added =
        draft.id().isPresent()
            ? MessageRows.insertGiven(handle, message)
            : MessageRows.insert(handle, message);
    if (!added) {
      throw new RefusedException(
          new Refusal.Conflict("message " + message.id() + ": is there already"));
    }
    return message;
  }

  /** Another name or picture than one's own is for programs. */
  private void needOwnFace(Handle handle, Caller caller, Draft draft) {
    MessageExtras extras = draft.extras();
    boolean own = draft.alias().isEmpty() && extras.avatar().isEmpty();
    if (!own) {
      rights.need(handle, caller, draft.roomId(), Permissions.IMPERSONATE);
    }
  }

  void takeIn(Caller.Operator operator, Message message) {
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          rights.readable(handle, operator, message.roomId());
          if (!MessageRows.insertGiven(handle, message)) {
            throw new RefusedException(
                new Refusal.Conflict("message " + message.id() + ": is there already"));
          }
          audit(handle, operator, "chat.message-taken-in", message);
        });
  }

  Message edit(Caller caller, String messageId, String text) {
    return change(
        caller,
        messageId,
        (handle, message) -> {
          checkText(text, !message.files().isEmpty());
          needEdit(handle, caller, message);
          refuseHeld(handle, message);
          MessageRows.setText(
              handle,
              messageId,
              text,
              new Message.Edit(now(), RoomRights.accountOf(caller).orElse("")));
          audit(handle, caller, "chat.message-edited", message);
        });
  }

  private void needEdit(Handle handle, Caller caller, Message message) {
    MessageRules now = rules.get();
    boolean own = isAuthor(caller, message) && now.editing() && inTime(message, now.editFor());
    if (!message.systemKind().isEmpty()
        || (!own && !rights.may(handle, caller, message.roomId(), Permissions.EDIT_MESSAGES))) {
      throw notTheAuthor();
    }
  }

  Message pin(Caller caller, String messageId, boolean pinned) {
    String account = needPerson(caller);
    return change(
        caller,
        messageId,
        (handle, message) -> {
          rights.need(handle, caller, message.roomId(), Permissions.PIN_MESSAGES);
          boolean already = message.extras().pinned().isPresent();
          if (already == pinned) {
            return;
          }
          Instant at = now();
          MessageRows.setPinned(
              handle,
              messageId,
              pinned ? Optional.of(new Message.Edit(at, account)) : Optional.empty());
          if (pinned) {
            SystemLines.write(handle, message.roomId(), caller, "message_pinned", "", at);
          }
          audit(handle, caller, pinned ? "chat.message-pinned" : "chat.message-unpinned", message);
        });
  }

  Message react(Caller caller, String messageId, String emoji, boolean there) {
    String account = needPerson(caller);
    String name = emojiName(emoji);
    return change(
        caller,
        messageId,
        (handle, message) -> {
          needWrite(handle, caller, rights.readable(handle, caller, message.roomId()));
          List<Reaction> changed = Reaction.changed(message.reactions(), name, account, there);
          if (changed.size() > MOST_REACTIONS) {
            throw new RefusedException(
                new Refusal.Conflict(
                    "message " + messageId + ": has " + MOST_REACTIONS + " different emojis"));
          }
          MessageRows.setReactions(handle, messageId, changed);
        });
  }

  Message delete(Caller caller, String messageId) throws IOException {
    List<String> keys = new ArrayList<>();
    Message gone =
        house
            .database()
            .jdbi()
            .inTransaction(handle -> {
              Message message = locked(handle, caller, messageId);
              needDelete(handle, caller, message);
              refuseHeld(handle, message);
              keys.addAll(MessageRows.storeKeys(handle, messageId));
              MessageRows.bury(handle, messageId, now(), caller.key());
              audit(handle, caller, "chat.message-deleted", message);
              return message;
            });
    for (String key : keys) {
      house.store().delete(key);
    }
    return gone;
  }

  /** What is held is neither deleted nor written over. */
  private static void refuseHeld(Handle handle, Message message) {
    Held.refuse(handle, HeldKind.CHAT_ROOM, message.roomId());
    message.authorId().ifPresent(author -> Held.refuse(handle, HeldKind.PERSON, author));
  }

  private void needDelete(Handle handle, Caller caller, Message message) {
    MessageRules now = rules.get();
    boolean own =
        isAuthor(caller, message)
            && now.deleting()
            && inTime(message, now.deleteFor())
            && rights.may(handle, caller, message.roomId(), Permissions.DELETE_OWN_MESSAGES);
    if (!own && !rights.may(handle, caller, message.roomId(), Permissions.DELETE_MESSAGES)) {
      throw notTheAuthor();
    }
  }

  private boolean inTime(Message message, Duration window) {
    return window.isZero() || !message.sentAt().plus(window).isBefore(house.clock().instant());
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
              MessageRows.addFiles(handle, message, message.files().size(), List.of(file));
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

  Message readable(Handle handle, Caller caller, String messageId) {
    Message message = MessageRows.find(handle, messageId).orElseThrow(() -> unknown(messageId));
    return shownTo(handle, caller, message);
  }

  private Message shownTo(Handle handle, Caller caller, Message message) {
    ChatRoom _ = rights.readable(handle, caller, message.roomId());
    return message;
  }

  void needWrite(Handle handle, Caller caller, ChatRoom room) {
    if (room.archived()) {
      throw new RefusedException(
          new Refusal.Conflict("chat room " + room.label() + ": is archived"));
    }
    if (room.readOnly()
        && !rights.keeps(handle, caller, room.id())
        && !rights.may(handle, caller, room.id(), Permissions.POST_READ_ONLY)) {
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
    Optional<String> account = RoomRights.accountOf(caller);
    return account.isPresent() && account.equals(message.authorId());
  }

  private static String needPerson(Caller caller) {
    return RoomRights.accountOf(caller)
        .orElseThrow(
            () -> new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "a person")));
  }

  private static RefusedException notTheAuthor() {
    return new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "author"));
  }

  static RefusedException unknown(String messageId) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.MESSAGE, messageId));
  }

  private void checkDraft(Draft draft, boolean withFiles) {
    MessageExtras extras = draft.extras();
    checkText(draft.text(), withFiles || !extras.attachments().isEmpty());
    boolean large =
        extras.attachments().length() > LONGEST_ATTACHMENTS
            || extras.customFields().length() > LONGEST_ATTACHMENTS;
    if (large || draft.alias().length() > 100 || extras.avatar().length() > 2000) {
      throw new RefusedException(
          new Refusal.TooLarge("what the message carries", LONGEST_ATTACHMENTS));
    }
    if (draft.id().filter(id -> !id.matches("[A-Za-z0-9]{17,24}")).isPresent()) {
      throw new RefusedException(
          new Refusal.Invalid("message id", draft.id().get(), "17 to 24 letters and digits"));
    }
  }

  private void checkText(String text, boolean mayBeEmpty) {
    int longest = rules.get().longestText();
    if (text.length() > longest) {
      throw new RefusedException(
          new Refusal.Invalid("text length", text.length() + " characters", "at most " + longest));
    }
    if ((text.isBlank() && !mayBeEmpty) || text.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid("text", "empty or with a zero character", "something to read"));
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
