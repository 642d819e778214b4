package io.roomledger.schedule;

import io.roomledger.base.Period;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/** Which stretch of time a run exports, seen from the day it is run on. */
public enum Span {
  /** The day before. */
  LAST_DAY,
  /** The last whole week, from Monday. */
  LAST_WEEK,
  /** The last whole month. */
  LAST_MONTH,
  /** What happened since the last export of the schedule that was done; all there is at first. */
  SINCE_LAST,
  /**
   * Whatever changed since the last export of the schedule that was done: new, edited, deleted; all
   * there is at first.
   */
  CHANGES,
  /** All there is. */
  EVERYTHING;

  /**
   * The period of a run that makes up for all from {@code first} to {@code last}, mostly the same.
   *
   * @param done where the last export of the schedule ended, if one was done
   */
  Period period(Instant first, Instant last, ZoneId zone, Optional<Instant> done) {
    return switch (this) {
      case LAST_DAY, LAST_WEEK, LAST_MONTH ->
          new Period(
              begin(first.atZone(zone).toLocalDate()).atStartOfDay(zone).toInstant(),
              end(last.atZone(zone).toLocalDate()).atStartOfDay(zone).toInstant());
      case SINCE_LAST -> new Period(done.orElse(Period.ALWAYS.from()), last);
      case CHANGES, EVERYTHING -> Period.ALWAYS;
    };
  }

  private LocalDate begin(LocalDate day) {
    return switch (this) {
      case LAST_WEEK -> end(day).minusWeeks(1);
      case LAST_MONTH -> end(day).minusMonths(1);
      default -> day.minusDays(1);
    };
  }

  private LocalDate end(LocalDate day) {
    return switch (this) {
      case LAST_WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case LAST_MONTH -> day.withDayOfMonth(1);
      default -> day;
    };
  }
}
