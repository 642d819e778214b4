package io.roomledger.intake.desk;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The SQL of the table import_refusal, and of what is old. */
final class RefusalRows {
  private RefusalRows() {}

  static List<Imports.Refused> first(Handle handle, long id, int limit) {
    return handle
        .createQuery(
            """
            SELECT place, line, problem, said FROM import_refusal WHERE import = :id
             ORDER BY file, number LIMIT :limit
            """)
        .bind("id", id)
        .bind("limit", limit)
        .map((row, context) ->
            new Imports.Refused(
                row.getString("place"),
                row.getLong("line"),
                Said.read(row.getString("problem"), row.getString("said"))))
        .list();
  }

  static void add(Handle handle, long id, int file, int number, Imports.Refused refused) {
    handle.execute(
        """
        INSERT INTO import_refusal (import, file, number, place, line, problem, said)
        VALUES (?, ?, ?, ?, ?, ?, ?::json)\
        """,
        id,
        file,
        number,
        refused.place(),
        refused.line(),
        Said.text(refused.problem()),
        Said.json(refused.problem()));
  }

  static void forget(Handle handle, long id, int file) {
    handle.execute("DELETE FROM import_refusal WHERE import = ? AND file = ?", id, file);
  }

  /** Imports with files that nobody goes on with. */
  static List<Long> left(Handle handle, Instant before, int most) {
    return handle
        .createQuery(
            """
            SELECT o.id FROM import_order o LEFT JOIN job j ON j.id = o.job
             WHERE NOT o.cleared AND o.touched_at < :before
               AND (j.id IS NULL OR j.finished_at < :before)
             LIMIT :most
            """)
        .bind("before", before)
        .bind("most", most)
        .mapTo(Long.class)
        .list();
  }
}
