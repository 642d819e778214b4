package io.roomledger.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A worker falls silent, and another one goes on: two servers, played in one thread. */
class JobsTakeoverTest {
  private static final Duration SILENCE = Duration.ofSeconds(8);

  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.atNoon();
  private final TestJobs silent = new TestJobs(database, clock);
  private final TestJobs other = new TestJobs(database, clock);
  private final List<String> written = new ArrayList<>();
  private final Scripted second =
      new Scripted().does(run -> run.finish(false, handle -> written.add("second")));

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void theNextAttemptIsSomebodyElsesAndTheFirstCanWriteNothing() {
    other.start(second);
    silent.start(
        new Scripted()
            .does(run -> {
              takeOver(SILENCE);
              assertThatThrownBy(() -> run.finish(false, handle -> written.add("first")))
                  .isInstanceOf(Worker.CancelledException.class);
              assertThatThrownBy(() -> run.progress(1, 1))
                  .isInstanceOf(Worker.CancelledException.class);
              run.finish(false, handle -> written.add("first"));
            }));
    order();
    silent.runAll();
    assertThat(written).containsExactly("second");
    assertThat(second.attempts).containsExactly(2);
    assertThat(other.job(7).status()).isEqualTo(JobStatus.DONE);
    assertThat(failures()).isEqualTo(1);
  }

  @Test
  void aLeaseThatHasNotRunOutIsRespected() {
    other.start(second);
    silent.start(
        new Scripted()
            .does(run -> {
              takeOver(SILENCE.minusMillis(1));
              run.finish(false, handle -> written.add("first"));
            }));
    order();
    silent.runAll();
    assertThat(written).containsExactly("first");
    assertThat(second.attempts).isEmpty();
  }

  @Test
  void betweenBurialAndTheNextAttemptNobodyCanFinish() {
    other.start(second);
    silent.start(
        new Scripted()
            .does(run -> {
              if (run.attempt() == 1) {
                clock.tick(SILENCE);
                other.findDead();
                assertThat(other.job(7).status()).isEqualTo(JobStatus.WAITING);
                assertThat(other.job(7).reason()).contains("attempt 1 ended without a word");
              }
              run.finish(false, handle -> written.add("attempt " + run.attempt()));
            }));
    order();
    silent.runAll();
    assertThat(written).containsExactly("attempt 2");
    assertThat(other.job(7).status()).isEqualTo(JobStatus.DONE);
  }

  /** What a server leaves that takes the job, makes so much safe and is killed. */
  private void kill(long safe) {
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              """
              UPDATE scheduled_tasks SET picked = true, picked_by = 'gone',
                     version = version + 1, last_heartbeat = ?\
              """,
              Timestamp.from(clock.instant()));
          long lease =
              handle.createQuery("SELECT version FROM scheduled_tasks").mapTo(Long.class).one();
          JobRows.take(handle, 7, lease, clock.instant());
          int attempt = handle.createQuery("SELECT attempt FROM job").mapTo(Integer.class).one();
          assertThat(JobRows.safe(handle, new JobRows.Held(7, attempt, 0, -1, 0), safe)).isTrue();
        });
    clock.tick(SILENCE);
    other.findDead();
  }

  @Test
  void aJobThatKillsItsServerEachTimeFailsInTheEnd() {
    Scripted heir = new Scripted();
    other.start(heir);
    order();
    for (int life = 1; life <= 3; life++) {
      kill(0);
    }
    assertThat(other.job(7).status()).isEqualTo(JobStatus.FAILED);
    assertThat(other.job(7).reason()).contains("without a word");
    assertThat(heir.gaveUp).hasSize(1);
    assertThat(heir.attempts).isEmpty();
  }

  @Test
  void attemptsThatGotFurtherDoNotUseUpThePatience() {
    other.start(new Scripted());
    order();
    for (int life = 1; life <= 10; life++) {
      kill(life * 100L);
      assertThat(failures()).isZero();
    }
    kill(1_000);
    kill(999);
    assertThat(failures()).isEqualTo(2);
    kill(1_001);
    assertThat(failures()).isZero();
    assertThat(other.job(7).status()).isEqualTo(JobStatus.WAITING);
    for (int life = 1; life <= 3; life++) {
      kill(1_001);
    }
    assertThat(other.job(7).status()).isEqualTo(JobStatus.FAILED);
    assertThat(other.job(7).attempt()).isEqualTo(16);
  }

  @Test
  void anAttemptThatGotFurtherAndThenBrokeOffIsNoFailedOne() {
    other.start(
        new Scripted()
            .does(run -> {
              run.safe(Math.min(run.attempt(), 5));
              throw new java.io.IOException("the disk is slow");
            }));
    order();
    other.runAll();
    for (int life = 2; life <= 7; life++) {
      assertThat(other.job(7).status()).isEqualTo(JobStatus.WAITING);
      assertThat(failures()).isEqualTo(Math.max(0, life - 6));
      other.runAllLater(Duration.ofMinutes(5));
    }
    other.runAllLater(Duration.ofMinutes(5));
    assertThat(other.job(7).status()).isEqualTo(JobStatus.FAILED);
    assertThat(other.job(7).attempt()).isEqualTo(8);
  }

  @Test
  void aServerKilledBetweenTheLastTwoWritesLeavesNothingToRepeat() {
    other.start(second);
    order();
    database
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              "UPDATE scheduled_tasks SET picked = true, last_heartbeat = ?",
              Timestamp.from(clock.instant()));
          handle.execute("UPDATE job SET status = 'DONE', attempt = 1, finished_at = now()");
        });
    clock.tick(SILENCE);
    other.findDead();
    other.runAll();
    assertThat(second.attempts).isEmpty();
    assertThat(other.job(7).status()).isEqualTo(JobStatus.DONE);
    int left =
        database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT count(*) FROM scheduled_tasks")
                    .mapTo(Integer.class)
                    .one());
    assertThat(left).isZero();
  }

  private void takeOver(Duration after) {
    clock.tick(after);
    other.findDead();
    other.runAll();
  }

  private void order() {
    database.jdbi().useTransaction(handle -> silent.door().order(handle, "scripted", 7));
  }

  private int failures() {
    return database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT failures FROM job").mapTo(Integer.class).one());
  }
}
