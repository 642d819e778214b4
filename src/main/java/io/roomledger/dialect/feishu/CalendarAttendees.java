// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event-attendee/create
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event-attendee/list
// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event-attendee/batch_delete
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Page;
import io.roomledger.booking.Attendee;
import io.roomledger.booking.EventKey;
import io.roomledger.booking.Events;
import io.roomledger.booking.Invitation;
import io.roomledger.booking.Invitations;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who and which rooms are asked to come to an event. */
final class CalendarAttendees {
  private static final String PATH = CalendarEvents.EVENT + "/attendees";
  private static final int MOST_AT_ONCE = 500;

  private final Events events;
  private final Invitations invitations;
  private final AttendeeFields form;

  CalendarAttendees(Events events, Invitations invitations, AttendeeFields form) {
    this.events = events;
    this.invitations = invitations;
    this.form = form;
  }

  List<Route> routes() {
    return List.of(
        Route.post(PATH, CalendarEvents.UPDATE, this::create),
        Route.get(PATH, CalendarEvents.READ, this::list),
        Route.post(PATH + "/batch_delete", CalendarEvents.UPDATE, this::delete));
  }

  private Answer create(Call call, Caller caller) {
    String calendar = CalendarIds.calendar(call, caller, events);
    Fields fields = Fields.of(call);
    EventKey event = event(call, fields);
    ExternalIdKind ids = People.kind(call);
    fields.findFlag("need_notification");
    boolean roomsOnly = fields.flag("is_enable_admin");
    boolean withContacts = fields.findFlag("add_operator_to_attendee").orElse(true);
    List<Invitation> wishes = new ArrayList<>();
    for (Fields one : fields.objects("attendees")) {
      Invitation wish = form.invitation(one, caller, ids);
      if (!roomsOnly || wish.who().kind() == Attendee.Kind.ROOM) {
        wishes.add(wish);
      }
    }
    if (withContacts && !roomsOnly) {
      wishes.addAll(contacts(wishes));
    }
    List<Attendee> asked =
        invitations.invite(caller, calendar, event, wishes).stream()
            .filter(one -> one.standing().answer() != io.roomledger.booking.Answer.REMOVED)
            .toList();
    ObjectNode data = Json.object();
    data.set("attendees", form.print(asked, ids, true));
    return Spelling.success(data);
  }

  /** Whom to ask about a room comes too. */
  private static List<Invitation> contacts(List<Invitation> wishes) {
    return wishes.stream()
        .flatMap(wish -> wish.room().contact().stream())
        .distinct()
        .map(account -> Invitation.person(account, false))
        .toList();
  }

  /** Administrators of rooms name one occurrence of a series beside its id. */
  private static EventKey event(Call call, Fields fields) {
    EventKey key = CalendarIds.event(call);
    return fields
        .findSeconds("instance_start_time_admin")
        .filter(start -> fields.flag("is_enable_admin") && start.getEpochSecond() > 0)
        .map(key::at)
        .orElse(key);
  }

  private Answer list(Call call, Caller caller) {
    String calendar = CalendarIds.calendar(call, caller, events);
    Fields query = Fields.ofQuery(call);
    // what is too small counts as the smallest
    int size = Math.max(10, query.number("page_size", 20, 0, 100));
    Optional<String> after = query.findText("page_token");
    Page<Attendee> page = invitations.list(caller, calendar, CalendarIds.event(call), after, size);
    ObjectNode data = Json.object();
    data.set(
        "items",
        form.print(page.items(), People.kind(call), query.flag("need_resource_customization")));
    return Spelling.success(Paging.end(data, page));
  }

  private Answer delete(Call call, Caller caller) {
    String calendar = CalendarIds.calendar(call, caller, events);
    Fields fields = Fields.of(call);
    EventKey event = event(call, fields);
    ExternalIdKind ids = People.kind(call);
    List<String> named = fields.texts("attendee_ids").stream().map(CalendarIds::attendee).toList();
    List<Attendee.Who> whos =
        fields.objects("delete_ids").stream().map(one -> form.who(one, caller, ids)).toList();
    long count = Stream.concat(named.stream(), whos.stream()).count();
    if (count == 0 || count > MOST_AT_ONCE) {
      throw Fields.refused(
          "attendee_ids",
          String.valueOf(count),
          "attendee_ids and delete_ids must name 1 to " + MOST_AT_ONCE);
    }
    invitations.uninvite(caller, calendar, event, named, whos);
    return Spelling.success(Json.object());
  }
}
