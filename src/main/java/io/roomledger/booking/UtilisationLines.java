package io.roomledger.booking;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** A report as lines. */
final class UtilisationLines {
  /** How many lines there are of the total, weekdays, hours, and hours of the week. */
  static final int FIXED = 1 + 7 + 24 + 7 * 24;

  private UtilisationLines() {}

  static List<UtilisationLine> of(UtilisationReport report) {
    List<UtilisationLine> lines = new ArrayList<>();
    lines.add(line(UtilisationLine.Of.TOTAL, "all", "All rooms", "", report.total()));
    places(report, lines);
    for (DayOfWeek day : DayOfWeek.values()) {
      lines.add(line(UtilisationLine.Of.WEEKDAY, word(day), name(day), "", report.on(day)));
    }
    for (int hour = 0; hour < 24; hour++) {
      lines.add(line(UtilisationLine.Of.HOUR, two(hour), clock(hour), "", report.at(hour)));
    }
    for (DayOfWeek day : DayOfWeek.values()) {
      for (int hour = 0; hour < 24; hour++) {
        String id = word(day) + "-" + two(hour);
        Figures figures = report.at(day, hour);
        lines.add(line(UtilisationLine.Of.WEEKDAY_HOUR, id, clock(hour), name(day), figures));
      }
    }
    report
        .days()
        .forEach((day, figures) ->
            lines.add(
                line(
                    UtilisationLine.Of.DAY,
                    day.toString(),
                    day.toString(),
                    name(day.getDayOfWeek()),
                    figures)));
    report
        .weeks()
        .forEach((monday, figures) ->
            lines.add(line(UtilisationLine.Of.WEEK, monday.toString(), week(monday), "", figures)));
    return lines;
  }

  private static void places(UtilisationReport report, List<UtilisationLine> lines) {
    Map<UUID, String> names = new HashMap<>();
    for (UtilisationReport.OfLevel level : report.levels()) {
      RoomLevel at = level.level();
      names.put(at.id(), at.name());
      String above = at.parent().map(parent -> names.getOrDefault(parent, "")).orElse("");
      lines.add(
          line(UtilisationLine.Of.LEVEL, at.id().toString(), at.name(), above, level.figures()));
    }
    for (UtilisationReport.OfRoom room : report.rooms()) {
      String in = names.getOrDefault(room.level(), "");
      lines.add(
          line(UtilisationLine.Of.ROOM, room.id().toString(), room.name(), in, room.figures()));
    }
  }

  private static UtilisationLine line(
      UtilisationLine.Of of, String id, String name, String within, Figures figures) {
    return new UtilisationLine(of, id, name, within, figures);
  }

  private static String name(DayOfWeek day) {
    return day.getDisplayName(TextStyle.FULL, Locale.ENGLISH);
  }

  private static String word(DayOfWeek day) {
    return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH).toLowerCase(Locale.ROOT);
  }

  private static String two(int hour) {
    return String.format(Locale.ROOT, "%02d", hour);
  }

  private static String clock(int hour) {
    return two(hour) + ":00";
  }

  private static String week(LocalDate monday) {
    return String.format(
        Locale.ROOT,
        "%d-W%02d",
        monday.get(IsoFields.WEEK_BASED_YEAR),
        monday.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
  }
}
