package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Finds calendars and events for those who may know of them. */
final class EventAccess {
  /** No series has more occurrences that anybody looks at. */
  static final int MOST_OCCURRENCES = 5_000;

  private final Clock clock;

  EventAccess(Clock clock) {
    this.clock = clock;
  }

  /**
   * An event as somebody has it in front of them.
   *
   * @param root the event or series
   * @param exception the occurrence meant, if it differs from the series
   * @param occurrence which occurrence is meant
   * @param reader the reader as an attendee, if they are one
   * @param organiser whether the reader organises it
   */
  record Opened(
      EventRow root,
      Optional<EventRow> exception,
      Optional<Instant> occurrence,
      Optional<AttendeeRows.Row> reader,
      boolean organiser) {

    /** The row that says how it is. */
    EventRow row() {
      return exception.orElse(root);
    }

    Answer answer() {
      return organiser ? Answer.ACCEPTED : reader.map(AttendeeRows.Row::answer).orElse(Answer.NONE);
    }

    CalendarEvent seen() {
      return occurrence.isPresent() && exception.isEmpty()
          ? root.seenAt(occurrence.get(), answer())
          : row().seen(answer());
    }

    /** Refuses unless the reader organises it or the event lets them. */
    void need(EventRight right, EventPlan.Ability ability) {
      if (!organiser && !(reader.isPresent() && row().ability().includes(ability))) {
        throw right.missing();
      }
    }

    void needOrganiser(EventRight right) {
      if (!organiser) {
        throw right.missing();
      }
    }
  }

  /** The caller's own calendar of that id. */
  EventCalendar calendar(Handle handle, Caller caller, String id) {
    EventCalendar calendar =
        EventRows.calendar(handle, caller.organisation(), id)
            .orElseThrow(() -> notFound(Refusal.Thing.CALENDAR, id));
    if (!calendar.owner().equals(caller.key())) {
      throw EventRight.USE_CALENDAR.missing();
    }
    return calendar;
  }

  /** The event in the caller's calendar, which nobody else changes meanwhile if it is locked. */
  Opened open(Handle handle, Caller caller, String calendarId, EventKey key, boolean lock) {
    EventCalendar calendar = calendar(handle, caller, calendarId);
    EventRow root =
        EventRows.root(handle, caller.organisation(), key.id(), lock)
            .orElseThrow(() -> unknown(key));
    Optional<EventRow> exception =
        key.occurrence().flatMap(start -> EventRows.exception(handle, root.id(), start));
    boolean organiser = root.calendar().equals(calendar.id());
    String account = EventRows.account(calendar);
    Optional<AttendeeRows.Row> reader =
        AttendeeRows.person(handle, exception.orElse(root).id(), account);
    if (!organiser && reader.isEmpty()) {
      throw unknown(key);
    }
    if (root.cancelled() || exception.map(EventRow::cancelled).orElse(false)) {
      throw new RefusedException(new Refusal.Conflict("event " + key.id() + ": it is cancelled"));
    }
    if (key.occurrence().isPresent() && exception.isEmpty() && !occurs(root, key)) {
      throw unknown(key);
    }
    return new Opened(root, exception, key.occurrence(), reader, organiser);
  }

  /** Whether the rule gives that start. */
  static boolean occurs(EventRow root, EventKey key) {
    Instant start = key.occurrence().orElseThrow();
    return root.repeats() && starts(root, start.plusSeconds(1)).contains(start);
  }

  /** The starts that the rule gives, before that time; of what is not repeated, its own. */
  static List<Instant> starts(EventRow root, Instant before) {
    EventTime time = root.time();
    return root.repeats()
        ? new Recurrence(root.rule())
            .starts(time.period().from(), time.zone(), before, MOST_OCCURRENCES)
        : Stream.of(time.period().from()).filter(start -> start.isBefore(before)).toList();
  }

  /** The row of what is meant; an occurrence becomes an exception, which it was not before. */
  EventRow own(Handle handle, Opened opened) {
    if (opened.occurrence().isEmpty() || opened.exception().isPresent()) {
      return opened.row();
    }
    return except(handle, opened.root(), opened.occurrence().get());
  }

  private EventRow except(Handle handle, EventRow root, Instant occurrence) {
    EventTime time = root.time().from(occurrence);
    EventRow exception =
        new EventRow(
            UUID.randomUUID(),
            root.calendar(),
            Optional.of(root.id()),
            Optional.of(occurrence),
            root.organiser(),
            root.organiserName(),
            root.department(),
            root.topic(),
            root.description(),
            time.period().from(),
            time.period().to(),
            root.zone(),
            root.allDay(),
            "",
            root.visibility(),
            root.ability(),
            root.extraNames(),
            root.extraValues(),
            false,
            clock.instant());
    EventRows.insertIfAbsent(handle, exception, Optional.empty());
    EventRows.copyAttendees(handle, root.id(), exception);
    return exception;
  }

  /** What an act on this is an act on: an occurrence alone, or the series and its exceptions. */
  static List<EventRow> meant(Handle handle, Opened opened, EventRow own) {
    if (opened.occurrence().isPresent()) {
      return List.of(own);
    }
    List<EventRow> exceptions =
        own.repeats() ? EventRows.exceptions(handle, own.id()) : List.<EventRow>of();
    return Stream.concat(Stream.of(own), exceptions.stream().filter(e -> !e.cancelled())).toList();
  }

  private static RefusedException unknown(EventKey key) {
    return notFound(Refusal.Thing.EVENT, key.id().toString());
  }

  static RefusedException notFound(Refusal.Thing what, String id) {
    return new RefusedException(new Refusal.NotFound(what, id));
  }
}
