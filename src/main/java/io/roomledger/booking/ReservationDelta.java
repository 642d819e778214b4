package io.roomledger.booking;

import io.roomledger.db.Sql;
import io.roomledger.export.Base;
import io.roomledger.export.Item;
import io.roomledger.export.Merging;
import io.roomledger.export.RecordSource.Basin;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * What changed of reservations since an earlier export. Of a room that has come under the level
 * since, everything is new; one that was taken from under it is a gap: what changes there is told
 * no more.
 */
final class ReservationDelta {
  private static final int FETCH = 1_000;

  private final Handle snapshot;
  private final ReservationFilter filter;
  private final Base base;
  private final List<String> rooms;

  ReservationDelta(Handle snapshot, ReservationFilter filter, Base base, List<String> rooms) {
    this.snapshot = snapshot;
    this.filter = filter;
    this.base = base;
    this.rooms = rooms;
  }

  private record Row(ReservationRows.Row row, String word) {}

  long count() {
    return ReservationRows.count(snapshot, filter, condition()) + gone().size();
  }

  void pour(ReservationView view, Basin<Reservation> basin) throws IOException {
    for (String room : less(base.scope(), rooms)) {
      basin.gapOfTheWhole(
          new Item.Gap(room, "meeting room", "it was in the earlier export and is not meant now"));
    }
    Merging<Reservation> merging = new Merging<>(basin, gone());
    String word = "CASE WHEN " + arrived() + " THEN 'new' ELSE " + base.word("v", "reservation");
    try (var rows =
        ReservationRows.all(snapshot, filter, condition(), word + " END")
            .setFetchSize(FETCH)
            .map(row())
            .iterator()) {
      while (rows.hasNext()) {
        Row next = rows.next();
        Reservation reservation = view.of(next.row().toReservation());
        merging.row(
            next.word(), reservation.booking().id().toString(), reservation.start(), reservation);
      }
    }
    merging.finish();
  }

  private static RowMapper<Row> row() {
    return (row, context) ->
        new Row(
            context.findRowMapperFor(ReservationRows.Row.class).orElseThrow().map(row, context),
            row.getString("more"));
  }

  private String condition() {
    return "(" + base.mark().since("v.changed") + " OR " + arrived() + ")";
  }

  /** Whether a room was not in the earlier export. */
  private String arrived() {
    Set<String> arrived = less(rooms, base.scope());
    return arrived.isEmpty() ? "false" : "v.room::text IN (" + Sql.listed(arrived) + ")";
  }

  private List<Base.Gone> gone() {
    String whose =
        filter.people().isEmpty()
            ? "true"
            : "who IN ("
                + Sql.listed(filter.people().stream().map(one -> "account:" + one).toList())
                + ")";
    return base.gone(
        snapshot,
        "reservation",
        filter.period(),
        "scope IN (" + Sql.listed(rooms) + ") AND " + whose);
  }

  private static Set<String> less(Collection<String> all, Collection<String> without) {
    Set<String> less = new LinkedHashSet<>(all);
    less.removeAll(Set.copyOf(without));
    return less;
  }
}
