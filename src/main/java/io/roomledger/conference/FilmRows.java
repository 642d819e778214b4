package io.roomledger.conference;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What the table {@code recording} says of the making of pictures and streams. */
final class FilmRows {
  private FilmRows() {}

  /** What was made. */
  record Made(boolean picture, boolean stream) {}

  static List<UUID> unprepared(Handle handle, int most) {
    return handle
        .createQuery(
            "SELECT id FROM recording WHERE prepared_at IS NULL ORDER BY added_at LIMIT :most")
        .bind("most", most)
        .mapTo(UUID.class)
        .list();
  }

  static Optional<Instant> preparedAt(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT prepared_at FROM recording WHERE id = :id AND prepared_at IS NOT NULL")
        .bind("id", id)
        .mapTo(Instant.class)
        .findOne();
  }

  static String organisation(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT organisation FROM recording WHERE id = :id")
        .bind("id", id)
        .mapTo(String.class)
        .one();
  }

  static void prepared(Handle transaction, UUID id, Instant at, Made made, String problem) {
    transaction
        .createUpdate(
            """
            UPDATE recording
               SET prepared_at = :at, has_thumbnail = :picture, has_stream = :stream,
                   unprepared = nullif(:problem, '')
             WHERE id = :id
            """)
        .bind("id", id)
        .bind("at", at)
        .bind("picture", made.picture())
        .bind("stream", made.stream())
        .bind("problem", problem)
        .execute();
  }
}
