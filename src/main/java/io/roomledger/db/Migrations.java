package io.roomledger.db;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the tables to the version that this program knows, and never further or back. Newer steps
 * are put up with if they are among those that older programs can live with.
 */
final class Migrations {
  static final String LOCATION = "classpath:db/migration";

  /** Of newer steps, those that this program cannot live with. */
  static final String NOT_COMPATIBLE = "version NOT IN (SELECT version FROM compatible_step)";

  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /** A lock that was not to be had in time. */
  private static final String NO_LOCK = "55P03";

  /** As long as afterConnect.sql lets a step wait for one. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final DataSource source;
  private final Flyway flyway;
  private final int tries;

  /** {@code source} gives new connections: Flyway wants several at once. */
  Migrations(DataSource source, String location) {
    this(source, location, 200);
  }

  /** The same, asking so often for a table that is not free. */
  Migrations(DataSource source, String location, int tries) {
    this.source = source;
    this.tries = tries;
    this.flyway =
        Flyway.configure()
            .loggers("slf4j")
            .dataSource(source)
            .locations(location)
            .cleanDisabled(true)
            .load();
  }

  /**
   * Makes the tables, or brings them up to date, while other servers use them: a table that is not
   * free in three seconds is tried again after as long.
   *
   * @throws RefusedException if a newer program has changed them already, so that this one cannot
   *     live with them
   */
  void run() {
    refuseNewer();
    int steps = migrate();
    if (steps > 0) {
      log.info("brought the tables to version {} in {} steps", version(), steps);
    }
  }

  private int migrate() {
    for (int attempt = 1; ; attempt++) {
      try {
        return flyway.migrate().migrationsExecuted;
      } catch (FlywayException e) {
        if (attempt == tries || !busy(e)) {
          throw e;
        }
        log.info("a table is not free for its next version; it is tried again: {}", reason(e));
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private static boolean busy(FlywayException failed) {
    for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && NO_LOCK.equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  private static String reason(FlywayException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
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
    Set<String> fine = compatible();
    Optional<MigrationVersion> newest =
        Arrays.stream(flyway.info().all())
            .filter(step -> step.getState().name().startsWith("FUTURE"))
            .map(MigrationInfo::getVersion)
            .filter(version -> !fine.contains(version.toString()))
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

  private Set<String> compatible() {
    Set<String> fine = new HashSet<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet there =
          statement.executeQuery("SELECT to_regclass('compatible_step') IS NOT NULL")) {
        if (!there.next() || !there.getBoolean(1)) {
          return fine;
        }
      }
      try (ResultSet steps = statement.executeQuery("SELECT version FROM compatible_step")) {
        while (steps.next()) {
          fine.add(steps.getString(1));
        }
      }
      return fine;
    } catch (SQLException e) {
      throw new IllegalStateException("the steps of the tables cannot be read", e);
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
