package io.roomledger.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The rows of messages and files. What was deleted is never among them. */
final class MessageRows {
  /** The files of a row of {@code chat_message} as JSON; asked for only where there are some. */
  static final String FILES =
      """
      CASE WHEN files > 0 THEN (
        SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type,
                   'size', f.size, 'storeKey', f.store_key, 'missing', f.missing)
                 ORDER BY f.position)::text
          FROM chat_file f WHERE f.message_id = chat_message.id) END
      """;

  static final String COLUMNS =
      """
      SELECT id, room_id, sent_at, author_id, alias, text, system_kind, parent_id, parent_shown,
             edited_at, edited_by, reactions, emoji, avatar, attachments, custom_fields,
             pinned_at, pinned_by,
      """
          + FILES
          + """
                 AS files_json
            FROM chat_message
           WHERE deleted_at IS NULL
          """;

  private MessageRows() {}

  /** The message, locked until the transaction ends so that two changes do not undo each other. */
  static Optional<Message> lock(Handle handle, String id) {
    return handle
        .createQuery(COLUMNS + " AND id = :id FOR UPDATE")
        .bind("id", id)
        .map((row, context) -> message(row))
        .findOne();
  }

  static Optional<Message> find(Handle handle, String id) {
    return handle
        .createQuery(COLUMNS + " AND id = :id")
        .bind("id", id)
        .map((row, context) -> message(row))
        .findOne();
  }

  /** The messages of those ids, of whatever rooms. */
  static List<Message> ofIds(Handle handle, Collection<String> ids) {
    return handle
        .createQuery(COLUMNS + " AND id = ANY (:ids)")
        .bindArray("ids", String.class, List.copyOf(ids))
        .map((row, context) -> message(row))
        .list();
  }

  /** Messages of a room after a key, in key order. */
  static List<Message> after(Handle handle, String roomId, MessageKey key, int limit) {
    return handle
        .createQuery(
            COLUMNS
                + """
                   AND room_id = :room AND sent_at >= :at AND (sent_at, id) > (:at, :id)
                 ORDER BY sent_at, id LIMIT :limit
                """)
        .bind("room", roomId)
        .bind("at", RoomRows.utc(key.sentAt()))
        .bind("id", key.id())
        .bind("limit", limit)
        .map((row, context) -> message(row))
        .list();
  }

  /** The last messages of a room before a key, in key order. */
  static List<Message> before(Handle handle, String roomId, MessageKey key, int limit) {
    return handle
        .createQuery(
            COLUMNS
                + """
                   AND room_id = :room AND sent_at <= :at AND (sent_at, id) < (:at, :id)
                 ORDER BY sent_at DESC, id DESC LIMIT :limit
                """)
        .bind("room", roomId)
        .bind("at", RoomRows.utc(key.sentAt()))
        .bind("id", key.id())
        .bind("limit", limit)
        .map((row, context) -> message(row))
        .list()
        .reversed();
  }

  /** The messages of that room among those ids, in key order; others vanish. */
  static List<Message> among(Handle handle, String roomId, Collection<String> ids) {
    return handle
        .createQuery(
            COLUMNS
                + """
                   AND room_id = :room AND id = ANY (:ids)
                 ORDER BY sent_at, id
                """)
        .bind("room", roomId)
        .bindArray("ids", String.class, List.copyOf(ids))
        .map((row, context) -> message(row))
        .list();
  }

  /**
   * The same for a message whose id was made elsewhere: another that has it, of whatever time, or
   * is being written, keeps it.
   */
  static boolean insertGiven(Handle handle, Message message) {
    handle.execute("INSERT INTO chat_claim (id) VALUES (?)", message.id());
    boolean added = !isThere(handle, message.id()) && insert(handle, message);
    handle.execute("DELETE FROM chat_claim WHERE id = ?", message.id());
    return added;
  }

  /** Whether a message has that id, or had it before it was deleted. */
  private static boolean isThere(Handle handle, String id) {
    return handle
        .createQuery("SELECT EXISTS (SELECT FROM chat_message WHERE id = :id)")
        .bind("id", id)
        .mapTo(Boolean.class)
        .one();
  }

  /** Adds a message, unless it is there already. */
  static boolean insert(Handle handle, Message message) {
    boolean added =
        handle
                .createUpdate(
                    """
                    INSERT INTO chat_message (id, room_id, sent_at, author_id, alias, text,
                        system_kind, parent_id, parent_shown, edited_at, edited_by, reactions,
                        files, emoji, avatar, attachments, custom_fields, pinned_at, pinned_by)
                    VALUES (:id, :room, :sentAt, :author, :alias, :text,
                        :kind, :parent, :shown, :editedAt, :editedBy, :reactions::jsonb,
                        :files, :emoji, :avatar, :attachments::json, :customFields::json,
                        :pinnedAt, :pinnedBy)
                    ON CONFLICT DO NOTHING
                    """)
                .bind("id", message.id())
                .bind("room", message.roomId())
                .bind("sentAt", RoomRows.utc(message.sentAt()))
                .bind("author", message.authorId().orElse(null))
                .bind("alias", message.alias())
                .bind("text", message.text())
                .bind("kind", message.systemKind().isEmpty() ? null : message.systemKind())
                .bind("parent", message.parentId().orElse(null))
                .bind("shown", message.parentShown())
                .bind("editedAt", message.edited().map(e -> RoomRows.utc(e.at())).orElse(null))
                .bind("editedBy", message.edited().map(Message.Edit::by).orElse(null))
                .bind("reactions", JsonColumns.write(message.reactions()))
                .bind("files", message.files().size())
                .bindMap(extras(message.extras()))
                .execute()
            == 1;
    if (added) {
      addFiles(handle, message, 0, message.files());
    }
    return added;
  }

