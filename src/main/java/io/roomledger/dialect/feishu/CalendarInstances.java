// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/instances
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/instance_view
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Period;
import io.roomledger.booking.CalendarEvent;
import io.roomledger.booking.Events;
import io.roomledger.booking.Occurrence;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.time.Duration;
import java.util.List;

/** Series as the single times that they take place. */
final class CalendarInstances {
  /** Two years, one of them a leap year. */
  private static final Duration LONGEST = Duration.ofDays(731);

  private static final Duration LONGEST_VIEW = Duration.ofDays(40);
  private static final int LAST_PAGE = 100_000;

  private final Events events;
  private final EventFields form;
  private final AttendeeFields attendees;

  CalendarInstances(Events events, EventFields form, AttendeeFields attendees) {
    this.events = events;
    this.form = form;
    this.attendees = attendees;
  }

  List<Route> routes() {
    return List.of(
        Route.get(CalendarEvents.EVENT + "/instances", CalendarEvents.READ, this::instances),
        Route.get(CalendarEvents.EVENTS + "/instance_view", CalendarEvents.READ, this::view));
  }

  private Answer instances(Call call, Caller caller) {
    String calendar = CalendarIds.calendar(call, caller, events);
    Fields query = Fields.ofQuery(call);
    Period period = CalendarEvents.period(query);
    if (length(period).compareTo(LONGEST) > 0) {
      throw Fields.refused("end_time", "", "start_time and end_time are at most 2 years apart");
    }
    int size = query.number("page_size", 50, 10, 500);
    int from = query.findText("page_token").map(CalendarInstances::offset).orElse(0);
    List<CalendarEvent> all = events.occurrences(caller, calendar, CalendarIds.event(call), period);
    ObjectNode data = Json.object();
    ArrayNode items = data.putArray("items");
    int to = Math.min(all.size(), from + size);
    all.subList(Math.min(from, to), to).forEach(one -> items.add(EventFields.instance(one)));
    if (to < all.size()) {
      data.put("page_token", String.valueOf(to));
    }
    return Spelling.success(data.put("has_more", to < all.size()));
  }

  private static int offset(String token) {
    if (!token.matches("\\d{1,6}") || Integer.parseInt(token) > LAST_PAGE) {
      throw new FailureException(CalendarFamily.TOKEN_EXPIRED);
    }
    return Integer.parseInt(token);
  }

  private Answer view(Call call, Caller caller) {
    String calendar = CalendarIds.calendar(call, caller, events);
    Period period = CalendarEvents.period(Fields.ofQuery(call));
    if (length(period).compareTo(LONGEST_VIEW) > 0) {
      throw new FailureException(CalendarFamily.TIME_RANGE);
    }
    List<Occurrence> all = events.view(caller, calendar, period);
    if (all.size() > Events.MOST_OCCURRENCES) {
      throw new FailureException(CalendarFamily.TOO_MANY_INSTANCES);
    }
    ExternalIdKind ids = People.kind(call);
    ObjectNode data = Json.object();
    ArrayNode items = data.putArray("items");
    for (Occurrence one : all) {
      ObjectNode printed = form.print(one.event(), new EventFields.View(ids, false));
      printed.set("attendees", attendees.print(one.rooms(), ids, false));
      items.add(printed);
    }
    return Spelling.success(data);
  }

  private static Duration length(Period period) {
    return Duration.between(period.from(), period.to());
  }
}
