package io.roomledger.hold;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What every door asks before it lets something go, in the transaction that does so. The database
 * refuses what is held as well; asked here, the refusal is one that people understand. It names the
 * hold and not its reason: that is between those who may see holds.
 */
public final class Held {
  private Held() {}

  /**
   * Waits for whoever places a hold; until the transaction ends, nobody places another. Asked
   * before the rows that go are looked for.
   */
  public static void share(Handle transaction) {
    transaction.execute("SELECT hold_share()");
  }

  /** The hold on a thing, if there is one; after {@link #share}. */
  public static Optional<Long> on(Handle transaction, HeldKind kind, String id) {
    return transaction
        .createQuery("SELECT hold_on(:kind, :id)")
        .bind("kind", kind.name())
        .bind("id", id)
        .mapTo(Long.class)
        .findOne();
  }

  /**
   * Refuses if a thing is held.
   *
   * @throws RefusedException a conflict that names the hold
   */
  public static void refuse(Handle transaction, HeldKind kind, String id) {
    share(transaction);
    on(transaction, kind, id)
        .ifPresent(hold -> {
          throw refused(kind, id, hold);
        });
  }

  /** The refusal. */
  public static RefusedException refused(HeldKind kind, String id, long hold) {
    String what = kind == HeldKind.PERSON ? "what account " + id + " wrote" : kind.words(id);
    return new RefusedException(
        new Refusal.Conflict(
            what + " is held and stays as it is (expected: hold " + hold + " lifted before)"));
  }
}
