package io.roomledger.db;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A streaming replica, for long reads. It is only lent where a reader finds there all that was
 * committed on the primary when it asked, in a moment whose {@link Mark} is exact; else the primary
 * has to be read.
 *
 * <p>On a replica {@code pg_current_snapshot()} does not name the transactions that are under way.
 * So a moment is waited for in which there are none between the oldest and the newest: then nothing
 * is left out.
 */
final class Replica implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private final HikariDataSource pool;
  private final Jdbi jdbi;
  private final Duration patience;
  private final AtomicBoolean missed = new AtomicBoolean();

  /** Where the primary is in its log, and which PostgreSQL it is. */
  record Place(String system, String position) {}

  /** Where the replica is. */
  record Follower(boolean following, boolean there) {}

  /** One that may be behind, or busy, for so long. */
  Replica(HikariDataSource pool, Jdbi jdbi, Duration patience) {
    this.pool = pool;
    this.jdbi = jdbi;
    this.patience = patience;
  }

  Jdbi jdbi() {
    return jdbi;
  }

  /** A moment that has all that {@code primary} has committed by now, if there is one soon. */
  Optional<Reading> read(Jdbi primary) {
    try {
      Place place =
          primary.withHandle(handle ->
              handle
                  .createQuery(
                      """
                      SELECT system_identifier::text AS system,
                             pg_current_wal_insert_lsn()::text AS position
                        FROM pg_control_system()
                      """)
                  .mapTo(Place.class)
                  .one());
      Optional<Reading> found = await(place);
      if (found.isEmpty()) {
        say("it is behind or busy for longer than " + patience + ", or is none of this database");
      } else if (missed.getAndSet(false)) {
        LOG.info("the replica is read again");
      }
      return found;
    } catch (RuntimeException e) {
      say(String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
      return Optional.empty();
    }
  }

  private Optional<Reading> await(Place place) {
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
      Follower follower = jdbi.withHandle(handle -> follower(handle, place));
      if (!follower.following()) {
        return Optional.empty();
      }
      if (follower.there()) {
        Reading reading = Reading.begin(jdbi.open(), true);
        if (exact(reading)) {
          return Optional.of(reading);
        }
        reading.close();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return Optional.empty();
  }

  /** One that was promoted goes its own way: it is no replica any more. */
  private static Follower follower(Handle handle, Place place) {
    return handle
        .createQuery(
            """
            SELECT pg_is_in_recovery() AND system_identifier::text = :system AS following,
                   coalesce(pg_last_wal_replay_lsn() >= CAST(:position AS pg_lsn), false) AS there
              FROM pg_control_system()
            """)
        .bind("system", place.system())
        .bind("position", place.position())
        .mapTo(Follower.class)
        .one();
  }

  private static boolean exact(Reading reading) {
    return reading
        .handle()
        .createQuery(
            "SELECT pg_snapshot_xmin(s) = pg_snapshot_xmax(s) FROM pg_current_snapshot() s")
        .mapTo(Boolean.class)
        .one();
  }

  /** Once, not for each export. */
  private void say(String why) {
    if (!missed.getAndSet(true)) {
      LOG.warn("the replica is not read, the primary is: {}", why);
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
