package io.roomledger.booking;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Sheet;
import java.util.List;

/** Reservations as calendar entries. */
public final class ReservationCalendar {
  /** The calendar. */
  public static final Sheet<Reservation> CALENDAR =
      new Sheet<>(
          "Reservations",
          Sheet.Layout.CALENDAR,
          List.of(
              new Column<>(
                  "uid", "Id", Column.Role.ID, r -> Cell.text(r.booking().id().toString())),
              new Column<>("start", "Start", Column.Role.MOMENT, r -> Cell.moment(r.start())),
              new Column<>("end", "End", r -> Cell.moment(r.end())),
              new Column<>("summary", "Topic", r -> Cell.text(r.booking().topic())),
              new Column<>("location", "Room", r -> Cell.text(r.roomName())),
              new Column<>(
                  "organizer", "Reserved by", r -> Cell.text(r.booking().reserver().name())),
              new Column<>("status", "Status", r -> Cell.text(status(r.status())))));

  private ReservationCalendar() {}

  /** RFC 5545, section 3.8.1.11: the three words a calendar knows. */
  private static String status(ReservationStatus status) {
    return switch (status) {
      case AWAITING_APPROVAL -> "TENTATIVE";
      case BOOKED, RELEASED_AFTER_END -> "CONFIRMED";
      case RELEASED_MANUALLY, RELEASED_NOT_CHECKED_IN, RELEASED_BY_SENSOR -> "CANCELLED";
    };
  }
}
