package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ContentionTest {
  private static final Database DATABASE = TestDatabase.fresh();

  private final AtomicInteger attempts = new AtomicInteger();

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  /** Fails as PostgreSQL does, the first so many times. */
  private int failing(Handle handle, int times, String state) {
    int attempt = attempts.incrementAndGet();
    if (attempt <= times) {
      handle.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '" + state + "'; END $$");
    }
    return attempt;
  }

  @Test
  void whatWasInAnothersWayIsDoneAgain() {
    int result = Contention.inTransaction(DATABASE.jdbi(), handle -> failing(handle, 2, "40P01"));

    assertThat(result).isEqualTo(3);
  }

  @Test
  void otherFailuresAndTheFifthAreTold() {
    assertThatThrownBy(
            () -> Contention.inTransaction(DATABASE.jdbi(), handle -> failing(handle, 1, "23505")))
        .isInstanceOf(JdbiException.class);
    assertThat(attempts.getAndSet(0)).isEqualTo(1);
    assertThatThrownBy(
            () -> Contention.inTransaction(DATABASE.jdbi(), handle -> failing(handle, 9, "40001")))
        .isInstanceOf(JdbiException.class);
    assertThat(attempts.get()).isEqualTo(5);
  }

  @Test
  void insideAnotherTransactionThatOneIsRepeated() {
    int result =
        Contention.inTransaction(
            DATABASE.jdbi(),
            outer ->
                Contention.inTransaction(DATABASE.jdbi(), inner -> failing(inner, 1, "40P01")));

    assertThat(result).isEqualTo(2);
  }

  @Test
  void aRealDeadlockEndsWellForBoth() throws Exception {
    DATABASE.jdbi().useHandle(handle -> handle.execute("CREATE TABLE seat (id int PRIMARY KEY)"));
    DATABASE.jdbi().useHandle(handle -> handle.execute("INSERT INTO seat VALUES (1), (2)"));
    CyclicBarrier both = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<Integer> one = threads.submit(() -> sit(both, 1, 2));
      Future<Integer> other = threads.submit(() -> sit(both, 2, 1));
      assertThat(one.get() + other.get()).as("at least one of them twice").isGreaterThan(2);
    }
  }

  private static int sit(CyclicBarrier both, int first, int second) {
    AtomicInteger tries = new AtomicInteger();
    return Contention.inTransaction(
        DATABASE.jdbi(),
        handle -> {
          int attempt = tries.incrementAndGet();
          handle.execute("SELECT FROM seat WHERE id = ? FOR UPDATE", first);
          if (attempt == 1) {
            await(both);
          }
          handle.execute("SELECT FROM seat WHERE id = ? FOR UPDATE", second);
          return attempt;
        });
  }

  private static void await(CyclicBarrier both) {
    try {
      both.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
