package io.roomledger.db;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables to the version that this program knows, and never further or back. */
final class Migrations {
  static final String LOCATION = "classpath:db/migration";

  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  private final Flyway flyway;

  /** {@code source} gives new connections: Flyway wants several at once. */
  Migrations(DataSource source, String location) {
    this.flyway =
        Flyway.configure()
            .loggers("slf4j")
            .dataSource(source)
            .locations(location)
            .cleanDisabled(true)
            .load();
  }

  /**
   * Makes the tables, or brings them up to date.
   *
   * @throws RefusedException if a newer program has changed them already
   */
  void run() {
    refuseNewer();
    int steps = flyway.migrate().migrationsExecuted;
    if (steps > 0) {
      log.info("brought the tables to version {} in {} steps", version(), steps);
    }
  }

  /**
   * Checks without changing anything: for a program beside the server that owns the tables.
   *
   * @throws RefusedException if they are newer or older than this program
   */
  void check() {
    refuseNewer();
    MigrationInfo[] pending = flyway.info().pending();
    if (pending.length > 0) {
      throw new RefusedException(
          new Refusal.Conflict(
              "database: its tables have version "
                  + version()
                  + " (expected: "
                  + pending[pending.length - 1].getVersion()
                  + "; restart the running server with this version of roomledger first)"));
    }
  }

  private void refuseNewer() {
    Optional<MigrationVersion> newest =
        Arrays.stream(flyway.info().all())
            .filter(step -> step.getState().name().startsWith("FUTURE"))
            .map(MigrationInfo::getVersion)
            .max(MigrationVersion::compareTo);
    if (newest.isPresent()) {
      throw new RefusedException(
          new Refusal.Conflict(
              "database: its tables have version "
                  + newest.get()
                  + ", this program knows up to "
                  + known()
                  + " (expected: a roomledger at least as new as the one that changed them)"));
    }
  }

  private String version() {
    MigrationInfo current = flyway.info().current();
    return current == null ? "none" : String.valueOf(current.getVersion());
  }

  private String known() {
    return Arrays.stream(flyway.info().all())
        .filter(step -> !step.getState().name().startsWith("FUTURE"))
        .map(MigrationInfo::getVersion)
        .max(MigrationVersion::compareTo)
        .map(MigrationVersion::toString)
        .orElse("none");
  }
}
