package io.roomledger.checkup;

import io.roomledger.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * The checks that every Roomledger has.
 *
 * @param database what most of them ask
 * @param clock the time
 */
public record Checks(Database database, Clock clock) {
  private static final Duration LATE = Duration.ofMinutes(15);
  private static final Duration LONG_IN_OUTBOX = Duration.ofHours(1);
  private static final Duration LATELY = Duration.ofDays(7);

  /** Servers go by the database's time, so that this does no harm. */
  private static final Duration APART = Duration.ofSeconds(1);

  /** Certificates, and the signatures that buckets want, go by the machine's. */
  private static final Duration FAR_APART = Duration.ofSeconds(30);

  private static final Duration OLD_WALK = Duration.ofDays(3);
  private static final int SMALL_PART = 10;
  private static final int TINY_PART = 50;
  private static final long MEGABYTE = 1_000_000;
  private static final long GIGABYTE = 1_000 * MEGABYTE;

  /** Whether the database answers, and which one it is. */
  public Checkup.Check database(BooleanSupplier ready) {
    return Checkup.Check.of(
        "database",
        false,
        () -> {
          if (!ready.getAsBoolean()) {
            return Finding.ill("database", "away");
          }
          Answers it =
              one(
                  "SELECT current_setting('server_version') AS version,"
                      + " pg_database_size(current_database()) AS bytes",
                  Answers.class);
          return Finding.well("database", "well", it.version(), it.bytes() / MEGABYTE);
        });
  }

  private record Answers(String version, long bytes) {}

  /** Whether the tables are those that this program knows. */
  public Checkup.Check tables(BooleanSupplier current) {
    return Checkup.Check.of(
        "tables",
        true,
        () -> {
          String newest =
              one(
                  """
                  SELECT version FROM flyway_schema_history
                   WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1
                  """,
                  String.class);
          return current.getAsBoolean()
              ? Finding.well("tables", "well", newest)
              : Finding.ill("tables", "other", newest);
        });
  }

  /** Whether the database's clock and that of this machine say the same. */
  public Checkup.Check time(Clock machine) {
    return Checkup.Check.of(
        "time",
        true,
        () -> {
          Instant before = machine.instant();
          Instant there = one("SELECT clock_timestamp()", Instant.class);
          Instant after = machine.instant();
          // between the two it is right, however long the answer was on its way
          Duration apart =
              there.isBefore(before)
                  ? Duration.between(there, before)
                  : Duration.between(after, there);
          if (apart.compareTo(APART) <= 0) {
            return Finding.well("time", "well");
          }
          return apart.compareTo(FAR_APART) <= 0
              ? Finding.watch("time", "apart", apart.toSeconds())
              : Finding.ill("time", "apart", apart.toSeconds());
        });
  }

  /** Whether the store can be written. */
  public static Checkup.Check store(BooleanSupplier writable) {
    return Checkup.Check.of(
        "store",
        false,
        () ->
            writable.getAsBoolean()
                ? Finding.well("store", "well")
                : Finding.ill("store", "closed"));
  }

  /** A disk, as far as that can be told. */
  public record Disk(long freeBytes, long allBytes) {}

  /** Whether there is room where things are stored. */
  public static Checkup.Check disk(java.util.function.Supplier<Optional<Disk>> disk) {
    return Checkup.Check.of(
        "disk",
        false,
        () ->
            disk.get()
                .map(it -> {
                  double free = (double) it.freeBytes() / GIGABYTE;
                  double all = (double) it.allBytes() / GIGABYTE;
                  if (it.freeBytes() < it.allBytes() / TINY_PART) {
                    return Finding.ill("disk", "full", free, all);
                  }
                  return it.freeBytes() < it.allBytes() / SMALL_PART
                      ? Finding.watch("disk", "filling", free, all)
                      : Finding.well("disk", "well", free, all);
                })
                .orElse(Finding.unknown("disk")));
  }

  /** Whether jobs are taken, and none waits for long. */
  public Checkup.Check jobs(BooleanSupplier running) {
    return Checkup.Check.of(
        "jobs",
        true,
        () -> {
          Work it =
              database
                  .jdbi()
                  .withHandle(handle ->
                      handle
                          .createQuery(
                              """
                              SELECT (SELECT count(*) FROM job WHERE status = 'RUNNING') AS running,
                                     (SELECT count(*) FROM job WHERE status = 'WAITING') AS waiting,
                                     (SELECT count(*) FROM scheduled_tasks
                                       WHERE NOT picked AND execution_time < :late) AS late
                              """)
                          .bind("late", clock.instant().minus(LATE))
                          .mapTo(Work.class)
                          .one());
          if (!running.getAsBoolean()) {
            return Finding.ill("jobs", "stopped", it.waiting());
          }
          return it.late() > 0
              ? Finding.watch("jobs", "late", it.late(), LATE.toMinutes())
              : Finding.well("jobs", "well", it.running(), it.waiting());
        });
  }

