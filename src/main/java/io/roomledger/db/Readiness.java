package io.roomledger.db;

import io.roomledger.base.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Asks PostgreSQL whether it is there, on a connection of its own, so that a full pool is not taken
 * for a dead database.
 */
final class Readiness implements AutoCloseable {
  private static final int SECONDS = 1;
  private static final String NO_SUCH_TABLE = "42P01";
  private final PGSimpleDataSource source;
  private final ReentrantLock asking = new ReentrantLock();
  private @Nullable Connection connection;
  private boolean closed;

  /** How many migrations were made when it was first asked, which is after they were. */
  private int made;

  Readiness(DatabaseSettings settings) {
    source = Pool.source(settings);
    source.setConnectTimeout(SECONDS);
    source.setLoginTimeout(SECONDS);
    source.setSocketTimeout(SECONDS);
  }

  /** What is found. */
  enum State {
    AWAY,
    /** It answers, and its tables are not those that this program can live with. */
    OTHER,
    READY
  }

  /** How it is now. */
  State now() {
    try {
      if (!asking.tryLock(2L * SECONDS, TimeUnit.SECONDS)) {
        return State.AWAY;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return State.AWAY;
    }
    try {
      return closed ? State.AWAY : look();
    } catch (SQLException | RefusedException _) {
      return State.AWAY;
    } finally {
      asking.unlock();
    }
  }

  private State look() throws SQLException {
    Connection known = connection;
    if (known == null || !known.isValid(SECONDS)) {
      disconnect();
      known = source.getConnection();
      connection = known;
    }
    try (Statement statement = known.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT coalesce(max(installed_rank), 0),
                       count(*) FILTER (WHERE installed_rank > %d AND %s)
                  FROM flyway_schema_history
                 WHERE success AND version IS NOT NULL
                """
                    .formatted(made == 0 ? Integer.MAX_VALUE : made, Migrations.NOT_COMPATIBLE))) {
      found.next();
      int now = found.getInt(1);
      made = made == 0 ? now : made;
      // steps that a newer program made meanwhile, and that this one cannot live with
      boolean strange = found.getInt(2) > 0;
      return now > 0 && now >= made && !strange ? State.READY : State.OTHER;
    } catch (SQLException e) {
      if (NO_SUCH_TABLE.equals(e.getSQLState())) {
        return State.OTHER;
      }
      throw e;
    }
  }

  private void disconnect() throws SQLException {
    Connection known = connection;
    connection = null;
    if (known != null) {
      known.close();
    }
  }

  @Override
  public void close() {
    asking.lock();
    try {
      closed = true;
      disconnect();
    } catch (SQLException _) {
      // it was broken already
    } finally {
      asking.unlock();
    }
  }
}
