package io.roomledger.job;

import io.roomledger.db.Database;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One attempt at a job, as its worker sees it; used by one thread, broken off by any. */
final class Attempt implements Worker.Run {
  private static final long WRITE_EVERY_MILLIS = 1000;

  private final Database database;
  private final Clock clock;
  private final Turns turns;
  private final JobRow row;
  private final long id;
  private final int attempt;
  private final Thread thread = Thread.currentThread();
  private long done;
  private long total = -1;
  private final Pace pace = new Pace();
  private long nextWrite = Long.MIN_VALUE;
  private boolean finished;
  private JobWatch.Outcome outcome = JobWatch.Outcome.DONE;
  private final Map<String, Long> told = new TreeMap<>();
  private @Nullable Runnable breaker;
  private boolean broken;
  private boolean over;

  /**
   * An attempt of this thread.
   *
   * @param row the job as it was before
   */
  Attempt(Database database, Clock clock, Turns turns, JobRow row) {
    this.database = database;
    this.clock = clock;
    this.turns = turns;
    this.row = row;
    this.id = row.id();
    this.attempt = row.attempt() + 1;
  }

  /** Whether it is of a long job. */
  boolean lasting() {
    return !row.owner().isEmpty();
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
      throw new Worker.CancelledException("the attempt was broken off");
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
  public <T> T breakable(Runnable breaker, Callable<T> work) throws Exception {
    synchronized (this) {
      if (broken) {
        throw lost();
      }
      this.breaker = breaker;
    }
    try {
      return work.call();
    } finally {
      synchronized (this) {
        this.breaker = null;
      }
    }
  }

  /** Ends whatever its thread waits for; called by another one. Nothing happens a second time. */
  synchronized void breakOff() {
    // its own thread will see it when it next says how far it is
    if (over || broken || Thread.currentThread().equals(thread)) {
      return;
    }
    broken = true;
    if (breaker != null) {
      breaker.run();
    }
    thread.interrupt();
  }

  /** Says that the worker has returned; answers whether that was because it was broken off. */
  synchronized boolean over() {
    over = true;
    return broken;
  }

  @Override
  public void say(String words) {
    if (!database.jdbi().withHandle(handle -> JobRows.say(handle, held(), words))) {
      throw lost();
    }
  }

  @Override
  public void tell(String unit, long amount) {
    told.merge(unit, amount, Long::sum);
  }

  /** What it brought about. */
  Map<String, Long> told() {
    return told;
  }

  /** Says what became of it, if it was not finished. */
  void endedAs(JobWatch.Outcome what) {
    outcome = what;
  }

  /** What became of it. */
  JobWatch.Outcome outcome() {
    return outcome;
  }

  @Override
  public void safe(long amount) {
    if (!database.jdbi().withHandle(handle -> JobRows.safe(handle, held(), amount))) {
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
          turns.next(handle, row.kind(), row.owner(), clock.instant());
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
