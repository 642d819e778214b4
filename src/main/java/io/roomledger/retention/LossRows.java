package io.roomledger.retention;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Counts what is past its time, room by room, and what of it is held. */
final class LossRows {
  private static final String DUE =
      """
      WITH due AS (
        SELECT room, since, before
          FROM unnest(CAST(:rooms AS text[]), CAST(:since AS timestamptz[]),
                      CAST(:before AS timestamptz[])) AS d (room, since, before))
      """;

  private static final String MESSAGES =
      DUE
          + """
          , people AS (SELECT DISTINCT subject FROM legal_hold
                        WHERE kind = 'PERSON' AND lifted_at IS NULL)
          , files AS (
            SELECT m.room_id AS room, count(*) AS files, sum(f.size)::bigint AS bytes
              FROM chat_file f JOIN chat_message m ON m.id = f.message_id
              JOIN due d ON d.room = m.room_id AND m.sent_at >= d.since AND m.sent_at < d.before
             WHERE m.author_id IS NULL OR m.author_id NOT IN (SELECT subject FROM people)
             GROUP BY m.room_id)
          SELECT r.id AS room, coalesce(nullif(r.title, ''), nullif(r.name, ''), r.id) AS name,
                 c.things,
                 (SELECT min(m.sent_at) FROM chat_message m
                   WHERE m.room_id = d.room AND m.sent_at >= d.since AND m.sent_at < d.before
                     AND m.deleted_at IS NULL) AS oldest,
                 (SELECT max(m.sent_at) FROM chat_message m
                   WHERE m.room_id = d.room AND m.sent_at >= d.since AND m.sent_at < d.before
                     AND m.deleted_at IS NULL) AS newest,
                 coalesce(f.files, 0) AS files, coalesce(f.bytes, 0) AS bytes,
                 CASE WHEN hold_on('CHAT_ROOM', r.id) IS NOT NULL THEN c.things
                      WHEN NOT EXISTS (SELECT FROM people) THEN 0
                      ELSE (SELECT count(*) FROM chat_message m
                             WHERE m.room_id = r.id AND m.sent_at >= d.since AND m.sent_at < d.before
                               AND m.deleted_at IS NULL
                               AND m.author_id IN (SELECT subject FROM people)) END AS held
            FROM due d JOIN chat_room r ON r.id = d.room
           CROSS JOIN LATERAL (
                 SELECT count(*) AS things
                   FROM chat_message m
                  WHERE m.room_id = d.room AND m.sent_at >= d.since AND m.sent_at < d.before
                    AND m.deleted_at IS NULL) c
            LEFT JOIN files f ON f.room = d.room
           WHERE c.things > 0
           ORDER BY c.things DESC, r.id
          """;

  private static final String RESERVATIONS =
      DUE
          + """
          -- all rooms are counted in one walk; a CASE, as of two plain bounds of an end the planner
          -- thinks that they leave nearly nothing, and sorts what it had better hash
          SELECT r.id::text AS room, r.name, c.things, c.oldest, c.newest, 0 AS files, 0 AS bytes,
                 CASE WHEN hold_on('MEETING_ROOM', r.id::text) IS NOT NULL THEN c.things
                      ELSE 0 END AS held
            FROM (SELECT v.room, count(*) AS things, min(v.starts_at) AS oldest,
                         max(v.starts_at) AS newest
                    FROM due d
                    JOIN reservation v
                      ON v.room = d.room::uuid
                     AND CASE WHEN upper(v.period) < d.before THEN upper(v.period) >= d.since END
                   GROUP BY v.room) c
            JOIN meeting_room r ON r.id = c.room
           ORDER BY c.things DESC, r.id
          """;

  private LossRows() {}

  /**
   * A room and a stretch of time.
   *
   * @param since from when on
   * @param before until when
   */
  record Stretch(String room, Instant since, Instant before) {
    /** All that is past its time. */
    static Stretch all(DueRoom room) {
      return new Stretch(room.id(), Period.ALWAYS.from(), room.before());
    }
  }

  private record Row(
      String room,
      String name,
      long things,
      Optional<Instant> oldest,
      Optional<Instant> newest,
      long files,
      long bytes,
      long held) {
    Preview.RoomLoss loss() {
      boolean all = held == things;
      return new Preview.RoomLoss(
          room,
          name,
          new Preview.Loss(things - held, all ? 0 : files, all ? 0 : bytes, oldest, newest, held));
    }
  }

  /** Of each of those rooms in which there is something, the one that has most first. */
  static List<Preview.RoomLoss> of(Handle handle, KeptKind kind, List<Stretch> stretches) {
    if (stretches.isEmpty()) {
      return List.of();
    }
    return bound(handle.createQuery(kind == KeptKind.MESSAGES ? MESSAGES : RESERVATIONS), stretches)
        .mapTo(Row.class)
        .map(Row::loss)
        .list();
  }

  private static Query bound(Query query, List<Stretch> stretches) {
    return query
        .bindArray("rooms", String.class, stretches.stream().map(Stretch::room).toList())
        .bindArray(
            "since", String.class, stretches.stream().map(it -> it.since().toString()).toList())
        .bindArray(
            "before", String.class, stretches.stream().map(it -> it.before().toString()).toList());
  }
}
