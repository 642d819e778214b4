package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static Migrations migrations(DatabaseSettings settings, Path program) {
    return new Migrations(Pool.source(settings), "filesystem:" + program);
  }
}
