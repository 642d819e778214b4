package io.roomledger.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import io.roomledger.db.Database;
import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The real scheduler on real time, where ticking a clock would prove nothing. */
@Timeout(90)
class JobsServerTest {
  private static final JobSettings SETTINGS =
      new JobSettings(2, 2, 1, Duration.ofMillis(500), 3, Duration.ofSeconds(60));

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @Test
  void anOrderIsTakenAsSoonAsItIsCommitted() throws Exception {
    try (Database database = TestDatabase.fresh();
        Jobs jobs = new Jobs(database, Clock.systemUTC(), SETTINGS)) {
      CountDownLatch taken = new CountDownLatch(1);
      jobs.start(
          List.of(
              new Scripted()
                  .does(run -> {
                    run.finish(false, handle -> {});
                    taken.countDown();
                  })),
          List.of());
      // in the middle of the pause between two polls
      LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
      database.jdbi().useTransaction(handle -> jobs.order(handle, "scripted", 7));
      assertThat(taken.await(500, TimeUnit.MILLISECONDS)).isTrue();
      awaitStatus(database, JobStatus.DONE);
    }
  }

  @Test
  void whatSomebodyWaitsForDoesNotWaitForWhatNobodyWaitsFor() throws Exception {
    try (Database database = TestDatabase.fresh();
        Jobs jobs = new Jobs(database, Clock.systemUTC(), SETTINGS)) {
      CountDownLatch films = new CountDownLatch(1);
      CountDownLatch done = new CountDownLatch(1);
      Scripted awaited = new Scripted().does(run -> run.finish(false, _ -> done.countDown()));
      Scripted film =
          new Unawaited()
              .does(run -> {
                films.countDown();
                assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
                run.finish(false, _ -> {});
              });
      jobs.start(List.of(film, awaited), List.of());
      database
          .jdbi()
          .useTransaction(handle -> {
            jobs.order(handle, "unawaited", 7, "one");
            jobs.order(handle, "unawaited", 8, "another");
          });
      assertThat(films.await(30, TimeUnit.SECONDS)).isTrue();
      database.jdbi().useTransaction(handle -> jobs.order(handle, "scripted", 9, "a third"));
      awaitStatus(database, 9, JobStatus.DONE);
      awaitStatus(database, 7, JobStatus.DONE);
      awaitStatus(database, 8, JobStatus.DONE);
      assertThat(film.attempts).as("that it had to wait counts for nothing").containsExactly(1, 1);
    }
  }

  /** As the work on films. */
  private static final class Unawaited extends Scripted {
    @Override
    public String kind() {
      return "unawaited";
    }

    @Override
    public boolean awaited() {
      return false;
    }
  }

