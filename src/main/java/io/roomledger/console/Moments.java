package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;

/** Reads days, times and ids as pages and forms have them. */
final class Moments {
  private Moments() {}

  /**
   * A day of the calendar.
   *
   * @throws RefusedException invalid
   */
  static LocalDate day(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() > 0 && day.getYear() < 9999) {
        return day;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw new RefusedException(new Refusal.Invalid("day", text, "a day such as 2026-03-01"));
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text);
    } catch (DateTimeParseException e) {
      throw new RefusedException(new Refusal.Invalid("time", text, "a time such as 09:30"));
    }
  }

  /**
   * From one time to another of a day where the person is; midnight at the end is the end of that
   * day.
   *
   * @throws RefusedException invalid; a conflict, if it ends before it begins
   */
  static Period period(Visit visit, String day, String from, String to) {
    LocalDate date = day(day);
    Instant start = at(visit, date, time(from));
    LocalTime until = time(to);
    Instant end = at(visit, until.equals(LocalTime.MIDNIGHT) ? date.plusDays(1) : date, until);
    if (!start.isBefore(end)) {
      throw new RefusedException(new Refusal.Conflict(visit.say("mr.endsFirst")));
    }
    return new Period(start, end);
  }

  private static Instant at(Visit visit, LocalDate day, LocalTime time) {
    return day.atTime(time).atZone(visit.manners().zone()).toInstant();
  }

  /** Whole days where the person is, the last one included. */
  static Period days(Visit visit, LocalDate first, LocalDate last) {
    Instant from = visit.manners().start(first);
    Instant to = visit.manners().start(last.plusDays(1));
    if (!from.isBefore(to)) {
      throw new RefusedException(new Refusal.Conflict(visit.say("mr.dates")));
    }
    return new Period(from, to);
  }

  /** The day that a parameter of the address names, if it names one. */
  static Optional<LocalDate> asked(Visit visit, String name) {
    return visit.asked(name).map(Moments::day);
  }

  /**
   * An id.
   *
   * @throws RefusedException not found, if it is none
   */
  static UUID id(Refusal.Thing what, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(new Refusal.NotFound(what, text));
    }
  }
}
