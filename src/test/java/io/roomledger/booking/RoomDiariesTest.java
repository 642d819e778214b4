package io.roomledger.booking;

import static io.roomledger.booking.EventsHouse.moved;
import static io.roomledger.booking.EventsHouse.plan;
import static io.roomledger.booking.EventsHouse.time;
import static io.roomledger.booking.EventsHouse.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RoomDiariesTest {
  private static final Period DAYS =
      new Period(Instant.parse("2022-06-15T00:00:00Z"), Instant.parse("2022-06-18T00:00:00Z"));

  private final EventsHouse house = new EventsHouse();
  private final RoomDiaries diaries = house.diaries;
  private final Caller ada = house.rooms.ada;
  private final Caller manager = house.rooms.manager;
  private final MeetingRoom oak = house.rooms.oak;

  @AfterEach
  void close() {
    house.close();
  }

  private EventKey series() {
    EventKey series =
        house.event(
            ada, plan("2022-06-15T08:00:00Z", 60, "FREQ=DAILY;COUNT=5", EventPlan.Ability.NONE));
    house.booked(ada, series, oak);
    return series;
  }

  private void approvalNeeded() {
    house.rooms.rooms.rule(manager, oak.id(), new MeetingRoom.Rules(true, CheckInPolicy.REQUIRED));
  }

  private List<ReservationStatus> statuses() {
    return house.reservations(oak).stream().map(Reservation::status).toList();
  }

  @Test
  void aDiaryTellsWhenARoomIsHeldForWhichEventAndByWhom() {
    EventKey series = series();
    EventKey second = series.at(Instant.parse("2022-06-16T08:00:00Z"));
    house.events.change(ada, house.calendar(ada), second, moved(time("2022-06-16T10:00:00Z", 30)));
    house.jobs.runAll();
    Reservation plain =
        house.rooms.reservations.book(
            ada, house.rooms.booking(ada, oak, "2022-06-17T12:00:00Z", 60));

    Map<UUID, List<RoomUse>> held =
        diaries.held(
            house.rooms.bob, List.of(house.rooms.elm.id(), oak.id(), UUID.randomUUID()), DAYS);
    assertThat(held.keySet()).containsExactly(house.rooms.elm.id(), oak.id());
    assertThat(held.get(house.rooms.elm.id())).isEmpty();
    assertThat(held.get(oak.id()))
        .extracting(RoomUse::event)
        .containsExactly(series, second, series, EventKey.of(plain.booking().id()));
    assertThat(held.getOrDefault(oak.id(), List.of()).getFirst())
        .isEqualTo(
            new RoomUse(
                oak.id(),
                time("2022-06-15T08:00:00Z", 60).period(),
                series,
                Optional.of(Reserver.of(ada))));
    assertThat(diaries.held(house.rooms.stranger, List.of(oak.id()), DAYS)).isEmpty();
  }

  @Test
  void aPrivateEventDoesNotTellWhose() {
    EventPlan open = plan("2022-06-15T08:00:00Z", 60);
    EventKey event =
        house.event(
            ada,
            new EventPlan(
                "Secret",
                "",
                open.time(),
                Optional.empty(),
                new EventPlan.Sharing(EventPlan.Visibility.PRIVATE, EventPlan.Ability.NONE),
                Map.of()));
    house.booked(ada, event, oak);

    assertThat(diaries.held(house.rooms.bob, List.of(oak.id()), DAYS).get(oak.id()))
        .singleElement()
        .satisfies(use -> assertThat(use.by()).isEmpty());
  }

  @Test
  void administratorsReadWhatEventsAreAbout() {
    EventKey series = series();
    EventKey second = series.at(Instant.parse("2022-06-16T08:00:00Z"));
    EventKey none = series.at(Instant.parse("2022-06-16T08:30:00Z"));

    assertThat(
            diaries.plans(manager, List.of(series, second, none, EventKey.of(UUID.randomUUID()))))
        .containsOnlyKeys(series, second);
    assertThat(EventsTest.refusal(() -> diaries.plans(ada, List.of(series))))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(diaries.plans(house.rooms.stranger, List.of(series))).isEmpty();
  }

  @Test
  void nobodyCameAndTheyLeftEarlyAreSaidOfTheOccurrenceThatIsGoingOn() {
    EventKey series = series();
    assertThat(
            EventsTest.refusal(
                () -> diaries.reply(manager, oak.id(), series, RoomReply.NOT_CHECKED_IN)))
        .as("none is going on")
        .isInstanceOfSatisfying(
            Refusal.NotFound.class,
            missing -> assertThat(missing.what()).isEqualTo(Refusal.Thing.RESERVATION));
    house.rooms.clock.set(Instant.parse("2022-06-15T08:10:00Z"));
    diaries.reply(manager, oak.id(), series, RoomReply.NOT_CHECKED_IN);
    house.rooms.clock.set(Instant.parse("2022-06-16T08:40:00Z"));
    diaries.reply(manager, oak.id(), series, RoomReply.ENDED_EARLY);

    assertThat(statuses())
        .startsWith(
            ReservationStatus.RELEASED_NOT_CHECKED_IN,
            ReservationStatus.RELEASED_AFTER_END,
            ReservationStatus.BOOKED);
    assertThat(house.reservations(oak).getFirst().release().orElseThrow())
        .isEqualTo(
            new Release(manager.key(), "Name of manager", Instant.parse("2022-06-15T08:10:00Z")));
    assertThat(house.answer(ada, series.at(Instant.parse("2022-06-15T08:00:00Z")), oak))
        .isEqualTo(Answer.REMOVED);
    assertThat(
            EventsTest.refusal(() ->
                diaries.reply(
                    manager,
                    oak.id(),
                    series.at(Instant.parse("2022-06-15T08:00:00Z")),
                    RoomReply.NOT_CHECKED_IN)))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void administratorsApproveAllThatWaitsOrOneOccurrence() {
    approvalNeeded();
    EventKey series =
        house.event(
            ada, plan("2022-06-15T08:00:00Z", 60, "FREQ=DAILY;COUNT=3", EventPlan.Ability.NONE));
    house.invitations.invite(
        ada, house.calendar(ada), series, List.of(wish(oak, Optional.of("the board"))));
    house.jobs.runAll();
    EventKey second = series.at(Instant.parse("2022-06-16T08:00:00Z"));
    assertThat(EventsTest.refusal(() -> diaries.reply(ada, oak.id(), series, RoomReply.APPROVED)))
        .isInstanceOf(Refusal.Forbidden.class);
    diaries.reply(manager, oak.id(), second, RoomReply.DECLINED);
    diaries.reply(manager, oak.id(), series, RoomReply.APPROVED);

    assertThat(statuses())
        .containsExactly(
            ReservationStatus.BOOKED,
            ReservationStatus.RELEASED_MANUALLY,
            ReservationStatus.BOOKED);
    assertThat(house.answer(ada, second, oak)).isEqualTo(Answer.DECLINED);
    assertThat(house.answer(ada, series, oak)).isEqualTo(Answer.ACCEPTED);
    assertThat(
            EventsTest.refusal(() -> diaries.reply(manager, oak.id(), series, RoomReply.APPROVED)))
        .as("nothing waits")
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void anAdministratorMayDeclineWhatWasBooked() {
    EventKey event = house.event(ada, plan("2022-06-15T08:00:00Z", 60));
    house.booked(ada, event, oak);
    diaries.reply(manager, oak.id(), event, RoomReply.DECLINED);

    assertThat(house.answer(ada, event, oak)).isEqualTo(Answer.DECLINED);
    assertThat(statuses()).containsExactly(ReservationStatus.RELEASED_MANUALLY);
  }

  @Test
  void aReservationWithoutAnEventIsNamedByItsOwnId() {
    Reservation plain =
        house.rooms.reservations.book(
            ada, house.rooms.booking(ada, oak, "2022-06-15T08:00:00Z", 60));
    EventKey key = EventKey.of(plain.booking().id());
    assertThat(
            EventsTest.refusal(
                () -> diaries.reply(manager, house.rooms.elm.id(), key, RoomReply.ENDED_EARLY)))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(
            EventsTest.refusal(
                () -> diaries.reply(manager, UUID.randomUUID(), key, RoomReply.ENDED_EARLY)))
        .isInstanceOfSatisfying(
            Refusal.NotFound.class,
            missing -> assertThat(missing.what()).isEqualTo(Refusal.Thing.MEETING_ROOM));
    house.rooms.clock.set(Instant.parse("2022-06-15T08:30:00Z"));
    diaries.reply(manager, oak.id(), key, RoomReply.ENDED_EARLY);

    assertThat(statuses()).containsExactly(ReservationStatus.RELEASED_AFTER_END);
  }
}
