package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A streaming replica: what is read there is as right as what is read on the primary. */
class ReplicaTest {
  private static Database database;
  private static DebianPostgres follower;

  @BeforeAll
  static void start(@TempDir Path folder) {
    DatabaseSettings primary = DebianPostgres.shared().empty();
    follower = DebianPostgres.shared().replica();
    String replica = primary.url().replaceFirst(":\\d+/", ":" + follower.port() + "/");
    DatabaseSettings both =
        new DatabaseSettings(
            primary.url(),
            primary.user(),
            primary.password(),
            "",
            false,
            "",
            replica,
            Duration.ofMillis(500),
            DatabaseSettings.PATIENCE,
            6);
    database = Database.open(both, folder);
    database.jdbi().useHandle(h -> h.execute("CREATE TABLE seen (n int, changed xid8)"));
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void whatWasCommittedBeforeIsThere() {
    int replicated = 0;
    for (int i = 0; i < 20; i++) {
      add(i);
      try (Reading reading = database.read(true)) {
        // a busy machine may be late once: then the primary is read
        replicated += reading.replicated() ? 1 : 0;
        assertThat(
                reading
                    .handle()
                    .createQuery("SELECT EXISTS (SELECT FROM seen WHERE n = ?)")
                    .bind(0, i)
                    .mapTo(Boolean.class)
                    .one())
            .isTrue();
      }
    }
    assertThat(replicated).isPositive();
  }

  @Test
  void aMarkOfTheReplicaForgetsNobodyWhoHadBegunAndCommittedLater() {
    try (Handle early = database.jdbi().open()) {
      early.begin();
      early.execute("INSERT INTO seen VALUES (100, pg_current_xact_id())");
      add(101);
      Mark mark;
      try (Reading reading = database.read(true)) {
        // the early one is under way: no moment of the replica would show that
        assertThat(reading.replicated()).isFalse();
        mark = Mark.of(reading.handle());
      }
      early.commit();
      assertThat(since(mark)).contains(100).doesNotContain(101);
    }
    add(102);
    Mark mark;
    try (Reading reading = database.read(true)) {
      assertThat(reading.replicated()).isTrue();
      mark = Mark.of(reading.handle());
      assertThat(mark.isOf(reading.handle())).isTrue();
    }
    add(103);
    assertThat(since(mark)).containsExactly(103);
  }

  @Test
  void oneThatLagsOrIsGoneIsNotRead() {
    follower.execute("postgres", "SELECT pg_wal_replay_pause()");
    add(200);
    try (Reading reading = database.read(true)) {
      assertThat(reading.replicated()).isFalse();
    }
    follower.execute("postgres", "SELECT pg_wal_replay_resume()");
    try (Reading reading = database.read(true)) {
      assertThat(reading.replicated()).isTrue();
    }
    try (Reading reading = database.read(false)) {
      assertThat(reading.replicated()).isFalse();
    }
    follower.stop();
    try (Reading reading = database.read(true)) {
      assertThat(reading.replicated()).isFalse();
    }
    follower.start();
  }

  private static void add(int n) {
    database
        .jdbi()
        .useHandle(h -> h.execute("INSERT INTO seen VALUES (?, pg_current_xact_id())", n));
  }

  private static List<Integer> since(Mark mark) {
    return database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT n FROM seen WHERE " + mark.since("changed") + " ORDER BY n")
                .mapTo(Integer.class)
                .list());
  }
}
