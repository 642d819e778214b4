package io.roomledger.chat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.hold.Held;
import io.roomledger.hold.HeldKind;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The door of what rooms are called and whether they are open. Each change is audited, and written
 * into the room as a message of the system. Who may: whoever has the permission that is named, in
 * the organisation or in that room, and may read the room.
 */
public final class RoomChanges {
  private static final int LONGEST_TEXT = 10_000;

  private final ChatRooms.House house;
  private final RoomRights rights;

  public RoomChanges(ChatRooms.House house) {
    this.house = house;
    this.rights = new RoomRights(house.accounts());
  }

  /** What can be said of a room. */
  public enum Words {
    /** What is talked about now. */
    TOPIC("topic", "room_changed_topic"),
    /** What it is for. */
    DESCRIPTION("description", "room_changed_description"),
    /** What everybody in it shall know. */
    ANNOUNCEMENT("announcement", "room_changed_announcement");

    private final String column;
    private final String kind;

    Words(String column, String kind) {
      this.column = column;
      this.kind = kind;
    }
  }

  /**
   * Gives a channel or private room another name. Needs {@code edit-room}.
   *
   * @throws RefusedException not found; forbidden; invalid: the name; conflict: another room has it
   */
  public void rename(Caller caller, String roomId, String name) {
    change(
        caller,
        roomId,
        Administration.EDIT_ROOMS,
        (handle, room) -> {
          ChatRooms.check(caller, room.named(name));
          boolean taken =
              RoomRows.findByName(handle, room.organisation(), name)
                  .filter(other -> !other.id().equals(roomId))
                  .isPresent();
          if (taken || room.kind() == RoomKind.DIRECT) {
            throw conflict(
                "chat room "
                    + name
                    + ": there is one of that name already (expected: another name)");
          }
          set(handle, roomId, "name", name);
          return new Change("r", name);
        });
  }

