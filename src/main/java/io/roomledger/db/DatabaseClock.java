package io.roomledger.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that all servers of a database share: the database's. It is asked every few seconds; in
 * between it goes on by elapsed time, which nobody sets. As long as this machine's clock says the
 * same but for a quarter of a second, it is believed; one that is wrong or is set counts for
 * nothing.
 */
final class DatabaseClock extends Clock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseClock.class);
  private static final Duration ASK_EVERY = Duration.ofSeconds(5);
  private static final int TRIES = 3;

  /** Less than the shortest lease. */
  private static final long TOLERANCE = TimeUnit.MILLISECONDS.toMicros(250);

  private final DataSource database;
  private final Clock machine;
  private final LongSupplier nanos;
  private final ScheduledExecutorService asking =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("database-clock").factory());
  private volatile Known known;
  private boolean said;

  /**
   * What the database said last.
   *
   * @param micros the time, in microseconds since 1970
   * @param nanos the count of elapsed time at that moment
   * @param took how long the answer was on its way, in nanoseconds; half of that it may be wrong
   */
  private record Known(long micros, long nanos, long took) {}

  /** Asks for the first time. */
  DatabaseClock(DataSource database, Clock machine, LongSupplier nanos) throws SQLException {
    this.database = database;
    this.machine = machine;
    this.nanos = nanos;
    this.known = ask();
    warn();
  }

  /** Asks again and again from now on. */
  DatabaseClock started() {
    var _ =
        asking.scheduleWithFixedDelay(
            this::look, ASK_EVERY.toMillis(), ASK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return this;
  }

  /** Asks now; while nobody answers, elapsed time goes on. */
  void look() {
    try {
      Known now = ask();
      // an answer that was long on its way says little, and what is known is good for hours
      if (now.took() / 1_000 < TOLERANCE) {
        known = now;
      }
      warn();
    } catch (SQLException | RuntimeException e) {
      LOG.debug("the database does not tell the time", e);
    }
  }

  private Known ask() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      Known best = ask(statement);
      for (int i = 1; i < TRIES; i++) {
        Known next = ask(statement);
        best = next.took() < best.took() ? next : best;
      }
      return best;
    }
  }

  private Known ask(Statement statement) throws SQLException {
    long begin = nanos.getAsLong();
    try (ResultSet answer = statement.executeQuery("SELECT clock_timestamp()")) {
      answer.next();
      Instant there = answer.getObject(1, OffsetDateTime.class).toInstant();
      long took = nanos.getAsLong() - begin;
      return new Known(micros(there), begin + took / 2, took);
    }
  }

  private static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
  }

  /** How far this machine's clock is ahead of the database's; negative if it is behind. */
  Duration ahead() {
    return Duration.of(micros(machine.instant()) - there(), ChronoUnit.MICROS);
  }

  private long there() {
    Known last = known;
    return last.micros() + (nanos.getAsLong() - last.nanos()) / 1_000;
  }

  private void warn() {
    Duration ahead = ahead();
    boolean wrong = Math.abs(ahead.toNanos() / 1_000) > TOLERANCE;
    if (wrong && !said) {
      LOG.warn(
          "this machine's clock is {} ms {} the database's, whose time is used",
          ahead.abs().toMillis(),
          ahead.isNegative() ? "behind" : "ahead of");
    } else if (!wrong && said) {
      LOG.info("this machine's clock says what the database's says again");
    }
    said = wrong;
  }

  @Override
  public Instant instant() {
    Instant here = machine.instant();
    long there = there();
    return Math.abs(micros(here) - there) <= TOLERANCE
        ? here
        : Instant.EPOCH.plus(there, ChronoUnit.MICROS);
  }

  @Override
  public long millis() {
    long here = machine.millis();
    long there = there();
    return Math.abs(here * 1_000 - there) <= TOLERANCE ? here : there / 1_000;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock is in UTC");
  }

  @Override
  public void close() {
    asking.shutdownNow();
  }
}