  private record Work(long running, long waiting, long late) {}

  /** Whether mails go. */
  public Checkup.Check mail(boolean configured) {
    return Checkup.Check.of(
        "mail",
        true,
        () -> {
          Mails it = mails();
          if (!configured) {
            return Finding.watch("mail", "none", it.waiting());
          }
          if (it.failed() > 0) {
            return Finding.watch("mail", "failed", it.failed(), LATELY.toDays(), it.waiting());
          }
          return it.stuck() > 0
              ? Finding.watch("mail", "stuck", it.stuck(), LONG_IN_OUTBOX.toMinutes())
              : Finding.well("mail", "well", it.waiting());
        });
  }

  private record Mails(long waiting, long stuck, long failed) {}

  private Mails mails() {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT count(*) FILTER (WHERE c.status = 'WAITING') AS waiting,
                           count(*) FILTER (WHERE c.status = 'WAITING'
                                              AND l.posted_at < :stuck) AS stuck,
                           count(*) FILTER (WHERE c.status = 'FAILED'
                                              AND l.posted_at >= :lately) AS failed
                      FROM letter_copy c JOIN letter l ON l.id = c.letter
                     WHERE c.status <> 'SENT'
                    """)
                .bind("stuck", clock.instant().minus(LONG_IN_OUTBOX))
                .bind("lately", clock.instant().minus(LATELY))
                .mapTo(Mails.class)
                .one());
  }

  /** Whether exports are brought to where they are wanted. */
  public Checkup.Check deliveries() {
    return Checkup.Check.of(
        "webhooks",
        true,
        () -> {
          Calls it =
              database
                  .jdbi()
                  .withHandle(handle ->
                      handle
                          .createQuery(
                              """
                              SELECT count(*) FILTER (WHERE d.status = 'FAILED'
                                                        AND j.finished_at >= :lately) AS failed,
                                     count(*) FILTER (WHERE d.status = 'WAITING'
                                                        AND j.failures > 0) AS trying
                                FROM export_delivery d JOIN job j ON j.id = d.id
                               WHERE d.status <> 'DELIVERED' AND d.target ->> 'webhook' IS NOT NULL
                              """)
                          .bind("lately", clock.instant().minus(LATELY))
                          .mapTo(Calls.class)
                          .one());
          return it.failed() + it.trying() > 0
              ? Finding.watch("webhooks", "failed", it.failed(), LATELY.toDays(), it.trying())
              : Finding.well("webhooks", "well");
        });
  }

  private record Calls(long failed, long trying) {}

  /** Whether somebody has as much of exports as they may. */
  public Checkup.Check quotas(Function<Handle, Long> reached) {
    return Checkup.Check.of(
        "quotas",
        true,
        () -> {
          long full = database.jdbi().withHandle(reached::apply);
          return full > 0
              ? Finding.watch("quotas", "reached", full)
              : Finding.well("quotas", "well");
        });
  }

  /** What the last walk along the audit log's chain found. */
  public Checkup.Check audit() {
    return Checkup.Check.of(
        "audit",
        true,
        () ->
            ChainWalk.last(database)
                .map(it -> {
                  Duration age = Duration.between(it.at(), clock.instant());
                  if (it.broken().isPresent()) {
                    return Finding.ill("audit", "broken", it.broken().get(), it.why());
                  }
                  return age.compareTo(OLD_WALK) > 0
                      ? Finding.watch("audit", "old", age.toDays())
                      : Finding.well("audit", "well", it.rows(), age.toHours());
                })
                .orElse(Finding.watch("audit", "never")));
  }

  /** Whether films can be looked at and mended. */
  public static Checkup.Check films(boolean program) {
    return Checkup.Check.of(
        "films",
        false,
        () -> program ? Finding.well("films", "well") : Finding.watch("films", "none"));
  }

  /** What runs. */
  public static Checkup.Check version(String program) {
    return Checkup.Check.of(
        "version",
        false,
        () ->
            Finding.well(
                "version",
                "well",
                program,
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version")));
  }

  private <T> T one(String sql, Class<T> type) {
    return database.jdbi().withHandle(handle -> handle.createQuery(sql).mapTo(type).one());
  }
}
