package io.roomledger.retention;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Writes down of which rooms and days something is removed, before it is. */
final class RemovedRows {
  private static final String INTO =
      """
      INSERT INTO retention_gone AS g
        (kind, organisation, room, day, first_at, last_at, things, files)
      """;

  private static final String OR_MORE =
      """
      ON CONFLICT (kind, room, day) DO UPDATE
        SET first_at = least(g.first_at, excluded.first_at),
            last_at = greatest(g.last_at, excluded.last_at),
            things = g.things + excluded.things, files = g.files + excluded.files
      """;

  private RemovedRows() {}

  static void messages(Handle transaction, String organisation, List<String> ids) {
    transaction
        .createUpdate(
            INTO
                + """
                SELECT 'chat_message', :organisation, room_id, (sent_at AT TIME ZONE 'UTC')::date,
                       min(sent_at), max(sent_at), count(*), sum(files)
                  FROM chat_message WHERE id = ANY (:ids) GROUP BY room_id, 4
                """
                + OR_MORE)
        .bind("organisation", organisation)
        .bindArray("ids", String.class, ids)
        .execute();
  }

  /** All that is in a partition of messages, of whatever organisation. */
  static void messages(Handle transaction, String partition) {
    transaction.execute(
        INTO
            + """
            SELECT 'chat_message', r.organisation, m.room_id,
                   (m.sent_at AT TIME ZONE 'UTC')::date, min(m.sent_at), max(m.sent_at), count(*),
                   sum(m.files)
              FROM %s m JOIN chat_room r ON r.id = m.room_id
             WHERE m.deleted_at IS NULL GROUP BY r.organisation, m.room_id, 4
            """
                .formatted(partition)
            + OR_MORE);
  }

  static void reservations(Handle transaction, String organisation, List<UUID> ids) {
    transaction
        .createUpdate(
            INTO
                + """
                SELECT 'reservation', :organisation, room::text,
                       (starts_at AT TIME ZONE 'UTC')::date, min(starts_at), max(starts_at),
                       count(*), 0
                  FROM reservation WHERE id = ANY (:ids) GROUP BY room, 4
                """
                + OR_MORE)
        .bind("organisation", organisation)
        .bindArray("ids", UUID.class, ids)
        .execute();
  }

  /** All that is in a partition of reservations, of whatever organisation. */
  static void reservations(Handle transaction, String partition) {
    transaction.execute(
        INTO
            + """
            SELECT 'reservation', organisation, room::text, (starts_at AT TIME ZONE 'UTC')::date,
                   min(starts_at), max(starts_at), count(*), 0
              FROM %s GROUP BY organisation, room, 4
            """
                .formatted(partition)
            + OR_MORE);
  }
}
