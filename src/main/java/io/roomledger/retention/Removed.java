package io.roomledger.retention;

import io.roomledger.base.Period;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What retention removed of a room, for exports, which say so instead of showing nothing.
 *
 * @param room the room
 * @param first when the first was sent or began
 * @param last the same of the last
 * @param things how many
 */
public record Removed(String room, Instant first, Instant last, long things) {

  /**
   * What was removed of those rooms in a period. Days that the period has only a part of are
   * counted whole.
   */
  public static List<Removed> of(
      Handle handle, KeptKind kind, Collection<String> rooms, Period period) {
    return handle
        .createQuery(
            """
            SELECT room, min(first_at) AS first, max(last_at) AS last, sum(things)::bigint AS things
              FROM retention_gone
             WHERE kind = :kind AND room = ANY (:rooms) AND last_at >= :from AND first_at < :to
             GROUP BY room ORDER BY room
            """)
        .bind("kind", kind.table())
        .bindArray("rooms", String.class, List.copyOf(rooms))
        .bind("from", period.from())
        .bind("to", period.to())
        .mapTo(Removed.class)
        .list();
  }

  /** The same of all rooms of an organisation together. */
  public static Optional<Removed> ofAll(
      Handle handle, KeptKind kind, String organisation, Period period) {
    return handle
        .createQuery(
            """
            SELECT '' AS room, min(first_at) AS first, max(last_at) AS last,
                   sum(things)::bigint AS things
              FROM retention_gone
             WHERE kind = :kind AND organisation = :organisation AND last_at >= :from
               AND first_at < :to
            HAVING count(*) > 0
            """)
        .bind("kind", kind.table())
        .bind("organisation", organisation)
        .bind("from", period.from())
        .bind("to", period.to())
        .mapTo(Removed.class)
        .findOne();
  }

  /**
   * In words, such as {@code 12 messages of 2026-01-01 to 2026-01-31 were removed by retention}.
   */
  public String words(KeptKind kind) {
    String from = first.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    String to = last.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    return things
        + " "
        + (things == 1 ? kind.key().substring(0, kind.key().length() - 1) : kind.key())
        + " of "
        + (from.equals(to) ? from : from + " to " + to)
        + (things == 1 ? " was" : " were")
        + " removed by retention";
  }
}
