package io.roomledger.export.format;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Writes instants as {@code 2024-03-15T10:00:00.000Z}, many times faster than a formatter: rows
 * come in order of time, so the day is mostly the one before.
 */
final class IsoTime {
  private static final int DAY = 86_400;

  private final char[] text = "0000-00-00T00:00:00.000Z".toCharArray();
  private char[] whole = text;
  private long day = Long.MIN_VALUE;
  private boolean fourDigits;

  /** The characters that {@link #write} made. */
  char[] text() {
    return whole;
  }

  /** Writes {@code at} and answers how many characters that took. */
  int write(Instant at) {
    long second = at.getEpochSecond();
    long newDay = Math.floorDiv(second, (long) DAY);
    if (newDay != day) {
      date(newDay);
    }
    if (!fourDigits) {
      whole = at.toString().toCharArray();
      return whole.length;
    }
    whole = text;
    int ofDay = (int) Math.floorMod(second, (long) DAY);
    two(11, ofDay / 3600);
    two(14, ofDay / 60 % 60);
    two(17, ofDay % 60);
    int milli = at.getNano() / 1_000_000;
    text[20] = (char) ('0' + milli / 100);
    two(21, milli % 100);
    return text.length;
  }

  /** {@code at} as text. */
  String string(Instant at) {
    int length = write(at);
    return new String(whole, 0, length);
  }

  private void date(long newDay) {
    LocalDate date = Instant.ofEpochSecond(newDay * DAY).atZone(ZoneOffset.UTC).toLocalDate();
    day = newDay;
    int year = date.getYear();
    fourDigits = year >= 0 && year <= 9999;
    if (fourDigits) {
      two(0, year / 100);
      two(2, year % 100);
      two(5, date.getMonthValue());
      two(8, date.getDayOfMonth());
    }
  }

  private void two(int at, int number) {
    text[at] = (char) ('0' + number / 10);
    text[at + 1] = (char) ('0' + number % 10);
  }
}
