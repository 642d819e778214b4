// https://open.feishu.cn/document/server-docs/calendar-v4/calendar/primary
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/create
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/delete
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/patch
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/get
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/list
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event/reply
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.booking.Attendee;
import io.roomledger.booking.CalendarEvent;
import io.roomledger.booking.EventCalendar;
import io.roomledger.booking.EventFilter;
import io.roomledger.booking.EventKey;
import io.roomledger.booking.EventPlan;
import io.roomledger.booking.Events;
import io.roomledger.booking.Invitations;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One's calendar, and the events in it. */
final class CalendarEvents {
  static final String PATH = "/open-apis/calendar/v4/calendars";
  static final String EVENTS = PATH + "/{calendar_id}/events";
  static final String EVENT = EVENTS + "/{event_id}";

  private static final String ALL = "calendar:calendar";
  private static final String READ_ALL = "calendar:calendar:readonly";
  private static final Terms OWN = Terms.both(Tier.OFTEN, "calendar:calendar:read", READ_ALL, ALL);
  static final Terms READ = Terms.both(Tier.OFTEN, ALL, "calendar:calendar.event:read", READ_ALL);
  static final Terms UPDATE = Terms.both(Tier.OFTEN, ALL, "calendar:calendar.event:update");
  private static final Terms CREATE = Terms.both(Tier.OFTEN, ALL, "calendar:calendar.event:create");
  private static final Terms DELETE = Terms.both(Tier.OFTEN, ALL, "calendar:calendar.event:delete");
  private static final Terms REPLY =
      Terms.both(
          Tier.OFTEN, ALL, "calendar:calendar.event:reply", "calendar:calendar.event:writeonly");

  private final Events events;
  private final Invitations invitations;
  private final EventFields form;
  private final AttendeeFields attendees;
  private final People people;
  private final java.time.Clock clock;

  CalendarEvents(Feishu.Doors doors, EventFields form, AttendeeFields attendees) {
    this.events = doors.agenda().events();
    this.invitations = doors.agenda().invitations();
    this.form = form;
    this.attendees = attendees;
    this.people = new People(doors.identity().accounts());
    this.clock = doors.clock();
  }

  List<Route> routes() {
    return List.of(
        Route.post(PATH + "/primary", OWN, this::primary),
        Route.post(EVENTS, CREATE, this::create),
        Route.get(EVENTS, READ, this::list),
        Route.get(EVENT, READ, this::get),
        Route.patch(EVENT, UPDATE, this::patch),
        Route.delete(EVENT, DELETE, this::delete),
        Route.post(EVENT + "/reply", REPLY, this::reply));
  }

  private Answer primary(Call call, Caller caller) {
    EventCalendar own = events.primary(caller);
    ObjectNode data = Json.object();
    ObjectNode one = data.putArray("calendars").addObject();
    one.putObject("calendar")
        .put("calendar_id", CalendarIds.ofCalendar(own.id()))
        .put("summary", own.name())
        .put("description", "")
        .put("permissions", "show_only_free_busy")
        .put("color", -1)
        .put("type", "primary")
        .put("summary_alias", "")
        .put("is_deleted", false)
        .put("is_third_party", false)
        .put("role", "owner");
    one.put("user_id", id(call, caller));
    return Spelling.success(data);
  }

  private String id(Call call, Caller caller) {
    return switch (caller) {
      case Caller.Person person -> people.id(People.kind(call), person.account().id());
      case Caller.Program program -> program.app().id();
      case Caller.Operator operator -> operator.key();
      case Caller.Stranger stranger -> stranger.key();
    };
  }

  private Answer create(Call call, Caller caller) {
    String calendar = CalendarIds.calendar(call, caller, events);
    Optional<String> key = Fields.ofQuery(call).findText("idempotency_key");
    if (key.filter(text -> text.length() < 32 || text.length() > 128).isPresent()) {
      throw Fields.refused("idempotency_key", key.get(), "the len is from 32 to 128");
    }
    EventPlan plan = form.plan(call, Fields.of(call), organiser(caller, true));
    return event(call, events.create(caller, calendar, plan, key), true);
  }

  private static CalendarExtras.Organiser organiser(Caller caller, boolean own) {
    return new CalendarExtras.Organiser(own && caller instanceof Caller.Program, own);
  }

