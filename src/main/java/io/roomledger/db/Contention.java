package io.roomledger.db;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what PostgreSQL gave up only because two transactions were in each other's way: neither
 * of the callers did anything wrong, and the next attempt finds the way free.
 */
public final class Contention {
  private static final Logger LOG = LoggerFactory.getLogger(Contention.class);
  private static final int ATTEMPTS = 5;

  /** A serialization failure, and a deadlock. */
  private static final Set<String> IN_THE_WAY = Set.of("40001", "40P01");

  /** A lock that was not to be had in time. */
  private static final String NO_LOCK = "55P03";

  private Contention() {}

  /**
   * Does {@code act} in a transaction, and again if it was in another's way. Inside another
   * transaction it belongs to that one, and only that one can be repeated.
   */
  public static <T> T inTransaction(Jdbi jdbi, HandleCallback<T, RuntimeException> act) {
    return jdbi.withHandle(
        handle -> handle.isInTransaction() ? act.withHandle(handle) : repeated(handle, act));
  }

  /**
   * Does {@code act} in a transaction of its own that waits a second at most for any lock, since
   * all who come later wait behind it.
   *
   * @return nothing, if a lock was not to be had in that time; then nothing was done
   */
  public static <T> Optional<T> unlessBusy(Jdbi jdbi, HandleCallback<T, RuntimeException> act) {
    try {
      return Optional.of(
          jdbi.inTransaction(handle -> {
            handle.execute("SET LOCAL lock_timeout = '1s'");
            return act.withHandle(handle);
          }));
    } catch (JdbiException e) {
      String state = state(e).orElse("");
      if (!state.equals(NO_LOCK) && !IN_THE_WAY.contains(state)) {
        throw e;
      }
      LOG.info("a table is read or written by others and is left until another time");
      return Optional.empty();
    }
  }

  private static <T> T repeated(Handle handle, HandleCallback<T, RuntimeException> act) {
    for (int attempt = 1; ; attempt++) {
      try {
        return handle.inTransaction(act);
      } catch (JdbiException e) {
        if (attempt == ATTEMPTS || !IN_THE_WAY.contains(state(e).orElse(""))) {
          throw e;
        }
        LOG.info("a transaction was in another's way; attempt {} follows", attempt + 1);
      }
    }
  }

  private static Optional<String> state(Throwable failed) {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.ofNullable(sql.getSQLState());
      }
    }
    return Optional.empty();
  }
}
