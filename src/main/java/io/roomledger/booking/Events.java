package io.roomledger.booking;

import io.roomledger.base.Ids;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Contention;
import io.roomledger.identity.Caller;
import io.roomledger.job.Round;
import io.roomledger.job.Worker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;

/**
 * The door of calendars and their events. Everybody has one calendar of their own, and nobody else
 * looks into it; an event is in its organiser's calendar and in those of the people who are asked
 * to come. Organisers do as they like with their events; others what the event lets them. Who and
 * which rooms come is told to {@link Invitations}.
 *
 * <p>All methods with a calendar refuse: not found, if the calendar or event is not there or not in
 * the calendar; forbidden by a relation named in {@link EventRight}; a conflict, if the event is
 * cancelled.
 */
public final class Events {
  /** The most events on one page. */
  public static final int LARGEST_PAGE = 1_000;

  /** How many occurrences are shown at most. */
  public static final int MOST_OCCURRENCES = 1_000;

  private static final int CALENDAR_ID = 22;
  private static final Duration EXTEND_EVERY = Duration.ofDays(1);

  private final EventHouse house;
  private final EventAccess access;
  private final RoomSettling settling;
  private final RoomHolds holds;

  public Events(EventHouse house) {
    this.house = house;
    this.access = new EventAccess(house.clock());
    this.settling = new RoomSettling(house);
    this.holds = new RoomHolds(house.clock());
  }

  /** Reserves the rooms that events ask for. */
  public Worker worker() {
    return settling;
  }

  /** Reserves rooms further ahead for series that have no end, day by day. */
  public Round extension() {
    return new Round("events.extend", EXTEND_EVERY, this::extend);
  }

  /** What {@link #extension} does. */
  void extend() {
    settling.extend();
  }

  /** The caller's own calendar. */
  public EventCalendar primary(Caller caller) {
    return inTransaction(handle -> {
      String organisation = caller.organisation();
      EventCalendar fresh = new EventCalendar(Ids.random(CALENDAR_ID), caller.key(), "");
      if (EventRows.calendarOf(handle, organisation, caller.key()).isEmpty()
          && EventRows.insertIfAbsent(handle, organisation, fresh, now())) {
        house.audit().append(handle, caller, "calendar.added", "calendar:" + fresh.id(), Map.of());
      }
      EventCalendar own = EventRows.calendarOf(handle, organisation, caller.key()).orElseThrow();
      return new EventCalendar(own.id(), own.owner(), Reserver.of(caller).name());
    });
  }

  /**
   * Plans an event.
   *
   * @param idempotencyKey if the calendar has an event that was made with it, that one is answered
   */
  public CalendarEvent create(
      Caller caller, String calendarId, EventPlan plan, Optional<String> idempotencyKey) {
    return inTransaction(handle -> {
      EventCalendar calendar = access.calendar(handle, caller, calendarId);
      EventRow row = EventRow.fresh(UUID.randomUUID(), calendar, Reserver.of(caller), plan, now());
      if (!EventRows.insertIfAbsent(handle, row, idempotencyKey)) {
        return EventRows.byKey(handle, calendar.id(), idempotencyKey.orElseThrow())
            .orElseThrow()
            .seen(Answer.ACCEPTED);
      }
      tell(handle, caller, "created", row.key());
      return row.seen(Answer.ACCEPTED);
    });
  }

  /** The event, or the occurrence of a series. */
  public CalendarEvent get(Caller caller, String calendarId, EventKey key) {
    return withHandle(handle -> access.open(handle, caller, calendarId, key, false).seen());
  }

  /**
   * Changes an event, a series with all occurrences that do not differ from it, or one occurrence.
   * If the time changes, rooms are asked anew: what they had is given back, and they come if they
   * are free. Occurrences that the new rule does not give are cancelled.
   */
  public CalendarEvent change(Caller caller, String calendarId, EventKey key, EventPatch patch) {
    return inTransaction(handle -> {
      EventAccess.Opened opened = access.open(handle, caller, calendarId, key, true);
      opened.need(EventRight.CHANGE_EVENT, EventPlan.Ability.CHANGE);
      if (key.occurrence().isPresent() && patch.rule().filter(r -> !r.isBlank()).isPresent()) {
        throw new RefusedException(
            new Refusal.Invalid("recurrence", "", "none for one occurrence of a series"));
      }
      EventRow before = access.own(handle, opened);
      EventRow after = before.with(patch.applied(before.plan()));
      EventRows.update(handle, after, now());
      if (!after.time().equals(before.time()) || !after.rule().equals(before.rule())) {
        move(handle, caller, opened.root().id(), after);
      } else if (!after.topic().equals(before.topic())) {
        RoomClaims.name(handle, after.id(), after.topic(), now());
      }
      tell(handle, caller, "changed", key);
      return after.seen(opened.answer());
    });
  }

  private void move(Handle handle, Caller caller, UUID root, EventRow row) {
    for (EventRow exception : EventRows.exceptions(handle, row.id())) {
      if (!EventAccess.occurs(row, exception.key())) {
        cancel(handle, caller, exception.id());
      }
    }
    if (AttendeeRows.settle(handle, List.of(row.id()), false)) {
      settling.order(handle, caller, root);
    }
  }

  /** Cancels an event, a series, or one occurrence; its rooms are free at once. */
  public void cancel(Caller caller, String calendarId, EventKey key) {
    inTransaction(handle -> {
      EventAccess.Opened opened = access.open(handle, caller, calendarId, key, true);
      opened.needOrganiser(EventRight.CHANGE_EVENT);
      cancel(handle, caller, access.own(handle, opened).id());
      EventRows.touch(handle, opened.root().id(), now());
      tell(handle, caller, "cancelled", key);
      return key;
    });
  }

