package io.roomledger.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsCancelTest {
  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.atNoon();
  private final TestJobs jobs = new TestJobs(database, clock);
  private final Scripted worker = new Scripted();
  private final AtomicBoolean written = new AtomicBoolean();

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void aWaitingJobIsCancelledAtOnce() {
    jobs.start(worker.does(run -> run.finish(false, handle -> {})));
    order();
    cancel();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(jobs.job(7).reason()).isEqualTo("ann changed her mind");
    assertThat(jobs.job(7).finishedAt()).contains(clock.instant());
    assertThat(worker.gaveUp).containsExactly(jobs.job(7));
    jobs.runAll();
    assertThat(worker.attempts).isEmpty();
    assertThat(executions()).isZero();
  }

  @Test
  void aJobBetweenTwoAttemptsIsCancelledAtOnce() {
    jobs.start(
        worker.does(run -> {
          throw new IOException("no");
        }));
    order();
    jobs.runAll();
    cancel();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(executions()).isZero();
  }

  @Test
  void aRunningJobIsCancelledAtItsNextSignOfProgress() {
    jobs.start(
        worker.does(run -> {
          run.progress(1, 3);
          cancel();
          assertThat(jobs.job(7).status()).isEqualTo(JobStatus.RUNNING);
          clock.tick(Duration.ofSeconds(1));
          run.progress(2, 3);
          written.set(true);
        }));
    order();
    jobs.runAll();
    assertThat(written).isFalse();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(jobs.job(7).reason()).isEqualTo("ann changed her mind");
    assertThat(jobs.job(7).done()).isEqualTo(1);
    assertThat(worker.gaveUp).hasSize(1);
    assertThat(executions()).isZero();
  }

  @Test
  void aCancelledJobCannotBeFinished() {
    jobs.start(
        worker.does(run -> {
          cancel();
          run.finish(false, handle -> written.set(true));
        }));
    order();
    jobs.runAll();
    assertThat(written).isFalse();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.CANCELLED);
  }

  @Test
  void cancellingAJobThatHasEndedOrNeverWasChangesNothing() {
    jobs.start(worker.does(run -> run.finish(false, handle -> {})));
    order();
    jobs.runAll();
    Job done = jobs.job(7);
    cancel();
    database.jdbi().useTransaction(handle -> jobs.door().cancel(handle, 8, "why not"));
    assertThat(jobs.job(7)).isEqualTo(done);
    assertThat(worker.gaveUp).isEmpty();
  }

  @Test
  void aProcessWithoutTheWorkerLeavesTheEndToOneThatHasIt() {
    Jobs commandLine = new Jobs(database, clock, JobSettings.defaults());
    jobs.start(
        worker.does(run -> {
          throw new IOException("no");
        }));
    order();
    jobs.runAll();
    database.jdbi().useTransaction(handle -> commandLine.cancel(handle, 7, "by hand"));
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.WAITING);

    jobs.runAll();
    assertThat(jobs.job(7).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(jobs.job(7).reason()).isEqualTo("by hand");
    assertThat(worker.attempts).containsExactly(1);
    assertThat(worker.gaveUp).hasSize(1);
  }

  private void order() {
    database.jdbi().useTransaction(handle -> jobs.door().order(handle, "scripted", 7));
  }

  private void cancel() {
    database.jdbi().useTransaction(handle -> jobs.door().cancel(handle, 7, "ann changed her mind"));
  }

  private int executions() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle.createQuery("SELECT count(*) FROM scheduled_tasks").mapTo(Integer.class).one());
  }
}
