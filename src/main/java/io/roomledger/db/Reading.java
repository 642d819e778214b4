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

  /** The name by which other servers can read this moment too, as long as this is open. */
  public String shared() {
    return handle.createQuery("SELECT pg_export_snapshot()").mapTo(String.class).one();
  }

  /** Makes it the moment of that name; nothing was read yet. */
  Reading at(String shared) {
    try {
      handle.execute("SET TRANSACTION SNAPSHOT " + Sql.literal(shared));
      return this;
    } catch (RuntimeException e) {
      close();
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
