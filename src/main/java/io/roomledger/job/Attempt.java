package io.roomledger.job;

import io.roomledger.db.Database;
import java.time.Clock;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** One attempt at a job, as its worker sees it; used by one thread. */
final class Attempt implements Worker.Run {
  private static final long WRITE_EVERY_MILLIS = 1000;

  private final Database database;
  private final Clock clock;
  private final long id;
  private final int attempt;
  private long done;
  private long total = -1;
  private final Pace pace = new Pace();
  private long nextWrite = Long.MIN_VALUE;
  private boolean finished;

  Attempt(Database database, Clock clock, long id, int attempt) {
    this.database = database;
    this.clock = clock;
    this.id = id;
    this.attempt = attempt;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public void progress(long done, long total) {
    this.done = done;
    this.total = total;
    if (Thread.currentThread().isInterrupted()) {
      throw new Worker.CancelledException("the server is stopping");
    }
    long now = clock.millis();
    if (now < nextWrite) {
      return;
    }
    pace.at(now, done);
    if (!database.jdbi().withHandle(handle -> JobRows.progress(handle, held()))) {
      throw lost();
    }
    nextWrite = now + WRITE_EVERY_MILLIS;
  }

  @Override
  public void say(String words) {
    if (!database.jdbi().withHandle(handle -> JobRows.say(handle, held(), words))) {
      throw lost();
    }
  }

  @Override
  public void finish(boolean gaps, Consumer<Handle> act) {
    JobStatus status = gaps ? JobStatus.DONE_WITH_GAPS : JobStatus.DONE;
    database
        .jdbi()
        .useTransaction(handle -> {
          if (!JobRows.finish(handle, held(), status, clock.instant())) {
            throw lost();
          }
          act.accept(handle);
        });
    finished = true;
  }

  boolean finished() {
    return finished;
  }

  private JobRows.Held held() {
    return new JobRows.Held(id, attempt, done, total, pace.rate());
  }

  private Worker.CancelledException lost() {
    return new Worker.CancelledException(
        "job " + id + " was cancelled, or another worker has taken it over");
  }
}
