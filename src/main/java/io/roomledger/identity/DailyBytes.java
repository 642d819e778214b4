package io.roomledger.identity;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** How many bytes somebody brings on a day, which is one of UTC. */
public final class DailyBytes {
  private static final int REMEMBERED_DAYS = 7;

  private DailyBytes() {}

  /**
   * Counts what the caller brings now, in the transaction that takes it.
   *
   * @param most how many bytes they may bring on a day; 0 for any number, and then nothing is
   *     counted
   * @throws RefusedException conflict, if it is too much for today; the transaction must not be
   *     committed then
   */
  public static void take(Handle transaction, Caller caller, Instant now, long bytes, long most) {
    if (most == 0) {
      return;
    }
    Owner owner = Owner.of(caller);
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    long sum =
        transaction
            .createQuery(
                """
                INSERT INTO brought_bytes AS b (organisation, owner, day, bytes)
                VALUES (:organisation, :owner, :today, :bytes)
                ON CONFLICT (organisation, owner, day)
                  DO UPDATE SET bytes = b.bytes + excluded.bytes
                RETURNING bytes\
                """)
            .bind("organisation", owner.organisation())
            .bind("owner", owner.key())
            .bind("today", today)
            .bind("bytes", bytes)
            .mapTo(Long.class)
            .one();
    if (sum > most) {
      throw new RefusedException(
          new Refusal.Conflict(
              "quota: with this you would bring "
                  + sum
                  + " bytes today, "
                  + most
                  + " are allowed (expected: less, or tomorrow)"));
    }
    transaction.execute(
        "DELETE FROM brought_bytes WHERE organisation = ? AND owner = ? AND day < ?",
        owner.organisation(),
        owner.key(),
        today.minusDays(REMEMBERED_DAYS));
  }
}
