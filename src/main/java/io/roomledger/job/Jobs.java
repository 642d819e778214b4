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
import io.roomledger.db.News;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
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

  /** How soon an order is noticed by a process that heard nothing of it. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How long closing waits for running jobs, before it interrupts them and waits once more. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final int MISSED_HEARTBEATS = 4;

  /** Jobs whose worker is missing stay until it is back. */
  private static final Duration NEVER = Duration.ofDays(36_500);

  private final Database database;
  private final Clock clock;
  private final JobSettings settings;

  /** The timetable of short jobs, and of rounds. */
  static final String SHORT = "scheduled_tasks";

  /** The timetable of long jobs. */
  static final String LONG = "scheduled_long";

  private final Attempts attempts;
  private final Turns turns;
  private volatile Map<String, Worker> workers = Map.of();
  private volatile List<Scheduler> schedulers = List.of();
  private @Nullable ScheduledExecutorService watch;

  public Jobs(Database database, Clock clock, JobSettings settings) {
    this.database = database;
    this.clock = clock;
    this.settings = settings;
    this.turns = new Turns(settings.perOwner());
    this.attempts = new Attempts(database, clock, settings, turns);
  }

  /**
   * Starts to take jobs, with one worker for each kind, and its turns of the {@code rounds}. Not
   * called by a process that only orders.
   */
  public void start(List<Worker> workers, List<Round> rounds) {
    List<Task<?>> tasks = employ(workers);
    warnOfJobsWithoutWorker();
    Scheduler brief = scheduler(SHORT, settings.shortThreads(), tasks, rounds);
    Scheduler lasting = scheduler(LONG, settings.threads(), tasks, List.of());
    // before they look for the first time: what is ordered just then wakes them too
    schedulers = List.of(brief, lasting);
    database.news().hear(News.JOBS, _ -> look());
    database.news().hear(News.CANCELLED, this::cancelled);
    brief.start();
    lasting.start();
    ScheduledExecutorService watching =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("job-watch").factory());
    var _ = watching.scheduleWithFixedDelay(this::watch, 500, 500, TimeUnit.MILLISECONDS);
    watch = watching;
  }

  private Scheduler scheduler(String table, int threads, List<Task<?>> tasks, List<Round> rounds) {
    // Platform threads on purpose: an export is busy with the processor for minutes, and virtual
    // threads that never wait would keep those that answer requests from running.
    ThreadFactory makers =
        table.equals(LONG)
            ? Background.threads("job-long-")
            : Thread.ofPlatform().daemon().name("job-", 1).factory();
    return Scheduler.create(database.dataSource(), tasks)
        .tableName(table)
        .startTasks(rounds.stream().map(Jobs::turns).toList())
        .clock(clock::instant)
        .threads(threads)
        .executorService(Executors.newFixedThreadPool(threads, makers))
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
  }

  /** Called by the thread that hears, which must not wait for the database. */
  private void cancelled(String id) {
    if (!id.isEmpty()) {
      // ending a statement of the database may take a while
      var _ = Thread.startVirtualThread(() -> attempts.breakOff(Long.parseLong(id)));
    }
  }

  /** What others have cancelled, and what they have taken over, goes on no longer here. */
  private void watch() {
    try {
      attempts.breakOffLost();
    } catch (RuntimeException e) {
      LOG.debug("whether jobs were cancelled elsewhere is looked up again", e);
    }
  }

  /** Has somebody look on; to be called before jobs are taken. */
  public void watchedBy(JobWatch looker) {
    attempts.watchedBy(looker);
  }

  /** How much there is to do, by kind; also of kinds of which there is nothing now. */
  public List<Load> load() {
    Map<String, Load> byKind = new TreeMap<>();
    workers.keySet().forEach(kind -> byKind.put(kind, new Load(kind, 0, 0, Optional.empty())));
    database.jdbi().withHandle(JobRows::load).forEach(load -> byKind.put(load.kind(), load));
    return List.copyOf(byKind.values());
  }

  /**
   * Makes threads for work like that of long jobs: they leave the processors to requests.
   *
   * @param name what their names begin with; a number follows
   */
  public static ThreadFactory background(String name) {
    return Background.threads(name);
  }

  /** How many more long jobs this process could run now. */
  public int spare() {
    return Math.max(0, settings.threads() - attempts.lasting());
  }

  /** Whether this process takes jobs. */
  public boolean running() {
    List<Scheduler> running = schedulers;
    return !running.isEmpty()
        && running.stream().noneMatch(each -> each.getSchedulerState().isShuttingDown());
  }

  /**
   * Orders a short job of {@code kind} under {@code id}, in the caller's transaction. It is taken
   * as soon as that commits.
   *
   * @param id its number, see {@link io.roomledger.base.Ids#growing}
   */
  public void order(Handle transaction, String kind, long id) {
    order(transaction, kind, id, "");
  }

  /**
   * Orders a long job, one that may go on for minutes. Long jobs have threads of their own, and
   * owners take turns: of one owner few run at once, and whoever orders many waits behind the
   * others, not they behind them.
   *
   * @param owner for whom it is, as a text that is the same for all that are theirs; empty for a
   *     short job
   */
  public void order(Handle transaction, String kind, long id, String owner) {
    needTransaction(transaction);
    Instant now = clock.instant();
    boolean held = !owner.isEmpty() && turns.held(transaction, kind, owner);
    JobRows.insert(
        transaction, new JobRows.Ordered(id, kind, owner, held, held ? turns.reason() : ""), now);
    SchedulerClient timetable =
        SchedulerClient.Builder.create(Database.within(transaction))
            .tableName(JobRow.timetable(owner))
            .jdbcCustomization(new PostgreSqlJdbcCustomization(false, false))
            .build();
    timetable.scheduleIfNotExists(
        new TaskInstance.Builder<Void>(kind, Long.toString(id)).build(), held ? Turns.HELD : now);
    due(transaction);
  }

  /** The job, if there is one of that number. */
  public Optional<Job> find(Handle handle, long id) {
    return JobRows.find(handle, id);
  }

  /** The jobs that there are of those numbers. */
  public Map<Long, Job> find(Handle handle, Collection<Long> ids) {
    return JobRows.find(handle, ids);
  }

  /**
   * How many long jobs of the same kind are to be done before that one, if none is ordered
   * meanwhile and all take equally long; none, if it has ended or never was.
   */
  public long ahead(Handle handle, long id) {
    return turns.ahead(handle, id);
  }

  /** When a job that waits is due; empty if it is under way, waits for its turn or has ended. */
  public Optional<Instant> due(Handle handle, long id) {
    return JobRows.lock(handle, id)
        .filter(row -> row.status() == JobStatus.WAITING)
        .flatMap(row -> JobRows.due(handle, row))
        .filter(due -> due.isBefore(Turns.HELD));
  }

  /** Makes a job due that waits for its next attempt; nothing happens to any other. */
  public void hasten(Handle transaction, long id) {
    needTransaction(transaction);
    if (due(transaction, id).isPresent()) {
      JobRow row = JobRows.lock(transaction, id).orElseThrow();
      JobRows.hasten(transaction, row, clock.instant());
      due(transaction);
    }
  }

  /**
   * Cancels a job that has not ended: at once if it waits; if it runs, whatever it waits for is
   * broken off, at once also in another process, or in half a second while that one hears nothing.
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
      due(transaction);
      return;
    }
    // whoever runs it ends it; if it waits, and its worker is elsewhere, that one does so now
    JobRows.markCancelling(transaction, id, reason);
    JobRows.hasten(transaction, row, clock.instant());
    transaction.afterCommit(() -> attempts.breakOff(id));
    database.news().tell(transaction, News.CANCELLED, Long.toString(id));
    due(transaction);
  }

  /**
   * Waits shortly for running jobs, then interrupts them. What is interrupted waits for the next
   * start and has lost no attempt.
   */
  @Override
  public void close() {
    List<Scheduler> running = schedulers;
    schedulers = List.of();
    ScheduledExecutorService watching = watch;
    if (watching != null) {
      watching.shutdownNow();
    }
    attempts.closing();
    // each waits for what it runs: not one after the other
    try (ExecutorService stopping = Executors.newVirtualThreadPerTaskExecutor()) {
      running.forEach(each -> stopping.execute(each::stop));
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
    database.jdbi().useTransaction(handle -> turns.all(handle, clock.instant()));
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

  /** All who take jobs look as soon as the transaction has committed. */
  private void due(Handle transaction) {
    transaction.afterCommit(this::look);
    database.news().tell(transaction, News.JOBS, "");
  }

  private void look() {
    schedulers.forEach(Scheduler::triggerCheckForDueExecutions);
  }

  private static void needTransaction(Handle handle) {
    if (!handle.isInTransaction()) {
      throw new IllegalStateException("jobs are ordered and cancelled inside a transaction");
    }
  }
}
