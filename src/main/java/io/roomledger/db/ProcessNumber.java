package io.roomledger.db;

import io.roomledger.base.Ids;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The number that this process has in the ids it makes, which no other process of the database has
 * at the time. A server holds it by a lock of a connection that it keeps; a command, which is soon
 * over, takes one that nobody holds, and the next 1,023 that ask get others.
 */
final class ProcessNumber {
  /** Told apart from other locks of the database by this number only. */
  private static final int LOCKS = 731_112;

  private static final String NEXT = "SELECT nextval('process_number')";

  private int number;

  /** Takes one for a while. */
  synchronized void take(Jdbi jdbi) {
    number =
        jdbi.inTransaction(handle -> {
          int next = next(handle);
          while (!handle
              .createQuery("SELECT pg_try_advisory_xact_lock(:locks, :next)")
              .bind("locks", LOCKS)
              .bind("next", next)
              .mapTo(Boolean.class)
              .one()) {
            next = next(handle);
          }
          return next;
        });
    Ids.process(number);
  }

  private static int next(Handle handle) {
    return handle.createQuery(NEXT).mapTo(Integer.class).one();
  }

  /** Holds the same, or else another one, for as long as {@code connection} is open. */
  synchronized void hold(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      while (!truth(statement, "SELECT pg_try_advisory_lock(" + LOCKS + ", " + number + ")")) {
        number = next(statement);
      }
    }
    Ids.process(number);
  }

  private static boolean truth(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getBoolean(1);
    }
  }

  private static int next(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery(NEXT)) {
      row.next();
      return row.getInt(1);
    }
  }
}