  @Test
  void aRoundTakesItsTurnsAgainAndAgainAndAfterAFailure() throws Exception {
    try (Database database = TestDatabase.fresh();
        Jobs jobs = new Jobs(database, Clock.systemUTC(), SETTINGS)) {
      CountDownLatch turns = new CountDownLatch(2);
      Runnable act =
          () -> {
            turns.countDown();
            throw new IllegalStateException("this turn fails");
          };
      jobs.start(List.of(), List.of(new Round("test.sweep", Duration.ofMillis(100), act)));
      assertThat(turns.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void serversWhoseClocksAreWrongNeitherStealNorAreRobbed() throws Exception {
    Duration beat = Duration.ofMillis(100);
    JobSettings quick = new JobSettings(1, 1, 1, beat, 3, beat);
    List<Database> both = TestDatabase.shared(2);
    try (Database one = both.getFirst();
        Database two = both.getLast();
        Jobs fast = new Jobs(one, wrong(one, Duration.ofMinutes(10)), quick);
        Jobs slow = new Jobs(two, wrong(two, Duration.ofMinutes(-10)), quick)) {
      CountDownLatch running = new CountDownLatch(2);
      // a round, which has a turn a second, in the meantime: a lease is over in less than half of
      // one
      CountDownLatch turns = new CountDownLatch(3);
      Scripted.Script waits =
          run -> {
            running.countDown();
            assertThat(turns.await(60, TimeUnit.SECONDS)).isTrue();
            run.finish(false, handle -> {});
          };
      List<Round> rounds = List.of(new Round("test.turns", beat, turns::countDown));
      fast.start(List.of(new Scripted().does(waits)), rounds);
      slow.start(List.of(new Scripted().does(waits)), rounds);
      for (long id = 7; id <= 8; id++) {
        long job = id;
        one.jdbi().useTransaction(handle -> fast.order(handle, "scripted", job, "owner" + job));
      }
      assertThat(running.await(30, TimeUnit.SECONDS)).as("each has one").isTrue();
      for (long id = 7; id <= 8; id++) {
        awaitStatus(one, id, JobStatus.DONE);
        assertThat(job(one, id).attempt()).isEqualTo(1);
        assertThat(job(one, id).createdAt())
            .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
      }
    }
  }

  /** What a server goes by whose machine's clock is wrong. */
  private static Clock wrong(Database database, Duration ahead) {
    return database.clock(Clock.offset(Clock.systemUTC(), ahead));
  }

  @Test
  void closingInterruptsWhatRunsAndTheNextStartGoesOn() throws Exception {
    try (Database database = TestDatabase.fresh()) {
      CountDownLatch running = new CountDownLatch(1);
      Jobs first = new Jobs(database, Clock.systemUTC(), SETTINGS);
      first.start(
          List.of(
              new Scripted()
                  .does(run -> {
                    running.countDown();
                    new CountDownLatch(1).await(80, TimeUnit.SECONDS);
                  })),
          List.of());
      database.jdbi().useTransaction(handle -> first.order(handle, "scripted", 7));
      assertThat(running.await(5, TimeUnit.SECONDS)).isTrue();
      first.close();
      assertThat(job(database).status()).isEqualTo(JobStatus.WAITING);
      assertThat(job(database).reason()).isEqualTo("the server was stopped");

      try (Jobs next = new Jobs(database, Clock.systemUTC(), SETTINGS)) {
        next.start(List.of(new Scripted().does(run -> run.finish(false, handle -> {}))), List.of());
        awaitStatus(database, JobStatus.DONE);
      }
      assertThat(job(database).attempt()).isEqualTo(2);
      assertThat(failures(database)).isZero();
    }
  }

  @Test
  void aKilledServersJobIsRunAgainByTheNext() throws Exception {
    DatabaseSettings settings = TestDatabase.freshSettings();
    try (Database database = Database.open(settings, Path.of("unused"))) {
      Jobs jobs = new Jobs(database, Clock.systemUTC(), SETTINGS);
      database.jdbi().useTransaction(handle -> jobs.order(handle, "endless", 7));

      Process victim = start(settings);
      try (BufferedReader said = victim.inputReader(StandardCharsets.UTF_8)) {
        assertThat(firstWords(said)).isEqualTo("attempt 1");
      } finally {
        victim.destroyForcibly().waitFor();
      }
      assertThat(job(database).status()).isEqualTo(JobStatus.RUNNING);

      long restarted = System.nanoTime();
      Process next = start(settings);
      try (BufferedReader said = next.inputReader(StandardCharsets.UTF_8)) {
        assertThat(firstWords(said)).isEqualTo("attempt 2");
        assertThat(Duration.ofNanos(System.nanoTime() - restarted)).isLessThan(TEN_SECONDS);
        awaitStatus(database, JobStatus.DONE);
      } finally {
        next.destroyForcibly().waitFor();
      }
      assertThat(job(database).attempt()).isEqualTo(2);
      assertThat(failures(database)).isEqualTo(1);
    }
  }

  @Test
  void shortJobsNeverWaitBehindLongOnesAndCancellingEndsALongStatementAtOnce() throws Exception {
    try (Database database = TestDatabase.fresh();
        Jobs jobs = new Jobs(database, Clock.systemUTC(), SETTINGS);
        Jobs elsewhere = new Jobs(database, Clock.systemUTC(), SETTINGS)) {
      CountDownLatch busy = new CountDownLatch(2);
      jobs.start(List.of(sleeper(database, busy)), List.of());
      database
          .jdbi()
          .useTransaction(handle -> {
            jobs.order(handle, "scripted", 8, "ann");
            jobs.order(handle, "scripted", 9, "bob");
            jobs.order(handle, "scripted", 10, "cid");
          });
      assertThat(busy.await(5, TimeUnit.SECONDS)).as("both long threads are taken").isTrue();

      database.jdbi().useTransaction(handle -> jobs.order(handle, "scripted", 7));
      awaitStatus(database, JobStatus.DONE);
      assertThat(job(database, 10).status()).isEqualTo(JobStatus.WAITING);

      // one in this process, one as another process would, one that has not begun
      database.jdbi().useTransaction(handle -> jobs.cancel(handle, 8, "ann"));
      awaitStatus(database, 8, JobStatus.CANCELLED);
      database.jdbi().useTransaction(handle -> elsewhere.cancel(handle, 9, "bob"));
      awaitStatus(database, 9, JobStatus.CANCELLED);
      database.jdbi().useTransaction(handle -> jobs.cancel(handle, 10, "cid"));
      awaitStatus(database, 10, JobStatus.CANCELLED);
      assertThat(sleeping(database)).isZero();
    }
  }

  /** Jobs above 7 wait for a statement that takes a minute. */
  private static Scripted sleeper(Database database, CountDownLatch busy) {
    return new Scripted()
        .does(run -> {
          if (run.id() > 7) {
            try (Handle handle = database.jdbi().open()) {
              run.breakable(
                  () -> Database.cancelStatement(handle),
                  () -> {
                    busy.countDown();
                    return handle.execute("SELECT pg_sleep(60)");
                  });
            }
          }
          run.finish(false, handle -> {});
        });
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, disabledReason = "only Linux knows niceness of threads")
  void longJobsLeaveTheProcessorsToRequestsAndShortOnesDoNot() throws Exception {
    try (Database database = TestDatabase.fresh();
        Jobs jobs = new Jobs(database, Clock.systemUTC(), SETTINGS)) {
      Map<Long, Integer> nice = new ConcurrentHashMap<>();
      jobs.start(
          List.of(
              new Scripted()
                  .does(run -> {
                    nice.put(run.id(), niceness());
                    run.finish(false, handle -> {});
                  })),
          List.of());
      database
          .jdbi()
          .useTransaction(handle -> {
            jobs.order(handle, "scripted", 7);
            jobs.order(handle, "scripted", 8, "ann");
          });
      awaitStatus(database, 7, JobStatus.DONE);
      awaitStatus(database, 8, JobStatus.DONE);
      int usual = niceness();
      assertThat(nice)
          .containsEntry(7L, usual)
          .containsEntry(8L, Math.min(19, usual + Background.NICER));
    }
  }

  /** Of this thread: the nineteenth word about it, the seventeenth behind its name. */
  private static int niceness() throws IOException {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
  }

  private static int sleeping(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) FROM pg_stat_activity
                     WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'
                    """)
                .mapTo(Integer.class)
                .one());
  }

  private static Process start(DatabaseSettings settings) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            EndlessServer.class.getName(),
            settings.url(),
            settings.user(),
            settings.password())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What the worker says, after whatever was logged. */
  private static String firstWords(BufferedReader said) throws IOException {
    String line = said.readLine();
    while (line != null && !line.startsWith("attempt ")) {
      line = said.readLine();
    }
    return line == null ? "nothing" : line;
  }

  private static void awaitStatus(Database database, JobStatus status) {
    awaitStatus(database, 7, status);
  }

  private static void awaitStatus(Database database, long id, JobStatus status) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (job(database, id).status() != status) {
      if (System.nanoTime() > end) {
        fail("expected " + status + ", is " + job(database, id));
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static Job job(Database database) {
    return job(database, 7);
  }

  private static Job job(Database database, long id) {
    return database.jdbi().withHandle(handle -> JobRows.find(handle, id)).orElseThrow();
  }

  private static int failures(Database database) {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT failures FROM job").mapTo(Integer.class).one());
  }
}
