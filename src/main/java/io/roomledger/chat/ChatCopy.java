package io.roomledger.chat;

import io.roomledger.base.Period;
import io.roomledger.db.Sql;
import io.roomledger.export.Base;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/**
 * The statements that read the messages of one room, or of one person, in one period.
 *
 * @param by whether it is a room or a person
 * @param id the room, or the person's account
 * @param period the period
 * @param narrowing which of them
 * @param stretch where {@link #start} begins and ends, if that is not all
 */
record ChatCopy(
    By by, String id, Period period, Narrowing narrowing, Optional<ChatStretch> stretch) {
  /** Of a room in the order in which they were written, of a person room by room. */
  enum By {
    ROOM("room_id", "sent_at, id"),
    AUTHOR("author_id", "room_id, sent_at, id");

    private final String column;
    private final String order;

    By(String column, String order) {
      this.column = column;
      this.order = order;
    }
  }

  static ChatCopy ofRoom(String roomId, Period period) {
    return new ChatCopy(By.ROOM, roomId, period, Narrowing.NONE, Optional.empty());
  }

  static ChatCopy ofAuthor(String accountId, Period period) {
    return new ChatCopy(By.AUTHOR, accountId, period, Narrowing.NONE, Optional.empty());
  }

  /** Only some of them. */
  ChatCopy narrowed(Narrowing less) {
    return new ChatCopy(by, id, period, less, stretch);
  }

  /** The same, of which {@link #start} reads some alone. */
  ChatCopy within(ChatStretch part) {
    return new ChatCopy(by, id, period, narrowing, Optional.of(part));
  }

  /** The condition of all of them, for {@link #bound}. */
  String condition() {
    return " " + by.column + " = :id AND sent_at >= :from AND sent_at < :to" + narrowing.messages();
  }

  /**
   * What {@link TranscriptReader} reads, in its order, but for the replies, which are counted only
   * where there are any, and what most messages have nothing of: together it is one field.
   */
  private static final String FIELDS = "SELECT id, sent_at, author_id, text, ";

  /** How many replies are looked up in memory. */
  private static final int MOST_REPLIES = 500_000;

  private static final String MORE =
      """
      , CASE WHEN alias <> '' OR system_kind IS NOT NULL OR edited_at IS NOT NULL
               OR pinned_at IS NOT NULL OR parent_id IS NOT NULL OR parent_shown
               OR attachments IS NOT NULL OR reactions IS NOT NULL OR files > 0
        THEN ROW(
             alias, system_kind, edited_at, edited_by, pinned_at, pinned_by, parent_id,
             CASE WHEN parent_shown THEN '1' END, attachments::text, reactions::text,
             CASE WHEN files > 0 THEN (
               SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'mediaType',
                          f.media_type, 'size', f.size, 'storeKey', f.store_key, 'missing',
                          f.missing, 'description', f.description, 'width', p.width, 'height',
                          p.height, 'thumbId', p.thumb_id, 'thumbType', p.thumb_type, 'thumbSize',
                          p.thumb_size, 'thumbWidth', p.thumb_width, 'thumbHeight',
                          p.thumb_height, 'thumbKey', p.thumb_key)
                        ORDER BY f.position)::text
                 FROM chat_file f LEFT JOIN chat_picture p ON p.file_id = f.id
                WHERE f.message_id = chat_message.id) END)
        END
      """;

  long count(Handle handle) {
    String gone =
        narrowing
            .base()
            .map(base -> " + (SELECT count(*) FROM gone WHERE " + goneWhere(base) + ")")
            .orElse("");
    return bound(
            handle.createQuery(
                "SELECT (SELECT count(*) FROM chat_message WHERE" + condition() + ")" + gone))
        .mapTo(Long.class)
        .one();
  }

  /** What was there at the earlier export and left no message behind. */
  private String goneWhere(Base base) {
    return "kind = 'chat_message' AND scope = "
        + Sql.literal(id)
        + " AND at >= "
        + moment(period.from())
        + " AND at < "
        + moment(period.to())
        + narrowing.gone(base);
  }

  /**
   * The accounts that wrote here, now or ever, that changed, pinned or reacted, and the members of
   * the room.
   */
  List<String> people(Handle handle) {
    return bound(
            handle.createQuery(
                (by == By.ROOM
                        ? """
                        SELECT id FROM account WHERE EXISTS (
                          SELECT FROM chat_message m WHERE m.author_id = account.id AND m.room_id = :id)
                        """
                        : "SELECT :id")
                    + """
                     UNION
                    SELECT account_id FROM chat_member WHERE room_id = :id
                     UNION
                    SELECT who FROM (
                      SELECT edited_by, pinned_by, reactions FROM chat_message
                       WHERE (edited_by IS NOT NULL OR pinned_by IS NOT NULL OR reactions IS NOT NULL)
                         AND
                    """
                    + condition()
                    + """
                      ) m CROSS JOIN LATERAL (
                        SELECT unnest(ARRAY[m.edited_by, m.pinned_by]) AS who
                         UNION ALL
                        SELECT jsonb_array_elements_text(reaction -> 'by')
                          FROM jsonb_array_elements(m.reactions) AS reaction) marked
                     WHERE who IS NOT NULL
                    """))
        .mapTo(String.class)
        .list();
  }

  /** {@code COPY} takes no parameters, so the condition is written with literals. */
  CopyReader start(Handle handle) throws SQLException {
    if (by == By.ROOM && narrowing.base().isEmpty()) {
      // walking the index gives the order at once; sorting a large room would go through the disk
      handle.execute("SET LOCAL enable_sort = off");
    }
    return CopyReader.start(handle.getConnection(), select(handle, "") + " ORDER BY " + by.order);
  }

  /** The same of what changed: behind the fields, what became of it and when it was deleted. */
  CopyReader startSince(Handle handle, Base base) throws SQLException {
    // nobody knows how many transactions an earlier snapshot has not seen; the index does
    handle.execute("SET LOCAL enable_seqscan = off");
    String fate =
        ", CASE WHEN deleted_at IS NOT NULL THEN 'deleted' ELSE "
            + base.word("chat_message", "chat_message")
            + " END, deleted_at";
    String gone =
        "SELECT id, at, NULL, '', NULL, NULL, NULL, 'deleted', deleted_at FROM gone WHERE "
            + goneWhere(base);
    return CopyReader.start(
        handle.getConnection(),
        select(handle, fate) + " UNION ALL " + gone + " ORDER BY sent_at, id");
  }

  private String select(Handle handle, String more) {
    return FIELDS
        + (by == By.ROOM ? "NULL," : "room_id,")
        + (stretch.map(ChatStretch::replies).orElseGet(() -> hasReplies(handle))
            ? replies(handle)
            : "NULL")
        + MORE
        + more
        + " FROM chat_message WHERE "
        + by.column
        + " = "
        + Sql.literal(id)
        + " AND sent_at >= "
        + moment(period.from())
        + " AND sent_at < "
        + moment(period.to())
        + narrowing.messages()
        + stretch.map(ChatStretch::messages).orElse("");
  }

  /** Asked only of messages that have some, where these can be had at once: few of a room's do. */
  private String replies(Handle handle) {
    String counted =
        """
        (SELECT count(*) || ' ' || (extract(epoch FROM max(r.sent_at)) * 1000000)::bigint
           FROM chat_message r
          WHERE r.parent_id = chat_message.id AND r.room_id = chat_message.room_id AND %s
         HAVING count(*) > 0)
        """
            .formatted(replying());
    if (by != By.ROOM || replyCount(handle) > MOST_REPLIES) {
      return counted;
    }
    handle.execute("SET LOCAL work_mem = '64MB'");
    // the bound tells the planner that a table of them fits into memory
    return "CASE WHEN id IN (SELECT r.parent_id FROM chat_message r WHERE r.room_id = "
        + Sql.literal(id)
        + " AND r.parent_id IS NOT NULL AND "
        + replying()
        + " LIMIT "
        + MOST_REPLIES
        + ") THEN "
        + counted
        + " END";
  }

  /** The condition of {@code r} that answers something. */
  String replying() {
    return "r.deleted_at IS NULL AND r.sent_at >= %s AND r.sent_at < %s"
        .formatted(moment(period.from()), moment(period.to()));
  }

  private long replyCount(Handle handle) {
    return bound(
            handle.createQuery(
                "SELECT count(*) FROM (SELECT FROM chat_message r WHERE r.room_id = :id"
                    + " AND r.parent_id IS NOT NULL AND r.deleted_at IS NULL"
                    + " AND r.sent_at >= :from AND r.sent_at < :to LIMIT "
                    + (MOST_REPLIES + 1)
                    + ") AS counted"))
        .mapTo(Long.class)
        .one();
  }

  /** Whether anything is answered: a message that is told may be, by one that is not. */
  boolean hasReplies(Handle handle) {
    String here = by == By.ROOM ? "r.room_id = " + Sql.literal(id) + " AND " : "";
    return handle
        .createQuery(
            "SELECT EXISTS (SELECT FROM chat_message r WHERE r.parent_id IS NOT NULL AND "
                + here
                + replying()
                + ")")
        .mapTo(Boolean.class)
        .one();
  }

  /** Reads some messages, in no order, without who answers them. */
  CopyReader startThose(Handle handle, List<String> ids) throws SQLException {
    return CopyReader.start(
        handle.getConnection(),
        FIELDS
            + "NULL, NULL"
            + MORE
            + " FROM chat_message WHERE room_id = "
            + Sql.literal(id)
            + " AND id IN ("
            + Sql.listed(ids)
            + ")"
            + narrowing.messages());
  }

  /** Takes a file. */
  interface FileTaker {
    void take(ChatFile file, Optional<Picture.Thumb> thumb) throws IOException;
  }

  /** Gives the files in the order of their messages, without holding them all. */
  void eachFile(Handle handle, FileTaker taker) throws IOException {
    Query query =
        bound(
                handle.createQuery(
                    "SELECT f.id, f.name, f.media_type, f.size, f.store_key, f.missing,"
                        + " p.thumb_id, p.thumb_type, p.thumb_size, p.thumb_width,"
                        + " p.thumb_height, p.thumb_key"
                        + " FROM (SELECT id, room_id, sent_at FROM chat_message WHERE files > 0 AND"
                        + condition()
                        + """
                        ) m JOIN chat_file f ON f.message_id = m.id
                         LEFT JOIN chat_picture p ON p.file_id = f.id AND p.thumb_id <> ''
                         ORDER BY
                        """
                        + (by == By.ROOM ? "" : "m.room_id, ")
                        + "m.sent_at, m.id, f.position"))
            .setFetchSize(500);
    try (ResultIterator<Row> files =
        query.map((row, context) -> new Row(file(row), thumb(row))).iterator()) {
      while (files.hasNext()) {
        Row row = files.next();
        taker.take(row.file(), row.thumb());
      }
    }
  }

  private record Row(ChatFile file, Optional<Picture.Thumb> thumb) {}

  private static Optional<Picture.Thumb> thumb(ResultSet row) throws SQLException {
    String id = row.getString("thumb_id");
    return id == null
        ? Optional.empty()
        : Optional.of(
            new Picture.Thumb(
                id,
                row.getString("thumb_type"),
                row.getLong("thumb_size"),
                row.getInt("thumb_width"),
                row.getInt("thumb_height"),
                row.getString("thumb_key")));
  }

  static ChatFile file(ResultSet row) throws SQLException {
    return new ChatFile(
        row.getString("id"),
        row.getString("name"),
        row.getString("media_type"),
        row.getLong("size"),
        row.getString("store_key"),
        row.getString("missing"));
  }

  Query bound(Query query) {
    return query
        .bind("id", id)
        .bind("from", RoomRows.utc(bounded(period.from())))
        .bind("to", RoomRows.utc(bounded(period.to())));
  }

  /** A moment as SQL. */
  static String moment(Instant at) {
    return Sql.literal(bounded(at).toString()) + "::timestamptz";
  }

  /** No message is older or younger, and PostgreSQL's calendar has an end. */
  static Instant bounded(Instant at) {
    Instant first = Period.ALWAYS.from();
    Instant last = Period.ALWAYS.to();
    return at.isBefore(first) ? first : at.isAfter(last) ? last : at;
  }
}
