package io.roomledger.chat;

import java.util.List;
import org.jdbi.v3.core.Handle;

/** The rooms that somebody is in, and those they wrote in. */
final class PersonRows {
  private PersonRows() {}

  /** A room, and how somebody is in it. */
  record Place(ChatRoom room, Membership membership) {}

  /** The rooms that they are in. */
  static List<Place> rooms(Handle handle, String accountId) {
    return handle
        .createQuery(
            """
            SELECT r.*, m.account_id, m.roles, m.joined_at
              FROM chat_member m JOIN chat_room r ON r.id = m.room_id
             WHERE m.account_id = :account ORDER BY r.id
            """)
        .bind("account", accountId)
        .map((row, context) -> new Place(RoomRows.room(row), RoomRows.member(row)))
        .list();
  }

  /** The rooms that they ever wrote in, whether or not they are in them now. */
  static List<ChatRoom> writtenIn(Handle handle, String accountId) {
    return handle
        .createQuery(
            """
            SELECT * FROM chat_room
             WHERE id IN (SELECT room_id FROM chat_message
                           WHERE author_id = :account AND deleted_at IS NULL)
            """)
        .bind("account", accountId)
        .map((row, context) -> RoomRows.room(row))
        .list();
  }
}
