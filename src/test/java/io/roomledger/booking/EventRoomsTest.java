package io.roomledger.booking;

import static io.roomledger.booking.EventsHouse.account;
import static io.roomledger.booking.EventsHouse.moved;
import static io.roomledger.booking.EventsHouse.plan;
import static io.roomledger.booking.EventsHouse.time;
import static io.roomledger.booking.EventsHouse.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Refusal;
import io.roomledger.identity.Caller;
import io.roomledger.job.TestJobs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the rooms of events. */
class EventRoomsTest {
  private static final String DAILY = "FREQ=DAILY;COUNT=5";

  private final EventsHouse house = new EventsHouse();
  private final Caller ada = house.rooms.ada;
  private final Caller bob = house.rooms.bob;
  private final MeetingRoom oak = house.rooms.oak;
  private final MeetingRoom elm = house.rooms.elm;
  private final String calendar = house.calendar(ada);

  @AfterEach
  void close() {
    house.close();
  }

  private EventKey series(String from) {
    return house.event(ada, plan(from, 60, DAILY, EventPlan.Ability.NONE));
  }

  private List<ReservationStatus> statuses(MeetingRoom room) {
    return house.reservations(room).stream().map(Reservation::status).toList();
  }

  @Test
  void aRoomAnswersSoonAndTheReservationIsTheEvents() {
    EventKey event = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    List<Attendee> asked = house.invitations.invite(ada, calendar, event, List.of(wish(oak)));
    assertThat(asked)
        .extracting(attendee -> attendee.who().kind(), attendee -> attendee.standing().answer())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Attendee.Kind.PERSON, Answer.ACCEPTED),
            org.assertj.core.groups.Tuple.tuple(Attendee.Kind.ROOM, Answer.NONE));
    house.jobs.runAll();

    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.ACCEPTED);
    Reservation reservation = house.reservations(oak).getFirst();
    assertThat(reservation.booking().topic()).isEqualTo("Weekly");
    assertThat(reservation.booking().reserver()).isEqualTo(Reserver.of(ada));
    assertThat(reservation.booking().guests()).isEqualTo(new Guests(1, 1));
    assertThat(reservation.booking().period()).isEqualTo(time("2022-06-15T08:00:00Z", 60).period());
    assertThat(house.rooms.reservations.history(ada, reservation.booking().id()))
        .containsExactly(
            new ReservationStep("BOOKED", house.rooms.clock.instant(), ada.key(), "Name of ada"));
  }

  @Test
  void aRoomThatIsTakenDeclinesAndIsAskedAgainWhenAskedAgain() {
    EventKey first = house.event(bob, plan("2022-06-15T08:30:00Z", 60));
    assertThat(house.booked(bob, first, oak)).isEqualTo(Answer.ACCEPTED);
    EventKey second = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    assertThat(house.booked(ada, second, oak)).isEqualTo(Answer.DECLINED);

    house.events.cancel(bob, house.calendar(bob), first);
    assertThat(house.answer(ada, second, oak)).isEqualTo(Answer.DECLINED);
    assertThat(house.booked(ada, second, oak)).isEqualTo(Answer.ACCEPTED);
    assertThat(statuses(oak))
        .containsExactly(ReservationStatus.BOOKED, ReservationStatus.RELEASED_MANUALLY);
  }

  @Test
  void everyOccurrenceOfASeriesIsJudgedByItself() {
    EventKey other = house.event(bob, plan("2022-06-17T08:30:00Z", 60));
    house.booked(bob, other, oak);
    EventKey series = series("2022-06-15T08:00:00Z");

    assertThat(house.booked(ada, series, oak)).isEqualTo(Answer.ACCEPTED);
    assertThat(house.reservations(oak)).hasSize(5);
    assertThat(house.answer(ada, series.at(Instant.parse("2022-06-16T08:00:00Z")), oak))
        .isEqualTo(Answer.ACCEPTED);
    assertThat(house.answer(ada, series.at(Instant.parse("2022-06-17T08:00:00Z")), oak))
        .isEqualTo(Answer.DECLINED);
    assertThat(
            house
                .events
                .view(
                    ada,
                    calendar,
                    new io.roomledger.base.Period(
                        Instant.parse("2022-06-16T00:00:00Z"),
                        Instant.parse("2022-06-18T00:00:00Z")))
                .stream()
                .map(one -> one.rooms().getFirst().standing().answer()))
        .containsExactly(Answer.ACCEPTED, Answer.DECLINED);
  }

  @Test
  void aMoveGivesBackTheOldTimeAndAsksForTheNew() {
    EventKey event = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    house.booked(ada, event, oak);
    house.events.change(ada, calendar, event, moved(time("2022-06-15T08:30:00Z", 60)));
    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.NONE);
    house.jobs.runAll();

    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.ACCEPTED);
    assertThat(statuses(oak))
        .containsExactly(ReservationStatus.RELEASED_MANUALLY, ReservationStatus.BOOKED);
    assertThat(house.reservations(oak).getFirst().release().orElseThrow().key())
        .isEqualTo(ada.key());
    EventKey late = house.event(bob, plan("2022-06-15T12:00:00Z", 60));
    house.booked(bob, late, oak);
    house.events.change(ada, calendar, event, moved(time("2022-06-15T12:30:00Z", 60)));
    house.jobs.runAll();
    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.DECLINED);
    assertThat(statuses(oak))
        .containsExactly(
            ReservationStatus.RELEASED_MANUALLY,
            ReservationStatus.RELEASED_MANUALLY,
            ReservationStatus.BOOKED);
  }

  @Test
  void oneOccurrenceMovesAloneAndWhatIsOverStays() {
    EventKey series = series("2022-06-15T08:00:00Z");
    house.booked(ada, series, oak);
    house.rooms.clock.set(Instant.parse("2022-06-16T08:30:00Z"));
    EventKey third = series.at(Instant.parse("2022-06-17T08:00:00Z"));
    house.events.change(ada, calendar, third, moved(time("2022-06-17T14:00:00Z", 30)));
    house.jobs.runAll();
    assertThat(house.answer(ada, third, oak)).isEqualTo(Answer.ACCEPTED);

    house.events.cancel(ada, calendar, series.at(Instant.parse("2022-06-18T08:00:00Z")));
    house.events.change(ada, calendar, series, moved(time("2022-06-15T09:00:00Z", 60)));
    house.jobs.runAll();
    List<Reservation> held =
        house.reservations(oak).stream().filter(one -> !one.status().released()).toList();
    assertThat(held.stream().map(Reservation::start))
        .containsExactly(
            Instant.parse("2022-06-15T08:00:00Z"),
            Instant.parse("2022-06-16T09:00:00Z"),
            Instant.parse("2022-06-17T09:00:00Z"),
            Instant.parse("2022-06-18T09:00:00Z"),
            Instant.parse("2022-06-19T09:00:00Z"));
  }

  @Test
  void cancellingFreesTheRoomsAtOnceAndKeepsWhatWas() {
    EventKey series = series("2022-06-15T08:00:00Z");
    house.booked(ada, series, oak);
    house.rooms.clock.set(Instant.parse("2022-06-16T08:20:00Z"));
    house.events.cancel(ada, calendar, series);

    assertThat(statuses(oak))
        .containsExactly(
            ReservationStatus.BOOKED,
            ReservationStatus.RELEASED_MANUALLY,
            ReservationStatus.RELEASED_MANUALLY,
            ReservationStatus.RELEASED_MANUALLY,
            ReservationStatus.RELEASED_MANUALLY);
    EventKey next = house.event(bob, plan("2022-06-16T08:20:00Z", 60));
    assertThat(house.booked(bob, next, oak)).isEqualTo(Answer.ACCEPTED);
    house.jobs.runAll();
    assertThat(house.rooms.reservations.history(ada, house.reservations(oak).get(1).booking().id()))
        .extracting(ReservationStep::step)
        .containsExactly("BOOKED", "RELEASED_MANUALLY");
  }

  @Test
  void anEventThatIsCancelledBeforeItsRoomAnsweredHasNone() {
    EventKey event = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    house.invitations.invite(ada, calendar, event, List.of(wish(oak)));
    house.events.cancel(ada, calendar, event);
    house.jobs.runAll();

    assertThat(house.reservations(oak)).isEmpty();
  }

  @Test
  void roomsAreReservedTwoYearsAheadAndDayByDayFurther() {
    EventKey endless =
        house.event(ada, plan("2022-06-15T08:00:00Z", 60, "FREQ=WEEKLY", EventPlan.Ability.NONE));
    house.booked(ada, endless, oak);
    assertThat(house.reservations(oak)).hasSize(105);
    assertThat(house.reservations(oak).getLast().start()).isBefore("2024-06-15T06:00:00Z");

    house.rooms.clock.tick(Duration.ofDays(14));
    house.events.extend();
    assertThat(house.reservations(oak)).hasSize(107);
    house.events.extend();
    assertThat(house.reservations(oak)).hasSize(107);
    assertThat(house.answer(ada, endless, oak)).isEqualTo(Answer.ACCEPTED);
  }

  @Test
  void aClosedRoomAndATimeThatIsOverDecline() {
    house.rooms.rooms.close(
        house.rooms.manager,
        elm.id(),
        Optional.of(MeetingRoom.Closing.since(house.rooms.clock.instant(), "paint")));
    EventKey event = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    EventKey over = house.event(ada, plan("2022-06-14T08:00:00Z", 60));

    assertThat(house.booked(ada, event, elm)).isEqualTo(Answer.DECLINED);
    assertThat(house.booked(ada, over, oak)).isEqualTo(Answer.DECLINED);
    assertThat(house.reservations(oak)).isEmpty();
  }

  @Test
  void whoIsGoneReservesNothing() {
    EventKey event = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    house.invitations.invite(ada, calendar, event, List.of(wish(oak)));
    house
        .rooms
        .database
        .jdbi()
        .useTransaction(handle -> house.accounts.setActive(handle, account(ada), false));
    house.jobs.runAll();

    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.DECLINED);
  }

  @Test
  void whatWasAskedBeforeAServerDiedIsSettledByTheNext() {
    EventKey event = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    house.invitations.invite(ada, calendar, event, List.of(wish(oak)));
    TestJobs next = new TestJobs(house.rooms.database, house.rooms.clock);
    EventHouse again =
        new EventHouse(
            house.rooms.database,
            next.door(),
            house.rooms.audit,
            house.accounts,
            house.apps,
            house.rooms.clock);
    next.start(new Events(again).worker());
    next.runAll();

    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.ACCEPTED);
  }

  @Test
  void aRoomWhoseJobIsGivenUpIsNotHad() {
    EventKey event = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    house.invitations.invite(ada, calendar, event, List.of(wish(oak)));
    house
        .rooms
        .database
        .jdbi()
        .useTransaction(handle -> {
          long job = handle.createQuery("SELECT job FROM event_settling").mapTo(Long.class).one();
          house.jobs.door().cancel(handle, job, "the operator says so");
        });
    house.jobs.runAll();

    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.DECLINED);
    assertThat(house.reservations(oak)).isEmpty();
  }

  @Test
  void aRoomThatNeedsApprovalWaitsForIt() {
    house.rooms.rooms.rule(
        house.rooms.manager, oak.id(), new MeetingRoom.Rules(true, CheckInPolicy.REQUIRED));
    Caller program = house.rooms.program;
    EventKey silent = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    assertThat(house.booked(ada, silent, oak)).as("no reason").isEqualTo(Answer.DECLINED);
    EventKey machine = house.event(program, plan("2022-06-15T08:00:00Z", 60));
    house.invitations.invite(
        program, house.calendar(program), machine, List.of(wish(oak, Optional.of("why not"))));
    house.jobs.runAll();
    assertThat(house.answer(program, machine, oak)).as("a program").isEqualTo(Answer.DECLINED);

    EventKey event = series("2022-06-15T08:00:00Z");
    house.invitations.invite(
        ada, calendar, event, List.of(wish(oak, Optional.of("the board meets"))));
    house.jobs.runAll();
    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.NONE);
    List<UUID> waiting = house.reservations(oak).stream().map(one -> one.booking().id()).toList();
    assertThat(statuses(oak)).containsOnly(ReservationStatus.AWAITING_APPROVAL).hasSize(5);
    for (UUID id : waiting.subList(0, 4)) {
      house.rooms.reservations.approve(house.rooms.manager, id);
    }
    house.rooms.reservations.release(house.rooms.manager, waiting.get(4), ReleaseKind.MANUAL);
    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.ACCEPTED);
    assertThat(house.answer(ada, event.at(Instant.parse("2022-06-19T08:00:00Z")), oak))
        .as("never approved")
        .isEqualTo(Answer.DECLINED);
  }

  @Test
  void guestsFollowTheAnswersUntilTheMeetingIsOver() {
    EventKey event =
        house.event(ada, plan("2022-06-15T08:00:00Z", 60, "", EventPlan.Ability.SEE_OTHERS));
    house.booked(ada, event, oak);
    house.invitations.invite(
        ada,
        calendar,
        event,
        List.of(
            Invitation.person(account(bob), false),
            new Invitation(
                new Attendee.Who(Attendee.Kind.MAIL, "eve@example.org"),
                true,
                Attendee.RoomWish.PLAIN)));
    assertThat(house.reservations(oak).getFirst().booking().guests()).isEqualTo(new Guests(3, 1));
    String bobs = house.calendar(bob);
    house.invitations.answer(bob, bobs, event, Answer.ACCEPTED);
    assertThat(house.reservations(oak).getFirst().booking().guests()).isEqualTo(new Guests(3, 2));

    house.rooms.clock.set(Instant.parse("2022-06-15T09:00:00Z"));
    house.invitations.answer(bob, bobs, event, Answer.DECLINED);
    assertThat(house.reservations(oak).getFirst().booking().guests()).isEqualTo(new Guests(3, 2));
    assertThat(house.attendee(bob, event, account(bob)).standing().answer())
        .isEqualTo(Answer.DECLINED);
  }

  @Test
  void anAnswerToOneOccurrenceIsForThatAlone() {
    EventKey series = series("2022-06-15T08:00:00Z");
    house.booked(ada, series, oak);
    house.invitations.invite(
        ada, calendar, series, List.of(Invitation.person(account(bob), false)));
    EventKey second = series.at(Instant.parse("2022-06-16T08:00:00Z"));
    String bobs = house.calendar(bob);
    house.invitations.answer(bob, bobs, second, Answer.ACCEPTED);

    assertThat(house.reservations(oak).stream().map(one -> one.booking().guests().accepted()))
        .containsExactly(1, 2, 1, 1, 1);
    assertThat(house.events.get(bob, bobs, second).state().answer()).isEqualTo(Answer.ACCEPTED);
    assertThat(house.events.get(bob, bobs, series).state().answer()).isEqualTo(Answer.NONE);
    house.invitations.answer(bob, bobs, series, Answer.DECLINED);
    assertThat(house.events.get(bob, bobs, second).state().answer()).isEqualTo(Answer.DECLINED);
  }

  @Test
  void aRoomThatIsNotWantedAnyMoreIsFreeAtOnce() {
    EventKey event = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    house.booked(ada, event, oak);
    house.invitations.uninvite(
        ada,
        calendar,
        event,
        List.of(),
        List.of(new Attendee.Who(Attendee.Kind.ROOM, oak.id().toString())));

    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.REMOVED);
    assertThat(statuses(oak)).containsExactly(ReservationStatus.RELEASED_MANUALLY);
    assertThat(
            EventsTest.refusal(() ->
                house.invitations.uninvite(ada, calendar, event, List.of("nobody"), List.of())))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.ATTENDEE, "nobody"));
    assertThat(house.booked(ada, event, oak)).isEqualTo(Answer.ACCEPTED);
  }

  @Test
  void aNewTopicIsTheReservationsTooUnlessItIsOver() {
    EventKey series = series("2022-06-15T08:00:00Z");
    house.booked(ada, series, oak);
    house.rooms.clock.set(Instant.parse("2022-06-16T09:30:00Z"));
    house.events.change(
        ada,
        calendar,
        series,
        new EventPatch(
            Optional.of("Daily"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            java.util.Map.of()));

    assertThat(house.reservations(oak).stream().map(one -> one.booking().topic()))
        .containsExactly("Weekly", "Weekly", "Daily", "Daily", "Daily");
  }
}
