package io.roomledger.job;

import io.roomledger.db.Database;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.generic.GenericType;

/** The SQL of the tables job and scheduled_tasks, beside what db-scheduler does itself. */
final class JobRows {
  private static final int LONGEST_REASON = 1000;

  private JobRows() {}

  static void insert(Handle handle, Ordered ordered, Instant now) {
    handle.execute(
        """
        INSERT INTO job (id, kind, owner, held, reason, status, created_at)
        VALUES (?, ?, ?, ?, ?, 'WAITING', ?)\
        """,
        ordered.id(),
        ordered.kind(),
        ordered.owner(),
        ordered.held(),
        ordered.reason(),
        Timestamp.from(now));
  }

  static List<Load> load(Handle handle) {
    return handle
        .createQuery(
            """
            SELECT kind, count(*) FILTER (WHERE status = 'RUNNING') AS running,
                   count(*) FILTER (WHERE status = 'WAITING') AS waiting,
                   min(created_at) FILTER (WHERE status = 'WAITING') AS oldest
              FROM job WHERE status IN ('WAITING', 'RUNNING') GROUP BY kind\
            """)
        .mapTo(Load.class)
        .list();
  }

  /** A job that is ordered. */
  record Ordered(long id, String kind, String owner, boolean held, String reason) {}

  static Optional<Job> find(Handle handle, long id) {
    return Optional.ofNullable(find(handle, List.of(id)).get(id));
  }

  /** Those of these numbers that there are. */
  static Map<Long, Job> find(Handle handle, Collection<Long> ids) {
    Map<Long, Job> found = new HashMap<>();
    handle
        .createQuery(
            """
            SELECT id, kind, status, attempt, done, total, rate, reason,
                   created_at, started_at, finished_at
              FROM job WHERE id = ANY (:ids)\
            """)
        .bindArray("ids", Long.class, ids)
        .mapTo(Job.class)
        .forEach(job -> found.put(job.id(), job));
    return found;
  }

  /** Whoever decides what becomes of a job locks its row first. */
  static Optional<JobRow> lock(Handle handle, long id) {
    return handle
        .createQuery(
            """
            SELECT id, kind, status, attempt, failures, lease, cancelling,
                   safe > safe_before AS got_on, reason, owner
              FROM job WHERE id = :id FOR UPDATE\
            """)
        .bind("id", id)
        .mapTo(JobRow.class)
        .findOne();
  }

  static void take(Handle handle, long id, long lease, Instant now) {
    handle.execute(
        """
        UPDATE job SET status = 'RUNNING', attempt = attempt + 1, lease = ?, done = 0, total = -1,
               rate = 0, safe_before = safe, started_at = coalesce(started_at, ?) WHERE id = ?\
        """,
        lease,
        Timestamp.from(now),
        id);
  }

  /** Answers false if the job is no longer that attempt's to do. */
  static boolean progress(Handle handle, Held held) {
    return handle.execute(
            """
            UPDATE job SET done = ?, total = ?, rate = ?
             WHERE id = ? AND attempt = ? AND status = 'RUNNING' AND NOT cancelling\
            """,
            held.done(),
            held.total(),
            held.rate(),
            held.id(),
            held.attempt())
        == 1;
  }

  /** Answers false if the job is no longer that attempt's to do. */
  static boolean safe(Handle handle, Held held, long amount) {
    return handle.execute(
            """
            UPDATE job SET safe = greatest(safe, ?)
             WHERE id = ? AND attempt = ? AND status = 'RUNNING' AND NOT cancelling\
            """,
            amount,
            held.id(),
            held.attempt())
        == 1;
  }

  /** Answers false if the job is no longer that attempt's to do. */
  static boolean say(Handle handle, Held held, String words) {
    return handle.execute(
            """
            UPDATE job SET reason = ?
             WHERE id = ? AND attempt = ? AND status = 'RUNNING' AND NOT cancelling\
            """,
            storable(words),
            held.id(),
            held.attempt())
        == 1;
  }

