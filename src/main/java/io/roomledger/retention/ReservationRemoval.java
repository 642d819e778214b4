package io.roomledger.retention;

import io.roomledger.hold.Held;
import io.roomledger.hold.HeldKind;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Removes reservations, first what hangs on them: their states, and what became of the wishes of
 * events for them. The events themselves stay. The table {@code gone} keeps that they were there.
 */
final class ReservationRemoval implements Removal {
  private static final int BATCH = 500;

  private final String organisation;

  ReservationRemoval(String organisation) {
    this.organisation = organisation;
  }

  @Override
  public Batch next(Handle transaction, DueRoom room) {
    Held.share(transaction);
    if (Held.on(transaction, HeldKind.MEETING_ROOM, room.id()).isPresent()) {
      return Batch.LAST;
    }
    List<UUID> ids = due(transaction, room);
    RemovedRows.reservations(transaction, organisation, ids);
    for (String hanging : List.of("reservation_step", "event_reservation")) {
      delete(transaction, "DELETE FROM " + hanging + " WHERE reservation = ANY (:ids)", ids);
    }
    delete(transaction, "DELETE FROM reservation WHERE id = ANY (:ids)", ids);
    return new Batch(new RetentionRun.Removed(0, 0, 0, ids.size()), ids.size() == BATCH);
  }

  private static List<UUID> due(Handle transaction, DueRoom room) {
    return transaction
        .createQuery(
            """
            SELECT id FROM reservation
             WHERE room = :room AND starts_at < :before AND upper(period) < :before
             ORDER BY starts_at, id LIMIT :batch FOR UPDATE
            """)
        .bind("room", UUID.fromString(room.id()))
        .bind("before", room.before())
        .bind("batch", BATCH)
        .mapTo(UUID.class)
        .list();
  }

  private static void delete(Handle transaction, String sql, List<UUID> ids) {
    transaction.createUpdate(sql).bindArray("ids", UUID.class, ids).execute();
  }
}