  private Answer event(Call call, CalendarEvent event, boolean meetingSettings) {
    ObjectNode data = Json.object();
    data.set("event", form.print(event, new EventFields.View(People.kind(call), meetingSettings)));
    return Spelling.success(data);
  }

  private Answer get(Call call, Caller caller) {
    String calendar = CalendarIds.calendar(call, caller, events);
    EventKey key = CalendarIds.event(call);
    Fields query = Fields.ofQuery(call);
    int most = query.number("max_attendee_num", 10, 1, 100);
    boolean settings = query.flag("need_meeting_settings");
    CalendarEvent event = events.get(caller, calendar, key);
    ObjectNode printed = form.print(event, new EventFields.View(People.kind(call), settings));
    if (query.flag("need_attendee")) {
      Page<Attendee> page = invitations.list(caller, calendar, key, Optional.empty(), most);
      printed.set("attendees", attendees.print(page.items(), People.kind(call), false));
      printed.put("has_more_attendee", page.next().isPresent());
    }
    ObjectNode data = Json.object();
    data.set("event", printed);
    return Spelling.success(data);
  }

  private Answer patch(Call call, Caller caller) {
    String calendar = CalendarIds.calendar(call, caller, events);
    EventKey key = CalendarIds.event(call);
    CalendarEvent now = events.get(caller, calendar, key);
    boolean own = now.organiser().key().equals(caller.key());
    return event(
        call,
        events.change(
            caller, calendar, key, form.patch(call, Fields.of(call), organiser(caller, own))),
        true);
  }

  private Answer delete(Call call, Caller caller) {
    Fields.ofQuery(call).findFlag("need_notification");
    events.cancel(caller, CalendarIds.calendar(call, caller, events), CalendarIds.event(call));
    return Spelling.success(Json.object());
  }

  private Answer reply(Call call, Caller caller) {
    invitations.answer(
        caller,
        CalendarIds.calendar(call, caller, events),
        CalendarIds.event(call),
        Words.ANSWER.need(Fields.of(call), "rsvp_status"));
    return Spelling.success(Json.object());
  }

  private Answer list(Call call, Caller caller) {
    String calendar = CalendarIds.calendar(call, caller, events);
    Fields query = Fields.ofQuery(call);
    int size = query.number("page_size", 500, 50, Events.LARGEST_PAGE);
    Optional<String> sync = query.findText("sync_token");
    Optional<String> token = query.findText("page_token");
    Optional<Instant> anchor = query.findSeconds("anchor_time");
    boolean window = query.has("start_time") || query.has("end_time");
    if (sync.isPresent() && (window || anchor.isPresent())) {
      throw new FailureException(CalendarFamily.SYNC_TOKEN_ALONE);
    }
    if (window && (token.isPresent() || anchor.isPresent())) {
      throw Fields.refused(
          "start_time",
          "",
          "start_time and end_time must not be used with page_token or anchor_time");
    }
    if (window) {
      Period period = period(query);
      return Spelling.success(
          items(call, events.between(caller, calendar, period, size)).put("has_more", false));
    }
    Optional<CalendarTokens.Mark> mark = token.map(CalendarTokens::page);
    Instant began = mark.map(CalendarTokens.Mark::began).orElseGet(clock::instant);
    EventFilter filter = new EventFilter(anchor, sync.map(CalendarTokens::sync));
    Page<CalendarEvent> page =
        events.list(caller, calendar, filter, mark.map(CalendarTokens.Mark::after), size);
    ObjectNode data = items(call, page.items()).put("has_more", page.next().isPresent());
    page.next()
        .ifPresentOrElse(
            next -> data.put("page_token", CalendarTokens.ofPage(began, next)),
            () -> data.put("sync_token", CalendarTokens.ofSync(began)));
    return Spelling.success(data);
  }

  static Period period(Fields query) {
    Instant from = query.seconds("start_time");
    Instant to = query.seconds("end_time");
    if (!from.isBefore(to)) {
      throw Fields.refused(
          "end_time", String.valueOf(to.getEpochSecond()), "end_time must be after start_time");
    }
    return new Period(from, to);
  }

  private ObjectNode items(Call call, List<CalendarEvent> some) {
    EventFields.View view = new EventFields.View(People.kind(call), false);
    ObjectNode data = Json.object();
    ArrayNode items = data.putArray("items");
    some.forEach(event -> items.add(form.print(event, view)));
    return data;
  }
}
