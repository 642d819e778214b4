package io.roomledger.booking;

import io.roomledger.export.Column;
import io.roomledger.export.Workbook;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The report as a workbook with charts. */
public final class UtilisationBook {
  /** The most bars of a chart; more could not be read. */
  private static final int BARS = 40;

  private static final int ALL = 10_000;

  private static final List<String> SHARES =
      List.of("bookedRate", "usedRate", "noShowRate", "cancelledRate");

  private static final List<String> BOOKED =
      List.of("usedHours", "uncheckedHours", "noShowHours", "pendingHours");

  private static final List<String> FIGURES =
      UtilisationSheet.TABLE.columns().stream()
          .map(Column::key)
          .skip(UtilisationSheet.NAMES)
          .toList();

  /** The workbook. */
  public static final Workbook WORKBOOK =
      new Workbook(
          List.of(
              chapter(
                  "All rooms",
                  "total",
                  List.of("name"),
                  new Workbook.Look.Chart(
                      Workbook.Kind.COLUMNS,
                      "Hours, all rooms together",
                      "name",
                      List.of(
                          "availableHours",
                          "bookedHours",
                          "usedHours",
                          "noShowHours",
                          "releasedHours"),
                      1)),
              chapter(
                  "Levels",
                  "level",
                  List.of("name", "in"),
                  stacked(Workbook.Kind.STACKED_BARS, "Hours booked, by level", BARS)),
              chapter(
                  "Rooms",
                  "room",
                  List.of("name", "in"),
                  stacked(Workbook.Kind.STACKED_BARS, "Hours booked, the most booked rooms", BARS)),
              new Workbook.Chapter(
                  "Heat map",
                  "weekday-hour",
                  List.of(),
                  new Workbook.Look.Heat("in", "name", "bookedRate")),
              chapter("Weekdays", "weekday", List.of("name"), rates("Booked and used, by weekday")),
              chapter("Hours", "hour", List.of("name"), rates("Booked and used, by hour")),
              chapter(
                  "Days",
                  "day",
                  List.of("name", "in"),
                  new Workbook.Look.Chart(
                      Workbook.Kind.LINES,
                      "Hours booked and used, day by day",
                      "name",
                      List.of("bookedHours", "usedHours", "noShowHours"),
                      ALL)),
              chapter(
                  "Weeks",
                  "week",
                  List.of("name", "id"),
                  stacked(Workbook.Kind.STACKED_COLUMNS, "Hours booked, week by week", ALL))),
          Set.copyOf(SHARES));

  private UtilisationBook() {}

  private static Workbook.Chapter chapter(
      String title, String of, List<String> names, Workbook.Look look) {
    List<String> columns = new ArrayList<>(names);
    columns.addAll(FIGURES);
    return new Workbook.Chapter(title, of, columns, look);
  }

  private static Workbook.Look stacked(Workbook.Kind kind, String title, int most) {
    return new Workbook.Look.Chart(kind, title, "name", BOOKED, most);
  }

  private static Workbook.Look rates(String title) {
    return new Workbook.Look.Chart(
        Workbook.Kind.COLUMNS, title, "name", List.of("bookedRate", "usedRate"), ALL);
  }
}
