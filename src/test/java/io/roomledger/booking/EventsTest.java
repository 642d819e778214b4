package io.roomledger.booking;

import static io.roomledger.booking.EventsHouse.plan;
import static io.roomledger.booking.EventsHouse.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calendars and events; what becomes of rooms is in {@link EventRoomsTest}. */
class EventsTest {
  private static final Period JUNE =
      new Period(Instant.parse("2022-06-01T00:00:00Z"), Instant.parse("2022-07-01T00:00:00Z"));

  private final EventsHouse house = new EventsHouse();
  private final Events events = house.events;
  private final Caller ada = house.rooms.ada;
  private final Caller bob = house.rooms.bob;
  private final String calendar = house.calendar(ada);

  @AfterEach
  void close() {
    house.close();
  }

  static Refusal refusal(ThrowingCallable act) {
    RefusedException[] caught = new RefusedException[1];
    assertThatThrownBy(act).isInstanceOfSatisfying(RefusedException.class, e -> caught[0] = e);
    return caught[0].refusal();
  }

  private static Refusal missing(EventRight right) {
    return new Refusal.Forbidden(Refusal.Right.RELATION, right.name());
  }

  @Test
  void everybodyHasOneCalendarOfTheirOwn() {
    assertThat(events.primary(ada).id()).isEqualTo(calendar).hasSize(22);
    assertThat(events.primary(bob).id()).isNotEqualTo(calendar);
    assertThat(events.primary(house.rooms.program).name()).isEqualTo("Program");
    assertThat(
            refusal(() -> events.create(bob, calendar, plan("2022-06-15T08:00:00Z", 60), none())))
        .isEqualTo(missing(EventRight.USE_CALENDAR));
    assertThat(
            refusal(() -> events.list(house.rooms.stranger, calendar, EventFilter.ALL, none(), 50)))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.CALENDAR, calendar));
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  @Test
  void whatIsPlannedIsFoundAsItWasPlanned() {
    EventPlan plan = plan("2022-06-15T08:00:00Z", 60);
    CalendarEvent made = events.create(ada, calendar, plan, none());

    assertThat(events.get(ada, calendar, made.key())).isEqualTo(made);
    assertThat(made.plan()).isEqualTo(plan);
    assertThat(made.organiser()).isEqualTo(Reserver.of(ada));
    assertThat(made.state())
        .isEqualTo(
            new CalendarEvent.State(false, false, Answer.ACCEPTED, house.rooms.clock.instant()));
  }

  @Test
  void theSameIdempotencyKeyMakesOneEvent() {
    Optional<String> key = Optional.of("25fdf41b-8c80-2ce1-e94c-de8b5e7aa7e6");
    CalendarEvent first = events.create(ada, calendar, plan("2022-06-15T08:00:00Z", 60), key);
    CalendarEvent second = events.create(ada, calendar, plan("2022-06-16T08:00:00Z", 60), key);

    assertThat(second).isEqualTo(first);
    assertThat(events.list(ada, calendar, EventFilter.ALL, none(), 50).items()).hasSize(1);
  }

  @Test
  void aSeriesOccursByTheClockOnTheWall() {
    EventKey series =
        house.event(
            ada, plan("2022-10-20T07:00:00Z", 60, "FREQ=WEEKLY;COUNT=3", EventPlan.Ability.NONE));

    // nine o'clock in Berlin, before and after the clocks change
    assertThat(
            events
                .occurrences(
                    ada,
                    calendar,
                    series,
                    new Period(JUNE.from(), Instant.MAX.minusSeconds(9_000_000_000_000L)))
                .stream()
                .map(CalendarEvent::start))
        .containsExactly(
            Instant.parse("2022-10-20T07:00:00Z"),
            Instant.parse("2022-10-27T07:00:00Z"),
            Instant.parse("2022-11-03T08:00:00Z"));
  }

  @Test
  void anOccurrenceThatIsChangedDiffersFromItsSeriesAndTheRestDoesNot() {
    EventKey series =
        house.event(
            ada, plan("2022-06-15T08:00:00Z", 60, "FREQ=DAILY;COUNT=3", EventPlan.Ability.NONE));
    EventKey second = series.at(Instant.parse("2022-06-16T08:00:00Z"));
    assertThat(events.get(ada, calendar, second).state().exception()).isFalse();

    CalendarEvent changed =
        events.change(ada, calendar, second, EventsHouse.moved(time("2022-06-16T12:00:00Z", 30)));
    assertThat(changed.key()).isEqualTo(second);
    assertThat(changed.state().exception()).isTrue();
    assertThat(events.get(ada, calendar, second).start()).isEqualTo("2022-06-16T12:00:00Z");
    assertThat(events.occurrences(ada, calendar, series, JUNE).stream().map(CalendarEvent::start))
        .containsExactly(
            Instant.parse("2022-06-15T08:00:00Z"),
            Instant.parse("2022-06-16T12:00:00Z"),
            Instant.parse("2022-06-17T08:00:00Z"));
    events.cancel(ada, calendar, second);
    assertThat(events.occurrences(ada, calendar, series, JUNE)).hasSize(2);
    assertThat(refusal(() -> events.get(ada, calendar, second)))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(events.view(ada, calendar, JUNE)).hasSize(2);
  }

  @Test
  void anOccurrenceThatTheRuleDoesNotGiveIsNotThere() {
    EventKey series =
        house.event(
            ada, plan("2022-06-15T08:00:00Z", 60, "FREQ=DAILY;COUNT=3", EventPlan.Ability.NONE));
    EventKey single = house.event(ada, plan("2022-06-15T08:00:00Z", 60));

    for (EventKey wrong :
        List.of(
            series.at(Instant.parse("2022-06-18T08:00:00Z")),
            series.at(Instant.parse("2022-06-16T08:00:01Z")),
            single.at(Instant.parse("2022-06-15T08:00:00Z")),
            EventKey.of(UUID.randomUUID()))) {
      assertThat(refusal(() -> events.get(ada, calendar, wrong)))
          .isEqualTo(new Refusal.NotFound(Refusal.Thing.EVENT, wrong.id().toString()));
    }
    assertThat(
            refusal(() ->
                events.change(
                    ada,
                    calendar,
                    series.at(Instant.parse("2022-06-16T08:00:00Z")),
                    patch(Optional.of("FREQ=DAILY")))))
        .isInstanceOf(Refusal.Invalid.class);
  }

  private static EventPatch patch(Optional<String> rule) {
    return new EventPatch(none(), none(), none(), rule, none(), Map.of("color", "7"));
  }

  @Test
  void aNewRuleCancelsTheDifferingOccurrencesThatItDoesNotGive() {
    EventKey series =
        house.event(
            ada, plan("2022-06-15T08:00:00Z", 60, "FREQ=DAILY;COUNT=5", EventPlan.Ability.NONE));
    EventKey odd = series.at(Instant.parse("2022-06-16T08:00:00Z"));
    EventKey even = series.at(Instant.parse("2022-06-17T08:00:00Z"));
    for (EventKey one : List.of(odd, even)) {
      events.change(ada, calendar, one, patch(Optional.empty()));
    }
    CalendarEvent changed =
        events.change(ada, calendar, series, patch(Optional.of("FREQ=DAILY;INTERVAL=2;COUNT=3")));

    assertThat(changed.plan().extras()).isEqualTo(Map.of("color", "7"));
    assertThat(events.occurrences(ada, calendar, series, JUNE)).hasSize(3);
    assertThat(events.get(ada, calendar, even).state().exception()).isTrue();
    assertThat(refusal(() -> events.get(ada, calendar, odd))).isInstanceOf(Refusal.Conflict.class);
    events.change(ada, calendar, series, patch(Optional.of("")));
    assertThat(events.get(ada, calendar, series).plan().recurrence()).isEmpty();
  }

  @Test
  void whoIsAskedSeesTheEventInTheirOwnCalendarAndDoesWhatItLetsThem() {
    EventKey closed = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    String bobs = house.calendar(bob);
    assertThat(refusal(() -> events.get(bob, bobs, closed))).isInstanceOf(Refusal.NotFound.class);
    house.invitations.invite(
        ada, calendar, closed, List.of(Invitation.person(EventsHouse.account(bob), false)));

    assertThat(events.get(bob, bobs, closed).state().answer()).isEqualTo(Answer.NONE);
    assertThat(events.get(bob, bobs, closed).calendar()).isEqualTo(calendar);
    assertThat(events.list(bob, bobs, EventFilter.ALL, none(), 50).items()).hasSize(1);
    assertThat(refusal(() -> events.change(bob, bobs, closed, patch(none()))))
        .isEqualTo(missing(EventRight.CHANGE_EVENT));
    assertThat(refusal(() -> events.cancel(bob, bobs, closed)))
        .isEqualTo(missing(EventRight.CHANGE_EVENT));

    events.change(
        ada,
        calendar,
        closed,
        new EventPatch(
            none(),
            none(),
            none(),
            none(),
            Optional.of(new EventPatch.SharingPatch(none(), Optional.of(EventPlan.Ability.CHANGE))),
            Map.of()));
    assertThat(events.change(bob, bobs, closed, patch(none())).plan().extras())
        .containsEntry("color", "7");
    assertThat(refusal(() -> events.cancel(bob, bobs, closed)))
        .isEqualTo(missing(EventRight.CHANGE_EVENT));
  }

  @Test
  void aCalendarIsListedPageByPageAndByWhatChanged() {
    for (int day = 10; day < 15; day++) {
      house.event(ada, plan("2022-06-" + day + "T08:00:00Z", 60));
    }
    Page<CalendarEvent> first = events.list(ada, calendar, EventFilter.ALL, none(), 3);
    Page<CalendarEvent> second = events.list(ada, calendar, EventFilter.ALL, first.next(), 3);
    assertThat(first.items()).hasSize(3).doesNotContainAnyElementsOf(second.items());
    assertThat(second.items()).hasSize(2);
    assertThat(second.next()).isEmpty();

    Instant later = house.rooms.clock.instant().plus(Duration.ofHours(1));
    house.rooms.clock.set(later);
    EventFilter changed = new EventFilter(none(), Optional.of(later));
    assertThat(events.list(ada, calendar, changed, none(), 50).items()).isEmpty();
    events.cancel(ada, calendar, first.items().getFirst().key());
    assertThat(events.list(ada, calendar, changed, none(), 50).items())
        .singleElement()
        .matches(event -> event.state().cancelled());
    assertThat(events.list(ada, calendar, EventFilter.ALL, none(), 50).items()).hasSize(4);
    EventFilter ending =
        new EventFilter(Optional.of(Instant.parse("2022-06-14T00:00:00Z")), none());
    assertThat(events.list(ada, calendar, ending, none(), 50).items()).hasSizeLessThanOrEqualTo(1);
    assertThat(events.between(ada, calendar, JUNE, 2)).hasSize(2);
    assertThat(refusal(() -> events.list(ada, calendar, EventFilter.ALL, Optional.of("x"), 50)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> events.list(ada, calendar, EventFilter.ALL, none(), 0)))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void absurdEventsAreRefused() {
    assertThat(refusal(() -> plan("2022-06-15T08:00:00Z", 0))).isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> plan("2022-06-15T08:00:00Z", 600_000)))
        .isInstanceOf(Refusal.Invalid.class);
    EventPlan plan = plan("2022-06-15T08:00:00Z", 60);
    assertThat(
            refusal(() ->
                new EventPlan(
                    "x".repeat(1_001), "", plan.time(), none(), EventPlan.Sharing.USUAL, Map.of())))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(
            refusal(() ->
                new EventPlan(
                    "",
                    "",
                    plan.time(),
                    none(),
                    EventPlan.Sharing.USUAL,
                    Map.of("vchat", "x".repeat(70_000)))))
        .isInstanceOf(Refusal.TooLarge.class);
  }
}
