package io.roomledger.db;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables that grow, piece by piece: makes the next piece of each before it is needed. What
 * comes earlier than its piece finds a place all the same, in the last one, which ends with
 * everything.
 *
 * @see <a href="https://www.postgresql.org/docs/18/ddl-partitioning.html">partitioning</a>
 */
public final class Partitions {
  /** How long {@link #prepare} rests. */
  public static final Duration PAUSE = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  /** Rows of the audit log in a piece. */
  private static final long AUDIT_ROWS = 1_000_000;

  /** The tables with a piece for each year, and by which of their columns. */
  private static final Map<String, String> YEARS =
      Map.of("chat_message", "sent_at", "reservation", "starts_at");

  private final Database database;
  private final Clock clock;

  public Partitions(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A piece of a table.
   *
   * @param name the table that it is
   * @param from where it begins, as PostgreSQL writes it; empty if with everything
   * @param to where it ends, without it; empty if with everything
   */
  public record Part(String name, Optional<String> from, Optional<String> to) {}

  /** The pieces of a table, in their order. */
  public static List<Part> of(Handle handle, String table) {
    return handle
        .createQuery(
            "SELECT name, lower_bound AS from, upper_bound AS to FROM partitions_of(:table)")
        .bind("table", table)
        .mapTo(Part.class)
        .list();
  }

  /**
   * Makes what will be needed next, and has PostgreSQL count each table as a whole, which it does
   * not do by itself. A table that somebody reads for long is left until the next time.
   */
  public void prepare() {
    boolean more = true;
    while (more) {
      more = Contention.unlessBusy(database.jdbi(), Partitions::auditAhead).orElse(false);
    }
    YEARS.forEach(this::prepareYears);
    database.jdbi().useHandle(handle -> handle.execute("ANALYZE audit, chat_message, reservation"));
  }

  private void prepareYears(String table, String key) {
    boolean more = true;
    while (more) {
      more =
          Contention.unlessBusy(database.jdbi(), handle -> yearAhead(handle, table, key))
              .orElse(false);
    }
  }

  /** Whether there was none for the year that comes next. */
  private boolean yearAhead(Handle transaction, String table, String key) {
    Instant from =
        transaction
            .createQuery("SELECT CAST(:from AS timestamptz)")
            .bind("from", of(transaction, table).getLast().from().orElseThrow())
            .mapTo(Instant.class)
            .one();
    int year = from.atOffset(ZoneOffset.UTC).getYear();
    if (year > clock.instant().atOffset(ZoneOffset.UTC).getYear() + 1) {
      return false;
    }
    ahead(transaction, table, key, table + "_" + year, (year + 1) + "-01-01Z");
    return true;
  }

  /** Whether a piece was missing. */
  private static boolean auditAhead(Handle transaction) {
    long last =
        transaction.createQuery("SELECT coalesce(max(id), 0) FROM audit").mapTo(Long.class).one();
    long from = of(transaction, "audit").getLast().from().map(Long::valueOf).orElseThrow();
    if (last + AUDIT_ROWS / 2 < from) {
      return false;
    }
    long to = Math.max(from, last) / AUDIT_ROWS * AUDIT_ROWS + AUDIT_ROWS + 1;
    ahead(transaction, "audit", "id", "audit_" + from, Long.toString(to));
    return true;
  }

  private static void ahead(Handle transaction, String table, String key, String name, String to) {
    transaction.execute("SELECT partition_ahead(?, ?, ?, ?)", table, key, name, to);
    LOG.info("the table {} has a new partition: {} ends at {}", table, name, to);
  }
}
