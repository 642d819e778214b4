package io.roomledger.schedule;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;

/**
 * When something is repeated, by the clocks of a place. Each day that is meant brings exactly one
 * run: where the clocks jump over its time it is as much later as they jump, where they show its
 * time twice it is at the first.
 *
 * @param every how often
 * @param day the day of the week, 1 for Monday to 7, or of the month, 1 to 31, where a month that
 *     is shorter means its last day; 1 for every day
 * @param at the time of day, to the minute
 * @param zone where
 */
public record Rhythm(Every every, int day, LocalTime at, ZoneId zone) {
  private static final int WEEK = 7;
  private static final int MONTH = 31;

  /** How often. */
  public enum Every {
    DAY,
    WEEK,
    MONTH
  }

  public Rhythm {
    int most = every == Every.DAY ? 1 : every == Every.WEEK ? WEEK : MONTH;
    if (day < 1 || day > most) {
      throw new RefusedException(new Refusal.Invalid("day", Integer.toString(day), "1 to " + most));
    }
    at = at.truncatedTo(ChronoUnit.MINUTES);
  }

  /** The first run after {@code instant}. */
  public Instant after(Instant instant) {
    LocalDate date = instant.atZone(zone).toLocalDate().minusDays(1);
    while (true) {
      date = onOrAfter(date);
      Instant run = date.atTime(at).atZone(zone).toInstant();
      if (run.isAfter(instant)) {
        return run;
      }
      date = date.plusDays(1);
    }
  }

  private LocalDate onOrAfter(LocalDate date) {
    return switch (every) {
      case DAY -> date;
      case WEEK -> date.with(TemporalAdjusters.nextOrSame(DayOfWeek.of(day)));
      case MONTH -> {
        LocalDate meant = dayOf(YearMonth.from(date));
        yield meant.isBefore(date) ? dayOf(YearMonth.from(date).plusMonths(1)) : meant;
      }
    };
  }

  private LocalDate dayOf(YearMonth month) {
    return month.atDay(Math.min(day, month.lengthOfMonth()));
  }
}
