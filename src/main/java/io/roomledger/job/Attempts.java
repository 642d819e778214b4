package io.roomledger.job;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when db-scheduler says that a job is due, or that its worker is dead. The table job
 * is written first and decides; the execution of db-scheduler follows. If the process dies between
 * the two, the execution is found dead and brought into line.
 */
final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

  /** The execution belongs to somebody else by now. */
  private static final CompletionHandler<Void> LEAVE = (complete, operations) -> {};

  /** When a job is looked at again for which no thread was to spare. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private static final CompletionHandler<Void> REMOVE = (complete, operations) -> operations.stop();

  private final Database database;
  private final Clock clock;
  private final JobSettings settings;
  private final Turns turns;
  private final Map<Long, Attempt> running = new ConcurrentHashMap<>();
  private final Semaphore unawaited;
  private volatile boolean closing;
  private volatile JobWatch watch = JobWatch.NOBODY;

  Attempts(Database database, Clock clock, JobSettings settings, Turns turns) {
    this.database = database;
    this.clock = clock;
    this.settings = settings;
    this.turns = turns;
    this.unawaited = new Semaphore(Math.max(1, settings.threads() - 1));
  }

  /** Has somebody look on. */
  void watchedBy(JobWatch looker) {
    watch = looker;
  }

  /** Breaks off that job's attempt if it runs in this process. */
  void breakOff(long id) {
    Attempt attempt = running.get(id);
    if (attempt != null) {
      attempt.breakOff();
    }
  }

  /** Breaks off attempts of this process that were cancelled or taken over in another one. */
  void breakOffLost() {
    Map<Long, Integer> mine = new TreeMap<>();
    running.forEach((id, attempt) -> mine.put(id, attempt.attempt()));
    if (!mine.isEmpty()) {
      database.jdbi().withHandle(handle -> JobRows.lost(handle, mine)).forEach(this::breakOff);
    }
  }

  /** How many long jobs run in this process. */
  int lasting() {
    return (int) running.values().stream().filter(Attempt::lasting).count();
  }

  /** From now on an attempt that breaks off was interrupted and counts for nothing. */
  void closing() {
    closing = true;
  }

  /** The db-scheduler task of a worker; its name is the kind. */
  Task<Void> task(Worker worker) {
    return Tasks.custom(worker.kind(), Void.class)
        // only reached if the outcome could not be written: left as it is, it is found dead
        .onFailure((complete, operations) -> {})
        .onDeadExecution((complete, operations) ->
            bury(worker, complete.getExecution()).complete(complete, operations))
        .execute((instance, context) ->
            worker.awaited()
                ? run(worker, context.getExecution())
                : runIfOneIsLeft(worker, context.getExecution()));
  }

  /** Leaves a thread to what somebody waits for. */
  private CompletionHandler<Void> runIfOneIsLeft(Worker worker, Execution execution) {
    if (!unawaited.tryAcquire()) {
      return rescheduled(clock.instant().plus(LOOK_AGAIN));
    }
    try {
      return run(worker, execution);
    } finally {
      unawaited.release();
    }
  }

  /**
   * Ends a job as failed or cancelled in the given transaction, with what that means. A worker that
   * cannot write that down must not keep the job from ending.
   */
  void end(Handle handle, Worker worker, JobRow row, JobStatus status, String reason) {
    JobRows.end(handle, row.id(), status, reason, clock.instant());
    turns.next(handle, row.kind(), row.owner(), clock.instant());
    Job ended = JobRows.find(handle, row.id()).orElseThrow();
    handle.savepoint("gave_up");
    try {
      worker.gaveUp(handle, ended);
    } catch (RuntimeException e) {
      handle.rollbackToSavepoint("gave_up");
      LOG.error("{}: has ended, but what that means could not be written down", name(row), e);
    }
    LOG.info("{}: {}, {}", name(row), status, ended.reason());
  }

  private CompletionHandler<Void> run(Worker worker, Execution execution) {
    long id = Long.parseLong(execution.getId());
    Optional<Attempt> taken =
        database.jdbi().inTransaction(handle -> take(handle, worker, id, execution.version));
    if (taken.isEmpty()) {
      return REMOVE;
    }
    Attempt attempt = taken.get();
    running.put(id, attempt);
    JobWatch.Seen seen = watch.begins(worker.kind(), id, attempt.attempt());
    long start = System.nanoTime();
    try {
      worker.run(attempt);
      return attempt.finished()
          ? done(attempt)
          : brokeOff(worker, attempt, new IllegalStateException("the worker did not finish it"));
    } catch (Throwable why) {
      // an Error too ends only its own job: the next attempt may have more luck
      return brokeOff(worker, attempt, why);
    } finally {
      running.remove(id, attempt);
      seen.ended(attempt.outcome(), Duration.ofNanos(System.nanoTime() - start), attempt.told());
    }
  }

  private static CompletionHandler<Void> done(Attempt attempt) {
    if (attempt.over()) {
      boolean _ = Thread.interrupted();
    }
    return REMOVE;
  }

  private Optional<Attempt> take(Handle handle, Worker worker, long id, long lease) {
    Optional<JobRow> found = JobRows.lock(handle, id);
    if (found.isEmpty() || found.get().status().ended()) {
      return Optional.empty();
    }
    JobRow row = found.get();
    if (row.cancelling()) {
      end(handle, worker, row, JobStatus.CANCELLED, row.reason());
      return Optional.empty();
    }
    JobRows.take(handle, id, lease, clock.instant());
    return Optional.of(new Attempt(database, clock, turns, row));
  }

  private CompletionHandler<Void> brokeOff(Worker worker, Attempt attempt, Throwable why) {
    boolean brokenOff = attempt.over();
    // with the flag set the pool would refuse the connection that is needed to write this down
    boolean interrupted = Thread.interrupted() && !brokenOff;
    try {
      return database.jdbi().inTransaction(handle -> settle(handle, worker, attempt, why));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private CompletionHandler<Void> settle(
      Handle handle, Worker worker, Attempt attempt, Throwable why) {
    JobRow row = JobRows.lock(handle, attempt.id()).orElseThrow();
    if (!row.heldBy(attempt.attempt())) {
      LOG.info("{}: attempt {} stops, it is {} now", name(row), attempt.attempt(), row.status());
      attempt.endedAs(JobWatch.Outcome.LOST);
      return row.status().ended() && row.attempt() == attempt.attempt() ? REMOVE : LEAVE;
    }
    if (row.cancelling()) {
      attempt.endedAs(JobWatch.Outcome.CANCELLED);
      end(handle, worker, row, JobStatus.CANCELLED, row.reason());
      return REMOVE;
    }
    if (why instanceof RefusedException refused) {
      attempt.endedAs(JobWatch.Outcome.FAILED);
      end(handle, worker, row, JobStatus.FAILED, Reason.of(refused));
      return REMOVE;
    }
    if (closing) {
      JobRows.wait(handle, row.id(), row.failures(), "the server was stopped");
      LOG.info("{}: interrupted; it is taken up again at the next start", name(row));
      return rescheduled(clock.instant());
    }
    boolean last = worker.retry(settings.retry()).exhausted(row.failuresWithThis());
    attempt.endedAs(last ? JobWatch.Outcome.FAILED : JobWatch.Outcome.AGAIN);
    return failed(handle, worker, row, why);
  }

  private CompletionHandler<Void> failed(Handle handle, Worker worker, JobRow row, Throwable why) {
    int failures = row.failuresWithThis();
    Retry retry = worker.retry(settings.retry());
    String reason = Reason.of(why);
    // a programming error is shown with where it is, an adverse world in one line
    @Nullable Throwable trace =
        why instanceof RuntimeException || why instanceof Error ? why : null;
    if (retry.exhausted(failures)) {
      LOG.warn("{}: attempt {} failed, the last one: {}", name(row), row.attempt(), reason, trace);
      end(handle, worker, row, JobStatus.FAILED, reason);
      return REMOVE;
    }
    Instant next = clock.instant().plus(retry.pauseAfter(failures));
    LOG.warn(
        "{}: attempt {} failed, next at {}: {}", name(row), row.attempt(), next, reason, trace);
    JobRows.wait(handle, row.id(), failures, reason);
    return rescheduled(next);
  }

  /** The worker of this execution has not been heard of for too long. */
  private CompletionHandler<Void> bury(Worker worker, Execution execution) {
    long id = Long.parseLong(execution.getId());
    return database.jdbi().inTransaction(handle -> bury(handle, worker, id, execution.version));
  }

  private CompletionHandler<Void> bury(Handle handle, Worker worker, long id, long lease) {
    Optional<JobRow> found = JobRows.lock(handle, id);
    if (found.isEmpty() || found.get().status().ended()) {
      return REMOVE;
    }
    JobRow row = found.get();
    if (row.status() == JobStatus.WAITING) {
      return rescheduled(clock.instant());
    }
    if (row.lease() != lease) {
      return LEAVE;
    }
    if (row.cancelling()) {
      end(handle, worker, row, JobStatus.CANCELLED, row.reason());
      return REMOVE;
    }
    int failures = row.failuresWithThis();
    String reason = "attempt " + row.attempt() + " ended without a word, as in a crash";
    if (worker.retry(settings.retry()).exhausted(failures)) {
      end(handle, worker, row, JobStatus.FAILED, reason);
      return REMOVE;
    }
    LOG.warn("{}: {}; it is taken up again", name(row), reason);
    JobRows.wait(handle, id, failures, reason);
    return rescheduled(clock.instant());
  }

  private static CompletionHandler<Void> rescheduled(Instant next) {
    return (complete, operations) -> operations.reschedule(complete, next);
  }

  private static String name(JobRow row) {
    return "job " + row.kind() + " " + row.id();
  }
}