  private static Map<String, @Nullable Object> extras(MessageExtras extras) {
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("emoji", extras.emoji());
    values.put("avatar", extras.avatar());
    values.put("attachments", orNull(extras.attachments()));
    values.put("customFields", orNull(extras.customFields()));
    values.put("pinnedAt", extras.pinned().map(pin -> RoomRows.utc(pin.at())).orElse(null));
    values.put("pinnedBy", extras.pinned().map(Message.Edit::by).orElse(null));
    return values;
  }

  private static @Nullable String orNull(String json) {
    return json.isEmpty() ? null : json;
  }

  static void setPinned(Handle handle, String id, Optional<Message.Edit> pin) {
    handle
        .createUpdate("UPDATE chat_message SET pinned_at = :at, pinned_by = :by WHERE id = :id")
        .bind("at", pin.map(p -> RoomRows.utc(p.at())).orElse(null))
        .bind("by", pin.map(Message.Edit::by).orElse(null))
        .bind("id", id)
        .execute();
  }

  static void setText(Handle handle, String id, String text, Message.Edit edit) {
    handle
        .createUpdate(
            """
            UPDATE chat_message SET text = :text, edited_at = :at, edited_by = :by WHERE id = :id
            """)
        .bind("text", text)
        .bind("at", RoomRows.utc(edit.at()))
        .bind("by", edit.by())
        .bind("id", id)
        .execute();
  }

  static void setReactions(Handle handle, String id, List<Reaction> reactions) {
    handle
        .createUpdate("UPDATE chat_message SET reactions = :reactions::jsonb WHERE id = :id")
        .bind("reactions", JsonColumns.write(reactions))
        .bind("id", id)
        .execute();
  }

  /** Where the bytes of a message's files are, thumbnails too. */
  static List<String> storeKeys(Handle handle, String messageId) {
    return handle
        .createQuery(
            """
            SELECT unnest(ARRAY[f.store_key, coalesce(p.thumb_key, '')]) AS key
              FROM chat_file f LEFT JOIN chat_picture p ON p.file_id = f.id
             WHERE f.message_id = :id
            """)
        .bind("id", messageId)
        .mapTo(String.class)
        .filter(key -> !key.isEmpty())
        .list();
  }

  /** Leaves the tombstone. */
  static void bury(Handle handle, String id, Instant at, String by) {
    handle
        .createUpdate(
            """
            UPDATE chat_message
               SET text = '', alias = '', reactions = NULL, files = 0, emoji = '', avatar = '',
                   attachments = NULL, custom_fields = NULL, pinned_at = NULL, pinned_by = NULL,
                   deleted_at = :at, deleted_by = :by
             WHERE id = :id
            """)
        .bind("at", RoomRows.utc(at))
        .bind("by", by)
        .bind("id", id)
        .execute();
    handle.createUpdate("DELETE FROM chat_file WHERE message_id = :id").bind("id", id).execute();
  }

  static void addFiles(Handle handle, Message message, int position, List<ChatFile> files) {
    int next = position;
    for (ChatFile file : files) {
      handle
          .createUpdate(
              """
              INSERT INTO chat_file (id, message_id, room_id, position, name, media_type, size,
                                     store_key, missing)
              VALUES (:id, :message, :room, :position, :name, :mediaType, :size, :storeKey,
                      :missing)
              """)
          .bindMethods(file)
          .bind("message", message.id())
          .bind("room", message.roomId())
          .bind("position", next++)
          .execute();
    }
  }

  static void countFiles(Handle handle, String messageId, int files) {
    handle
        .createUpdate("UPDATE chat_message SET files = :files WHERE id = :id")
        .bind("files", files)
        .bind("id", messageId)
        .execute();
  }

  static Message message(ResultSet row) throws SQLException {
    String editor = row.getString("edited_by");
    String kind = row.getString("system_kind");
    return new Message(
        row.getString("id"),
        row.getString("room_id"),
        RoomRows.instant(row.getObject("sent_at", OffsetDateTime.class)),
        Optional.ofNullable(row.getString("author_id")),
        row.getString("alias"),
        row.getString("text"),
        kind == null ? "" : kind,
        Optional.ofNullable(row.getString("parent_id")),
        row.getBoolean("parent_shown"),
        RoomRows.instantIfAny(row.getObject("edited_at", OffsetDateTime.class))
            .map(at -> new Message.Edit(at, editor == null ? "" : editor)),
        JsonColumns.reactions(row.getString("reactions")),
        JsonColumns.files(row.getString("files_json")),
        extrasOf(row));
  }

  private static MessageExtras extrasOf(ResultSet row) throws SQLException {
    String attachments = row.getString("attachments");
    String customFields = row.getString("custom_fields");
    String pinner = row.getString("pinned_by");
    return new MessageExtras(
        row.getString("emoji"),
        row.getString("avatar"),
        attachments == null ? "" : attachments,
        customFields == null ? "" : customFields,
        RoomRows.instantIfAny(row.getObject("pinned_at", OffsetDateTime.class))
            .map(at -> new Message.Edit(at, pinner == null ? "" : pinner)));
  }
}
