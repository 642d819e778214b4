package io.roomledger.retention;

import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What is written down of a partition of messages before it goes, and what hangs on it. */
final class PartitionRows {
  private final Handle transaction;
  private final String name;

  PartitionRows(Handle transaction, String name) {
    this.transaction = transaction;
    this.name = name;
  }

  private record Of(String organisation, long messages, long files, long bytes) {}

  /** How much is in it, by organisation. */
  Map<String, RetentionRun.Removed> removed() {
    Map<String, RetentionRun.Removed> removed = new HashMap<>();
    transaction
        .createQuery(
            """
            SELECT r.organisation, sum(m.messages)::bigint AS messages,
                   coalesce(sum(f.files), 0)::bigint AS files,
                   coalesce(sum(f.bytes), 0)::bigint AS bytes
              FROM (SELECT room_id, count(*) FILTER (WHERE deleted_at IS NULL) AS messages
                      FROM %1$s GROUP BY room_id) m
              JOIN chat_room r ON r.id = m.room_id
              LEFT JOIN (SELECT f.room_id, count(*) AS files, sum(f.size) AS bytes
                           FROM chat_file f JOIN %1$s m ON m.id = f.message_id
                          GROUP BY f.room_id) f ON f.room_id = m.room_id
             GROUP BY r.organisation
            """
                .formatted(name))
        .mapTo(Of.class)
        .forEach(it ->
            removed.put(
                it.organisation(),
                new RetentionRun.Removed(it.messages(), it.files(), it.bytes(), 0)));
    return removed;
  }

  /** That they were there, as the triggers do it for each, and which bytes nobody needs. */
  void writeDown() {
    RemovedRows.partition(transaction, name);
    execute(
        """
        INSERT INTO gone (kind, scope, id, at, who, deleted_at, added, changed)
        SELECT 'chat_message', room_id, id, sent_at, author_id, coalesce(deleted_at, now()),
               coalesce(added, changed),
               CASE WHEN deleted_at IS NULL THEN pg_current_xact_id() ELSE changed END
          FROM %s
        """);
    execute(
        """
        INSERT INTO retention_file (key)
        SELECT key FROM %s m JOIN chat_file f ON f.message_id = m.id
          LEFT JOIN chat_picture p ON p.file_id = f.id,
               unnest(ARRAY[f.store_key, coalesce(p.thumb_key, '')]) AS key
         WHERE key <> ''
        ON CONFLICT DO NOTHING
        """);
    execute("DELETE FROM chat_file f USING %s m WHERE f.message_id = m.id");
    execute("DELETE FROM chat_search s USING %s m WHERE s.message_id = m.id");
  }

  private void execute(String sql) {
    transaction.execute(sql.formatted(name));
  }
}
