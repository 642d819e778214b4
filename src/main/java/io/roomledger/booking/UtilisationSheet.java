package io.roomledger.booking;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Heading;
import io.roomledger.export.Sheet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The report as a table: hours as decimal numbers, rates from 0 to 1. */
public final class UtilisationSheet {
  /** How many columns say what a line is about, before its figures. */
  static final int NAMES = 4;

  private static final List<Measure> MEASURES =
      List.of(
          hours(
              "availableHours",
              "Available h",
              Figures::available,
              "Opening hours in which the rooms were there and not closed"),
          hours(
              "bookedHours",
              "Booked h",
              Figures::booked,
              "Rooms kept for somebody, inside those hours: used, unchecked, no-show, pending"),
          hours(
              "usedHours",
              "Used h",
              Figures::used,
              "Booked, and people came: they checked in, or booked on the spot"),
          hours(
              "uncheckedHours",
              "Unchecked h",
              Figures::unchecked,
              "Booked, and nobody had to say whether they came"),
          hours(
              "noShowHours",
              "No-show h",
              Figures::noShow,
              "Booked, and nobody came, until the room was given back"),
          hours("pendingHours", "Pending h", Figures::pending, "Booked, and still to come"),
          hours(
              "awaitingHours",
              "Awaiting h",
              Figures::awaiting,
              "Kept for what nobody has agreed to yet; not booked"),
          hours(
              "releasedHours",
              "Released h",
              Figures::released,
              "Given back: cancelled, ended early, or left over from a no-show; not booked"),
          hours(
              "cancelledHours",
              "Cancelled h",
              Figures::cancelled,
              "Of what was released: before it began"),
          hours(
              "endedEarlyHours",
              "Ended early h",
              Figures::endedEarly,
              "Of what was released: by those who were there"),
          hours(
              "outsideHours",
              "Outside h",
              Figures::outside,
              "Booked out of opening hours or while closed; in no other figure"),
          count(
              "reservations",
              "Reservations",
              Figures::reservations,
              "Began in the period, and a room was kept for them"),
          count("checkedIn", "Used", Figures::checkedIn, "Of the reservations: people came"),
          count(
              "unchecked",
              "Unchecked",
              Figures::uncheckedCount,
              "Of the reservations: nobody had to say whether they came"),
          count("noShows", "No-shows", Figures::noShows, "Of the reservations: nobody came"),
          count("pending", "Pending", Figures::pendingCount, "Of the reservations: still to come"),
          count(
              "endedEarly",
              "Ended early",
              Figures::earlyEnds,
              "Of the reservations: ended before their time"),
          count("awaiting", "Awaiting", Figures::awaitingCount, "Nobody has agreed yet"),
          count("cancelled", "Cancelled", Figures::cancellations, "Given back before they began"),
          count("declined", "Declined", Figures::declined, "Nobody ever agreed"),
          rate("bookedRate", "Booked rate", Figures::bookedRate, "Booked of available"),
          rate("usedRate", "Used rate", Figures::usedRate, "Used of available"),
          rate(
              "noShowRate",
              "No-show rate",
              Figures::noShowRate,
              "No-shows of those reservations of which it is known whether people came"),
          rate(
              "cancelledRate",
              "Cancelled rate",
              Figures::cancelledRate,
              "Cancelled of cancelled and kept reservations"));

  /** The table. */
  public static final Sheet<UtilisationLine> TABLE =
      new Sheet<>("Utilisation", Sheet.Layout.TABLE, columns());

  private UtilisationSheet() {}

  private record Measure(Column<UtilisationLine> column, String meaning) {}

  private static Measure hours(
      String key, String title, Function<Figures, Duration> length, String meaning) {
    return measure(
        key, title, figures -> decimal(length.apply(figures).toMillis() / 3_600_000.0, 2), meaning);
  }

  private static Measure count(
      String key, String title, ToLongFunction<Figures> count, String meaning) {
    return measure(key, title, figures -> Cell.number(count.applyAsLong(figures)), meaning);
  }

  private static Measure rate(
      String key, String title, Function<Figures, OptionalDouble> rate, String meaning) {
    return measure(
        key,
        title,
        figures -> {
          OptionalDouble share = rate.apply(figures);
          return share.isPresent() ? decimal(share.getAsDouble(), 4) : Cell.EMPTY;
        },
        meaning);
  }

  private static Measure measure(
      String key, String title, Function<Figures, Cell> cell, String meaning) {
    return new Measure(new Column<>(key, title, line -> cell.apply(line.figures())), meaning);
  }

  private static Cell decimal(double value, int places) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP);
    return new Cell.Amount(
        rounded.signum() == 0
            ? BigDecimal.ZERO
            : new BigDecimal(rounded.stripTrailingZeros().toPlainString()));
  }

  private static List<Column<UtilisationLine>> columns() {
    List<Column<UtilisationLine>> columns = new ArrayList<>();
    columns.add(
        new Column<>(
            "of",
            "Of",
            line -> Cell.text(line.of().name().toLowerCase(Locale.ROOT).replace('_', '-'))));
    columns.add(new Column<>("id", "Id", Column.Role.ID, line -> Cell.text(line.id())));
    columns.add(new Column<>("name", "Name", line -> Cell.text(line.name())));
    columns.add(
        new Column<>(
            "in", "In", line -> line.within().isEmpty() ? Cell.EMPTY : Cell.text(line.within())));
    MEASURES.forEach(measure -> columns.add(measure.column()));
    return columns;
  }

  /** What each figure means, for the head of a file. */
  static List<Heading.Fact> meanings() {
    return MEASURES.stream()
        .map(measure -> new Heading.Fact(measure.column().title(), measure.meaning()))
        .toList();
  }
}
