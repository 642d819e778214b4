package io.roomledger.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.SettableClock;
import io.roomledger.db.Database;
import io.roomledger.db.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Long jobs of several owners: nobody waits for all that somebody else ordered. */
class TurnsTest {
  private final Database database = TestDatabase.fresh();
  private final SettableClock clock = SettableClock.atNoon();
  private final List<Long> ran = new ArrayList<>();
  private final TestJobs jobs = jobs(1);
  private final Scripted worker =
      new Scripted()
          .does(run -> {
            ran.add(run.id());
            clock.tick(Duration.ofSeconds(1));
            run.finish(false, handle -> {});
          });

  private TestJobs jobs(int perOwner) {
    return new TestJobs(
        database,
        clock,
        new JobSettings(1, 2, perOwner, Duration.ofSeconds(2), 3, Duration.ofSeconds(10)));
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Test
  void aHundredOrdersOfOnePersonDoNotDelayAnothers() {
    for (long id = 1; id <= 100; id++) {
      order(id, "ann");
    }
    clock.tick(Duration.ofSeconds(1));
    order(101, "bob");
    order(102, "bob");
    order(103, "cid");
    assertThat(jobs.job(2).reason()).isEqualTo("waits until another one of the same owner is done");
    assertThat(jobs.job(101).reason()).isEmpty();
    assertThat(ahead(1)).isZero();
    assertThat(ahead(101)).as("the first of ann's").isEqualTo(1);
    assertThat(ahead(103)).isEqualTo(2);
    assertThat(ahead(2)).as("one of each owner").isEqualTo(3);
    assertThat(ahead(102)).isEqualTo(4);
    assertThat(ahead(100)).as("all but the order").isEqualTo(102);
    assertThat(ahead(7_777)).isZero();

    jobs.start(worker);
    jobs.runAll();

    assertThat(ran).hasSize(103).startsWith(1L).contains(101L, 102L, 103L);
    assertThat(ran.subList(0, 6)).containsExactlyInAnyOrder(1L, 101L, 103L, 2L, 102L, 3L);
    assertThat(ran.indexOf(99L)).isLessThan(ran.indexOf(100L));
    assertThat(jobs.job(100).reason()).isEmpty();
    assertThat(ahead(100)).isZero();
  }

  @Test
  void whoeverWaitsForTheNextAttemptKeepsTheTurn() {
    jobs.start(
        worker.does(run -> {
          ran.add(run.id());
          if (run.id() == 1 && run.attempt() == 1) {
            throw new IOException("the line is busy");
          }
          run.finish(false, handle -> {});
        }));
    order(1, "ann");
    order(2, "ann");
    jobs.runAll();
    assertThat(ran).containsExactly(1L);
    jobs.runAllLater(Duration.ofSeconds(10));
    assertThat(ran).containsExactly(1L, 1L, 2L);
  }

  @Test
  void theTurnPassesOnWhenAJobIsCancelledOrFails() {
    jobs.start(
        worker.does(run -> {
          throw new IOException("no");
        }));
    for (long id = 1; id <= 3; id++) {
      order(id, "ann");
    }
    cancel(2);
    assertThat(jobs.job(2).status()).isEqualTo(JobStatus.CANCELLED);
    assertThat(jobs.job(3).reason()).isNotEmpty();
    cancel(1);
    assertThat(jobs.job(3).reason()).isEmpty();
    for (int i = 0; i < 4; i++) {
      jobs.runAllLater(Duration.ofMinutes(1));
    }
    assertThat(jobs.job(3).status()).isEqualTo(JobStatus.FAILED);
    assertThat(worker.gaveUp).hasSize(3);
    order(4, "ann");
    assertThat(jobs.job(4).reason()).isEmpty();
  }

  @Test
  void moreAtOnceTakesEffectAtTheNextStart() {
    for (long id = 1; id <= 4; id++) {
      order(id, "ann");
    }
    TestJobs next = jobs(3);
    next.start(worker);
    assertThat(next.job(3).reason()).isEmpty();
    assertThat(next.job(4).reason()).isNotEmpty();
  }

  private long ahead(long id) {
    return database.jdbi().withHandle(handle -> jobs.door().ahead(handle, id));
  }

  private void order(long id, String owner) {
    database.jdbi().useTransaction(handle -> jobs.door().order(handle, "scripted", id, owner));
  }

  private void cancel(long id) {
    database.jdbi().useTransaction(handle -> jobs.door().cancel(handle, id, "not needed"));
  }
}
