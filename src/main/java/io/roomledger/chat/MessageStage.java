package io.roomledger.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/**
 * Takes many messages of one room into the caller's transaction: by COPY into a table of its own,
 * and from there those that are new.
 */
final class MessageStage {
  private static final String COLUMNS =
      "seq, key, sent_at, author_id, alias, text, system_kind, parent_key, parent_shown,"
          + " edited_at, edited_by, reactions, files, file_count, given_id, given_parent, emoji,"
          + " avatar, attachments, custom_fields, pinned_at, pinned_by";

  /** The digits of {@link io.roomledger.base.Ids}, which are in the order of their bytes. */
  private static final String DIGITS = "23456789ABCDEFGHJKLMNPQRSTWXYZabcdefghijkmnopqrstuvwxyz";

  private static final String FIRST = "222";

  /**
   * The id is the key and, as three digits, which of the messages of that key it is, so that ids of
   * messages of one moment sort as they came. The rows are written in key order, which is how they
   * will be read.
   */
  private static final String FROM_STAGE =
      """
       FROM (SELECT *, coalesce(given_id, key || CASE WHEN nth < 166375
                                THEN substr(digits, nth / 3025 + 1, 1)
                                     || substr(digits, nth / 55 % 55 + 1, 1)
                                     || substr(digits, nth % 55 + 1, 1)
                                ELSE 'zzz' || nth END) AS id
               FROM (SELECT *, (row_number() OVER (PARTITION BY key ORDER BY seq) - 1)::int AS nth,
                            text 'DIGITS' AS digits
                       FROM chat_stage) numbered) s
      """
          .replace("DIGITS", DIGITS);

  private final Handle handle;
  private final String roomId;
  private long seq;
  private long missingFiles;
  private boolean anyFiles;
  private boolean anyIds;

  MessageStage(Handle handle, String roomId) {
    this.handle = handle;
    this.roomId = roomId;
  }

  ChatIntake.Outcome take(ChatIntake.Teller teller) throws SQLException {
    handle.execute(
        """
        CREATE TEMPORARY TABLE chat_stage (
          seq bigint, key text COLLATE "C", sent_at timestamptz, author_id text, alias text,
          text text, system_kind text, parent_key text, parent_shown boolean,
          edited_at timestamptz, edited_by text, reactions text, files text, file_count bigint,
          given_id text, given_parent text, emoji text, avatar text, attachments text,
          custom_fields text, pinned_at timestamptz, pinned_by text
        ) ON COMMIT DROP
        """);
    long staged;
    try (CopyWriter writer = CopyWriter.start(handle.getConnection(), "chat_stage", COLUMNS)) {
      teller.tell(message -> write(writer, message));
      staged = writer.finish();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (anyIds) {
      dropRepeated();
    }
    int added = anyIds ? insertClaimed() : insertMessages("");
    if (anyFiles) {
      insertFiles();
    }
    return new ChatIntake.Outcome(added, staged - added, missingFiles);
  }

  private void write(CopyWriter writer, IncomingMessage message) throws IOException {
    try {
      writer.row();
      writer.number(seq++);
      writer.text(message.key());
      writer.moment(message.sentAt());
      writer.text(message.authorId().orElse(null));
      writer.text(message.alias());
      writer.text(message.text());
      writer.text(message.systemKind().isEmpty() ? null : message.systemKind());
      writer.text(message.parentKey().orElse(null));
      writer.flag(message.parentShown());
      writer.moment(message.edited().map(Message.Edit::at).orElse(null));
      writer.text(message.edited().map(Message.Edit::by).orElse(null));
      writer.text(JsonColumns.write(message.reactions()));
      writer.text(JsonColumns.write(message.files()));
      writer.number(message.files().size());
      writer.text(message.ids().own().orElse(null));
      writer.text(message.ids().parent().orElse(null));
      write(writer, message.extras());
    } catch (SQLException e) {
      throw new IOException("the database did not take the messages", e);
    }
    anyFiles |= !message.files().isEmpty();
    anyIds |= message.ids().own().isPresent();
    missingFiles += message.files().stream().filter(f -> !f.missing().isEmpty()).count();
  }

  private static void write(CopyWriter writer, MessageExtras extras)
      throws IOException, SQLException {
    writer.text(extras.emoji());
    writer.text(extras.avatar());
    writer.text(extras.attachments().isEmpty() ? null : extras.attachments());
    writer.text(extras.customFields().isEmpty() ? null : extras.customFields());
    writer.moment(extras.pinned().map(Message.Edit::at).orElse(null));
    writer.text(extras.pinned().map(Message.Edit::by).orElse(null));
  }

  /** Ids that were made elsewhere: another message that has one, of whatever time, keeps it. */
  private int insertClaimed() {
    handle.execute(
        "INSERT INTO chat_claim (id) SELECT id "
            + FROM_STAGE
            + " ORDER BY id ON CONFLICT DO NOTHING");
    int added = insertMessages(" WHERE NOT EXISTS (SELECT FROM chat_message m WHERE m.id = s.id)");
    handle.execute("DELETE FROM chat_claim");
    return added;
  }

  /** Ids that were made of keys always belong to the same time. */
  private int insertMessages(String which) {
    return handle
        .createUpdate(
            """
            INSERT INTO chat_message (id, room_id, sent_at, author_id, alias, text, system_kind,
                parent_id, parent_shown, edited_at, edited_by, reactions, files, emoji, avatar,
                attachments, custom_fields, pinned_at, pinned_by)
            SELECT id, :room, sent_at, author_id, alias, text, system_kind,
                   coalesce(given_parent, parent_key || :first), parent_shown, edited_at,
                   edited_by, reactions::jsonb, file_count, emoji, avatar, attachments::json,
                   custom_fields::json, pinned_at, pinned_by
            """
                + FROM_STAGE
                + which
                + " ORDER BY sent_at, id ON CONFLICT (id, sent_at) DO NOTHING")
        .bind("room", roomId)
        .bind("first", FIRST)
        .execute();
  }

  /** Files whose bytes were missing at an earlier import and are there now come after. */
  private void insertFiles() {
    handle
        .createUpdate(
            """
            INSERT INTO chat_file (id, message_id, room_id, position, name, media_type, size,
                                   store_key, missing)
            SELECT DISTINCT ON (f.id) f.id, m.id, m.room_id, f.position - 1, f.name,
                   f."mediaType", f.size, f."storeKey", f.missing
            """
                + FROM_STAGE
                + """
                  JOIN chat_message m
                    ON m.id = s.id AND m.room_id = :room AND m.deleted_at IS NULL
                 CROSS JOIN ROWS FROM (jsonb_to_recordset(s.files::jsonb) AS (id text, name text,
                         "mediaType" text, size bigint, "storeKey" text, missing text))
                       WITH ORDINALITY
                       AS f (id, name, "mediaType", size, "storeKey", missing, position)
                 WHERE s.files IS NOT NULL
                   AND NOT EXISTS (SELECT FROM chat_file other
                                    WHERE other.message_id = m.id
                                      AND other.position = f.position - 1 AND other.id <> f.id)
                 ORDER BY f.id, s.seq
                ON CONFLICT (id) DO UPDATE
                   SET store_key = excluded.store_key, size = excluded.size, missing = ''
                 WHERE chat_file.missing <> '' AND excluded.missing = ''
                """)
        .bind("room", roomId)
        .execute();
  }

  /** Of messages that bring the same id, the first counts. */
  private void dropRepeated() {
    handle.execute(
        """
        DELETE FROM chat_stage later USING chat_stage first
         WHERE later.given_id = first.given_id AND later.seq > first.seq
        """);
  }
}
