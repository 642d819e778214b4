package io.roomledger.stock;

import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.job.Round;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * The door of what is stored. The server counts in the background: every minute while that is
 * quick, and so much more rarely the longer it takes that it never costs more than half a percent
 * of the database's time.
 */
public final class Stock {
  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final int RARER = 200;
  private static final int DAYS = 90;

  /** How long before retention takes a recording somebody is told. */
  private static final Duration SOON = Duration.ofDays(14);

  private final Database database;
  private final Clock clock;
  private final Duration retention;
  private volatile Instant next = Instant.EPOCH;

  /**
   * The door.
   *
   * @param retention how long recordings are kept; zero for ever
   */
  public Stock(Database database, Clock clock, Duration retention) {
    this.database = database;
    this.clock = clock;
    this.retention = retention;
  }

  /**
   * A count.
   *
   * @param what of what, such as {@code messages}
   * @param things how many
   * @param bytes how many bytes they take, where that is known
   */
  public record Count(String what, long things, long bytes) {}

  /**
   * A count of a day.
   *
   * @param day the day, in UTC
   * @param what of what
   * @param things how many there were at its end
   */
  public record Past(LocalDate day, String what, long things) {}

  /**
   * What is there, as it was counted last.
   *
   * @throws io.roomledger.base.RefusedException forbidden, unless the caller sees all exports
   */
  public List<Count> now(Caller caller) {
    caller.needPermission(Permissions.MANAGE_EXPORTS);
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT what, things, bytes FROM stored_count
                     WHERE organisation = :organisation
                       AND day = (SELECT max(day) FROM stored_count
                                   WHERE organisation = :organisation)
                    """)
                .bind("organisation", caller.organisation())
                .mapTo(Count.class)
                .list());
  }

  /**
   * How it grew in the last 90 days, oldest first.
   *
   * @throws io.roomledger.base.RefusedException as {@link #now}
   */
  public List<Past> growth(Caller caller) {
    caller.needPermission(Permissions.MANAGE_EXPORTS);
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT day, what, things FROM stored_count
                     WHERE organisation = :organisation AND day > :since ORDER BY day, what
                    """)
                .bind("organisation", caller.organisation())
                .bind("since", today().minusDays(DAYS))
                .mapTo(Past.class)
                .list());
  }

  /** Repeated by the server. */
  public Round round() {
    return new Round(
        "stock.count",
        PAUSE,
        () -> {
          Instant began = clock.instant();
          if (!began.isBefore(next)) {
            count();
            next = began.plus(Duration.between(began, clock.instant()).multipliedBy(RARER));
          }
        });
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /** Counts everything, for each organisation. */
  public void count() {
    Instant now = clock.instant();
    // without a retention nothing leaves: of the year 1 there is nothing
    Instant leaving =
        retention.isZero()
            ? Instant.parse("0001-01-01T00:00:00Z")
            : now.minus(retention).plus(SOON);
    database
        .jdbi()
        .useHandle(handle ->
            handle
                .createUpdate(COUNT)
                .bind("day", today())
                .bind("now", now)
                .bind("leaving", leaving)
                .execute());
  }

  private static final String COUNT =
      """
      INSERT INTO stored_count (organisation, day, what, things, bytes, counted_at)
      SELECT o.id, :day, c.what, c.things, coalesce(c.bytes, 0), :now
        FROM organisation o
        JOIN (
          SELECT r.organisation, 'messages' AS what, sum(m.things)::bigint AS things,
                 ((SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('chat_message'))
                  * sum(m.things)
                  / greatest(1, sum(sum(m.things)) OVER ()))::bigint AS bytes
            FROM (SELECT room_id, count(*) AS things FROM chat_message
                   WHERE deleted_at IS NULL GROUP BY room_id) m
            JOIN chat_room r ON r.id = m.room_id GROUP BY r.organisation
          UNION ALL
          SELECT organisation, 'rooms', count(*), 0 FROM chat_room GROUP BY organisation
          UNION ALL
          SELECT r.organisation, 'files', count(*), sum(f.size)::bigint
            FROM chat_file f JOIN chat_message m ON m.id = f.message_id
            JOIN chat_room r ON r.id = m.room_id
           WHERE f.store_key <> '' GROUP BY r.organisation
          UNION ALL
          SELECT organisation, 'meetingRooms', count(*), 0 FROM meeting_room
           WHERE removed_at IS NULL GROUP BY organisation
          UNION ALL
          SELECT organisation, 'reservations', count(*),
                 (((SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree('reservation'))
                   + pg_total_relation_size('reservation_slot')) * count(*)
                  / greatest(1, sum(count(*)) OVER ()))::bigint
            FROM reservation GROUP BY organisation
          UNION ALL
          SELECT organisation, 'recordings', count(*), sum(size)::bigint
            FROM recording GROUP BY organisation
          UNION ALL
          SELECT organisation, 'exports', count(*), sum(size)::bigint
            FROM export WHERE object_key IS NOT NULL AND expired_at IS NULL GROUP BY organisation
          UNION ALL
          SELECT organisation, 'damaged', count(*) FILTER (WHERE damage IS NOT NULL), 0
            FROM recording GROUP BY organisation
          UNION ALL
          SELECT organisation, 'leaving', count(*), 0 FROM recording r
           WHERE ended_at < :leaving AND NOT recording_held(conference, id)
             AND NOT EXISTS (SELECT FROM recording_keep k
                              WHERE k.recording = r.id AND k.until > :now)
           GROUP BY organisation
          UNION ALL
          SELECT organisation, 'awaiting', count(*), 0 FROM reservation
           WHERE status = 'AWAITING_APPROVAL' AND upper(period) > :now GROUP BY organisation
          UNION ALL
          SELECT organisation, 'holds', count(*), 0 FROM legal_hold
           WHERE lifted_at IS NULL GROUP BY organisation
        ) c ON c.organisation = o.id
      ON CONFLICT (organisation, day, what)
      DO UPDATE SET things = EXCLUDED.things, bytes = EXCLUDED.bytes,
                    counted_at = EXCLUDED.counted_at
      """;
}
