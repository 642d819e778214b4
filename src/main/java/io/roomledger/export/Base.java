package io.roomledger.export;

import io.roomledger.base.Period;
import io.roomledger.db.Mark;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The earlier export that an order is since.
 *
 * @param export its number
 * @param mark the moment that it shows
 * @param scope what its words meant then, see {@link RecordSource#scope}
 */
public record Base(long export, Mark mark, List<String> scope) {
  public Base {
    scope = List.copyOf(scope);
  }

  /** The one that a selection names with {@link Filter#SINCE}, if it is done. */
  public static Optional<Base> of(Handle handle, Selection selection) {
    return selection.one(Filter.SINCE.name()).flatMap(number -> find(handle, number));
  }

  private static Optional<Base> find(Handle handle, String number) {
    return handle
        .createQuery(
            """
            SELECT export, system, snapshot::text AS snapshot, scope FROM export_mark
             WHERE export = :number::bigint
            """)
        .bind("number", number)
        .map((row, context) ->
            new Base(
                row.getLong("export"),
                new Mark(row.getString("system"), row.getString("snapshot")),
                List.of((String[]) row.getArray("scope").getArray())))
        .findOne();
  }

  /**
   * SQL that says {@code new} or {@code edited} of a row that was written since.
   *
   * @param table what the statement calls the table, which has the columns {@code added} and {@code
   *     changed}
   * @param kind the table's name, for what was deleted and has come back
   */
  public String word(String table, String kind) {
    return """
    CASE WHEN %1$s OR EXISTS (SELECT FROM gone g WHERE g.kind = '%2$s' AND g.id = %3$s.id::text
                                AND %4$s)
         THEN 'edited' ELSE 'new' END
    """
        .formatted(
            mark.before("coalesce(%1$s.added, %1$s.changed)".formatted(table)),
            kind,
            table,
            seen("g"));
  }

  /** SQL: whether a row of the table {@code gone} was there then and is no more. */
  public String seen(String gone) {
    return "(" + mark.since(gone + ".changed") + " AND " + mark.before(gone + ".added") + ")";
  }

  /** A record that was there then and was deleted since. */
  public record Gone(String id, Instant at, Instant deletedAt) {}

  /**
   * What was deleted since, in the order in which it had happened.
   *
   * @param kind the table that it was in
   * @param period when it had happened
   * @param and a further condition on the table {@code gone}, as SQL without parameters
   */
  public List<Gone> gone(Handle handle, String kind, Period period, String and) {
    return handle
        .createQuery(
            "SELECT id, at, deleted_at FROM gone WHERE kind = :kind AND at >= :from AND at < :to"
                + " AND "
                + seen("gone")
                + " AND "
                + and
                + " ORDER BY at, id")
        .bind("kind", kind)
        .bind("from", period.from())
        .bind("to", period.to())
        .mapTo(Gone.class)
        .list();
  }
}
