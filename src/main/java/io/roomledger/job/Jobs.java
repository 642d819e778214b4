package io.roomledger.job;

import io.roomledger.db.Database;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Durable jobs. An order is written in the caller's transaction: if that rolls back, there was no
 * order.
 */
public final class Jobs implements AutoCloseable {

  public Jobs(Database database, Clock clock, JobSettings settings) {
    throw new UnsupportedOperationException();
  }

  /**
   * Starts to take jobs, with one worker for each kind. Not called by a process that only orders.
   */
  public void start(List<Worker> workers) {
    throw new UnsupportedOperationException();
  }

  /** Orders a job of {@code kind} under {@code id}, in the caller's transaction. */
  public void order(Handle transaction, String kind, long id) {
    throw new UnsupportedOperationException();
  }

  /** The job, if there is one of that number. */
  public Optional<Job> find(Handle handle, long id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Cancels a job that has not ended: at once if it waits, at its next sign of progress if it runs.
   */
  public void cancel(Handle transaction, long id, String reason) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
