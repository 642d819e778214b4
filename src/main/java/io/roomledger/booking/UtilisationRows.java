package io.roomledger.booking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The SQL of utilisation. */
final class UtilisationRows {
  private static final long NEVER = Long.MAX_VALUE;

  /**
   * While a room is there: from when it was made, or first reserved where it is older than its
   * record, until it was removed.
   */
  private static final String ROOMS =
      """
      SELECT m.id, m.name, m.level,
        least(m.created_at, (SELECT min(lower(v.period)) FROM reservation v WHERE v.room = m.id))
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
   * Of each reservation its beginning, the end of its held time, its end, and its fate. One that
   * was moved is counted only where it was moved to.
   */
  private static final String JUDGED =
      """
      SELECT v.room, CAST(date_part('epoch', lower(v.period)) * 1000 AS bigint) AS a,
        CAST(date_part('epoch', coalesce(upper(v.held), lower(v.period))) * 1000 AS bigint) AS h,
        CAST(date_part('epoch', upper(v.period)) * 1000 AS bigint) AS b,
        CASE
          WHEN v.status = 'AWAITING_APPROVAL' THEN 'AWAITING'
          WHEN v.status <> 'BOOKED'
            AND EXISTS (SELECT FROM reservation_step s
                        WHERE s.reservation = v.id AND s.step = 'AWAITING_APPROVAL')
            AND NOT EXISTS (SELECT FROM reservation_step s
                            WHERE s.reservation = v.id AND s.step = 'BOOKED') THEN 'DECLINED'
          WHEN v.status IN ('RELEASED_MANUALLY', 'RELEASED_AFTER_END')
            AND v.released_at <= lower(v.period) THEN 'CANCELLED'
          WHEN v.check_in_state = 'CHECKED_IN' THEN 'USED'
          WHEN v.status IN ('RELEASED_NOT_CHECKED_IN', 'RELEASED_BY_SENSOR')
            OR v.check_in_state = 'MISSED' THEN 'NO_SHOW'
          WHEN lower(v.period) >= :now
            OR v.status = 'BOOKED' AND v.check_in_state IN ('AWAITED', 'OPEN') THEN 'PENDING'
          WHEN v.check_in_state = 'NOT_NEEDED_ON_THE_SPOT' THEN 'USED'
          ELSE 'UNCHECKED'
        END AS fate
      FROM reservation v
      WHERE v.room = ANY(:ids) AND lower(v.period) < :to AND upper(v.period) > :from
        AND NOT EXISTS (SELECT FROM reservation n WHERE n.instead_of = v.id)
      """;

  /**
   * The pieces of time that have one fate each, cut along the slots; and each reservation once, in
   * the slot in which it begins. Milliseconds since 1970.
   */
  private static final String SUMS =
      "WITH judged AS MATERIALIZED ("
          + JUDGED
          + """
          ),
          slot AS MATERIALIZED (
            SELECT a / 3600000 AS hour, a, b, day, cell, open
            FROM unnest(:starts, :ends, :days, :cells, :opens) AS s (a, b, day, cell, open)),
          place AS MATERIALIZED (
            SELECT * FROM unnest(:ids, :since, :gone, :closedFrom, :closedTo)
              AS p (id, since, gone, closed_from, closed_to)),
          kept AS (
            SELECT room, fate, a, least(h, :nowMillis) AS b FROM judged
            WHERE fate IN ('USED', 'UNCHECKED', 'NO_SHOW')
            UNION ALL
            SELECT room, 'PENDING', greatest(a, :nowMillis), h FROM judged
            WHERE fate IN ('USED', 'UNCHECKED', 'NO_SHOW') AND h > :nowMillis
            UNION ALL
            SELECT room, fate, a, h FROM judged WHERE fate IN ('PENDING', 'AWAITING')
            UNION ALL
            SELECT room, CASE fate WHEN 'NO_SHOW' THEN 'RECOVERED'
                WHEN 'CANCELLED' THEN 'CANCELLED' ELSE 'ENDED_EARLY' END, h, b
            FROM judged WHERE h < b AND fate NOT IN ('AWAITING', 'DECLINED')),
          piece AS (
            SELECT room, fate, greatest(a, :fromMillis) AS a, least(b, :toMillis) AS b
            FROM kept WHERE a < b AND a < :toMillis AND b > :fromMillis),
          cut AS (
            SELECT p.room, p.fate, s.day, s.cell, least(p.b, s.b) - greatest(p.a, s.a) AS whole,
              CASE WHEN s.open
                THEN greatest(0, least(p.b, s.b, w.gone) - greatest(p.a, s.a, w.since))
                  - greatest(0, least(p.b, s.b, w.gone, w.closed_to)
                    - greatest(p.a, s.a, w.since, w.closed_from))
                ELSE 0 END AS inside
            FROM piece p
            JOIN place w ON w.id = p.room
            CROSS JOIN LATERAL generate_series(p.a / 3600000, (p.b - 1) / 3600000) AS g (hour)
            JOIN slot s ON s.hour = g.hour AND s.a < p.b AND s.b > p.a),
          begun AS (
            SELECT room, fate, a FROM judged
            UNION ALL
            SELECT room, 'ENDED_EARLY', a FROM judged
            WHERE fate IN ('USED', 'UNCHECKED') AND h < b)
          SELECT room, cell, day, fate, CAST(sum(inside) AS bigint) AS inside,
            CAST(sum(whole - inside) AS bigint) AS beyond, CAST(0 AS bigint) AS count
          FROM cut GROUP BY GROUPING SETS ((room, fate), (cell, fate), (day, fate))
          UNION ALL
          SELECT j.room, s.cell, s.day, j.fate, 0, 0, count(*)
          FROM begun j JOIN slot s ON s.hour = j.a / 3600000 AND s.a <= j.a AND s.b > j.a
          GROUP BY GROUPING SETS ((j.room, j.fate), (s.cell, j.fate), (s.day, j.fate))
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

  /** The sum of one fate by a room, an hour of the week or a day, whichever is there. */
  record Sum(
      Optional<UUID> room,
      Optional<Integer> cell,
      Optional<Integer> day,
      Fate fate,
      long inside,
      long beyond,
      long count) {}

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

  static List<Sum> sums(
      Handle handle, UtilisationQuestion question, List<Place> places, Slots slots, Instant now) {
    List<Window> windows = places.stream().map(Place::window).toList();
    return handle
        .createQuery(SUMS)
        .bind("from", question.period().from())
        .bind("to", question.period().to())
        .bind("now", now)
        .bind("fromMillis", question.period().from().toEpochMilli())
        .bind("toMillis", question.period().to().toEpochMilli())
        .bind("nowMillis", now.toEpochMilli())
        .bindArray("ids", UUID.class, places.stream().map(Place::id).toArray())
        .bindArray("since", Long.class, windows.stream().map(Window::since).toArray())
        .bindArray("gone", Long.class, windows.stream().map(Window::gone).toArray())
        .bindArray("closedFrom", Long.class, windows.stream().map(Window::closedFrom).toArray())
        .bindArray("closedTo", Long.class, windows.stream().map(Window::closedTo).toArray())
        .bindArray("starts", Long.class, (Object[]) slots.starts())
        .bindArray("ends", Long.class, (Object[]) slots.ends())
        .bindArray("days", Integer.class, (Object[]) slots.days())
        .bindArray("cells", Integer.class, (Object[]) slots.cells())
        .bindArray("opens", Boolean.class, (Object[]) slots.opens())
        .mapTo(Sum.class)
        .list();
  }
}
