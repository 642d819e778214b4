package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds that were placed before there was one table for all of them come along. */
class HoldsMoveTest {
  private static final Path STEPS = Path.of("src/main/resources/db/migration");
  private static final String RECORDING = "0193b5a0-0000-7000-8000-000000000001";

  @TempDir Path older;

  @Test
  void holdsOfRecordingsKeepTheirNumbersReasonsAndEnds() throws IOException {
    copy(29);
    DatabaseSettings settings = TestDatabase.emptySettings();
    migrate(settings);
    try (Database database = Database.connect(settings, Database.Use.ALONE, () -> {})) {
      database.jdbi().useHandle(HoldsMoveTest::fill);
    }
    copy(30);
    migrate(settings);
    try (Database database = Database.connect(settings, Database.Use.ALONE, () -> {})) {
      database.jdbi().useHandle(HoldsMoveTest::look);
    }
  }

  private void copy(int last) throws IOException {
    try (Stream<Path> steps = Files.list(STEPS)) {
      for (Path step : steps.filter(it -> number(it) <= last).toList()) {
        Path copied = older.resolve(step.getFileName().toString());
        if (!Files.exists(copied)) {
          Files.copy(step, copied);
        }
      }
    }
  }

  /** Callbacks belong to the newest step. */
  private static int number(Path step) {
    String name = step.getFileName().toString();
    return name.startsWith("V")
        ? Integer.parseInt(name.replaceAll("^V(\\d+).*", "$1"))
        : Integer.MAX_VALUE;
  }

  private void migrate(DatabaseSettings settings) {
    new Migrations(Pool.source(settings), "filesystem:" + older).run();
  }

  private static void fill(Handle handle) {
    handle.execute(
        "INSERT INTO organisation (id, name) VALUES ('main', 'Main') ON CONFLICT DO NOTHING");
    handle.execute(
        "INSERT INTO account (id, organisation, username, name, created_at)"
            + " VALUES ('a', 'main', 'ada', 'Ada', now())");
    handle.execute(
        "INSERT INTO conference (id, organisation, title, creator, started_at, recording_session)"
            + " VALUES ('c10000000000000000000001', 'main', 'Review', 'a', now(),"
            + " '12345678901234567890')");
    handle.execute(
        "INSERT INTO recording (id, organisation, conference, title, owner, started_at, ended_at,"
            + " duration_ms, kind, timed_by, size, media_type, region, store_key, sha256, added_at)"
            + " VALUES ('"
            + RECORDING
            + "', 'main', 'c10000000000000000000001', 'Film', 'a', now(), now(), 1, 'ORDINARY',"
            + " 'FILE', 1, 'video/mp4', 'r', 'k', 's', now())");
    handle.execute(
        "INSERT INTO recording_hold (organisation, conference, recording, reason, placed_by,"
            + " placed_at, lifted_by, lifted_at) VALUES ('main', 'c10000000000000000000001', NULL,"
            + " 'gone by', 'operator', '2026-01-01', 'operator', '2026-01-02'), ('main',"
            + " 'c10000000000000000000001', NULL, 'all of it', 'operator', '2026-01-03', NULL,"
            + " NULL), ('main', 'c10000000000000000000001', '"
            + RECORDING
            + "', 'this one', 'account:a', '2026-01-04', NULL, NULL)");
    handle.execute("DELETE FROM recording_hold WHERE reason = 'gone by'");
  }

  private static void look(Handle handle) {
    List<String> holds =
        handle
            .createQuery(
                """
                SELECT concat_ws(' ', id, kind, subject, name, conference, reason, placed_by,
                                 placed_at::date, lifted_by)
                  FROM legal_hold ORDER BY id
                """)
            .mapTo(String.class)
            .list();
    assertThat(holds)
        .containsExactly(
            "2 CONFERENCE c10000000000000000000001 Review all of it operator 2026-01-03",
            "3 RECORDING "
                + RECORDING
                + " Film c10000000000000000000001 this one account:a 2026-01-04");
    // the next one gets the next number, and what was held still is
    handle.execute(
        "INSERT INTO legal_hold (organisation, kind, subject, name, reason, placed_by, placed_at)"
            + " VALUES ('main', 'PERSON', 'p', 'P', 'new', 'operator', now())");
    assertThat(handle.createQuery("SELECT max(id) FROM legal_hold").mapTo(Long.class).one())
        .isEqualTo(4);
    assertThat(
            handle
                .createQuery(
                    "SELECT recording_held('c10000000000000000000001', '" + RECORDING + "')")
                .mapTo(Boolean.class)
                .one())
        .isTrue();
    assertThat(
            handle
                .createQuery("SELECT to_regclass('recording_hold') IS NULL")
                .mapTo(Boolean.class)
                .one())
        .isTrue();
  }
}
