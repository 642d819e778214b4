package io.roomledger.booking;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The SQL of utilisation. */
final class UtilisationRows {
  private static final long NEVER = Long.MAX_VALUE;

  /** Rows in memory, inside a transaction. */
  private static final int AT_ONCE = 5_000;

  /**
   * While a room is there: from when it was made, or first reserved where it is older than its
   * record, until it was removed.
   */
  private static final String ROOMS =
      """
      SELECT m.id, m.name, m.level,
        least(m.created_at, (SELECT min(v.starts_at) FROM reservation v WHERE v.room = m.id))
          AS since,
        m.removed_at AS gone, m.closed_from, m.closed_to
      FROM meeting_room m JOIN tree t ON t.id = m.level
      WHERE (:everywhere OR (m.id = ANY(:rooms)) <> :exclude)
        AND (m.removed_at IS NULL OR m.removed_at > :from)
      ORDER BY m.name, m.id
      """;

  private static final String LEVELS =
      "SELECT id, parent, name, custom_id FROM tree ORDER BY depth, name, id";

  /**
   * Of each reservation its beginning, the end of its held time, its end, and what is known of it.
   * One that was moved is counted only where it was moved to.
   */
  private static final String JUDGED =
      """
      SELECT p.place, CAST(date_part('epoch', v.starts_at) * 1000 AS bigint) AS a,
        CAST(date_part('epoch', coalesce(upper(v.held), v.starts_at)) * 1000 AS bigint) AS h,
        CAST(date_part('epoch', upper(v.period)) * 1000 AS bigint) AS b,
        CASE
          WHEN v.status = 'AWAITING_APPROVAL' THEN 'AWAITING'
          WHEN v.status <> 'BOOKED'
            AND EXISTS (SELECT FROM reservation_step s
                        WHERE s.reservation = v.id AND s.step = 'AWAITING_APPROVAL')
            AND NOT EXISTS (SELECT FROM reservation_step s
                            WHERE s.reservation = v.id AND s.step = 'BOOKED') THEN 'DECLINED'
          WHEN v.status IN ('RELEASED_MANUALLY', 'RELEASED_AFTER_END')
            AND v.released_at <= v.starts_at THEN 'CANCELLED'
          WHEN v.check_in_state = 'CHECKED_IN' THEN 'CHECKED_IN'
          WHEN v.status IN ('RELEASED_NOT_CHECKED_IN', 'RELEASED_BY_SENSOR')
            OR v.check_in_state = 'MISSED' THEN 'NO_SHOW'
          WHEN v.status = 'BOOKED' AND v.check_in_state IN ('AWAITED', 'OPEN') THEN 'PENDING'
          WHEN v.check_in_state = 'NOT_NEEDED_ON_THE_SPOT' THEN 'ON_THE_SPOT'
          ELSE 'UNCHECKED'
        END AS ruling
      FROM unnest(:ids) WITH ORDINALITY AS p (id, place)
      JOIN reservation v ON v.room = p.id
      WHERE v.starts_at < :to AND upper(v.period) > :from
        AND NOT EXISTS (SELECT FROM reservation_slot n
                        WHERE n.instead_of IS NOT NULL AND n.instead_of = v.id)
      """;

  private UtilisationRows() {}

  /** A room and while it can be had. */
  record Place(
      UUID id,
      String name,
      UUID level,
      Instant since,
      Optional<Instant> gone,
      Optional<Instant> closedFrom,
      Optional<Instant> closedTo) {
    private static long millis(Optional<Instant> at) {
      return at.map(Instant::toEpochMilli).orElse(NEVER);
    }

    Window window() {
      return new Window(since.toEpochMilli(), millis(gone), millis(closedFrom), millis(closedTo));
    }
  }

  /** While a room can be had, in milliseconds since 1970: from, to, and without the closed part. */
  record Window(long since, long gone, long closedFrom, long closedTo) {
    /** How much of a stretch of time is inside. */
    long share(long from, long to) {
      long first = Math.max(from, since);
      long last = Math.min(to, gone);
      long closed = Math.min(last, closedTo) - Math.max(first, closedFrom);
      return Math.max(0, last - first) - Math.max(0, closed);
    }
  }

  /**
   * A reservation and what is known of it, in milliseconds since 1970.
   *
   * @param place the number of its room among those asked for, from 0
   * @param from when it begins
   * @param held until when the room was kept
   * @param to when it was to end
   */
  record Judged(int place, Ruling ruling, long from, long held, long to) {}

  static List<Place> places(Handle handle, UtilisationQuestion question) {
    return handle
        .createQuery(LevelRows.SUBTREE + ROOMS)
        .bind("level", question.level())
        .bind("everywhere", question.rooms().isEmpty())
        .bindArray("rooms", UUID.class, question.rooms().toArray())
        .bind("exclude", question.exclude())
        .bind("from", question.period().from())
        .mapTo(Place.class)
        .list();
  }

  /** The level and all below it, from the top. */
  static List<RoomLevel> levels(Handle handle, UUID level) {
    return handle
        .createQuery(LevelRows.SUBTREE + LEVELS)
        .bind("level", level)
        .mapTo(RoomLevel.class)
        .list();
  }

  /** Tells of each reservation that has a part in the period, once, in no order. */
  static void judge(Handle handle, Period period, List<UUID> rooms, Consumer<Judged> each) {
    // one plan for any period would look at all that each room ever had
    handle.execute("SET LOCAL plan_cache_mode = force_custom_plan");
    handle
        .createQuery(JUDGED)
        .setFetchSize(AT_ONCE)
        .bind("from", period.from())
        .bind("to", period.to())
        .bindArray("ids", UUID.class, rooms.toArray())
        .map((row, context) ->
            new Judged(
                row.getInt(1) - 1,
                Ruling.valueOf(row.getString(5)),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4)))
        .forEach(each);
  }
}
