// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/create (time_info)
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Period;
import io.roomledger.booking.EventTime;
import io.roomledger.http.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * Times of events: seconds as text with a zone, or days. Days are those of UTC, and the last one
 * belongs to the event.
 */
final class CalendarTimes {
  private static final ZoneId UTC = ZoneId.of("UTC");

  /** Seconds are taken between these years too. */
  private static final int FIRST_YEAR = 1970;

  private static final int LAST_YEAR = 2286;

  private final ZoneId usual;

  /** With the zone of events that do not say theirs. */
  CalendarTimes(ZoneId usual) {
    this.usual = usual;
  }

  /** A start and an end that must be there. */
  EventTime need(Fields fields) {
    return read(fields.object("start_time"), fields.object("end_time"));
  }

  /** A start and an end, if both are there: one alone changes nothing. */
  Optional<EventTime> find(Fields fields) {
    return fields.has("start_time") && fields.has("end_time")
        ? Optional.of(need(fields))
        : Optional.empty();
  }

  private EventTime read(Fields start, Fields end) {
    boolean days = start.has("date");
    if (days == start.has("timestamp") || end.has("date") != days || end.has("timestamp") == days) {
      throw Fields.refused(
          "start_time", "", "start_time and end_time must both have a date, or both a timestamp");
    }
    if (days) {
      Instant from = day(start, "start_time.date").atStartOfDay().toInstant(ZoneOffset.UTC);
      Instant to = day(end, "end_time.date").plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
      return new EventTime(period(from, to), UTC, true);
    }
    Optional<String> zone = start.findText("timezone").or(() -> end.findText("timezone"));
    return new EventTime(
        period(start.seconds("timestamp"), end.seconds("timestamp")),
        zone.map(CalendarTimes::zone).orElse(usual),
        false);
  }

  private static Period period(Instant from, Instant to) {
    if (!from.isBefore(to)) {
      throw Fields.refused("end_time", to.toString(), "end_time must be after start_time");
    }
    return new Period(from, to);
  }

  private static LocalDate day(Fields time, String field) {
    String date = time.text("date");
    try {
      LocalDate day = LocalDate.parse(date);
      if (day.getYear() >= FIRST_YEAR && day.getYear() <= LAST_YEAR) {
        return day;
      }
    } catch (DateTimeException e) {
      // said below, as for a day that no calendar needs
    }
    throw Fields.refused(field, date, field + " must be a day such as 2018-09-01");
  }

  private static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw Fields.refused("timezone", name, "timezone must be a zone such as Asia/Shanghai");
    }
  }

  /** Writes {@code start_time} and {@code end_time}. */
  static void print(ObjectNode event, EventTime time) {
    event.set("start_time", print(time.period().from(), time));
    event.set(
        "end_time",
        print(time.allDay() ? time.period().to().minusSeconds(1) : time.period().to(), time));
  }

  private static ObjectNode print(Instant at, EventTime time) {
    ObjectNode printed = Json.object();
    if (time.allDay()) {
      printed.put("date", LocalDate.ofInstant(at, ZoneOffset.UTC).toString());
    } else {
      printed.put("timestamp", String.valueOf(at.getEpochSecond()));
    }
    return printed.put("timezone", time.zone().getId());
  }
}