  /**
   * Says something else of a room. Needs {@code edit-room}; of a conversation, whoever is in it
   * may.
   *
   * @throws RefusedException not found; forbidden; invalid: the text
   */
  public void say(Caller caller, String roomId, Words words, String text) {
    if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              words.column, text.length() + " characters", "at most " + LONGEST_TEXT));
    }
    change(
        caller,
        roomId,
        Administration.EDIT_ROOMS,
        (handle, room) -> {
          set(handle, roomId, words.column, text);
          return new Change(words.kind, text);
        });
  }

  /**
   * Lets only owners and moderators write, or everybody. Needs {@code set-readonly}.
   *
   * @throws RefusedException not found; forbidden
   */
  public void setReadOnly(Caller caller, String roomId, boolean readOnly) {
    change(
        caller,
        roomId,
        Administration.SET_READ_ONLY,
        (handle, room) -> {
          set(handle, roomId, "read_only", readOnly);
          return new Change(readOnly ? "room-set-read-only" : "room-removed-read-only", "");
        });
  }

  /**
   * Closes a room, or opens it again. Needs {@code archive-room} or {@code unarchive-room}.
   *
   * @throws RefusedException not found; forbidden
   */
  public void archive(Caller caller, String roomId, boolean archived) {
    String permission = archived ? Administration.ARCHIVE_ROOMS : Administration.UNARCHIVE_ROOMS;
    change(
        caller,
        roomId,
        permission,
        (handle, room) -> {
          set(handle, roomId, "archived", archived);
          return new Change(archived ? "room-archived" : "room-unarchived", "");
        });
  }

  /**
   * Makes a channel private, or a private room public. Needs {@code edit-room}.
   *
   * @throws RefusedException not found; forbidden; conflict, if it is a conversation
   */
  public void convert(Caller caller, String roomId, RoomKind kind) {
    change(
        caller,
        roomId,
        Administration.EDIT_ROOMS,
        (handle, room) -> {
          if (room.kind() == RoomKind.DIRECT || kind == RoomKind.DIRECT) {
            throw conflict("chat room " + room.label() + ": a conversation stays one");
          }
          set(handle, roomId, "kind", kind.letter());
          String privacy = kind == RoomKind.CHANNEL ? "public" : "private";
          return new Change("room_changed_privacy", privacy);
        });
  }

  /**
   * Deletes a room with all that was said there. Needs {@code delete-c}, {@code delete-p} or {@code
   * delete-d}.
   *
   * @throws RefusedException not found; forbidden; a conflict, if it is held, or what somebody
   *     wrote in it
   */
  public void delete(Caller caller, String roomId) throws IOException {
    caller.needScope(RoomRights.MANAGE);
    List<String> files = new ArrayList<>();
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          ChatRoom room = rights.readable(handle, caller, roomId);
          rights.need(handle, caller, roomId, permissionToDelete(room.kind()));
          Held.refuse(handle, HeldKind.CHAT_ROOM, roomId);
          refuseHeldAuthors(handle, roomId);
          files.addAll(fileKeys(handle, roomId));
          long messages = remove(handle, room);
          house
              .audit()
              .append(
                  handle,
                  caller,
                  "chat.room-deleted",
                  "chat-room:" + roomId,
                  Map.of("name", room.label(), "messages", "" + messages));
        });
    for (String key : files) {
      house.store().delete(key);
    }
  }

  private static void refuseHeldAuthors(Handle handle, String roomId) {
    handle
        .createQuery(
            """
            SELECT h.id, h.subject FROM legal_hold h
             WHERE h.kind = 'PERSON' AND h.lifted_at IS NULL
               AND EXISTS (SELECT FROM chat_message m
                            WHERE m.author_id = h.subject AND m.room_id = :room)
             ORDER BY h.id LIMIT 1
            """)
        .bind("room", roomId)
        .map((row, context) ->
            Held.refused(HeldKind.PERSON, row.getString("subject"), row.getLong("id")))
        .findOne()
        .ifPresent(refused -> {
          throw refused;
        });
  }

  private long remove(Handle handle, ChatRoom room) {
    handle
        .createUpdate(
            """
            INSERT INTO chat_room_gone (id, organisation, kind, name, members, gone_at)
            SELECT r.id, r.organisation, r.kind, r.name,
                   array(SELECT account_id FROM chat_member WHERE room_id = r.id), :now
              FROM chat_room r WHERE r.id = :id
            ON CONFLICT (id) DO UPDATE SET members = excluded.members, gone_at = excluded.gone_at
            """)
        .bind("id", room.id())
        .bind("now", RoomRows.utc(now()))
        .execute();
    long messages = handle.execute("DELETE FROM chat_message WHERE room_id = ?", room.id());
    handle.execute("DELETE FROM chat_room WHERE id = ?", room.id());
    return messages;
  }

  private static List<String> fileKeys(Handle handle, String roomId) {
    return handle
        .createQuery(
            """
            SELECT key FROM (
              SELECT f.store_key AS key FROM chat_file f JOIN chat_message m ON m.id = f.message_id
               WHERE m.room_id = :room
              UNION ALL
              SELECT p.thumb_key FROM chat_picture p JOIN chat_file f ON f.id = p.file_id
                JOIN chat_message m ON m.id = f.message_id
               WHERE m.room_id = :room
              UNION ALL
              SELECT store_key FROM chat_upload WHERE room_id = :room) AS keys
             WHERE key <> ''
            """)
        .bind("room", roomId)
        .mapTo(String.class)
        .list();
  }

  private static String permissionToDelete(RoomKind kind) {
    return switch (kind) {
      case CHANNEL -> Administration.DELETE_CHANNELS;
      case PRIVATE -> Administration.DELETE_PRIVATE_ROOMS;
      case DIRECT -> Administration.DELETE_DIRECT_ROOMS;
    };
  }

  /** What changed, as the room and the audit log tell it. */
  private record Change(String kind, String text) {}

  private interface Act {
    Change apply(Handle handle, ChatRoom room);
  }

  private void change(Caller caller, String roomId, String permission, Act act) {
    caller.needScope(RoomRights.MANAGE);
    house
        .database()
        .jdbi()
        .useTransaction(handle -> {
          ChatRoom room = rights.readable(handle, caller, roomId);
          // whoever is in a conversation may say what it is about: it has no owner
          if (room.kind() != RoomKind.DIRECT) {
            rights.need(handle, caller, roomId, permission);
          }
          Change made = act.apply(handle, room);
          SystemLines.write(handle, roomId, caller, made.kind(), made.text(), now());
          house
              .audit()
              .append(
                  handle,
                  caller,
                  "chat.room-changed",
                  "chat-room:" + roomId,
                  Map.of("what", made.kind(), "to", made.text()));
        });
  }

  private void set(Handle handle, String roomId, String column, Object value) {
    handle
        .createUpdate(
            "UPDATE chat_room SET " + column + " = :value, changed_at = :now WHERE id = :id")
        .bind("value", value)
        .bind("now", RoomRows.utc(now()))
        .bind("id", roomId)
        .execute();
  }

  private static RefusedException conflict(String what) {
    return new RefusedException(new Refusal.Conflict(what));
  }

  private Instant now() {
    return house.clock().instant().truncatedTo(ChronoUnit.MICROS);
  }
}
