package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.booking.Answer;
import io.roomledger.booking.Attendee;
import io.roomledger.booking.CalendarEvent;
import io.roomledger.booking.EventKey;
import io.roomledger.booking.Occurrence;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What somebody planned with a room: who is asked, and what the room said to each occurrence. */
final class EventPages {
  private static final int MOST_SHOWN = 60;
  private static final int MOST_PEOPLE = 200;

  private final Gate gate;
  private final Pages pages;
  private final Console.Booked doors;

  EventPages(Gate gate, Pages pages, Console.Booked doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /**
   * The page.
   *
   * @param event the event or series
   * @param occurrences those of the next year, the first {@value #MOST_SHOWN}
   * @param people who is asked to come
   * @param more how many more occurrences there are
   */
  record Planned(
      CalendarEvent event, List<Occurrence> occurrences, List<Attendee> people, long more) {
    /** Whether a room has not answered yet. */
    boolean waits() {
      return occurrences.stream()
          .flatMap(one -> one.rooms().stream())
          .anyMatch(room -> room.standing().answer() == Answer.NONE);
    }

    String address() {
      return "/meeting-rooms/events/" + event.key().id();
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/meeting-rooms/events/{event}", this::show),
        gate.post("/meeting-rooms/events/{event}/cancel", this::cancel));
  }

  private static EventKey key(Visit visit) {
    UUID id = Moments.id(Refusal.Thing.EVENT, visit.call().pathParameter("event"));
    return EventKey.of(id);
  }

  private io.roomledger.http.Answer show(Visit visit) {
    Caller caller = visit.caller();
    EventKey key = key(visit);
    String calendar = doors.agenda().events().primary(caller).id();
    CalendarEvent event = doors.agenda().events().get(caller, calendar, key);
    Instant from = event.start();
    Instant now = doors.clock().instant();
    Period period = EventBooking.shown(from.isBefore(now) ? now : from);
    List<Occurrence> all =
        doors.agenda().events().view(caller, calendar, period).stream()
            .filter(one -> one.event().key().id().equals(key.id()))
            .toList();
    List<Attendee> people =
        doors
            .agenda()
            .invitations()
            .list(caller, calendar, key, Optional.empty(), MOST_PEOPLE)
            .items()
            .stream()
            .filter(one -> one.who().kind() != Attendee.Kind.ROOM)
            .toList();
    List<Occurrence> shown = all.stream().limit(MOST_SHOWN).toList();
    Planned planned = new Planned(event, shown, people, all.size() - (long) shown.size());
    return pages.page(visit, visit.partial() ? "eventState" : "event", planned);
  }

  private io.roomledger.http.Answer cancel(Visit visit) {
    EventKey key = key(visit);
    String calendar = doors.agenda().events().primary(visit.caller()).id();
    String at = visit.field("occurrence");
    EventKey which = at.isEmpty() ? key : key.at(Instant.parse(at));
    doors.agenda().events().cancel(visit.caller(), calendar, which);
    String where = at.isEmpty() ? "/meeting-rooms" : "/meeting-rooms/events/" + key.id();
    return Pages.redirect(visit, where + "?said=mr.cancelled");
  }
}
