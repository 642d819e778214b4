package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReservationsTest {
  private final BookingHouse house = new BookingHouse();
  private final Reservations reservations = house.reservations;

  @AfterEach
  void close() {
    house.close();
  }

  private static Refusal refusal(ThrowingCallable act) {
    RefusedException[] caught = new RefusedException[1];
    assertThatThrownBy(act).isInstanceOfSatisfying(RefusedException.class, e -> caught[0] = e);
    return caught[0].refusal();
  }

  private Reservation booked(String from, int minutes) {
    return reservations.book(house.ada, house.booking(house.ada, house.oak, from, minutes));
  }

  @Test
  void whatIsBookedIsFoundAsItWasBooked() {
    Reservation booked = booked("2022-06-15T08:00:00Z", 60);

    assertThat(reservations.find(house.ada, booked.booking().id())).contains(booked);
    assertThat(booked.status()).isEqualTo(ReservationStatus.BOOKED);
    assertThat(booked.roomName()).isEqualTo("Oak");
    assertThat(booked.checkIn().state()).isEqualTo(CheckInState.NOT_NEEDED_NO_DEVICE);
  }

  @Test
  void aRoomIsNotGivenTwiceAndTheRefusalNamesTheOtherTime() {
    booked("2022-06-15T08:00:00Z", 60);

    Refusal refusal = refusal(() -> booked("2022-06-15T08:59:59Z", 10));

    assertThat(refusal).isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal.message())
        .contains("Oak")
        .contains("2022-06-15T08:00:00Z")
        .contains("2022-06-15T09:00:00Z");
  }

  @Test
  void meetingsMayFollowEachOtherWithoutAPause() {
    booked("2022-06-15T08:00:00Z", 60);

    assertThat(booked("2022-06-15T09:00:00Z", 60).status()).isEqualTo(ReservationStatus.BOOKED);
    assertThat(booked("2022-06-15T07:00:00Z", 60).status()).isEqualTo(ReservationStatus.BOOKED);
  }

  @Test
  void ofManyWhoWantTheSameRoomAtOnceOneGetsIt() throws Exception {
    AtomicInteger got = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();
    Callable<Void> wish =
        () -> {
          try {
            booked("2022-06-15T08:00:00Z", 60);
            got.incrementAndGet();
          } catch (RefusedException e) {
            refused.incrementAndGet();
          }
          return null;
        };
    try (ExecutorService many = Executors.newFixedThreadPool(8)) {
      for (Future<Void> one : many.invokeAll(java.util.Collections.nCopies(8, wish))) {
        one.get();
      }
    }

    assertThat(got.get()).isEqualTo(1);
    assertThat(refused.get()).isEqualTo(7);
  }

  @Test
  void aReleaseGivesBackTheRestAndKeepsWhatWasBooked() {
    Reservation first = booked("2022-06-15T08:00:00Z", 60);
    house.clock.set(Instant.parse("2022-06-15T08:20:00Z"));
    Reservation released =
        reservations.release(house.ada, first.booking().id(), ReleaseKind.MANUAL);

    assertThat(released.status()).isEqualTo(ReservationStatus.RELEASED_MANUALLY);
    assertThat(released.booking()).isEqualTo(first.booking());
    assertThat(released.release())
        .contains(new Release(house.ada.key(), "Name of ada", house.clock.instant()));
    assertThat(booked("2022-06-15T08:20:00Z", 40).status()).isEqualTo(ReservationStatus.BOOKED);
    assertThat(refusal(() -> booked("2022-06-15T08:10:00Z", 5)).message())
        .contains("2022-06-15T08:20:00Z");
  }

  @Test
  void aReleaseBeforeTheStartGivesBackEverything() {
    Reservation first = booked("2022-06-15T08:00:00Z", 60);
    reservations.release(house.ada, first.booking().id(), ReleaseKind.MANUAL);

    assertThat(booked("2022-06-15T08:00:00Z", 60).status()).isEqualTo(ReservationStatus.BOOKED);
  }

  @Test
  void awaitingApprovalHoldsTheRoomUntilSomebodyAgrees() {
    house.rooms.rule(
        house.manager, house.oak.id(), new MeetingRoom.Rules(true, CheckInPolicy.REQUIRED));
    Reservation waiting = booked("2022-06-15T08:00:00Z", 60);
    UUID id = waiting.booking().id();

    assertThat(waiting.status()).isEqualTo(ReservationStatus.AWAITING_APPROVAL);
    assertThat(refusal(() -> booked("2022-06-15T08:30:00Z", 60)))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal(() -> reservations.approve(house.ada, id)))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(reservations.approve(house.manager, id).status())
        .isEqualTo(ReservationStatus.BOOKED);
    assertThat(refusal(() -> reservations.approve(house.manager, id)))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void everyStateIsKeptWithItsTimeAndWhoBroughtItAbout() {
    Reservation booked = booked("2022-06-15T08:00:00Z", 60);
    UUID id = booked.booking().id();
    house.clock.set(Instant.parse("2022-06-15T08:01:00Z"));
    house.checkIns.checkIn(house.ada, id, CheckInDevice.QR_CODE);
    house.clock.set(Instant.parse("2022-06-15T09:00:00Z"));
    reservations.release(house.manager, id, ReleaseKind.AFTER_END);

    assertThat(reservations.history(house.ada, id))
        .containsExactly(
            new ReservationStep(
                "BOOKED", Instant.parse("2022-06-15T06:00:00Z"), house.ada.key(), "Name of ada"),
            new ReservationStep(
                "CHECKED_IN",
                Instant.parse("2022-06-15T08:01:00Z"),
                house.ada.key(),
                "Name of ada"),
            new ReservationStep(
                "RELEASED_AFTER_END",
                Instant.parse("2022-06-15T09:00:00Z"),
                house.manager.key(),
                "Name of manager"));
    assertThat(reservations.find(house.ada, id).orElseThrow().checkIn())
        .isEqualTo(CheckIn.done(CheckInDevice.QR_CODE, Instant.parse("2022-06-15T08:01:00Z")));
  }

  @Test
  void nobodyTouchesWhatOthersBooked() {
    UUID id = booked("2022-06-15T08:00:00Z", 60).booking().id();

    assertThat(reservations.find(house.bob, id)).isEmpty();
    assertThat(refusal(() -> reservations.history(house.bob, id)))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> reservations.release(house.bob, id, ReleaseKind.MANUAL)))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(refusal(() -> house.checkIns.checkIn(house.bob, id, CheckInDevice.BOARD)))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(
            refusal(() ->
                reservations.book(
                    house.bob, house.booking(house.ada, house.oak, "2022-06-16T08:00:00Z", 5))))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(refusal(() -> reservations.release(house.stranger, id, ReleaseKind.MANUAL)))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> reservations.release(house.ada, id, ReleaseKind.BY_SENSOR)))
        .isInstanceOf(Refusal.Forbidden.class);
  }

  @Test
  void whatIsReleasedStaysReleased() {
    UUID id = booked("2022-06-15T08:00:00Z", 60).booking().id();
    assertThat(refusal(() -> reservations.release(house.manager, id, ReleaseKind.AFTER_END)))
        .isInstanceOf(Refusal.Conflict.class);
    Reservation released = reservations.release(house.manager, id, ReleaseKind.NOT_CHECKED_IN);

    assertThat(released.checkIn().state()).isEqualTo(CheckInState.MISSED);
    assertThat(refusal(() -> reservations.release(house.ada, id, ReleaseKind.MANUAL)))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal(() -> house.checkIns.checkIn(house.ada, id, CheckInDevice.BOARD)))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void aClosedRoomAndAnUnknownOneAreRefused() {
    house.rooms.close(
        house.manager,
        house.oak.id(),
        Optional.of(MeetingRoom.Closing.since(house.clock.instant(), "Painting")));

    assertThat(refusal(() -> booked("2022-06-15T08:00:00Z", 60)))
        .isInstanceOf(Refusal.Conflict.class);
    MeetingRoom nowhere = MeetingRoom.in(house.floor.id(), "Nowhere", 1);
    assertThat(
            refusal(() ->
                reservations.book(
                    house.ada, house.booking(house.ada, nowhere, "2022-06-15T08:00:00Z", 5))))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.MEETING_ROOM, nowhere.id().toString()));
  }

  @Test
  void absurdTimesAndTopicsAreRefused() {
    Instant now = house.clock.instant();
    assertThat(refusal(() -> booked("2022-06-15T08:00:00Z", 0)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> booked("2022-06-15T08:00:00Z", 600_000)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(
            refusal(() ->
                new Booking(
                    UUID.randomUUID(),
                    house.oak.id(),
                    "x".repeat(Booking.LONGEST_TOPIC + 1),
                    Reserver.of(house.ada),
                    Guests.NONE,
                    new Period(now, now.plus(Duration.ofHours(1))))))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(() -> new Guests(1, 2))).isInstanceOf(Refusal.Invalid.class);
  }

  private KnownReservation known(String key, Booking booking) {
    return new KnownReservation(
        key,
        booking,
        ReservationStatus.BOOKED,
        CheckIn.not(CheckInState.NOT_NEEDED),
        Optional.empty());
  }

  @Test
  void takingInTwiceChangesNothing() {
    Booking one = house.booking(house.ada, house.oak, "2022-06-15T08:00:00Z", 60);
    Booking clash = house.booking(house.ada, house.oak, "2022-06-15T08:30:00Z", 60);
    Booking moved = house.booking(house.ada, house.oak, "2022-06-15T12:00:00Z", 60);

    assertThat(reservations.takeIn(house.manager, List.of(known("a", one), known("b", clash))))
        .containsExactly(
            new KnownReservation.Outcome.TakenIn(),
            new KnownReservation.Outcome.DoubleBooked(one.period()));
    assertThat(reservations.takeIn(house.manager, List.of(known("a", one), known("a", moved))))
        .containsExactly(
            new KnownReservation.Outcome.AlreadyThere(true),
            new KnownReservation.Outcome.AlreadyThere(false));
    assertThat(refusal(() -> reservations.takeIn(house.ada, List.of())))
        .isInstanceOf(Refusal.Forbidden.class);
  }

  @Test
  void whatTheOtherSystemCancelledIsGivenBackHere() {
    Booking one = house.booking(house.ada, house.oak, "2022-06-15T08:00:00Z", 60);
    reservations.takeIn(house.manager, List.of(known("a", one)));
    Release release = new Release("", "Ada", Instant.parse("2022-06-14T08:00:00Z"));
    reservations.takeIn(
        house.manager,
        List.of(
            new KnownReservation(
                "a",
                one,
                ReservationStatus.RELEASED_MANUALLY,
                CheckIn.not(CheckInState.NOT_NEEDED),
                Optional.of(release))));

    Reservation now = reservations.find(house.manager, one.id()).orElseThrow();
    assertThat(now.status()).isEqualTo(ReservationStatus.RELEASED_MANUALLY);
    assertThat(now.release()).contains(release);
    assertThat(booked("2022-06-15T08:00:00Z", 60).status()).isEqualTo(ReservationStatus.BOOKED);
  }

  @Test
  void theActAndItsAuditRowAreOneTransaction() {
    UUID id = booked("2022-06-15T08:00:00Z", 60).booking().id();
    refusal(() -> booked("2022-06-15T08:00:00Z", 60));
    reservations.release(house.ada, id, ReleaseKind.MANUAL);

    assertThat(auditedActions("reservation:" + id))
        .containsExactly("reservation.booked", "reservation.released-manually");
    assertThat(countOfReservationAudits()).isEqualTo(2);
  }

  private List<String> auditedActions(String subject) {
    return house
        .database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT action FROM audit WHERE subject = :s ORDER BY id")
                .bind("s", subject)
                .mapTo(String.class)
                .list());
  }

  private long countOfReservationAudits() {
    return house
        .database
        .jdbi()
        .withHandle(h ->
            h.createQuery("SELECT count(*) FROM audit WHERE action LIKE 'reservation.%'")
                .mapTo(Long.class)
                .one());
  }
}
