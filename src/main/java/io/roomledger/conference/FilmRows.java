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

  /** A recording that nobody has ordered the work on. */
  record Waiting(UUID id, String owner) {}

  static List<Waiting> unordered(Handle transaction, int most) {
    return transaction
        .createQuery(
            """
            SELECT id, owner FROM recording WHERE prepared_at IS NULL AND film_job IS NULL
             ORDER BY added_at LIMIT :most FOR UPDATE SKIP LOCKED
            """)
        .bind("most", most)
        .mapTo(Waiting.class)
        .list();
  }

  /** A recording on which the work is ordered. */
  record Ordered(UUID id, String title, long job) {}

  static List<Ordered> ordered(Handle handle, String organisation, int most) {
    return handle
        .createQuery(
            """
            SELECT id, title, film_job AS job FROM recording
             WHERE film_job IS NOT NULL AND organisation = :organisation
             ORDER BY film_job LIMIT :most
            """)
        .bind("organisation", organisation)
        .bind("most", most)
        .mapTo(Ordered.class)
        .list();
  }

  static void ordered(Handle transaction, UUID id, long job) {
    transaction.execute("UPDATE recording SET film_job = ? WHERE id = ?", job, id);
  }

  static void forgotten(Handle transaction, long job) {
    transaction.execute("UPDATE recording SET film_job = NULL WHERE film_job = ?", job);
  }

  static Optional<Long> job(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT film_job FROM recording WHERE id = :id AND film_job IS NOT NULL")
        .bind("id", id)
        .mapTo(Long.class)
        .findOne();
  }

  static Optional<UUID> ofJob(Handle handle, long job) {
    return handle
        .createQuery("SELECT id FROM recording WHERE film_job = :job")
        .bind("job", job)
        .mapTo(UUID.class)
        .findOne();
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
                   unprepared = nullif(:problem, ''), film_job = NULL
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
