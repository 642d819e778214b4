package io.roomledger.retention;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Reservations, by the year in which they begin. */
final class ReservationYears implements YearTable {
  @Override
  public String name() {
    return "reservation";
  }

  /**
   * One look into the order of each room; only where nothing begins too late, whether something
   * ends too late.
   */
  @Override
  public boolean isOver(Handle transaction, String partition, List<DueRoom> due) {
    return isOver(transaction, partition, due, "v.starts_at")
        && isOver(transaction, partition, due, "upper(v.period)");
  }

  private static boolean isOver(
      Handle transaction, String partition, List<DueRoom> due, String time) {
    return DueRoom.bound(
            transaction.createQuery(
                """
                SELECT NOT EXISTS (
                  SELECT FROM meeting_room r
                    LEFT JOIN unnest(CAST(:rooms AS uuid[]), CAST(:before AS timestamptz[]))
                           AS d (room, before)
                         ON d.room = r.id AND hold_on('MEETING_ROOM', r.id::text) IS NULL
                   WHERE EXISTS (SELECT FROM %s v
                                  WHERE v.room = r.id AND %s >= coalesce(d.before, '-infinity')))
                """
                    .formatted(partition, time)),
            due)
        .mapTo(Boolean.class)
        .one();
  }

  private record Of(String organisation, long reservations) {}

  @Override
  public Map<String, RetentionRun.Removed> removed(Handle transaction, String partition) {
    Map<String, RetentionRun.Removed> removed = new HashMap<>();
    transaction
        .createQuery(
            "SELECT organisation, count(*) AS reservations FROM "
                + partition
                + " GROUP BY organisation")
        .mapTo(Of.class)
        .forEach(it ->
            removed.put(it.organisation(), new RetentionRun.Removed(0, 0, 0, it.reservations())));
    return removed;
  }

  /** As the triggers do it for each. */
  @Override
  public void writeDown(Handle transaction, String partition) {
    RemovedRows.reservations(transaction, partition);
    transaction.execute(
        """
        INSERT INTO gone (kind, scope, id, at, who, deleted_at, added, changed)
        SELECT 'reservation', room::text, id::text, starts_at, reserver, now(),
               coalesce(added, changed), pg_current_xact_id()
          FROM %s
        """
            .formatted(partition));
    for (String hanging : List.of("reservation_step", "event_reservation")) {
      transaction.execute(
          "DELETE FROM " + hanging + " h USING " + partition + " v WHERE h.reservation = v.id");
    }
    transaction.execute(
        "DELETE FROM reservation_slot s USING " + partition + " v WHERE s.id = v.id");
  }
}
