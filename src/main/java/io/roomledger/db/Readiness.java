package io.roomledger.db;

import java.sql.Connection;
import java.sql.SQLException;
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

  private final PGSimpleDataSource source;
  private final ReentrantLock asking = new ReentrantLock();
  private @Nullable Connection connection;
  private boolean closed;

  Readiness(DatabaseSettings settings) {
    source = Pool.source(settings);
    source.setConnectTimeout(SECONDS);
    source.setLoginTimeout(SECONDS);
    source.setSocketTimeout(SECONDS);
  }

  boolean now() {
    try {
      if (!asking.tryLock(2L * SECONDS, TimeUnit.SECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    try {
      return !closed && answers();
    } catch (SQLException _) {
      return false;
    } finally {
      asking.unlock();
    }
  }

  private boolean answers() throws SQLException {
    Connection known = connection;
    if (known != null && known.isValid(SECONDS)) {
      return true;
    }
    disconnect();
    Connection fresh = source.getConnection();
    connection = fresh;
    return fresh.isValid(SECONDS);
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
