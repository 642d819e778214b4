package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmbeddedPostgresTest {
  static final EmbeddedPostgres.Options OPTIONS =
      new EmbeddedPostgres.Options(true, 60, Optional.of(TestDatabase.BINARIES));
  private static final Duration SOON = Duration.ofSeconds(60);

  @RegisterExtension final Folders folders = new Folders();

  @Test
  void itIsSafeAndForThisMachineOnly() throws IOException {
    try (Database database = open()) {
      assertThat(setting(database, "fsync")).isEqualTo("on");
      assertThat(setting(database, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(database, "full_page_writes")).isEqualTo("on");
      assertThat(setting(database, "password_encryption")).isEqualTo("scram-sha-256");
      assertThat(setting(database, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(database, "server_encoding")).isEqualTo("UTF8");
      assertThat(setting(database, "timezone")).isEqualTo("UTC");
      assertThat(setting(database, "max_connections")).isEqualTo("60");
      assertThat(setting(database, "is_superuser")).isEqualTo("off");
      List<String> rules =
          Files.readAllLines(folders.data().resolve("postgres/cluster/pg_hba.conf"));
      assertThat(rules.stream().filter(rule -> !rule.isBlank() && !rule.startsWith("#")))
          .isNotEmpty()
          .allMatch(rule -> rule.endsWith("scram-sha-256"));
    }
  }

  @Test
  void lettersOfAllScriptsAreLetters() {
    try (Database database = open()) {
      assertThat(text(database, "SELECT lower('ÄÉΣ')")).isEqualTo("äéσ");
      assertThat(text(database, "SELECT ('会议室' ~ '^\\w+$')::text")).isEqualTo("true");
    }
  }

  @Test
  void onlyItsOwnerReadsTheFolder() throws IOException {
    try (Database _ = open()) {
      assertThat(permissions(folders.data())).startsWith("rwx").endsWith("---");
      assertThat(permissions(folders.data().resolve("postgres/connection.properties")))
          .isEqualTo("rw-------");
      assertThat(permissions(folders.data().resolve("postgres/passwords.properties")))
          .isEqualTo("rw-------");
      assertThat(permissions(folders.data().resolve("postgres/cluster"))).isEqualTo("rwx------");
    }
    assertThat(folders.data().resolve("postgres/connection.properties")).doesNotExist();
  }

  @Test
  void startedByRootItRunsWithoutRights() throws IOException {
    assumeTrue(new UnixSystem().getUid() == 0);
    try (DataDirectory directory = DataDirectory.open(folders.data());
        EmbeddedPostgres postgres = EmbeddedPostgres.start(directory, OPTIONS)) {
      assertThat(Files.getAttribute(Path.of("/proc/" + postgres.pid()), "unix:uid"))
          .isNotEqualTo(0);
    }
  }

  @Test
  void startedByRootItAlsoRunsWhereNobodyElseMayEnter() throws IOException {
    assumeTrue(new UnixSystem().getUid() == 0);
    Files.setPosixFilePermissions(folders.parent(), PosixFilePermissions.fromString("rwx------"));
    try (Database database = open()) {
      assertThat(database.ready()).isTrue();
      assertThat(permissions(folders.data())).isEqualTo("rwx------");
    }
    // and the files change hands when others may enter later
    Files.setPosixFilePermissions(folders.parent(), PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Database database = open()) {
      assertThat(database.ready()).isTrue();
    }
  }

  @Test
  void whatWasWrittenIsThereAfterRestart() {
    try (Database database = open()) {
      database.jdbi().useHandle(h -> h.execute("CREATE TABLE kept AS SELECT 42 AS id"));
    }
    assertThat(Survivors.of(folders.data().resolve("postgres/cluster"))).isEmpty();
    try (Database database = open()) {
      assertThat(text(database, "SELECT id::text FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void aSecondStartIsRefused() throws IOException {
    try (ServerProcess server = ServerProcess.start(folders.data())) {
      assertThatThrownBy(this::open)
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("is in use by process " + server.pid())
          .hasMessageContaining("expected: a folder of its own");
    }
  }

  @Test
  void theCommandLineAttachesToTheRunningServer() throws IOException {
    try (ServerProcess _ = ServerProcess.start(folders.data())) {
      try (Database database = Database.openOrAttach(settings(), folders.data())) {
        assertThat(database.attached()).isTrue();
        assertThat(database.ready()).isTrue();
        assertThat(text(database, "SELECT count(*)::text FROM kept")).isEqualTo("1");
      }
      assertThat(DataDirectory.holder(folders.data())).isPresent();
    }
  }

  @Test
  void whatAKilledServerLeftIsStoppedAndItsDataKept() throws IOException {
    ServerProcess server = ServerProcess.start(folders.data());
    Path cluster = folders.data().resolve("postgres/cluster");
    server.close();
    assertThat(Survivors.of(cluster)).isNotEmpty();
    long orphan = Long.parseLong(Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst());
    try (Database database = open()) {
      assertThat(Survivors.of(cluster)).noneMatch(process -> process.pid() == orphan);
      assertThat(text(database, "SELECT count(*)::text FROM kept")).isEqualTo("1");
    }
  }

  @Test
  void aProcessIdThatNowBelongsToAnotherIsNotStopped() throws IOException {
    open().close();
    Path file = folders.data().resolve("postgres/cluster/postmaster.pid");
    Files.writeString(file, ProcessHandle.current().pid() + "\n");
    try (Database database = open()) {
      assertThat(database.ready()).isTrue();
    }
  }

  @Test
  void killedWhileTheServerRunsItComesBackOnTheSamePort() throws IOException {
    try (Database database = open()) {
      database.jdbi().useHandle(h -> h.execute("CREATE TABLE kept AS SELECT 42 AS id"));
      String port = setting(database, "port");
      Path file = folders.data().resolve("postgres/cluster/postmaster.pid");
      long pid = Long.parseLong(Files.readAllLines(file).getFirst());
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
      Await.until("ready says no", SOON, () -> !database.ready() || pid != current(file));
      Await.until(
          "the pool works", SOON, () -> text(database, "SELECT id::text FROM kept").equals("42"));
      Await.until("it is ready", SOON, database::ready);
      assertThat(setting(database, "port")).isEqualTo(port);
      assertThat(current(file)).isNotEqualTo(pid);
    }
  }

  @Test
  void whatACrashLeftHalfDoneIsDoneAgain() throws IOException {
    Path postgres = folders.data().resolve("postgres");
    open().close();
    Files.createDirectories(postgres.resolve("cluster.new/base"));
    Files.createDirectories(postgres.resolve("bin-" + Binaries.VERSION + ".new-abc/bin"));
    Trees.delete(postgres.resolve("cluster"));
    EmbeddedPostgres.Options own = new EmbeddedPostgres.Options(true, 60, Optional.empty());
    try (Database database = Database.embedded(folders.data(), 5, own)) {
      assertThat(database.ready()).isTrue();
      assertThat(postgres.resolve("cluster.new")).doesNotExist();
      assertThat(postgres.resolve("bin-" + Binaries.VERSION + ".new-abc")).doesNotExist();
    }
  }

  @Test
  void aClusterOfAnotherMajorVersionIsRefused() throws IOException {
    open().close();
    Files.writeString(folders.data().resolve("postgres/cluster/PG_VERSION"), "17\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("written by PostgreSQL 17 (expected: 18");
    assertThat(DataDirectory.holder(folders.data())).isEmpty();
  }

  @Test
  void whyItDidNotStartIsSaid() throws IOException {
    open().close();
    Path conf = folders.data().resolve("postgres/cluster/postgresql.conf");
    Files.writeString(conf, Files.readString(conf) + "\nno_such_setting = 1\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("did not start")
        .hasMessageContaining("no_such_setting");
  }

  private Database open() {
    return Database.embedded(folders.data(), 5, OPTIONS);
  }

  private static DatabaseSettings settings() {
    return new DatabaseSettings("", "", "", 3);
  }

  private static long current(Path file) throws IOException {
    return Long.parseLong(Files.readAllLines(file).getFirst());
  }

  private static String setting(Database database, String name) {
    return text(database, "SHOW " + name);
  }

  private static String text(Database database, String sql) {
    return database.jdbi().withHandle(h -> h.createQuery(sql).mapTo(String.class).one());
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
