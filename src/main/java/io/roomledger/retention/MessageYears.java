package io.roomledger.retention;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Messages, by the year in which they were sent. */
final class MessageYears implements YearTable {
  @Override
  public String name() {
    return "chat_message";
  }

  /** One look into the order of each room, and one for each person that is held. */
  @Override
  public boolean isOver(Handle transaction, String partition, List<DueRoom> due) {
    return DueRoom.bound(
            transaction.createQuery(
                """
                SELECT NOT EXISTS (
                  SELECT FROM chat_room r
                    LEFT JOIN unnest(CAST(:rooms AS text[]), CAST(:before AS timestamptz[]))
                           AS d (room, before)
                         ON d.room = r.id AND hold_on('CHAT_ROOM', r.id) IS NULL
                   WHERE EXISTS (SELECT FROM %1$s m
                                  WHERE m.room_id = r.id AND m.deleted_at IS NULL
                                    AND m.sent_at >= coalesce(d.before, '-infinity'))
                      OR EXISTS (SELECT FROM %1$s m
                                  WHERE m.room_id = r.id AND m.deleted_at IS NOT NULL
                                    AND m.sent_at >= coalesce(d.before, '-infinity')))
                  AND NOT EXISTS (
                  SELECT FROM legal_hold h
                   WHERE h.kind = 'PERSON' AND h.lifted_at IS NULL
                     AND EXISTS (SELECT FROM %1$s m WHERE m.author_id = h.subject))
                """
                    .formatted(partition)),
            due)
        .mapTo(Boolean.class)
        .one();
  }

  private record Of(String organisation, long messages, long files, long bytes) {}

  @Override
  public Map<String, RetentionRun.Removed> removed(Handle transaction, String partition) {
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
                .formatted(partition))
        .mapTo(Of.class)
        .forEach(it ->
            removed.put(
                it.organisation(),
                new RetentionRun.Removed(it.messages(), it.files(), it.bytes(), 0)));
    return removed;
  }

  /** As the triggers do it for each, and which bytes nobody needs. */
  @Override
  public void writeDown(Handle transaction, String partition) {
    RemovedRows.messages(transaction, partition);
    execute(
        transaction,
        partition,
        """
        INSERT INTO gone (kind, scope, id, at, who, deleted_at, added, changed)
        SELECT 'chat_message', room_id, id, sent_at, author_id, coalesce(deleted_at, now()),
               coalesce(added, changed),
               CASE WHEN deleted_at IS NULL THEN pg_current_xact_id() ELSE changed END
          FROM %s
        """);
    execute(
        transaction,
        partition,
        """
        INSERT INTO retention_file (key)
        SELECT key FROM %s m JOIN chat_file f ON f.message_id = m.id
          LEFT JOIN chat_picture p ON p.file_id = f.id,
               unnest(ARRAY[f.store_key, coalesce(p.thumb_key, '')]) AS key
         WHERE key <> ''
        ON CONFLICT DO NOTHING
        """);
    execute(transaction, partition, "DELETE FROM chat_file f USING %s m WHERE f.message_id = m.id");
    execute(
        transaction, partition, "DELETE FROM chat_search s USING %s m WHERE s.message_id = m.id");
  }

  private static void execute(Handle transaction, String partition, String sql) {
    transaction.execute(sql.formatted(partition));
  }
}
