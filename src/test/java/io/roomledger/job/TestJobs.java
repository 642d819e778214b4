package io.roomledger.job;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.testhelper.ManualScheduler;
import com.github.kagkarlsson.scheduler.testhelper.TestHelper;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Jobs that run when a test says so, in its own thread, by a clock that the test moves: nothing
 * sleeps, nothing is left running.
 *
 * <pre>{@code
 * SettableClock clock = SettableClock.atNoon();
 * TestJobs jobs = new TestJobs(database, clock);
 * Exports exports = new Exports(new House(database, store, jobs.door(), ...), ...);
 * jobs.start(exports.worker());
 * exports.order(...);
 * jobs.runAll();
 * }</pre>
 */
public final class TestJobs {
  private static final int MOST_ROUNDS = 1000;

  private final Database database;
  private final SettableClock clock;
  private final JobSettings settings;
  private final Jobs door;
  private List<String> kinds = List.of("none");
  private List<ManualScheduler> schedulers = List.of();

  /** With two threads, a heartbeat of 2 s, three attempts and a first pause of 10 s. */
  public TestJobs(Database database, SettableClock clock) {
    this(
        database,
        clock,
        new JobSettings(2, 2, 1, Duration.ofSeconds(2), 3, Duration.ofSeconds(10)));
  }

  public TestJobs(Database database, SettableClock clock, JobSettings settings) {
    this.database = database;
    this.clock = clock;
    this.settings = settings;
    this.door = new Jobs(database, clock, settings);
  }

  /** The door under test, to be handed to whoever orders. */
  public Jobs door() {
    return door;
  }

  /** Employs the workers, as a server does at its start. */
  public void start(Worker... workers) {
    kinds = Arrays.stream(workers).map(Worker::kind).toList();
    List<Task<?>> tasks = door.employ(List.of(workers));
    schedulers = List.of(scheduler(Jobs.SHORT, tasks), scheduler(Jobs.LONG, tasks));
  }

  private ManualScheduler scheduler(String table, List<Task<?>> tasks) {
    TestHelper.ManualSchedulerBuilder builder =
        TestHelper.createManualScheduler(database.dataSource(), tasks).clock(new Bridge(clock));
    builder.tableName(table);
    // this scheduler waits for six heartbeats, the real one for four
    builder.heartbeatInterval(settings.heartbeat().multipliedBy(4).dividedBy(6));
    return builder.build();
  }

  /**
   * Runs what is due now, and what that orders, until nothing is due any more. What waits for a
   * pause to pass stays; {@link #runAllLater} waits for it.
   */
  public void runAll() {
    for (int round = 0; due() > 0; round++) {
      if (round == MOST_ROUNDS) {
        throw new AssertionError("jobs are still due after " + MOST_ROUNDS + " rounds");
      }
      started().forEach(ManualScheduler::runAnyDueExecutions);
    }
  }

  /** Moves the clock forward, then runs what is due. */
  public void runAllLater(Duration later) {
    clock.tick(later);
    runAll();
  }

  /** Finds executions whose worker has not been heard of for four heartbeats. */
  public void findDead() {
    started().forEach(ManualScheduler::runDeadExecutionDetection);
  }

  /** The job as it stands. */
  public Job job(long id) {
    return database.jdbi().withHandle(handle -> door.find(handle, id)).orElseThrow();
  }

  private long due() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*)
                      FROM (TABLE scheduled_tasks UNION ALL TABLE scheduled_long) AS scheduled
                     WHERE NOT picked AND execution_time <= :now AND task_name IN (<kinds>)\
                    """)
                .bind("now", clock.instant())
                .bindList("kinds", kinds)
                .mapTo(Long.class)
                .one());
  }

  private List<ManualScheduler> started() {
    if (schedulers.isEmpty()) {
      throw new IllegalStateException("call start(workers) first");
    }
    return schedulers;
  }

  /** Lets db-scheduler see the clock that everybody else sees. */
  private static final class Bridge
      extends com.github.kagkarlsson.scheduler.testhelper.SettableClock {
    private final SettableClock clock;

    Bridge(SettableClock clock) {
      this.clock = clock;
    }

    @Override
    public Instant now() {
      return clock.instant();
    }
  }
}
