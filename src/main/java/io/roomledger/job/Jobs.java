package io.roomledger.job;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.roomledger.base.Ids;
import io.roomledger.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Durable jobs. An order is written in the caller's transaction: if that rolls back, there was no
 * order. A job is run by one worker at a time, again after a failure or a crash, until it has ended
 * in words.
 */
public final class Jobs implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

  /** How soon another process notices an order; this one is told at commit. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How long closing waits for running jobs, before it interrupts them and waits once more. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final int MISSED_HEARTBEATS = 4;

  /** Jobs whose worker is missing stay until it is back. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private final Database database;
  private final Clock clock;
  private final JobSettings settings;
  private final Attempts attempts;
  private volatile Map<String, Worker> workers = Map.of();
  private volatile @Nullable Scheduler scheduler;

  public Jobs(Database database, Clock clock, JobSettings settings) {
    this.database = database;
    this.clock = clock;
    this.settings = settings;
    this.attempts = new Attempts(database, clock, settings);
  }

  /**
   * Starts to take jobs, with one worker for each kind, and its turns of the {@code rounds}. Not
   * called by a process that only orders.
   */
  public void start(List<Worker> workers, List<Round> rounds) {
    List<Task<?>> tasks = employ(workers);
    warnOfJobsWithoutWorker();
    // Platform threads on purpose: an export is busy with the processor for minutes, and virtual
    // threads that never wait would keep those that answer requests from running.
    Scheduler started =
        Scheduler.create(database.dataSource(), tasks)
            .startTasks(rounds.stream().map(Jobs::turns).toList())
            .clock(clock::instant)
            .threads(settings.threads())
            .executorService(
                Executors.newFixedThreadPool(
                    settings.threads(), Thread.ofPlatform().daemon().name("job-", 1).factory()))
            .pollingInterval(LOOK_EVERY)
            .pollUsingLockAndFetch(0.5, 1.0)
            .enableImmediateExecution()
            .heartbeatInterval(settings.heartbeat())
            .missedHeartbeatsLimit(MISSED_HEARTBEATS)
            .schedulerName(new SchedulerName.Fixed("process-" + Ids.random()))
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
            .deleteUnresolvedAfter(NEVER)
            .shutdownMaxWait(GRACE)
            .failureLogging(LogLevel.WARN, true)
            .build();
    started.start();
    scheduler = started;
  }

  /** Whether this process takes jobs. */
  public boolean running() {
    Scheduler running = scheduler;
    return running != null && !running.getSchedulerState().isShuttingDown();
  }

  /**
   * Orders a job of {@code kind} under {@code id}, in the caller's transaction. It is taken as soon
   * as that commits.
   *
   * @param id its number, see {@link io.roomledger.base.Ids#growing}
   */
  public void order(Handle transaction, String kind, long id) {
    needTransaction(transaction);
    Instant now = clock.instant();
    JobRows.insert(transaction, id, kind, now);
    SchedulerClient timetable =
        SchedulerClient.Builder.create(Database.within(transaction))
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
            .build();
    timetable.scheduleIfNotExists(
        new TaskInstance.Builder<Void>(kind, Long.toString(id)).build(), now);
    transaction.afterCommit(this::look);
  }

  /** The job, if there is one of that number. */
  public Optional<Job> find(Handle handle, long id) {
    return JobRows.find(handle, id);
  }

  /**
   * Cancels a job that has not ended: at once if it waits, at its next sign of progress if it runs.
   * Nothing happens if it has ended or never was.
   *
   * @param reason why and by whom, in words
   */
  public void cancel(Handle transaction, long id, String reason) {
    needTransaction(transaction);
    Optional<JobRow> found = JobRows.lock(transaction, id);
    if (found.isEmpty() || found.get().status().ended()) {
      return;
    }
    JobRow row = found.get();
    Worker worker = workers.get(row.kind());
    if (row.status() == JobStatus.WAITING && worker != null) {
      attempts.end(transaction, worker, row, JobStatus.CANCELLED, reason);
      JobRows.drop(transaction, row);
      return;
    }
    // whoever runs it ends it; if it waits, and its worker is elsewhere, that one does so now
    JobRows.markCancelling(transaction, id, reason);
    JobRows.hasten(transaction, row, clock.instant());
    transaction.afterCommit(this::look);
  }

  /**
   * Waits shortly for running jobs, then interrupts them. What is interrupted waits for the next
   * start and has lost no attempt.
   */
  @Override
  public void close() {
    Scheduler running = scheduler;
    scheduler = null;
    if (running != null) {
      attempts.closing();
      running.stop();
    }
  }

  /** The tasks of db-scheduler for {@code workers}, after these have ordered what was left. */
  List<Task<?>> employ(List<Worker> workers) {
    Map<String, Worker> byKind = new HashMap<>();
    List<Task<?>> tasks = new ArrayList<>();
    for (Worker worker : workers) {
      if (byKind.put(worker.kind(), worker) != null) {
        throw new IllegalArgumentException("two workers for jobs of kind " + worker.kind());
      }
      tasks.add(attempts.task(worker));
    }
    this.workers = Map.copyOf(byKind);
    for (Worker worker : workers) {
      database.jdbi().useTransaction(worker::starting);
    }
    return tasks;
  }

  private static RecurringTask<Void> turns(Round round) {
    return Tasks.recurring("round." + round.name(), FixedDelay.of(round.pause()))
        .execute((instance, context) -> round.act().run());
  }

  private void warnOfJobsWithoutWorker() {
    JobRows.open(database)
        .forEach((kind, jobs) -> {
          if (!workers.containsKey(kind)) {
            LOG.warn("{} jobs of kind {} wait: this server has no worker for it", jobs, kind);
          }
        });
  }

  private void look() {
    Scheduler running = scheduler;
    if (running != null) {
      running.triggerCheckForDueExecutions();
    }
  }

  private static void needTransaction(Handle handle) {
    if (!handle.isInTransaction()) {
      throw new IllegalStateException("jobs are ordered and cancelled inside a transaction");
    }
  }
}
