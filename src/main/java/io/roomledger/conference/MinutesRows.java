package io.roomledger.conference;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Says whether minutes of a conference are taken, in the transaction of who says so. */
final class MinutesRows {
  private MinutesRows() {}

  static void start(
      Handle transaction,
      String conference,
      String person,
      String owner,
      boolean audio,
      Instant now) {
    int started =
        transaction.execute(
            """
            INSERT INTO minutes_run (conference, owner, audio, started_by, started_at)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (conference) WHERE stopped_at IS NULL DO NOTHING
            """,
            conference,
            owner,
            audio,
            person,
            now);
    if (started == 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "recording", "minutes are taken", "a conference of which no minutes are taken"));
    }
  }

  static boolean stop(Handle transaction, String conference, String person, Instant now) {
    return transaction.execute(
            """
            UPDATE minutes_run SET stopped_at = greatest(started_at, ?), stopped_by = ?
             WHERE conference = ? AND stopped_at IS NULL
            """,
            now,
            person,
            conference)
        > 0;
  }
}
