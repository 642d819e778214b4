package io.roomledger.db;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells failures that only mean that PostgreSQL is out of reach for now: it restarts, is full, was
 * changed over to another machine, or the network to it is cut. What failed so may be tried again
 * as it was.
 */
public final class Outage {
  /**
   * Shut down, crashed, starting, too many connections, its disk full, and read-only, as a primary
   * that has become a replica.
   */
  private static final Set<String> STATES =
      Set.of("57P01", "57P02", "57P03", "53300", "53100", "25006");

  private Outage() {}

  /** Whether that is why it failed. */
  public static boolean caused(Throwable failed) {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && isOutage(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /** Class 08 is all that has to do with connections. */
  private static boolean isOutage(@Nullable String state) {
    return state != null && (state.startsWith("08") || STATES.contains(state));
  }
}
