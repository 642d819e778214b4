package io.roomledger.retention;

import io.roomledger.hold.Held;
import io.roomledger.hold.HeldKind;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Removes messages, with their files, pictures and words in the index, and the tombstones of those
 * that people deleted. The table {@code gone} keeps that they were there.
 */
final class MessageRemoval implements Removal {
  private static final int BATCH = 500;

  private final String organisation;

  MessageRemoval(String organisation) {
    this.organisation = organisation;
  }

  @Override
  public Batch next(Handle transaction, DueRoom room) {
    Held.share(transaction);
    if (Held.on(transaction, HeldKind.CHAT_ROOM, room.id()).isPresent()) {
      return Batch.LAST;
    }
    List<String> ids = due(transaction, room, "NULL");
    if (ids.isEmpty()) {
      List<String> tombstones = due(transaction, room, "NOT NULL");
      delete(transaction, tombstones);
      return new Batch(Batch.LAST.removed(), tombstones.size() == BATCH);
    }
    Files files = files(transaction, ids);
    RemovedRows.messages(transaction, organisation, ids);
    delete(transaction, ids);
    return new Batch(new RetentionRun.Removed(ids.size(), files.files(), files.bytes(), 0), true);
  }

  private static List<String> due(Handle transaction, DueRoom room, String deleted) {
    return transaction
        .createQuery(
            """
            SELECT m.id FROM chat_message m
             WHERE m.room_id = :room AND m.sent_at < :before AND m.deleted_at IS %s
               AND NOT EXISTS (SELECT FROM legal_hold h
                                WHERE h.kind = 'PERSON' AND h.subject = m.author_id
                                  AND h.lifted_at IS NULL)
             ORDER BY m.sent_at, m.id LIMIT :batch
               FOR UPDATE OF m
            """
                .formatted(deleted))
        .bind("room", room.id())
        .bind("before", room.before())
        .bind("batch", BATCH)
        .mapTo(String.class)
        .list();
  }

  private record Files(long files, long bytes) {}

  /** Their bytes go when the transaction is over. */
  private static Files files(Handle transaction, List<String> ids) {
    transaction
        .createUpdate(
            """
            INSERT INTO retention_file (key)
            SELECT key FROM chat_file f LEFT JOIN chat_picture p ON p.file_id = f.id,
                   unnest(ARRAY[f.store_key, coalesce(p.thumb_key, '')]) AS key
             WHERE f.message_id = ANY (:ids) AND key <> ''
            ON CONFLICT DO NOTHING
            """)
        .bindArray("ids", String.class, ids)
        .execute();
    return transaction
        .createQuery(
            """
            SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes
              FROM chat_file WHERE message_id = ANY (:ids)
            """)
        .bindArray("ids", String.class, ids)
        .mapTo(Files.class)
        .one();
  }

  private static void delete(Handle transaction, List<String> ids) {
    transaction
        .createUpdate("DELETE FROM chat_message WHERE id = ANY (:ids)")
        .bindArray("ids", String.class, ids)
        .execute();
  }
}
