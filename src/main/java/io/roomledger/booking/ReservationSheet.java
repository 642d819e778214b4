package io.roomledger.booking;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Sheet;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Reservations as a table, in nobody's words but our own. */
public final class ReservationSheet {
  /** The table. */
  public static final Sheet<Reservation> TABLE =
      new Sheet<>("Reservations", Sheet.Layout.TABLE, columns());

  private ReservationSheet() {}

  private static List<Column<Reservation>> columns() {
    return List.of(
        new Column<>("id", "Id", Column.Role.ID, r -> Cell.text(r.booking().id().toString())),
        new Column<>("roomId", "Room id", r -> Cell.text(r.booking().room().toString())),
        new Column<>("room", "Room", r -> Cell.text(r.roomName())),
        new Column<>("topic", "Topic", r -> Cell.text(r.booking().topic())),
        new Column<>("reserver", "Reserved by", r -> Cell.text(r.booking().reserver().name())),
        new Column<>(
            "department", "Department", r -> Cell.text(r.booking().reserver().department())),
        new Column<>("invited", "Invited", r -> Cell.number(r.booking().guests().invited())),
        new Column<>("accepted", "Accepted", r -> Cell.number(r.booking().guests().accepted())),
        new Column<>("start", "Start", Column.Role.MOMENT, r -> Cell.moment(r.start())),
        new Column<>("end", "End", r -> Cell.moment(r.end())),
        new Column<>(
            "duration", "Duration", r -> new Cell.Span(Duration.between(r.start(), r.end()))),
        new Column<>("status", "Status", r -> word(r.status())),
        new Column<>("checkIn", "Check-in", r -> word(r.checkIn().state())),
        new Column<>(
            "checkInDevice",
            "Checked in with",
            r -> r.checkIn().device().map(ReservationSheet::word).orElse(Cell.EMPTY)),
        new Column<>(
            "checkedInAt",
            "Checked in at",
            r -> r.checkIn().at().map(Cell::moment).orElse(Cell.EMPTY)),
        new Column<>(
            "releasedBy",
            "Released by",
            r -> r.release().map(by -> Cell.text(by.name())).orElse(Cell.EMPTY)),
        new Column<>(
            "releasedAt",
            "Released at",
            r -> r.release().map(by -> Cell.moment(by.at())).orElse(Cell.EMPTY)));
  }

  private static Cell word(Enum<?> word) {
    return Cell.text(word.name().toLowerCase(Locale.ROOT).replace('_', ' '));
  }
}