  /** Answers false, and writes nothing, if the job is no longer that attempt's to do. */
  static boolean finish(Handle handle, Held held, JobStatus status, Instant now) {
    return handle.execute(
            """
            UPDATE job SET status = ?, done = ?, total = ?, reason = '', finished_at = ?
             WHERE id = ? AND attempt = ? AND status = 'RUNNING' AND NOT cancelling\
            """,
            status.name(),
            held.done(),
            held.total(),
            Timestamp.from(now),
            held.id(),
            held.attempt())
        == 1;
  }

  static void wait(Handle handle, long id, int failures, String reason) {
    handle.execute(
        "UPDATE job SET status = 'WAITING', failures = ?, reason = ? WHERE id = ?",
        failures,
        storable(reason),
        id);
  }

  static void end(Handle handle, long id, JobStatus status, String reason, Instant now) {
    handle.execute(
        "UPDATE job SET status = ?, reason = ?, finished_at = ? WHERE id = ?",
        status.name(),
        storable(reason),
        Timestamp.from(now),
        id);
  }

  static void markCancelling(Handle handle, long id, String reason) {
    handle.execute(
        "UPDATE job SET cancelling = true, reason = ? WHERE id = ?", storable(reason), id);
  }

  /** Takes the execution off the timetable, unless a worker has it in hand. */
  static void drop(Handle handle, JobRow row) {
    handle.execute(
        "DELETE FROM "
            + row.timetable()
            + " WHERE task_name = ? AND task_instance = ? AND NOT picked",
        row.kind(),
        Long.toString(row.id()));
  }

  /** When the execution is due, unless a worker has it in hand. */
  static Optional<Instant> due(Handle handle, JobRow row) {
    return handle
        .createQuery(
            "SELECT execution_time FROM "
                + row.timetable()
                + " WHERE task_name = :kind AND task_instance = :id AND NOT picked")
        .bind("kind", row.kind())
        .bind("id", Long.toString(row.id()))
        .mapTo(Instant.class)
        .findOne();
  }

  /** Makes the execution due now, unless a worker has it in hand. */
  static void hasten(Handle handle, JobRow row, Instant now) {
    handle.execute(
        "UPDATE "
            + row.timetable()
            + """
               SET execution_time = ?, version = version + 1
             WHERE task_name = ? AND task_instance = ? AND NOT picked\
            """,
        Timestamp.from(now),
        row.kind(),
        Long.toString(row.id()));
  }

  /** Which of those are to be broken off: cancelled, ended or somebody else's by now. */
  static List<Long> lost(Handle handle, Map<Long, Integer> attempts) {
    return handle
        .createQuery(
            """
            SELECT id FROM unnest(:ids, :attempts) AS mine (id, attempt)
             WHERE NOT EXISTS (SELECT FROM job
                                WHERE job.id = mine.id AND job.attempt = mine.attempt
                                  AND status = 'RUNNING' AND NOT cancelling)
            """)
        .bindArray("ids", Long.class, attempts.keySet().toArray())
        .bindArray("attempts", Integer.class, attempts.values().toArray())
        .mapTo(Long.class)
        .list();
  }

  /** How many jobs have not ended, by kind. */
  static Map<String, Long> open(Database database) {
    return database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    SELECT kind, count(*) AS jobs FROM job
                     WHERE status IN ('WAITING', 'RUNNING') GROUP BY kind\
                    """)
                .setMapKeyColumn("kind")
                .setMapValueColumn("jobs")
                .collectInto(new GenericType<Map<String, Long>>() {}));
  }

  /** PostgreSQL takes no NUL, and nobody reads a page of reasons. */
  private static String storable(String reason) {
    String clean = reason.replace('\0', ' ').strip();
    return clean.length() <= LONGEST_REASON ? clean : clean.substring(0, LONGEST_REASON) + "...";
  }

  /** What an attempt knows of its job when it writes. */
  record Held(long id, int attempt, long done, long total, double rate) {}
}
