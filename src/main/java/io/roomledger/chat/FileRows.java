package io.roomledger.chat;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of files on their way into messages, of those in messages, and of thumbnails. */
final class FileRows {
  private FileRows() {}

  /**
   * Where a file is.
   *
   * @param roomId the room of its message, or the one it was sent to
   * @param sender who sent it, if no message has it yet
   * @param file what is known of it
   * @param sentAt when it or its message was sent
   */
  record Place(String roomId, Optional<String> sender, ChatFile file, Instant sentAt) {}

  static void addUpload(
      Handle handle, String roomId, String accountId, ChatFile file, Instant sentAt) {
    handle
        .createUpdate(
            """
            INSERT INTO chat_upload (id, room_id, account_id, name, media_type, size, store_key,
                                     sent_at)
            VALUES (:id, :room, :account, :name, :mediaType, :size, :storeKey, :sentAt)
            """)
        .bindMethods(file)
        .bind("room", roomId)
        .bind("account", accountId)
        .bind("sentAt", RoomRows.utc(sentAt))
        .execute();
  }

  /** Takes the file out of those that wait, if that account sent it to that room. */
  static Optional<ChatFile> takeUpload(
      Handle handle, String fileId, String roomId, String accountId) {
    return handle
        .createQuery(
            """
            DELETE FROM chat_upload
             WHERE id = :id AND room_id = :room AND account_id = :account
            RETURNING id, name, media_type, size, store_key, '' AS missing
            """)
        .bind("id", fileId)
        .bind("room", roomId)
        .bind("account", accountId)
        .map((row, context) -> ChatCopy.file(row))
        .findOne();
  }

  /** Takes out those that were sent before {@code before}, and answers where their bytes are. */
  static List<String> dropUploads(Handle handle, Instant before) {
    return handle
        .createQuery("DELETE FROM chat_upload WHERE sent_at < :before RETURNING store_key")
        .bind("before", RoomRows.utc(before))
        .mapTo(String.class)
        .list();
  }

  static void describe(Handle handle, String fileId, String description) {
    handle.execute("UPDATE chat_file SET description = ? WHERE id = ?", description, fileId);
  }

  static void addPicture(Handle handle, String fileId, Picture picture) {
    handle
        .createUpdate(
            """
            INSERT INTO chat_picture (file_id, width, height, thumb_id, thumb_key, thumb_type,
                                      thumb_size, thumb_width, thumb_height)
            VALUES (:file, :width, :height, :id, :storeKey, :mediaType, :size, :thumbWidth,
                    :thumbHeight)
            """)
        .bind("file", fileId)
        .bind("width", picture.width())
        .bind("height", picture.height())
        .bind("id", picture.thumb().map(Picture.Thumb::id).orElse(""))
        .bind("storeKey", picture.thumb().map(Picture.Thumb::storeKey).orElse(""))
        .bind("mediaType", picture.thumb().map(Picture.Thumb::mediaType).orElse(""))
        .bind("size", picture.thumb().map(Picture.Thumb::size).orElse(0L))
        .bind("thumbWidth", picture.thumb().map(Picture.Thumb::width).orElse(0))
        .bind("thumbHeight", picture.thumb().map(Picture.Thumb::height).orElse(0))
        .execute();
  }

  /** The file or thumbnail of that id, wherever it is. */
  static Optional<Place> find(Handle handle, String id) {
    return handle
        .createQuery(
            """
            SELECT m.room_id, NULL AS sender, m.sent_at,
                   f.id, f.name, f.media_type, f.size, f.store_key, f.missing
              FROM chat_file f JOIN chat_message m ON m.id = f.message_id
             WHERE f.id = :id AND m.deleted_at IS NULL
             UNION ALL
            SELECT m.room_id, NULL, m.sent_at,
                   p.thumb_id, 'thumb-' || f.name, p.thumb_type, p.thumb_size, p.thumb_key, ''
              FROM chat_picture p JOIN chat_file f ON f.id = p.file_id
              JOIN chat_message m ON m.id = f.message_id
             WHERE p.thumb_id = :id AND p.thumb_id <> '' AND m.deleted_at IS NULL
             UNION ALL
            SELECT room_id, account_id, sent_at, id, name, media_type, size, store_key, ''
              FROM chat_upload WHERE id = :id
             LIMIT 1
            """)
        .bind("id", id)
        .map((row, context) -> place(row))
        .findOne();
  }

  private static Place place(ResultSet row) throws SQLException {
    return new Place(
        row.getString("room_id"),
        Optional.ofNullable(row.getString("sender")),
        ChatCopy.file(row),
        RoomRows.instant(row.getObject("sent_at", OffsetDateTime.class)));
  }
}
