package io.roomledger.db;

import org.jdbi.v3.core.Handle;

/**
 * A moment of this database: which transactions had been committed by then. What a later reader
 * finds written by any other transaction has changed since, exactly: no clock is asked, and nobody
 * is forgotten who had begun before that moment and committed after it.
 *
 * @param system which PostgreSQL; in another one, numbers of transactions mean something else
 * @param snapshot the text of PostgreSQL's {@code pg_snapshot}
 * @see <a href="https://www.postgresql.org/docs/18/functions-info.html">pg_current_snapshot</a>
 */
public record Mark(String system, String snapshot) {

  /** The moment that the transaction of this handle sees. */
  public static Mark of(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT system_identifier::text AS system, pg_current_snapshot()::text AS snapshot
              FROM pg_control_system()
            """)
        .mapTo(Mark.class)
        .one();
  }

  /** Whether it was made in this database, and not before that was filled from a dump. */
  public boolean isOf(Handle handle) {
    return of(handle).system().equals(system);
  }

  /**
   * The condition that a row was written since, as SQL without parameters. An index on the column
   * narrows it.
   *
   * @param column of the type {@code xid8}: the transaction that wrote the row
   */
  public String since(String column) {
    String then = Sql.literal(snapshot) + "::pg_snapshot";
    return "(%1$s >= pg_snapshot_xmin(%2$s) AND NOT pg_visible_in_snapshot(%1$s, %2$s))"
        .formatted(column, then);
  }

  /** The condition that a row had been written by then. */
  public String before(String column) {
    return "pg_visible_in_snapshot(%s, %s::pg_snapshot)".formatted(column, Sql.literal(snapshot));
  }
}
