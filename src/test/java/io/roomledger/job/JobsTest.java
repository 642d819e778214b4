package io.roomledger.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.atNoon();
  private final TestJobs jobs = new TestJobs(database, clock);
  private final Scripted worker = new Scripted();

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void anOrderIsRunAndDone() {
    jobs.start(worker.does(run -> run.finish(false, handle -> {})));
    order(7);
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.WAITING);
    assertThat(jobs.job(7).createdAt()).isEqualTo(clock.instant());

    jobs.runAll();
    Job job = jobs.job(7);
    assertThat(job.status()).isEqualTo(JobStatus.DONE);
    assertThat(job.attempt()).isEqualTo(1);
    assertThat(job.startedAt()).contains(clock.instant());
    assertThat(job.finishedAt()).contains(clock.instant());
    assertThat(executions()).isZero();
  }

  @Test
  void whoLooksOnIsToldWhatBecameOfEachAttempt() {
    List<String> seen = new ArrayList<>();
    jobs.door()
        .watchedBy((kind, id, attempt) ->
            (outcome, took, told) ->
                seen.add(kind + " " + id + " " + attempt + " " + outcome.word() + " " + told));
    jobs.start(
        worker.does(run -> {
          run.tell("rows", 2);
          if (run.id() == 8) {
            throw new RefusedException(new Refusal.Conflict("not now"));
          }
          if (run.attempt() == 1) {
            throw new IOException("the line is busy");
          }
          run.tell("rows", 3);
          run.finish(false, handle -> {});
        }));
    order(7);
    order(8);
    assertThat(jobs.door().load())
        .containsExactly(new Load("scripted", 0, 2, Optional.of(clock.instant())));
    jobs.runAll();
    jobs.runAllLater(PAUSE);

    assertThat(seen)
        .containsExactlyInAnyOrder(
            "scripted 7 1 again {rows=2}",
            "scripted 8 1 failed {rows=2}",
            "scripted 7 2 done {rows=5}");
    assertThat(jobs.door().load()).containsExactly(new Load("scripted", 0, 0, Optional.empty()));
  }

  @Test
  void anOrderThatIsRolledBackWasNever() {
    jobs.start(worker.does(run -> run.finish(false, handle -> {})));
    assertThatThrownBy(() ->
            database
                .jdbi()
                .useTransaction(handle -> {
                  jobs.door().order(handle, "scripted", 7);
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");
    assertThat(executions()).isZero();
    assertThat(count("job")).isZero();
    jobs.runAll();
    assertThat(worker.attempts).isEmpty();
  }

  @Test
  void anOrderOutsideATransactionIsRefused() {
    assertThatThrownBy(
            () -> database.jdbi().useHandle(handle -> jobs.door().order(handle, "scripted", 7)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theSameNumberTwiceIsRefused() {
    order(7);
    assertThatThrownBy(() -> order(7)).hasMessageContaining("job_pkey");
    assertThat(executions()).isEqualTo(1);
  }

  @Test
  void gapsAreToldFromDone() {
    jobs.start(worker.does(run -> run.finish(true, handle -> {})));
    order(7);
    jobs.runAll();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.DONE_WITH_GAPS);
  }

  @Test
  void aFailedAttemptIsRepeatedAfterAPauseThatDoubles() {
    jobs.start(
        worker.does(run -> {
          if (run.attempt() < 3) {
            throw new IOException("the line is busy");
          }
          run.finish(false, handle -> {});
        }));
    order(7);
    jobs.runAll();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.WAITING);
    assertThat(jobs.job(7).reason()).isEqualTo("the line is busy");

    jobs.runAllLater(PAUSE.minusMillis(1));
    assertThat(worker.attempts).containsExactly(1);
    jobs.runAllLater(Duration.ofMillis(1));
    assertThat(worker.attempts).containsExactly(1, 2);
    jobs.runAllLater(PAUSE.multipliedBy(2).minusMillis(1));
    assertThat(worker.attempts).containsExactly(1, 2);
    jobs.runAllLater(Duration.ofMillis(1));
    assertThat(worker.attempts).containsExactly(1, 2, 3);
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.DONE);
    assertThat(jobs.job(7).reason()).isEmpty();
  }

  @Test
  void afterTheLastAttemptItFailsWithItsReason() {
    jobs.start(
        worker.does(run -> {
          throw new IOException("no", new IOException("cable cut"));
        }));
    order(7);
    for (int i = 0; i < 5; i++) {
      jobs.runAllLater(Duration.ofHours(1));
    }
    assertThat(worker.attempts).containsExactly(1, 2, 3);
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.FAILED);
    assertThat(jobs.job(7).reason()).isEqualTo("no: cable cut");
    assertThat(worker.gaveUp).containsExactly(jobs.job(7));
    assertThat(executions()).isZero();
  }

  @Test
  void aWorkerMayBeMorePatient() {
    jobs.start(
        worker
            .with(new Retry(5, Duration.ofHours(3)))
            .does(run -> {
              throw new IOException("no");
            }));
    order(7);
    jobs.runAll();
    jobs.runAllLater(Duration.ofHours(3));
    assertThat(worker.attempts).containsExactly(1, 2);
    jobs.runAllLater(Retry.LONGEST_PAUSE);
    jobs.runAllLater(Retry.LONGEST_PAUSE);
    assertThat(worker.attempts).containsExactly(1, 2, 3, 4);
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.WAITING);
  }

  @Test
  void aRefusalFailsAtOnce() {
    jobs.start(
        worker.does(run -> {
          throw new RefusedException(new Refusal.Unavailable("the room was removed"));
        }));
    order(7);
    jobs.runAll();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.FAILED);
    assertThat(jobs.job(7).reason()).isEqualTo("the room was removed");
    assertThat(worker.gaveUp).hasSize(1);
  }

  @Test
  void aWorkerThatForgetsToFinishHasFailed() {
    jobs.start(worker.does(run -> {}));
    order(7);
    jobs.runAll();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.WAITING);
    assertThat(jobs.job(7).reason()).contains("did not finish");
  }

  @Test
  void anErrorEndsOnlyItsOwnJob() {
    jobs.start(
        worker.does(run -> {
          if (run.id() == 7) {
            throw new StackOverflowError();
          }
          run.finish(false, handle -> {});
        }));
    order(7);
    order(8);
    jobs.runAll();
    assertThat(jobs.job(7).reason()).isEqualTo("StackOverflowError");
    assertThat(jobs.job(8).status()).isEqualTo(JobStatus.DONE);
  }

  @Test
  void whatBelongsToTheEndIsWrittenInTheSameTransaction() {
    database.jdbi().useHandle(handle -> handle.execute("CREATE TABLE result (job bigint)"));
    jobs.start(
        worker.does(run ->
            run.finish(
                false,
                handle -> {
                  handle.execute("INSERT INTO result VALUES (?)", run.id());
                  if (run.attempt() == 1) {
                    throw new IllegalStateException("late trouble");
                  }
                })));
    order(7);
    jobs.runAll();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.WAITING);
    assertThat(count("result")).isZero();

    jobs.runAllLater(PAUSE);
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.DONE);
    assertThat(count("result")).isEqualTo(1);
  }

  @Test
  void progressIsWrittenAboutOnceASecond() {
    List<Long> seen = new ArrayList<>();
    jobs.start(
        worker.does(run -> {
          for (int row = 1; row <= 5; row++) {
            run.progress(row, 5);
            seen.add(jobs.job(7).done());
            clock.tick(Duration.ofMillis(600));
          }
          run.finish(false, handle -> {});
        }));
    order(7);
    jobs.runAll();
    assertThat(seen).containsExactly(1L, 1L, 3L, 3L, 5L);
    assertThat(jobs.job(7).done()).isEqualTo(5);
    assertThat(jobs.job(7).total()).isEqualTo(5);
  }

  @Test
  void theRateIsThatOfTheLastSecondsAndTellsHowLongItGoesOn() {
    List<Job> seen = new ArrayList<>();
    jobs.start(
        worker.does(run -> {
          run.progress(5_000, 100_000);
          seen.add(jobs.job(7));
          for (int second = 1; second <= 40; second++) {
            clock.tick(Duration.ofSeconds(1));
            run.progress(5_000 + 1_000L * second, 100_000);
          }
          seen.add(jobs.job(7));
          for (int second = 1; second <= 40; second++) {
            clock.tick(Duration.ofSeconds(1));
            run.progress(45_000 + 100L * second, 100_000);
          }
          seen.add(jobs.job(7));
          run.finish(false, handle -> {});
        }));
    order(7);
    jobs.runAll();
    assertThat(seen.get(0).rate()).as("what an attempt begins with was not done by it").isZero();
    assertThat(seen.get(0).left()).isEmpty();
    assertThat(seen.get(1).rate()).isCloseTo(1_000, Percentage.withPercentage(1));
    assertThat(seen.get(1).left().orElseThrow().toSeconds()).isBetween(54L, 56L);
    assertThat(seen.get(2).rate()).isCloseTo(100, Percentage.withPercentage(2));
    assertThat(jobs.job(7).left()).as("it has ended").isEmpty();
  }

  @Test
  void aWorkerThatCannotSayWhatFailureMeansDoesNotKeepTheJobFromEnding() {
    jobs.start(
        new Scripted() {
          @Override
          public void gaveUp(Handle transaction, Job job) {
            transaction.execute("SELECT 1/0");
          }
        }.does(run -> {
          throw new RefusedException(new Refusal.Unavailable("gone"));
        }));
    order(7);
    jobs.runAll();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.FAILED);
    assertThat(executions()).isZero();
  }

  @Test
  void jobsOfAnUnknownKindStay() {
    jobs.start(worker.does(run -> run.finish(false, handle -> {})));
    database.jdbi().useTransaction(handle -> jobs.door().order(handle, "dance", 7));
    order(8);
    jobs.runAll();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.WAITING);
    assertThat(jobs.job(8).status()).isEqualTo(JobStatus.DONE);
    assertThat(executions()).isEqualTo(1);
  }

  @Test
  void anExecutionWhoseJobHasEndedIsDroppedQuietly() {
    jobs.start(worker.does(run -> run.finish(false, handle -> {})));
    order(7);
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute("UPDATE job SET status = 'DONE', finished_at = now() WHERE id = 7"));
    jobs.runAll();
    assertThat(worker.attempts).isEmpty();
    assertThat(executions()).isZero();
  }

  @Test
  void twoWorkersOfOneKindAreRefused() {
    assertThatThrownBy(() -> jobs.start(new Scripted(), new Scripted()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("scripted");
  }

  private void order(long id) {
    database.jdbi().useTransaction(handle -> jobs.door().order(handle, "scripted", id));
  }

  private int executions() {
    return count("scheduled_tasks");
  }

  private int count(String table) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
  }
}
