package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

/**
 * When an event is; of a series, its first occurrence.
 *
 * @param period from when to when; at most {@link Booking#LONGEST}
 * @param zone whose clock the series follows
 * @param allDay whether it is told in days rather than in hours
 */
public record EventTime(Period period, ZoneId zone, boolean allDay) {
  public EventTime {
    if (!period.from().isBefore(period.to())
        || Duration.between(period.from(), period.to()).compareTo(Booking.LONGEST) > 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "end_time",
              period.from() + "/" + period.to(),
              "an end after the start, by at most " + Booking.LONGEST.toDays() + " days"));
    }
  }

  /** The same on another start, as long. */
  EventTime from(Instant start) {
    return new EventTime(
        new Period(start, start.plus(Duration.between(period.from(), period.to()))), zone, allDay);
  }
}
