package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {
  @TempDir Path oldProgram;
  @TempDir Path newProgram;

  @BeforeEach
  void writeSteps() throws IOException {
    for (Path program : new Path[] {oldProgram, newProgram}) {
      Files.writeString(program.resolve("V1__one.sql"), "CREATE TABLE one (id int);");
    }
    Files.writeString(newProgram.resolve("V2__two.sql"), "CREATE TABLE two (id int);");
  }

  @Test
  void aNewerProgramBringsTheTablesUpToDate() {
    DatabaseSettings settings = TestDatabase.emptySettings();
    migrations(settings, oldProgram).run();
    migrations(settings, newProgram).run();
    migrations(settings, newProgram).run();
    migrations(settings, newProgram).check();
    try (Database database = Database.connect(settings, Database.Use.ALONE, () -> {})) {
      assertThat(
              database
                  .jdbi()
                  .<Integer, RuntimeException>withHandle(
                      h -> h.execute("INSERT INTO two VALUES (1)")))
          .isEqualTo(1);
    }
  }

  @Test
  void anOlderProgramRefusesNewerTables() {
    DatabaseSettings settings = TestDatabase.emptySettings();
    migrations(settings, newProgram).run();
    assertThatThrownBy(() -> migrations(settings, oldProgram).run())
        .isInstanceOf(RefusedException.class)
        .hasMessage(
            "database: its tables have version 2, this program knows up to 1 (expected: a"
                + " roomledger at least as new as the one that changed them)");
    assertThatThrownBy(() -> migrations(settings, oldProgram).check())
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void theCommandLineDoesNotChangeTheTablesOfARunningServer() {
    DatabaseSettings settings = TestDatabase.emptySettings();
    migrations(settings, oldProgram).run();
    assertThatThrownBy(() -> migrations(settings, newProgram).check())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("its tables have version 1 (expected: 2; restart the running server");
  }

  @Test
  void anOlderProgramLivesWithNewerTablesWhereTheStepSaysSo() throws Exception {
    String table = "CREATE TABLE compatible_step (version text PRIMARY KEY);";
    for (Path program : new Path[] {oldProgram, newProgram}) {
      Files.writeString(program.resolve("V1__one.sql"), table);
    }
    String step = "CREATE TABLE two (id int); INSERT INTO compatible_step VALUES ('2');";
    Files.writeString(newProgram.resolve("V2__two.sql"), step);
    DatabaseSettings settings = TestDatabase.emptySettings();
    migrations(settings, oldProgram).run();
    try (Database running = Database.connect(settings, Database.Use.ALONE, () -> {})) {
      assertThat(running.current()).isTrue();
      migrations(settings, newProgram).run();
      assertThat(running.current()).isTrue();
      migrations(settings, oldProgram).run();
      migrations(settings, oldProgram).check();

      Files.writeString(newProgram.resolve("V3__three.sql"), "DROP TABLE two;");
      migrations(settings, newProgram).run();
      assertThat(running.ready()).isTrue();
      assertThat(running.current()).isFalse();
    }
    assertThatThrownBy(() -> migrations(settings, oldProgram).run())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("its tables have version 3, this program knows up to 1");
  }

  @Test
  void aStepThatCannotHaveItsTableLetsOthersReadOnAndTriesAgain() throws Exception {
    DatabaseSettings settings = TestDatabase.emptySettings();
    migrations(settings, oldProgram).run();
    Files.writeString(newProgram.resolve("V2__two.sql"), "ALTER TABLE one ADD COLUMN two int;");
    Files.writeString(newProgram.resolve("afterConnect.sql"), "SET lock_timeout = '50ms';");
    try (Database running = Database.connect(settings, Database.Use.ALONE, () -> {});
        Handle reader = running.jdbi().open()) {
      reader.begin();
      reader.execute("LOCK TABLE one IN ACCESS SHARE MODE");
      Migrations step = new Migrations(Pool.source(settings), "filesystem:" + newProgram, 1);
      assertThatThrownBy(step::run)
          .isInstanceOf(FlywayException.class)
          .hasStackTraceContaining("lock timeout");
      assertThat(reader.createQuery("SELECT count(*) FROM one").mapTo(Long.class).one()).isZero();
      reader.commit();
      step.run();
      step.check();
    }
  }

  /** A step that says that older programs can live with it takes nothing away. */
  @Test
  void stepsThatOlderProgramsLiveWithOnlyAdd() throws Exception {
    Path steps = Path.of("src/main/resources/db/migration");
    Pattern takes =
        Pattern.compile(
            "\\b(DROP (TABLE|COLUMN|FUNCTION|VIEW)|RENAME|SET NOT NULL|ALTER COLUMN \\w+ TYPE"
                + "|TRUNCATE)\\b");
    try (Stream<Path> files = Files.list(steps)) {
      for (Path file : files.toList()) {
        Matcher version = Pattern.compile("V([0-9_]+)__.*").matcher(file.getFileName().toString());
        String sql = Files.readString(file).replaceAll("--.*", "");
        if (version.matches() && sql.contains("INSERT INTO compatible_step")) {
          String name = version.group(1).replace('_', '.');
          assertThat(sql).as(name).contains("INSERT INTO compatible_step VALUES ('" + name + "')");
          assertThat(takes.matcher(sql).find()).as(name).isFalse();
        }
      }
    }
  }

  @Test
  void whatIsThereMovesIntoPartitions() throws Exception {
    Path steps = Path.of("src/main/resources/db/migration");
    try (Stream<Path> files = Files.list(steps)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        Path _ = Files.copy(file, newProgram.resolve(name));
        if (Integer.parseInt(name.replaceFirst("^V(\\d+)_.*|.*", "0$1")) < 37) {
          Path _ = Files.copy(file, oldProgram.resolve(name));
        }
      }
    }
    Files.delete(oldProgram.resolve("V1__one.sql"));
    Files.delete(newProgram.resolve("V1__one.sql"));
    Files.delete(newProgram.resolve("V2__two.sql"));
    DatabaseSettings settings = TestDatabase.emptySettings();
    migrations(settings, oldProgram).run();
    try (Database database = Database.connect(settings, Database.Use.ALONE, () -> {});
        Handle handle = database.jdbi().open()) {
      handle.execute(
          """
          INSERT INTO chat_room (id, organisation, kind, name, created_at)
          VALUES ('r', 'main', 'c', 'r', now())
          """);
      handle.execute(
          """
          INSERT INTO chat_message (id, room_id, sent_at, text, files)
          SELECT 'm' || n, 'r', timestamptz '1999-07-01Z' + n * interval '1 year', 'x', 1
            FROM generate_series(1, 60) n
          """);
      handle.execute("UPDATE chat_message SET text = 'y' WHERE id = 'm7'");
      handle.execute(
          """
          INSERT INTO chat_file (id, message_id, position, name, media_type, size, store_key, missing)
          VALUES ('f', 'm7', 0, 'a.txt', 'text/plain', 1, 'chat/f', '')
          """);
      handle.execute(
          """
          INSERT INTO audit SELECT n, now(), 'main', 'operator', 'local', 'a', 'b', '{}',
                                   sha256('x'), sha256(('y' || n)::bytea)
            FROM generate_series(1, 5) n
          """);
      String all = "SELECT string_agg(m::text, ';' ORDER BY id) FROM chat_message m";
      String rows = handle.createQuery(all).mapTo(String.class).one();
      MovedReservations reservations = new MovedReservations(handle);
      migrations(settings, newProgram).run();
      reservations.look();
      assertThat(handle.createQuery(all).mapTo(String.class).one()).isEqualTo(rows);
      assertThat(
              handle
                  .createQuery("SELECT count(DISTINCT tableoid) FROM chat_message")
                  .mapTo(Long.class)
                  .one())
          .isGreaterThan(10);
      assertThat(
              handle
                  .createQuery("SELECT room_id FROM chat_file WHERE message_id = 'm7'")
                  .mapTo(String.class)
                  .one())
          .isEqualTo("r");
      assertThat(handle.createQuery("SELECT count(*) FROM audit").mapTo(Long.class).one())
          .isEqualTo(5);
    }
  }

  private static Migrations migrations(DatabaseSettings settings, Path program) {
    return new Migrations(Pool.source(settings), "filesystem:" + program);
  }
}
