package io.roomledger.db;

import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * One moment of the database, as long as this is open: a transaction that only reads and sees
 * nothing of what others write meanwhile.
 */
public final class Reading implements AutoCloseable {
  private final Handle handle;
  private final boolean replicated;

  private Reading(Handle handle, boolean replicated) {
    this.handle = handle;
    this.replicated = replicated;
  }

  /** Begins it; the moment is that of the first statement. Whoever gives the handle gives it up. */
  static Reading begin(Handle handle, boolean replicated) {
    try {
      handle.setReadOnly(true);
      handle.setTransactionIsolationLevel(TransactionIsolationLevel.REPEATABLE_READ);
      handle.begin();
      return new Reading(handle, replicated);
    } catch (RuntimeException e) {
      handle.close();
      throw e;
    }
  }

  /** For the statements. */
  public Handle handle() {
    return handle;
  }

  /** Whether a replica is read. */
  public boolean replicated() {
    return replicated;
  }

  /** Ends the transaction. */
  @Override
  public void close() {
    try (handle) {
      handle.rollback();
    }
  }
}
