package io.roomledger.chat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;

/** The rooms that somebody wrote in, read before their messages are. */
final class RoomsById {
  private final Map<String, ChatRoom> rooms = new HashMap<>();

  RoomsById(Handle handle, String accountId) {
    PersonRows.writtenIn(handle, accountId).forEach(room -> rooms.put(room.id(), room));
  }

  ChatRoom get(String id) {
    return Objects.requireNonNull(rooms.get(id), id);
  }

  /** What the room is called for people; a conversation is not named after those who are in it. */
  String label(String id) {
    ChatRoom room = get(id);
    return room.kind() == RoomKind.DIRECT ? "Direct conversation " + id : room.label();
  }
}
