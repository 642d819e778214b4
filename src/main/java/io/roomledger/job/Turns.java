package io.roomledger.job;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Whose turn it is. Of the long jobs of one owner only a few are due at once; the others are held,
 * and when one ends the next becomes due, behind those of all other owners. So nobody waits for
 * more than one job of everybody else, however many somebody orders.
 */
final class Turns {
  /** When held jobs are due: never, for all that db-scheduler knows. */
  static final Instant HELD = Instant.parse("9999-01-01T00:00:00Z");

  private final int perOwner;

  Turns(int perOwner) {
    this.perOwner = perOwner;
  }

  /** What those read who ordered a job that is held. */
  String reason() {
    return "waits until "
        + (perOwner == 1 ? "another one" : "one of " + perOwner + " others")
        + " of the same owner is done";
  }

  /** Whether a job that is ordered now is held; decided for one at a time of each owner. */
  boolean held(Handle transaction, String kind, String owner) {
    lock(transaction, kind, owner);
    return free(transaction, kind, owner) <= 0;
  }

  /** A job of that owner has ended: the next becomes due. */
  void next(Handle transaction, String kind, String owner, Instant now) {
    if (owner.isEmpty()) {
      return;
    }
    lock(transaction, kind, owner);
    List<String> due =
        transaction
            .createQuery(
                """
                UPDATE job SET held = false, reason = ''
                 WHERE id IN (SELECT id FROM job
                               WHERE kind = :kind AND owner = :owner AND status = 'WAITING' AND held
                               ORDER BY id LIMIT :free FOR UPDATE SKIP LOCKED)
                RETURNING id::text
                """)
            .bind("kind", kind)
            .bind("owner", owner)
            .bind("free", Math.max(0, free(transaction, kind, owner)))
            .mapTo(String.class)
            .list();
    for (String id : due) {
      transaction.execute(
          """
          UPDATE scheduled_long SET execution_time = ?, version = version + 1
           WHERE task_name = ? AND task_instance = ? AND NOT picked\
          """,
          Timestamp.from(now),
          kind,
          id);
    }
  }

  /** At a start: whoever may have more at once than before. */
  void all(Handle transaction, Instant now) {
    List<Map<String, Object>> owners =
        transaction
            .createQuery("SELECT DISTINCT kind, owner FROM job WHERE held AND status = 'WAITING'")
            .mapToMap()
            .list();
    for (Map<String, Object> each : owners) {
      next(transaction, String.valueOf(each.get("kind")), String.valueOf(each.get("owner")), now);
    }
  }

  /**
   * How many jobs of the same kind come before that one: those of earlier rounds, and of the same
   * round those that were ordered earlier. Of each owner as many are of one round as are due at
   * once.
   */
  long ahead(Handle handle, long id) {
    return handle
        .createQuery(
            """
            WITH open AS (
              SELECT id, (row_number() OVER (PARTITION BY owner ORDER BY id) - 1) / :perOwner AS round
                FROM job
               WHERE kind = (SELECT kind FROM job WHERE id = :id) AND owner <> ''
                 AND status IN ('WAITING', 'RUNNING'))
            SELECT count(*) FROM open JOIN open AS one ON one.id = :id
             WHERE (open.round, open.id) < (one.round, one.id)
            """)
        .bind("perOwner", perOwner)
        .bind("id", id)
        .mapTo(Long.class)
        .one();
  }

  private long free(Handle transaction, String kind, String owner) {
    return perOwner
        - transaction
            .createQuery(
                """
                SELECT count(*) FROM job
                 WHERE kind = :kind AND owner = :owner AND status IN ('WAITING', 'RUNNING')
                   AND NOT held
                """)
            .bind("kind", kind)
            .bind("owner", owner)
            .mapTo(Long.class)
            .one();
  }

  /** Until the transaction ends nobody else counts the jobs of that owner. */
  private static void lock(Handle transaction, String kind, String owner) {
    transaction
        .createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:kind || ' ' || :owner, 16))")
        .bind("kind", kind)
        .bind("owner", owner)
        .mapToMap()
        .one();
  }
}
