package io.roomledger.chat;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The door for importers: takes in rooms with all that was said there, each whole or not at all,
 * and as often as wished without duplicates. What was deleted here since does not come back.
 */
public final class ChatIntake {
  private final Database database;
  private final ObjectStore store;
  private final Audit audit;

  public ChatIntake(Database database, ObjectStore store, Audit audit) {
    this.database = database;
    this.store = store;
    this.audit = audit;
  }

  /** Brings the messages of a room, one after the other; files are kept with {@link #keep}. */
  @FunctionalInterface
  public interface Teller {
    /** Tells all of them. */
    void tell(Listener listener) throws IOException;
  }

  /** Takes the messages of a room. */
  @FunctionalInterface
  public interface Listener {
    /** Takes the next message. */
    void hear(IncomingMessage message) throws IOException;
  }

  /**
   * What came of it.
   *
   * @param added messages that are new
   * @param alreadyThere messages that had been taken in before
   * @param missingFiles files of these messages whose bytes are missing
   */
  public record Outcome(long added, long alreadyThere, long missingFiles) {}

  /**
   * Takes in a room, its members and its messages in one transaction. A room that is there already
   * keeps its name and settings; a name that another room has gets {@code -2}, {@code -3} ...
   * behind it.
   *
   * @throws RefusedException invalid, if the room belongs to another organisation
   * @throws IOException if the messages cannot be read; then nothing of the room is taken in
   */
  public Outcome takeIn(
      Caller.Operator operator, ChatRoom room, List<Membership> members, Teller teller)
      throws IOException {
    if (!room.organisation().equals(operator.organisation())) {
      throw new RefusedException(
          new Refusal.Invalid("organisation", room.organisation(), operator.organisation()));
    }
    try {
      return database
          .jdbi()
          .inTransaction(handle -> {
            ensureRoom(handle, room);
            RoomRows.addMembers(handle, room.id(), members);
            MessageStage stage = new MessageStage(handle, room.id());
            Outcome outcome = stage.take(teller);
            audit.append(
                handle,
                operator,
                "chat.room-taken-in",
                "chat-room:" + room.id(),
                Map.of("added", "" + outcome.added()));
            return outcome;
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (SQLException e) {
      throw new IllegalStateException("chat room " + room.label() + " was not taken in", e);
    }
  }

  /**
   * Lets the statistics know what was taken in, so that the next questions are answered the short
   * way. To be called after the last room.
   */
  public void finish() {
    database.jdbi().useHandle(handle -> handle.execute("ANALYZE chat_message, chat_member"));
  }

  /**
   * Keeps the bytes of a file that comes with a message, unless they are there already.
   *
   * @param file what is known of it; its id must be the same at every import
   * @return the file with the place where its bytes are
   */
  public ChatFile keep(ChatFile file, InputStream bytes) throws IOException {
    String key = "chat/" + file.id();
    long size;
    var known = store.find(key);
    if (known.isPresent()) {
      size = known.get().content().size();
    } else {
      try (ObjectStore.Upload upload = store.begin(key)) {
        bytes.transferTo(upload.stream());
        size = upload.commit().content().size();
      }
    }
    return new ChatFile(file.id(), file.name(), file.mediaType(), size, key, "");
  }

  private static void ensureRoom(Handle handle, ChatRoom room) {
    Optional<ChatRoom> there = RoomRows.find(handle, room.id());
    if (there.isPresent() && !there.get().organisation().equals(room.organisation())) {
      throw new RefusedException(
          new Refusal.Conflict("chat room " + room.id() + ": another organisation has this id"));
    }
    if (there.isPresent() || RoomRows.insert(handle, room)) {
      return;
    }
    for (int number = 2; number < 10_000; number++) {
      if (RoomRows.insert(handle, room.named(room.name() + "-" + number))) {
        return;
      }
    }
    throw new RefusedException(
        new Refusal.Conflict("chat room " + room.name() + ": there are too many of that name"));
  }
}
