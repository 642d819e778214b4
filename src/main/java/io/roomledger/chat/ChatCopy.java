package io.roomledger.chat;

import io.roomledger.base.Period;
import io.roomledger.db.Sql;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/**
 * The statements that read the messages of one room in one period.
 *
 * @param roomId the room
 * @param period the period
 */
record ChatCopy(String roomId, Period period) {
  private static final String CONDITION =
      " room_id = :room AND sent_at >= :from AND sent_at < :to AND deleted_at IS NULL ";

  /** What {@link ChatTranscript} reads, in its order. */
  private static final String FIELDS =
      """
      SELECT id, sent_at, author_id, alias, text, system_kind, edited_at, parent_id,
             reactions::text,
      """
          + MessageRows.FILES;

  long count(Handle handle) {
    return bound(handle.createQuery("SELECT count(*) FROM chat_message WHERE" + CONDITION))
        .mapTo(Long.class)
        .one();
  }

  /** The accounts that wrote or reacted. */
  List<String> people(Handle handle) {
    return bound(
            handle.createQuery(
                "SELECT author_id FROM chat_message WHERE author_id IS NOT NULL AND"
                    + CONDITION
                    + """
                     UNION
                    SELECT jsonb_array_elements_text(reaction -> 'by')
                      FROM chat_message, jsonb_array_elements(reactions) AS reaction
                     WHERE reactions IS NOT NULL AND
                    """
                    + CONDITION))
        .mapTo(String.class)
        .list();
  }

  /** {@code COPY} takes no parameters, so the condition is written with literals. */
  CopyReader start(Handle handle) throws SQLException {
    // walking the index gives the order at once; sorting a large room would go through the disk
    handle.execute("SET LOCAL enable_sort = off");
    return CopyReader.start(
        handle.getConnection(),
        FIELDS
            + " FROM chat_message WHERE room_id = "
            + Sql.literal(roomId)
            + " AND sent_at >= "
            + moment(period.from())
            + " AND sent_at < "
            + moment(period.to())
            + " AND deleted_at IS NULL ORDER BY sent_at, id");
  }

  /** Takes a file. */
  interface FileTaker {
    void take(ChatFile file) throws IOException;
  }

  /** Gives the files in the order of their messages, without holding them all. */
  void eachFile(Handle handle, FileTaker taker) throws IOException {
    Query query =
        bound(
                handle.createQuery(
                    "SELECT f.id, f.name, f.media_type, f.size, f.store_key, f.missing"
                        + " FROM (SELECT id, sent_at FROM chat_message WHERE files > 0 AND"
                        + CONDITION
                        + """
                        ) m JOIN chat_file f ON f.message_id = m.id
                         ORDER BY m.sent_at, m.id, f.position
                        """))
            .setFetchSize(500);
    try (ResultIterator<ChatFile> files = query.map((row, context) -> file(row)).iterator()) {
      while (files.hasNext()) {
        taker.take(files.next());
      }
    }
  }

  private static ChatFile file(ResultSet row) throws SQLException {
    return new ChatFile(
        row.getString("id"),
        row.getString("name"),
        row.getString("media_type"),
        row.getLong("size"),
        row.getString("store_key"),
        row.getString("missing"));
  }

  private Query bound(Query query) {
    return query
        .bind("room", roomId)
        .bind("from", RoomRows.utc(bounded(period.from())))
        .bind("to", RoomRows.utc(bounded(period.to())));
  }

  private static String moment(Instant at) {
    return Sql.literal(bounded(at).toString()) + "::timestamptz";
  }

  /** No message is older or younger, and PostgreSQL's calendar has an end. */
  static Instant bounded(Instant at) {
    Instant first = Period.ALWAYS.from();
    Instant last = Period.ALWAYS.to();
    return at.isBefore(first) ? first : at.isAfter(last) ? last : at;
  }
}
