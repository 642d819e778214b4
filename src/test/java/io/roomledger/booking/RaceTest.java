package io.roomledger.booking;

import static io.roomledger.booking.EventsHouse.moved;
import static io.roomledger.booking.EventsHouse.plan;
import static io.roomledger.booking.EventsHouse.time;
import static io.roomledger.booking.EventsHouse.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many want the same room at once, by every way there is. */
class RaceTest {
  private static final int MANY = 50;

  private final EventsHouse house = new EventsHouse();
  private final Caller ada = house.rooms.ada;
  private final MeetingRoom oak = house.rooms.oak;
  private final MeetingRoom elm = house.rooms.elm;

  @AfterEach
  void close() {
    house.close();
  }

  /** All at once; what one of them throws is thrown here. */
  private static <T> List<T> race(int many, IntFunction<T> runner) throws Exception {
    CyclicBarrier start = new CyclicBarrier(many);
    try (ExecutorService threads = Executors.newFixedThreadPool(many)) {
      List<Callable<T>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        int number = i;
        all.add(() -> {
          start.await();
          return runner.apply(number);
        });
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : threads.invokeAll(all)) {
        results.add(one.get());
      }
      return results;
    }
  }

  @Test
  void ofFiftyWhoReserveTheSameTimeOneWinsAndTheOthersAreToldItIsTaken() throws Exception {
    List<Optional<Refusal>> outcomes =
        race(
            MANY,
            number -> {
              try {
                house.rooms.reservations.book(
                    ada, house.rooms.booking(ada, oak, "2022-06-15T08:00:00Z", 60));
                return Optional.empty();
              } catch (RefusedException e) {
                return Optional.of(e.refusal());
              }
            });

    assertThat(outcomes.stream().filter(Optional::isEmpty)).hasSize(1);
    assertThat(outcomes.stream().flatMap(Optional::stream))
        .hasSize(MANY - 1)
        .allSatisfy(refusal -> {
          assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
          assertThat(refusal.message()).contains("Oak").contains("reserved already");
        });
  }

  @Test
  void ofFiftyWhoReserveOverNewYearOrFromNewYearOnOneHasTheRoom() throws Exception {
    Instant midnight = house.rooms.border();
    List<Boolean> outcomes =
        race(
            MANY,
            number -> {
              Instant from = number % 2 == 0 ? midnight : midnight.minusSeconds(1800);
              try {
                house.rooms.reservations.book(
                    ada, house.rooms.booking(ada, oak, from.toString(), 60));
                return true;
              } catch (RefusedException e) {
                assertThat(e.refusal()).isInstanceOf(Refusal.Conflict.class);
                return false;
              }
            });
    assertThat(outcomes).containsOnlyOnce(true);
  }

  /** An event that asks for both rooms, in that order. */
  private EventKey wishful(String from, int minutes, String rule, MeetingRoom... rooms) {
    EventKey event = house.event(ada, plan(from, minutes, rule, EventPlan.Ability.NONE));
    List<Invitation> wishes = new ArrayList<>();
    for (MeetingRoom room : rooms) {
      wishes.add(wish(room));
    }
    house.invitations.invite(ada, house.calendar(ada), event, wishes);
    return event;
  }

  private EventKey settled(EventKey event) {
    house
        .rooms
        .database
        .jdbi()
        .useTransaction(handle ->
            new Settlement(house.doors, handle, Optional.of(ada), ada.organisation())
                .settle(event.id()));
    return event;
  }

  @Test
  void ofFiftyEventsThatAskForTheSameRoomOneHasIt() throws Exception {
    List<EventKey> events =
        Collections.nCopies(MANY, "2022-06-15T08:00:00Z").stream()
            .map(from -> wishful(from, 60, "", oak))
            .toList();
    race(MANY, number -> settled(events.get(number)));

    assertThat(events.stream().map(event -> house.answer(ada, event, oak)))
        .containsOnlyOnce(Answer.ACCEPTED)
        .doesNotContain(Answer.NONE)
        .filteredOn(answer -> answer == Answer.DECLINED)
        .hasSize(MANY - 1);
    assertThat(house.reservations(oak)).hasSize(1);
  }

  @Test
  void seriesThatOverlapInTwoRoomsWaitForEachOtherWithoutADeadlock() throws Exception {
    List<EventKey> events = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      MeetingRoom first = i % 2 == 0 ? oak : elm;
      events.add(
          wishful(
              "2022-06-15T08:" + (10 + i) + ":00Z",
              60,
              "FREQ=DAILY;COUNT=60",
              first,
              first.equals(oak) ? elm : oak));
    }
    race(events.size(), number -> settled(events.get(number)));

    assertThat(house.reservations(oak)).hasSize(60);
    assertThat(house.reservations(elm)).hasSize(60);
  }

  @Test
  void eventsThatChangePlacesNeitherLoseNorShareTheRoom() throws Exception {
    String early = "2022-06-15T08:00:00Z";
    String late = "2022-06-15T12:00:00Z";
    EventKey one = settled(wishful(early, 60, "", oak));
    EventKey other = settled(wishful(late, 60, "", oak));
    String calendar = house.calendar(ada);
    for (int round = 0; round < 5; round++) {
      boolean even = round % 2 == 0;
      house.events.change(ada, calendar, one, moved(time(even ? late : early, 60)));
      house.events.change(ada, calendar, other, moved(time(even ? early : late, 60)));
      race(2, number -> settled(number == 0 ? one : other));
      // whoever came first found the other still there, and asks again
      house.booked(ada, one, oak);
      house.booked(ada, other, oak);
      assertThat(house.answer(ada, one, oak)).isEqualTo(Answer.ACCEPTED);
      assertThat(house.answer(ada, other, oak)).isEqualTo(Answer.ACCEPTED);
    }
    assertThat(house.reservations(oak).stream().filter(r -> !r.status().released())).hasSize(2);
  }
}
