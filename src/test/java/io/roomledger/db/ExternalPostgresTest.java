package io.roomledger.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Program;
import io.roomledger.base.RefusedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that somebody else runs, near and far. */
class ExternalPostgresTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final DatabaseSettings SETTINGS = DebianPostgres.shared().empty();

  @TempDir Path folder;

  @Test
  void anOrdinaryUserOfAnEmptyDatabaseIsEnough() {
    try (Database database = Database.open(SETTINGS, folder)) {
      assertThat(database.ready()).isTrue();
      assertThat(database.current()).isTrue();
      assertThat(text(database, "SELECT rolsuper::text FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("false");
      assertThat(text(database, "SHOW server_version_num")).startsWith("1").doesNotStartWith("14");
    }
  }

  @Test
  void queriesAreNotCompiledForLongerThanTheyRun() {
    try (Database database = Database.open(SETTINGS, folder)) {
      assertThat(text(database, "SHOW jit")).isEqualTo("off");
      assertThat(text(database, "SELECT reset_val FROM pg_settings WHERE name = 'jit'"))
          .isEqualTo("on");
    }
  }

  @Test
  void thePasswordComesFromAFileAndIsReadAnewForEachConnection() throws Exception {
    DatabaseSettings said = SETTINGS;
    Path file = Files.writeString(folder.resolve("password"), said.password() + "\n");
    DatabaseSettings settings = byFile(said, file);
    assertThat(settings.toString()).doesNotContain(said.password());
    try (Database database = Database.open(settings, folder)) {
      assertThat(database.ready()).isTrue();
    }
    Files.writeString(file, "another");
    assertThatThrownBy(() -> Database.open(settings, folder))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("cannot be used: FATAL: password authentication failed")
        .hasMessageNotContaining("another");
    assertThatThrownBy(() -> Database.open(byFile(said, folder.resolve("none")), folder))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("database.password-file")
        .hasMessageContaining("cannot be read");
  }

  private static DatabaseSettings byFile(DatabaseSettings said, Path file) {
    return new DatabaseSettings(
        said.url(),
        said.user(),
        "",
        file.toString(),
        false,
        "",
        "",
        Duration.ZERO,
        DatabaseSettings.PATIENCE,
        8);
  }

  @Test
  void overTlsOnlyTheServerThatItShouldBeIsBelieved() throws Exception {
    String here = "IP:127.0.0.1";
    certify("right", here);
    try (Database database = Database.open(encrypted("right"), folder)) {
      assertThat(text(database, "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
          .isEqualTo("true");
    }
    certificate("stranger", here);
    assertThatThrownBy(() -> Database.open(encrypted("stranger"), folder))
        .as("vouched for by somebody else")
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("certificat");
    certify("elsewhere", "DNS:db.example.org");
    assertThatThrownBy(() -> Database.open(encrypted("elsewhere"), folder))
        .as("for another name")
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("127.0.0.1");
  }

  private void certify(String name, String names) throws Exception {
    certificate(name, names);
    DebianPostgres.shared()
        .certify(
            Files.readString(folder.resolve(name + ".pem")),
            Files.readString(folder.resolve(name + ".key")));
  }

  private void certificate(String name, String names) throws Exception {
    Program.run(
        folder,
        List.of(
            ("openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -days 2"
                    + " -subj /CN=%1$s -addext subjectAltName=%2$s -keyout %1$s.key -out %1$s.pem")
                .formatted(name, names)
                .split(" ")),
        Map.of());
  }

  private DatabaseSettings encrypted(String name) {
    return new DatabaseSettings(
        SETTINGS.url(),
        SETTINGS.user(),
        SETTINGS.password(),
        "",
        true,
        folder.resolve(name + ".pem").toString(),
        "",
        Duration.ZERO,
        DatabaseSettings.PATIENCE,
        4);
  }

  @Test
  void oneThatIsNotInUtf8IsRefused() {
    DebianPostgres.shared()
        .execute(
            "postgres",
            "CREATE DATABASE latin OWNER keeper ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0");
    DatabaseSettings any = SETTINGS;
    String url = any.url().replaceAll("[^/]+$", "latin");
    DatabaseSettings latin = new DatabaseSettings(url, any.user(), any.password(), 4);
    assertThatThrownBy(() -> Database.open(latin, folder))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("is in LATIN1 (expected: CREATE DATABASE ... ENCODING 'UTF8'");
  }

  @Test
  void connectionsComeBackByThemselvesAfterTheNetworkWasCut() throws Exception {
    try (TcpProxy network = new TcpProxy(DebianPostgres.shared().port());
        Database database = Database.open(DebianPostgres.through(SETTINGS, network), folder)) {
      network.slow(Duration.ofMillis(5));
      assertThat(text(database, "SELECT 'slow'")).isEqualTo("slow");
      network.slow(Duration.ZERO);
      try (Handle handle = database.jdbi().open()) {
        network.cut();
        assertThatThrownBy(() -> handle.execute("SELECT 1")).matches(Outage::caused);
      }
      assertThat(database.ready()).isFalse();
      network.mend();
      Await.until("it is ready", SOON, database::ready);
      // a connection that was used a moment ago is lent without a look
      Await.until("it is back", SOON, () -> text(database, "SELECT 'back'").equals("back"));
    }
  }

  @Test
  void aMistakeIsNoOutage() {
    try (Database database = Database.open(SETTINGS, folder)) {
      assertThatThrownBy(() -> text(database, "SELECT 1/0")).matches(e -> !Outage.caused(e));
    }
  }

  private static String text(Database database, String sql) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(String.class).one());
  }
}