  private void cancel(Handle handle, Caller caller, UUID event) {
    List<UUID> ids = new ArrayList<>(List.of(event));
    EventRows.exceptions(handle, event).forEach(exception -> ids.add(exception.id()));
    EventRows.cancel(handle, event, now());
    holds.release(handle, caller, RoomClaims.reservations(handle, ids, Optional.empty()));
  }

  /**
   * The events of a calendar in the order of their ids: series as one, and after them occurrences
   * that differ.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link #LARGEST_PAGE}
   */
  public Page<CalendarEvent> list(
      Caller caller, String calendarId, EventFilter filter, Optional<String> after, int size) {
    if (size < 1 || size > LARGEST_PAGE) {
      throw new RefusedException(
          new Refusal.Invalid("page_size", String.valueOf(size), "1 to " + LARGEST_PAGE));
    }
    Optional<UUID> last = after.map(Events::uuid);
    return withHandle(handle -> {
      EventCalendar calendar = access.calendar(handle, caller, calendarId);
      List<EventRow> more = EventRows.page(handle, calendar, filter, last, size + 1);
      List<EventRow> page = more.subList(0, Math.min(size, more.size()));
      return new Page<>(
          page.stream().map(row -> seen(handle, calendar, row)).toList(),
          more.size() > size ? Optional.of(page.getLast().id().toString()) : Optional.empty());
    });
  }

  /** The events that have to do with a period, series as one, at most {@code most}. */
  public List<CalendarEvent> between(Caller caller, String calendarId, Period period, int most) {
    return withHandle(handle -> {
      EventCalendar calendar = access.calendar(handle, caller, calendarId);
      return EventRows.around(handle, calendar, period).stream()
          .filter(row -> !row.repeats() || !within(handle, row, period).isEmpty())
          .limit(most)
          .map(row -> seen(handle, calendar, row))
          .toList();
    });
  }

  /**
   * Every occurrence of every event of the calendar in a period, in order, and what the rooms said
   * to each.
   *
   * @return one more than {@link #MOST_OCCURRENCES} at most
   */
  public List<Occurrence> view(Caller caller, String calendarId, Period period) {
    return withHandle(handle -> {
      EventCalendar calendar = access.calendar(handle, caller, calendarId);
      List<EventRow> rows = EventRows.around(handle, calendar, period);
      RoomView rooms = RoomView.of(handle, rows.stream().map(EventRow::id).toList(), period);
      List<Occurrence> all = new ArrayList<>();
      for (EventRow row : rows) {
        Answer answer = seen(handle, calendar, row).state().answer();
        for (Instant start : within(handle, row, period)) {
          all.add(
              new Occurrence(
                  row.repeats() ? row.seenAt(start, answer) : row.seen(answer),
                  rooms.at(row, start)));
        }
        if (all.size() > MOST_OCCURRENCES) {
          break;
        }
      }
      all.sort(Comparator.comparing(one -> one.event().start()));
      return all.subList(0, Math.min(all.size(), MOST_OCCURRENCES + 1));
    });
  }

  /** The occurrences of an event or series in a period, in order. */
  public List<CalendarEvent> occurrences(
      Caller caller, String calendarId, EventKey key, Period period) {
    return withHandle(handle -> {
      EventAccess.Opened opened = access.open(handle, caller, calendarId, key, false);
      List<CalendarEvent> all = new ArrayList<>();
      EventRow row = opened.row();
      for (Instant start : within(handle, row, period)) {
        all.add(row.repeats() ? row.seenAt(start, opened.answer()) : row.seen(opened.answer()));
      }
      for (EventRow exception : EventRows.exceptions(handle, row.id())) {
        if (!exception.cancelled() && !within(handle, exception, period).isEmpty()) {
          all.add(exception.seen(opened.answer()));
        }
      }
      all.sort(Comparator.comparing(CalendarEvent::start));
      return all;
    });
  }

  /** The starts of the row's own occurrences that touch the period, without its exceptions. */
  private static List<Instant> within(Handle handle, EventRow row, Period period) {
    Set<Instant> except = new HashSet<>();
    if (row.repeats()) {
      EventRows.exceptions(handle, row.id())
          .forEach(exception -> except.add(exception.occurrence().orElseThrow()));
    }
    return EventAccess.starts(row, period.to()).stream()
        .filter(start -> row.time().from(start).period().to().isAfter(period.from()))
        .filter(start -> !except.contains(start))
        .toList();
  }

  private static CalendarEvent seen(Handle handle, EventCalendar calendar, EventRow row) {
    if (row.calendar().equals(calendar.id())) {
      return row.seen(Answer.ACCEPTED);
    }
    return row.seen(
        AttendeeRows.person(handle, row.id(), EventRows.account(calendar))
            .map(AttendeeRows.Row::answer)
            .orElse(Answer.NONE));
  }

  private static UUID uuid(String key) {
    try {
      return UUID.fromString(key);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          new Refusal.Invalid("page_token", key, "what the page before gave"));
    }
  }

  private void tell(Handle handle, Caller caller, String what, EventKey key) {
    house
        .audit()
        .append(
            handle,
            caller,
            "event." + what,
            "event:" + key.id(),
            key.occurrence().map(at -> Map.of("occurrence", at.toString())).orElse(Map.of()));
  }

  private Instant now() {
    return house.clock().instant();
  }

  private <T> T inTransaction(HandleCallback<T, RuntimeException> act) {
    return Contention.inTransaction(house.database().jdbi(), act);
  }

  private <T> T withHandle(HandleCallback<T, RuntimeException> act) {
    return house.database().jdbi().withHandle(act);
  }
}
