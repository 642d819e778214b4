package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.job.JobSettings;
import io.roomledger.job.Jobs;
import io.roomledger.job.Round;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What servers of one database tell each other. */
class NewsTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final List<Database> SERVERS = TestDatabase.shared(2);

  private final Database one = SERVERS.get(0);
  private final Database other = SERVERS.get(1);
  private final Queue<String> heard = new ConcurrentLinkedQueue<>();

  @AfterAll
  static void close() {
    SERVERS.forEach(Database::close);
  }

  @Test
  void whatIsCommittedIsHeardAndWhatIsRolledBackIsNot() {
    other.news().hear("tea", heard::add);
    one.jdbi()
        .useTransaction(handle -> {
          one.news().tell(handle, "tea", "cold");
          handle.rollback();
        });
    one.jdbi().useTransaction(handle -> one.news().tell(handle, "coffee", "hot"));
    one.jdbi().useTransaction(handle -> one.news().tell(handle, "tea", "is ready"));
    Await.until("it is heard", SOON, () -> heard.contains("is ready"));
    assertThat(heard).doesNotContain("cold", "hot");
  }

  @Test
  void whoeverCouldNotHearIsToldThatAnythingMayHaveChangedAndHearsAgain() {
    other.news().hear("bread", heard::add);
    other
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE datname = current_database() AND application_name = 'roomledger news'
                """));
    Await.until("anything may have changed", SOON, () -> heard.contains(""));
    Await.until("it hears again", SOON, () -> other.news().heard());
    one.jdbi().useTransaction(handle -> one.news().tell(handle, "bread", "baked"));
    Await.until("it is heard", SOON, () -> heard.contains("baked"));
  }

  @Test
  void eachServerHoldsANumberOfItsOwn() {
    List<Integer> numbers =
        one.jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        """
                        SELECT objid::int FROM pg_locks
                         WHERE locktype = 'advisory' AND classid = 731112
                           AND database = (SELECT oid FROM pg_database
                                            WHERE datname = current_database())
                        """)
                    .mapTo(Integer.class)
                    .list());
    assertThat(numbers).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(2).isNotEmpty();
  }

  @Test
  void aRoundIsDoneByOneServerAtATime() {
    AtomicInteger under = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicInteger turns = new AtomicInteger();
    Round round =
        new Round(
            "test.turns",
            Duration.ofMillis(20),
            () -> {
              most.accumulateAndGet(under.incrementAndGet(), Math::max);
              turns.addAndGet(one.ready() ? 1 : 0);
              under.decrementAndGet();
            });
    try (Jobs first = new Jobs(one, Clock.systemUTC(), JobSettings.defaults());
        Jobs second = new Jobs(other, Clock.systemUTC(), JobSettings.defaults())) {
      first.start(List.of(), List.of(round));
      second.start(List.of(), List.of(round));
      Await.until("it takes turns", SOON, () -> turns.get() >= 3);
    }
    assertThat(most).hasValue(1);
  }
}
