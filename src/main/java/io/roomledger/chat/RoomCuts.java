package io.roomledger.chat;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The statements that cut a room into stretches, and say what those refer to. */
final class RoomCuts {
  private final Handle handle;
  private final ChatCopy copy;

  RoomCuts(Handle handle, ChatCopy copy) {
    this.handle = handle;
    this.copy = copy;
  }

  /** Whether any message of the room has files, be it of another time: asked of the files alone. */
  boolean files() {
    return handle
        .createQuery("SELECT EXISTS (SELECT FROM chat_file WHERE room_id = :room)")
        .bind("room", copy.id())
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Cuts the messages into stretches.
   *
   * @param rows how many messages each has
   * @return the keys of the last messages of each but the last
   */
  List<MessageKey> cuts(long rows) {
    // walking the index, and nothing but the index
    handle.execute("SET LOCAL enable_sort = off");
    List<MessageKey> cuts = new ArrayList<>();
    List<MessageKey> next = cut(MessageKey.START, rows);
    while (next.size() == 2) {
      cuts.add(next.getFirst());
      next = cut(next.getFirst(), rows);
    }
    return cuts;
  }

  /** The message so many behind that one, and the next. */
  private List<MessageKey> cut(MessageKey after, long rows) {
    return query(
            "sent_at, id",
            " AND sent_at >= :at AND (sent_at, id) > (:at, :message)"
                + " ORDER BY sent_at, id OFFSET :skip LIMIT 2")
        .bind("at", RoomRows.utc(after.sentAt()))
        .bind("message", after.id())
        .bind("skip", rows - 1)
        .mapTo(MessageKey.class)
        .list();
  }

  /** The keys of the messages that others answer, in their order. */
  List<MessageKey> answered() {
    return query(
            "sent_at, id",
            " AND id IN (SELECT r.parent_id FROM chat_message r WHERE r.room_id = :id"
                + " AND r.parent_id IS NOT NULL AND "
                + copy.replying()
                + ") ORDER BY sent_at, id")
        .mapTo(MessageKey.class)
        .list();
  }

  /** The ids of the last messages up to that one, which is the first of them. */
  List<String> idsUpTo(MessageKey last, int limit) {
    return query(
            "id",
            " AND sent_at <= :at AND (sent_at, id) <= (:at, :message)"
                + " ORDER BY sent_at DESC, id DESC LIMIT :limit")
        .bind("at", RoomRows.utc(last.sentAt()))
        .bind("message", last.id())
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /** Whether anything is attached to a message of a stretch that may be a quote. */
  boolean quotes(ChatStretch stretch) {
    return copy.bound(
            handle.createQuery(
                "SELECT EXISTS (SELECT FROM chat_message WHERE attachments IS NOT NULL AND"
                    + copy.condition()
                    + stretch.messages()
                    + ")"))
        .mapTo(Boolean.class)
        .one();
  }

  /** The ids of the messages that those of a stretch answer. */
  List<String> parents(ChatStretch stretch) {
    return query("DISTINCT parent_id", stretch.messages() + " AND parent_id IS NOT NULL")
        .mapTo(String.class)
        .list();
  }

  private Query query(String columns, String where) {
    return copy.bound(
        handle.createQuery(
            "SELECT " + columns + " FROM chat_message WHERE" + copy.condition() + where));
  }
}
