package io.roomledger.retention;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table retention_run. */
final class RunRows {
  private RunRows() {}

  /** The run that did not end, or a new one. */
  static long begin(Handle handle, String organisation, Instant now) {
    return handle
        .createQuery(
            """
            SELECT id FROM retention_run WHERE organisation = :organisation AND ended_at IS NULL
            """)
        .bind("organisation", organisation)
        .mapTo(Long.class)
        .findOne()
        .orElseGet(() ->
            handle
                .createUpdate(
                    """
                    INSERT INTO retention_run (organisation, began_at) VALUES (:organisation, :now)
                    """)
                .bind("organisation", organisation)
                .bind("now", now)
                .executeAndReturnGeneratedKeys("id")
                .mapTo(Long.class)
                .one());
  }

  static void add(Handle handle, long run, RetentionRun.Removed removed) {
    handle
        .createUpdate(
            """
            UPDATE retention_run
               SET messages = messages + :messages, files = files + :files,
                   bytes = bytes + :bytes, reservations = reservations + :reservations
             WHERE id = :run
            """)
        .bindMethods(removed)
        .bind("run", run)
        .execute();
  }

  /** Ends a run. Of those that removed nothing only the newest stays. */
  static RetentionRun end(Handle handle, String organisation, long run, long held, Instant now) {
    handle.execute(
        """
        DELETE FROM retention_run
         WHERE organisation = ? AND id < ? AND ended_at IS NOT NULL
           AND messages = 0 AND reservations = 0
        """,
        organisation,
        run);
    return handle
        .createUpdate("UPDATE retention_run SET ended_at = :now, held = :held WHERE id = :run")
        .bind("run", run)
        .bind("held", held)
        .bind("now", now)
        .executeAndReturnGeneratedKeys()
        .map((row, context) -> read(row))
        .one();
  }

  static List<RetentionRun> newest(Handle handle, String organisation, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM retention_run WHERE organisation = :organisation
             ORDER BY id DESC LIMIT :limit
            """)
        .bind("organisation", organisation)
        .bind("limit", limit)
        .map((row, context) -> read(row))
        .list();
  }

  private static RetentionRun read(ResultSet row) throws SQLException {
    return new RetentionRun(
        row.getLong("id"),
        row.getTimestamp("began_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant),
        new RetentionRun.Removed(
            row.getLong("messages"),
            row.getLong("files"),
            row.getLong("bytes"),
            row.getLong("reservations")),
        row.getLong("held"));
  }
}
