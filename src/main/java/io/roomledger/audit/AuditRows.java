package io.roomledger.audit;

import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The SQL of the table audit. */
final class AuditRows {
  private static final String SELECT =
      """
      SELECT id, at, organisation, actor, address, action, subject, details::text AS details,
             encode(prev_hash, 'hex') AS prev_hash, encode(hash, 'hex') AS hash
        FROM audit
      """;

  private AuditRows() {}

  /** Lets one transaction at a time go on from here, until it ends. */
  static void lock(Handle handle) {
    handle.execute("SELECT pg_advisory_xact_lock(7311127429170389863)");
  }

  static Optional<StoredRow> last(Handle handle) {
    return handle.createQuery(SELECT + "ORDER BY id DESC LIMIT 1").mapTo(StoredRow.class).findOne();
  }

  static void insert(Handle handle, StoredRow row) {
    handle
        .createUpdate(
            """
            INSERT INTO audit
              (id, at, organisation, actor, address, action, subject, details, prev_hash, hash)
            VALUES
              (:id, :at, :organisation, :actor, :address, :action, :subject, :details::jsonb,
               decode(:prevHash, 'hex'), decode(:hash, 'hex'))\
            """)
        .bind("id", row.id())
        .bind("at", OffsetDateTime.ofInstant(row.at(), ZoneOffset.UTC))
        .bind("organisation", row.organisation())
        .bind("actor", row.actor())
        .bind("address", row.address())
        .bind("action", row.action())
        .bind("subject", row.subject())
        .bind("details", row.details())
        .bind("prevHash", row.prevHash())
        .bind("hash", row.hash())
        .execute();
  }

  static List<StoredRow> after(Handle handle, long id, int limit) {
    return handle
        .createQuery(SELECT + "WHERE id > :id ORDER BY id LIMIT :limit")
        .bind("id", id)
        .bind("limit", limit)
        .mapTo(StoredRow.class)
        .list();
  }

  /** Every act there is: one step through the index for each, however many rows it has. */
  static List<String> actions(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            WITH RECURSIVE seen AS (
              SELECT (SELECT min(action) FROM audit WHERE organisation = :organisation) AS action
              UNION ALL
              SELECT (SELECT min(action) FROM audit
                       WHERE organisation = :organisation AND action > seen.action)
                FROM seen WHERE seen.action IS NOT NULL)
            SELECT action FROM seen WHERE action IS NOT NULL
            """)
        .bind("organisation", organisation)
        .mapTo(String.class)
        .list();
  }

  /** The newest first, of those before {@code id}. */
  static List<StoredRow> before(
      Handle handle, String organisation, AuditFilter filter, long id, int limit) {
    Query query =
        handle.createQuery(
            SELECT
                + "WHERE organisation = :organisation AND id < :id AND at >= :from AND at < :to"
                + (filter.actor().isPresent() ? " AND actor = :actor" : "")
                + (filter.action().isPresent() ? " AND action = :action" : "")
                + (filter.subject().isPresent() ? " AND subject = :subject" : "")
                + " ORDER BY id DESC LIMIT :limit");
    filter.actor().ifPresent(actor -> query.bind("actor", actor));
    filter.action().ifPresent(action -> query.bind("action", action));
    filter.subject().ifPresent(subject -> query.bind("subject", subject));
    return query
        .bind("organisation", organisation)
        .bind("id", id)
        .bind("from", OffsetDateTime.ofInstant(filter.period().from(), ZoneOffset.UTC))
        .bind("to", OffsetDateTime.ofInstant(filter.period().to(), ZoneOffset.UTC))
        .bind("limit", limit)
        .mapTo(StoredRow.class)
        .list();
  }
}
