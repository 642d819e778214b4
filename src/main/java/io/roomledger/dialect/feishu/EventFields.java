// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/introduction
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.booking.Answer;
import io.roomledger.booking.CalendarEvent;
import io.roomledger.booking.EventKey;
import io.roomledger.booking.EventPatch;
import io.roomledger.booking.EventPlan;
import io.roomledger.booking.Recurrence;
import io.roomledger.booking.Reserver;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.ExternalIdKind;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An event as the vendor writes it, read and printed. */
final class EventFields {
  private static final String PEOPLE = "account:";
  private static final String APPS = "app:";

  private final People people;
  private final CalendarTimes times;

  EventFields(People people, ZoneId zone) {
    this.people = people;
    this.times = new CalendarTimes(zone);
  }

  /** What is planned. */
  EventPlan plan(Call call, Fields fields, CalendarExtras.Organiser organiser) {
    fields.findFlag("need_notification");
    return new EventPlan(
        fields.findText("summary").orElse(""),
        fields.findText("description").orElse(""),
        times.need(fields),
        fields.findText("recurrence").map(Recurrence::new),
        new EventPlan.Sharing(
            Words.VISIBILITY.find(fields, "visibility").orElse(EventPlan.Visibility.DEFAULT),
            Words.ABILITY.find(fields, "attendee_ability").orElse(EventPlan.Ability.NONE)),
        CalendarExtras.read(call, fields, organiser));
  }

  /** What is to change: what is not mentioned stays. */
  EventPatch patch(Call call, Fields fields, CalendarExtras.Organiser organiser) {
    fields.findFlag("need_notification");
    return new EventPatch(
        text(fields, "summary"),
        text(fields, "description"),
        times.find(fields),
        fields.findText("recurrence"),
        Optional.of(
            new EventPatch.SharingPatch(
                Words.VISIBILITY.find(fields, "visibility"),
                Words.ABILITY.find(fields, "attendee_ability"))),
        CalendarExtras.read(call, fields, organiser));
  }

  /** An empty text is one, too. */
  private static Optional<String> text(Fields fields, String name) {
    return fields.has(name) ? Optional.of(fields.findText(name).orElse("")) : Optional.empty();
  }

  /** What {@link #print} leaves out or not. */
  record View(ExternalIdKind ids, boolean meetingSettings) {}

  /** Everything of it but who comes. */
  ObjectNode print(CalendarEvent event, View view) {
    ObjectNode printed = instance(event);
    EventPlan plan = event.plan();
    Map<String, String> extras = plan.extras();
    printed.put("organizer_calendar_id", CalendarIds.ofCalendar(event.calendar()));
    CalendarExtras.print(printed, extras, "vchat", view.meetingSettings());
    printed
        .put("visibility", Words.VISIBILITY.of(plan.sharing().visibility()))
        .put("attendee_ability", Words.ABILITY.of(plan.sharing().ability()))
        .put("free_busy_status", "busy");
    for (String name :
        List.of("free_busy_status", "color", "reminders", "schemas", "event_check_in")) {
      CalendarExtras.print(printed, extras, name, true);
    }
    printed.put("recurrence", plan.recurrence().map(Recurrence::rule).orElse(""));
    if (event.key().occurrence().isPresent()) {
      printed.put("recurring_event_id", CalendarIds.ofEvent(EventKey.of(event.key().id())));
    }
    printed.put("create_time", String.valueOf(event.state().createdAt().getEpochSecond()));
    printed.set("event_organizer", organiser(event.organiser(), view.ids()));
    return printed;
  }

  /** What the page of a series' instances has of it. */
  static ObjectNode instance(CalendarEvent event) {
    ObjectNode printed = Json.object();
    printed
        .put("event_id", CalendarIds.ofEvent(event.key()))
        .put("summary", event.plan().topic())
        .put("description", event.plan().description());
    CalendarTimes.print(printed, event.plan().time());
    printed.put("status", status(event.state())).put("is_exception", event.state().exception());
    CalendarExtras.print(printed, event.plan().extras(), "location", true);
    return printed;
  }

  private static String status(CalendarEvent.State state) {
    if (state.cancelled()) {
      return "cancelled";
    }
    return state.answer() == Answer.ACCEPTED ? "confirmed" : "tentative";
  }

  /** A person by their id; an app by its own, since it has no other here. */
  private ObjectNode organiser(Reserver by, ExternalIdKind ids) {
    String id =
        by.key().startsWith(PEOPLE)
            ? people.id(ids, by.key().substring(PEOPLE.length()))
            : by.key().substring(by.key().startsWith(APPS) ? APPS.length() : 0);
    return Json.object().put("user_id", id).put("display_name", by.name());
  }
}
