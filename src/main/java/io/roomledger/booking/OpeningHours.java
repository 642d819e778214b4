package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When rooms are there to be used, by the clock on their wall; the same on each of those days.
 *
 * @param days the days of the week, at least one
 * @param from the first minute
 * @param to the minute after the last; midnight means the end of the day
 */
public record OpeningHours(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
  /** Always. */
  public static final OpeningHours ALWAYS =
      new OpeningHours(EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

  /** Monday to Friday, from eight to six. */
  public static final OpeningHours OFFICE =
      new OpeningHours(
          EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
          LocalTime.of(8, 0),
          LocalTime.of(18, 0));

  private static final String EXPECTED =
      "such as mon-fri 08:00-18:00, mon,wed 09:00-24:00 or always";
  private static final int MINUTES = 24 * 60;
  private static final Pattern TEXT = Pattern.compile("([a-z,-]+) (\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");

  public OpeningHours {
    if (days.isEmpty()
        || from.getSecond() != 0
        || to.getSecond() != 0
        || from.getNano() != 0
        || to.getNano() != 0
        || minute(from, false) >= minute(to, true)) {
      throw invalid(days + " " + from + "-" + to);
    }
    days = Set.copyOf(EnumSet.copyOf(days));
  }

  /** Whether a minute of the day is inside. */
  boolean open(DayOfWeek day, int minute) {
    return days.contains(day) && minute >= opens() && minute < closes();
  }

  /** The minute of the day in which they begin. */
  int opens() {
    return minute(from, false);
  }

  /** The minute of the day in which they are over; 1,440 at its end. */
  int closes() {
    return minute(to, true);
  }

  private static int minute(LocalTime time, boolean end) {
    int minute = time.getHour() * 60 + time.getMinute();
    return end && minute == 0 ? MINUTES : minute;
  }

  /**
   * Reads what {@link #toString} writes: {@code mon-fri 08:00-18:00}, {@code always}.
   *
   * @throws RefusedException invalid
   */
  public static OpeningHours parse(String text) {
    String asked = text.strip().toLowerCase(Locale.ROOT);
    if (asked.equals("always")) {
      return ALWAYS;
    }
    Matcher matcher = TEXT.matcher(asked);
    if (!matcher.matches()) {
      throw invalid(text);
    }
    String end = matcher.group(3);
    try {
      return new OpeningHours(
          days(matcher.group(1)),
          LocalTime.parse(matcher.group(2)),
          LocalTime.parse(end.equals("24:00") ? "00:00" : end));
    } catch (DateTimeException | IllegalArgumentException e) {
      throw invalid(text);
    }
  }

  private static Set<DayOfWeek> days(String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : text.split(",", -1)) {
      int dash = part.indexOf('-');
      DayOfWeek first = day(dash < 0 ? part : part.substring(0, dash));
      DayOfWeek last = dash < 0 ? first : day(part.substring(dash + 1));
      for (DayOfWeek day = first; day != last; day = day.plus(1)) {
        days.add(day);
      }
      days.add(last);
    }
    return days;
  }

  private static DayOfWeek day(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (word(day).equals(word)) {
        return day;
      }
    }
    throw new IllegalArgumentException(word);
  }

  private static String word(DayOfWeek day) {
    return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
  }

  private static RefusedException invalid(String text) {
    return new RefusedException(new Refusal.Invalid("hours", text, EXPECTED));
  }

  @Override
  public String toString() {
    if (equals(ALWAYS)) {
      return "always";
    }
    String end = closes() == MINUTES ? "24:00" : to.toString();
    return words() + " " + from + "-" + end;
  }

  /** The days, three or more in a row as the first and the last of them. */
  private String words() {
    StringJoiner words = new StringJoiner(",");
    for (int first = 1; first <= 7; first++) {
      int last = first;
      while (last <= 7 && days.contains(DayOfWeek.of(last))) {
        last++;
      }
      if (last - first > 2) {
        words.add(word(DayOfWeek.of(first)) + "-" + word(DayOfWeek.of(last - 1)));
        first = last - 1;
      } else if (last > first) {
        words.add(word(DayOfWeek.of(first)));
      }
    }
    return words.toString();
  }
}
