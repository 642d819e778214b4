package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Says whether the recorder of a conference runs, in the transaction of who says so. */
final class Recorder {
  private Recorder() {}

  static void start(
      Handle transaction, String conference, String account, RecorderLayout layout, Instant now) {
    Optional<Instant> runsSince =
        transaction
            .createQuery(
                """
                SELECT started_at FROM recorder_run
                 WHERE conference = :conference AND stopped_at IS NULL
                """)
            .bind("conference", conference)
            .mapTo(Instant.class)
            .findOne();
    if (runsSince.isPresent()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "recording",
              "running since " + runsSince.get(),
              "a conference that is not being recorded"));
    }
    transaction
        .createUpdate(
            """
            INSERT INTO recorder_run (conference, started_by, started_at, picture, inset)
            VALUES (:conference, :account, :now, :picture, :inset)
            """)
        .bind("conference", conference)
        .bind("account", account)
        .bind("now", now)
        .bind("picture", layout.picture().name())
        .bind("inset", layout.inset().map(Enum::name))
        .execute();
    transaction
        .createUpdate(
            """
            UPDATE conference
               SET recording_status = 'RUNNING',
                   recording_owner = coalesce(recording_owner, :account)
             WHERE id = :conference
            """)
        .bind("conference", conference)
        .bind("account", account)
        .execute();
  }

  /** Stops it, and answers whether it ran. */
  static boolean stop(
      Handle transaction, String conference, Optional<String> account, Instant now) {
    int stopped =
        transaction
            .createUpdate(
                """
                UPDATE recorder_run
                   SET stopped_at = greatest(started_at, :now), stopped_by = :account
                 WHERE conference = :conference AND stopped_at IS NULL
                """)
            .bind("conference", conference)
            .bind("account", account)
            .bind("now", now)
            .execute();
    if (stopped > 0) {
      transaction.execute(
          "UPDATE conference SET recording_status = 'ENDED' WHERE id = ?", conference);
    }
    return stopped > 0;
  }

  static List<RecorderRun> runs(Handle handle, String conference) {
    return handle
        .createQuery(
            """
            SELECT started_by, started_at, stopped_by, stopped_at
              FROM recorder_run
             WHERE conference = :conference
             ORDER BY started_at, id
            """)
        .bind("conference", conference)
        .mapTo(RecorderRun.class)
        .list();
  }
}
