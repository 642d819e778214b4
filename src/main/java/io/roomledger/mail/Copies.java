package io.roomledger.mail;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The SQL of the tables letter and letter_copy. */
final class Copies {
  private Copies() {}

  /** Those that a job will send, and those that wait for a server. */
  static long waiting(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT (SELECT count(*) FROM job
                     WHERE kind = :kind AND status IN ('WAITING', 'RUNNING'))
                 + (SELECT count(*) FROM letter_copy WHERE status = 'WAITING' AND job IS NULL)\
            """)
        .bind("kind", Outbox.KIND)
        .mapTo(Long.class)
        .one();
  }

  static void insertLetter(Handle handle, long id, Letter letter, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO letter (id, reply_to, subject, html, body, posted_at)
            VALUES (:id, :replyTo, :subject, :html, :body, :now)\
            """)
        .bind("id", id)
        .bind("replyTo", letter.replyTo())
        .bind("subject", letter.subject())
        .bind("html", storable(letter.html()))
        .bind("body", storable(letter.text()))
        .bind("now", utc(now))
        .execute();
  }

  /** Gives up what was posted before and no job sends, as there is no server. */
  static void giveUp(Handle handle, Instant before) {
    handle
        .createUpdate(
            """
            UPDATE letter_copy c SET status = 'FAILED', last_error = :why
              FROM letter l
             WHERE l.id = c.letter AND l.posted_at < :before
               AND c.status = 'WAITING' AND c.job IS NULL\
            """)
        .bind("before", utc(before))
        .bind("why", "no mail server was set for a month")
        .execute();
  }

  /** Empties what was posted before and has no copy that waits. */
  static void forget(Handle handle, Instant before) {
    handle
        .createUpdate(
            """
            UPDATE letter l SET html = '', body = ''
             WHERE posted_at < :before AND (html <> '' OR body <> '')
               AND NOT EXISTS (SELECT FROM letter_copy c
                                WHERE c.letter = l.id AND c.status = 'WAITING')\
            """)
        .bind("before", utc(before))
        .execute();
  }

  static void insertCopy(Handle handle, long id, long letter, String address, String messageId) {
    handle.execute(
        """
        INSERT INTO letter_copy (id, letter, address, message_id, status)
        VALUES (?, ?, ?, ?, 'WAITING')\
        """,
        id,
        letter,
        address,
        messageId);
  }

  /** The copy that is sent by {@code job}, unless it was sent or given up. */
  static Optional<Copy> waiting(Handle handle, long job) {
    return handle
        .createQuery(
            """
            SELECT c.id, c.address, c.message_id, l.reply_to, l.subject, l.html, l.body, l.posted_at
              FROM letter_copy c JOIN letter l ON l.id = c.letter
             WHERE c.job = :job AND c.status = 'WAITING'\
            """)
        .bind("job", job)
        .mapTo(Copy.class)
        .findOne();
  }

  /** The newest first. */
  static List<Posted> newest(Handle handle, int limit) {
    return handle
        .createQuery(
            """
            SELECT c.id, l.posted_at, c.address, l.subject, c.status, c.attempts, c.last_error
              FROM letter_copy c JOIN letter l ON l.id = c.letter
             ORDER BY c.id DESC LIMIT :limit\
            """)
        .bind("limit", limit)
        .mapTo(Posted.class)
        .list();
  }

  /** The copies that no job will send. Only one process at a time is told. */
  static List<Long> unordered(Handle handle) {
    handle.execute("SELECT pg_advisory_xact_lock(7311127429170389864)");
    return handle
        .createQuery(
            "SELECT id FROM letter_copy WHERE status = 'WAITING' AND job IS NULL ORDER BY id")
        .mapTo(Long.class)
        .list();
  }

  static void ordered(Handle handle, long copy, long job) {
    handle.execute("UPDATE letter_copy SET job = ? WHERE id = ?", job, copy);
  }

  static void unorder(Handle handle, long copy) {
    handle.execute("UPDATE letter_copy SET job = NULL WHERE id = ?", copy);
  }

  static void sent(Handle handle, long copy, Instant now) {
    handle.execute(
        """
        UPDATE letter_copy SET status = 'SENT', attempts = attempts + 1, last_error = '',
               sent_at = ? WHERE id = ?\
        """,
        utc(now),
        copy);
  }

  static void failedOnce(Handle handle, long copy, String error) {
    handle.execute(
        "UPDATE letter_copy SET attempts = attempts + 1, last_error = ? WHERE id = ?",
        storable(error),
        copy);
  }

  static void failed(Handle handle, long job, String reason) {
    handle.execute(
        """
        UPDATE letter_copy SET status = 'FAILED', last_error = ?
         WHERE job = ? AND status = 'WAITING'\
        """,
        storable(reason),
        job);
  }

  private static OffsetDateTime utc(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  /** PostgreSQL takes no NUL. */
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }
}
