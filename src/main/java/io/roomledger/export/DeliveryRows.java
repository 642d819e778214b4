package io.roomledger.export;

import io.roomledger.export.ExportOrder.Delivery;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of the table export_delivery. */
final class DeliveryRows {
  private DeliveryRows() {}

  /** A delivery that waits. */
  record Waiting(long export, Delivery target) {}

  static void insert(Handle handle, long id, long export, Delivery target) {
    handle.execute(
        """
        INSERT INTO export_delivery (id, export, target, status)
        VALUES (?, ?, ?::jsonb, 'WAITING')\
        """,
        id,
        export,
        HandlingJson.json(target).toString());
  }

  static Optional<Waiting> waiting(Handle handle, long id) {
    return handle
        .createQuery(
            "SELECT export, target FROM export_delivery WHERE id = :id AND status = 'WAITING'")
        .bind("id", id)
        .map((row, context) ->
            new Waiting(row.getLong("export"), HandlingJson.delivery(row.getString("target"))))
        .findOne();
  }

  /** A mail is as far as the copies of its letter are. */
  private static final String STATES =
      """
      SELECT d.export, d.id, d.target, j.attempt, d.place, d.delivered_at,
             CASE WHEN c.failed THEN 'FAILED' WHEN c.waiting THEN 'WAITING' ELSE d.status END
               AS status,
             coalesce(c.error, d.reason) AS reason
        FROM export_delivery d
        JOIN job j ON j.id = d.id
        LEFT JOIN LATERAL (
             SELECT bool_or(status = 'FAILED') AS failed, bool_or(status = 'WAITING') AS waiting,
                    string_agg(address || ': ' || last_error, '; ' ORDER BY address)
                      FILTER (WHERE last_error <> '') AS error
               FROM letter_copy WHERE letter = d.letter) c ON d.letter IS NOT NULL
      """;

  static List<DeliveryState> of(Handle handle, long export) {
    return handle
        .createQuery(STATES + " WHERE d.export = :export ORDER BY d.id")
        .bind("export", export)
        .map((row, context) -> read(row))
        .list();
  }

  /** The newest to a webhook of an organisation. */
  static List<Deliveries.Told> toWebhook(
      Handle handle, String organisation, String webhook, int limit) {
    return handle
        .createQuery(
            STATES
                + """
                 JOIN webhook w ON w.id = d.target ->> 'webhook' AND w.organisation = :organisation
                 WHERE d.target ->> 'webhook' = :webhook ORDER BY d.id DESC LIMIT :limit
                """)
        .bind("organisation", organisation)
        .bind("webhook", webhook)
        .bind("limit", limit)
        .map((row, context) -> new Deliveries.Told(row.getLong("export"), read(row)))
        .list();
  }

  static boolean hasWebhook(Handle handle, String organisation, String id) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM webhook WHERE id = :id AND organisation = :organisation
                              AND deleted_at IS NULL)
            """)
        .bind("id", id)
        .bind("organisation", organisation)
        .mapTo(Boolean.class)
        .one();
  }

  private static DeliveryState read(ResultSet row) throws SQLException {
    return new DeliveryState(
        row.getLong("id"),
        HandlingJson.delivery(row.getString("target")),
        DeliveryState.Status.valueOf(row.getString("status")),
        row.getInt("attempt"),
        row.getString("reason"),
        row.getString("place"),
        Optional.ofNullable(row.getObject("delivered_at", OffsetDateTime.class))
            .map(OffsetDateTime::toInstant),
        Optional.empty());
  }

  static void delivered(Handle handle, long id, Deliveries.Brought brought, Instant at) {
    handle
        .createUpdate(
            """
            UPDATE export_delivery
               SET status = 'DELIVERED', reason = '', place = :place, letter = :letter,
                   delivered_at = :at
             WHERE id = :id
            """)
        .bind("id", id)
        .bind("place", brought.place())
        .bind("letter", brought.letter().orElse(null))
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .execute();
  }

  static void triedInVain(Handle handle, long id, String reason) {
    handle.execute(
        "UPDATE export_delivery SET reason = ? WHERE id = ? AND status = 'WAITING'", reason, id);
  }

  static Optional<Long> failed(Handle handle, long id, String reason) {
    return handle
        .createQuery(
            """
            UPDATE export_delivery SET status = 'FAILED', reason = :reason
             WHERE id = :id AND status = 'WAITING' RETURNING export
            """)
        .bind("reason", reason)
        .bind("id", id)
        .mapTo(Long.class)
        .findOne();
  }
}
