package io.roomledger.booking;

import io.roomledger.db.Mark;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The SQL of what was written since a {@link Mark} that could change how rooms were used. */
final class UseChanges {
  private UseChanges() {}

  /**
   * The rooms with reservations that were written since, or with one that was moved: that is
   * written down in the new one, which may be in another room.
   */
  static Set<UUID> rooms(Handle handle, String organisation, Mark mark) {
    return handle
        .createQuery(
            """
            WITH written AS MATERIALIZED (
              SELECT v.room, s.instead_of
                FROM reservation v JOIN reservation_slot s ON s.id = v.id
               WHERE v.organisation = :organisation AND %s
            )
            SELECT room FROM written
            UNION
            SELECT o.room FROM written w JOIN reservation_slot o ON o.id = w.instead_of
            """
                .formatted(mark.since("v.changed")))
        .bind("organisation", organisation)
        .mapTo(UUID.class)
        .collect(Collectors.toSet());
  }

  /** Whether reservations were deleted since; one that was moved may have come back by it. */
  static boolean removed(Handle handle, String organisation, Mark mark) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (
              SELECT FROM meeting_room m JOIN gone g ON g.kind = 'reservation' AND g.scope = m.id::text
               WHERE m.organisation = :organisation AND %s)
            """
                .formatted(mark.since("g.changed")))
        .bind("organisation", organisation)
        .mapTo(Boolean.class)
        .one();
  }
}
