package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRoom.Closing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Check-in opens ten minutes before a meeting and ends ten minutes after it began. */
class CheckInsTest {
  private final BookingHouse house = new BookingHouse();
  private final CheckIns checkIns = house.checkIns;

  @BeforeEach
  void requireCheckIn() {
    house.rooms.rule(
        house.manager, house.oak.id(), new MeetingRoom.Rules(false, CheckInPolicy.REQUIRED));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Refusal refusal(ThrowingCallable act) {
    RefusedException[] caught = new RefusedException[1];
    assertThatThrownBy(act).isInstanceOfSatisfying(RefusedException.class, e -> caught[0] = e);
    return caught[0].refusal();
  }

  private UUID booked(String from, int minutes) {
    return house
        .reservations
        .book(house.ada, house.booking(house.ada, house.oak, from, minutes))
        .booking()
        .id();
  }

  private Reservation find(UUID id) {
    return house.reservations.find(house.manager, id).orElseThrow();
  }

  private void itIs(String time) {
    house.clock.set(Instant.parse(time));
  }

  @Test
  void theTimeToCheckInComesAndIsOverAndTheRoomIsFree() {
    UUID id = booked("2022-06-15T08:00:00Z", 60);
    itIs("2022-06-15T07:49:59Z");
    assertThat(checkIns.advance()).isZero();
    assertThat(find(id).checkIn().state()).isEqualTo(CheckInState.AWAITED);
    itIs("2022-06-15T07:50:00Z");
    assertThat(checkIns.advance()).isEqualTo(1);
    assertThat(find(id).checkIn().state()).isEqualTo(CheckInState.OPEN);
    assertThat(checkIns.advance()).isZero();
    itIs("2022-06-15T08:10:07Z");
    assertThat(checkIns.advance()).isEqualTo(1);

    Reservation released = find(id);
    assertThat(released.status()).isEqualTo(ReservationStatus.RELEASED_NOT_CHECKED_IN);
    assertThat(released.checkIn()).isEqualTo(CheckIn.not(CheckInState.MISSED));
    assertThat(released.release())
        .contains(new Release("server", "", Instant.parse("2022-06-15T08:10:00Z")));
    assertThat(house.reservations.history(house.ada, id))
        .extracting(ReservationStep::step, step -> step.at().toString(), ReservationStep::actor)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("BOOKED", "2022-06-15T06:00:00Z", house.ada.key()),
            org.assertj.core.groups.Tuple.tuple("CHECK_IN_OPEN", "2022-06-15T07:50:00Z", "server"),
            org.assertj.core.groups.Tuple.tuple(
                "RELEASED_NOT_CHECKED_IN", "2022-06-15T08:10:00Z", "server"));
    assertThat(find(booked("2022-06-15T08:11:00Z", 60)).status())
        .isEqualTo(ReservationStatus.BOOKED);
  }

  @Test
  void whatFellDueWhileNoServerRanIsWrittenDownWithTheTimeAtWhichItDid() {
    UUID first = booked("2022-06-15T08:00:00Z", 60);
    UUID second = booked("2022-06-15T09:00:00Z", 5);
    UUID third = booked("2022-06-16T09:00:00Z", 60);
    itIs("2022-06-16T08:55:00Z");

    assertThat(checkIns.advance()).isEqualTo(3);
    assertThat(find(first).release().orElseThrow().at())
        .isEqualTo(Instant.parse("2022-06-15T08:10:00Z"));
    assertThat(find(second).release().orElseThrow().at())
        .as("a short meeting is over before the time to check in is")
        .isEqualTo(Instant.parse("2022-06-15T09:05:00Z"));
    assertThat(find(third).checkIn().state()).isEqualTo(CheckInState.OPEN);
    assertThat(house.reservations.history(house.manager, first))
        .extracting(step -> step.at().toString())
        .containsExactly("2022-06-15T06:00:00Z", "2022-06-15T07:50:00Z", "2022-06-15T08:10:00Z");
    assertThat(releaseAudits()).isEqualTo(2);
  }

  private long releaseAudits() {
    return house
        .database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    "SELECT count(*) FROM audit WHERE action ="
                        + " 'reservation.released-not-checked-in'")
                .mapTo(Long.class)
                .one());
  }

  @Test
  void whoCameKeepsTheRoom() {
    UUID id = booked("2022-06-15T08:00:00Z", 60);
    itIs("2022-06-15T07:55:00Z");
    checkIns.advance();
    Reservation there = checkIns.arrive(house.ada, house.oak.id(), CheckInDevice.QR_CODE);
    itIs("2022-06-15T08:30:00Z");

    assertThat(checkIns.advance()).isZero();
    assertThat(there.booking().id()).isEqualTo(id);
    assertThat(find(id).checkIn())
        .isEqualTo(CheckIn.done(CheckInDevice.QR_CODE, Instant.parse("2022-06-15T07:55:00Z")));
    assertThat(refusal(() -> checkIns.checkIn(house.ada, id, CheckInDevice.BOARD)))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void aBoardChecksInWhoeverReservedTheRoomAndOthersCannot() {
    UUID id = booked("2022-06-15T08:00:00Z", 60);
    itIs("2022-06-15T08:05:00Z");

    assertThat(refusal(() -> checkIns.arrive(house.bob, house.oak.id(), CheckInDevice.QR_CODE)))
        .isInstanceOf(Refusal.Forbidden.class);
    checkIns.arrive(house.program, house.oak.id(), CheckInDevice.BOARD);
    assertThat(house.reservations.history(house.ada, id).getLast())
        .isEqualTo(
            new ReservationStep(
                "CHECKED_IN",
                Instant.parse("2022-06-15T08:05:00Z"),
                house.program.key(),
                "Program"));
  }

  @Test
  void nobodyComesTooEarlyOrTooLateOrToNothing() {
    UUID id = booked("2022-06-15T08:00:00Z", 60);
    itIs("2022-06-15T07:49:59Z");
    assertThat(refusal(() -> checkIns.checkIn(house.ada, id, CheckInDevice.BOARD)).message())
        .contains("2022-06-15T07:50:00Z")
        .contains("2022-06-15T08:10:00Z");
    assertThat(refusal(() -> checkIns.arrive(house.ada, house.oak.id(), CheckInDevice.BOARD)))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> checkIns.arrive(house.ada, UUID.randomUUID(), CheckInDevice.BOARD)))
        .isInstanceOf(Refusal.NotFound.class);
    assertThat(refusal(() -> checkIns.arrive(house.stranger, house.oak.id(), CheckInDevice.BOARD)))
        .isInstanceOf(Refusal.NotFound.class);
    itIs("2022-06-15T08:10:00Z");
    assertThat(refusal(() -> checkIns.checkIn(house.ada, id, CheckInDevice.BOARD)))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void nextOnAreThoseWhoHaveNotComeYet() {
    UUID first = booked("2022-06-15T08:00:00Z", 60);
    UUID second = booked("2022-06-15T09:00:00Z", 60);
    itIs("2022-06-15T08:05:00Z");
    checkIns.arrive(house.program, house.oak.id(), CheckInDevice.BOARD);
    itIs("2022-06-15T08:55:00Z");
    checkIns.arrive(house.program, house.oak.id(), CheckInDevice.BOARD);

    assertThat(find(first).checkIn().at()).contains(Instant.parse("2022-06-15T08:05:00Z"));
    assertThat(find(second).checkIn().at()).contains(Instant.parse("2022-06-15T08:55:00Z"));
  }

  @Test
  void nobodyIsBlamedForNotComingToARoomThatWasClosed() {
    UUID id = booked("2022-06-15T08:00:00Z", 60);
    close("2022-06-15T07:00:00Z", "2022-06-15T09:00:00Z");
    itIs("2022-06-15T08:05:00Z");
    assertThat(refusal(() -> checkIns.checkIn(house.ada, id, CheckInDevice.BOARD)).message())
        .contains("the room is closed");
    itIs("2022-06-15T08:10:00Z");
    checkIns.advance();

    assertThat(find(id).status()).isEqualTo(ReservationStatus.BOOKED);
    assertThat(find(id).checkIn().state()).isEqualTo(CheckInState.ROOM_CLOSED);
    assertThat(house.reservations.history(house.ada, id).getLast().step()).isEqualTo("ROOM_CLOSED");
    assertThat(checkIns.advance()).isZero();
  }

  private void close(String from, String to) {
    house.rooms.close(
        house.manager,
        house.oak.id(),
        Optional.of(
            new Closing(
                Instant.parse(from),
                Optional.of(Instant.parse(to)),
                "Painting",
                List.of(),
                false,
                false)));
  }

  @Test
  void aClosedRoomOpensByItself() {
    close("2022-06-15T08:00:00Z", "2022-06-15T10:00:00Z");

    assertThat(refusal(() -> booked("2022-06-15T07:30:00Z", 31)).message())
        .contains("closed from 2022-06-15T08:00:00Z to 2022-06-15T10:00:00Z");
    booked("2022-06-15T07:30:00Z", 30);
    booked("2022-06-15T10:00:00Z", 30);
    assertThat(house.rooms.room(house.ada, house.oak.id()).closedAt(house.clock.instant()))
        .isFalse();
    itIs("2022-06-15T08:00:00Z");
    assertThat(house.rooms.room(house.ada, house.oak.id()).closedAt(house.clock.instant()))
        .isTrue();
    itIs("2022-06-15T10:00:00Z");
    assertThat(house.rooms.room(house.ada, house.oak.id()).closedAt(house.clock.instant()))
        .isFalse();
  }

  @Test
  void whoBooksOnTheSpotNeedNotCheckIn() {
    itIs("2022-06-15T08:00:30Z");
    UUID id = booked("2022-06-15T08:00:00Z", 60);
    itIs("2022-06-15T08:30:00Z");

    assertThat(checkIns.advance()).isZero();
    assertThat(find(id).checkIn().state()).isEqualTo(CheckInState.NOT_NEEDED_ON_THE_SPOT);
  }

  @Test
  void whatIsAgreedToAfterItBeganNeedsNoCheckIn() {
    house.rooms.rule(
        house.manager, house.oak.id(), new MeetingRoom.Rules(true, CheckInPolicy.REQUIRED));
    UUID id = booked("2022-06-15T08:00:00Z", 60);
    itIs("2022-06-15T08:20:00Z");
    assertThat(checkIns.advance()).isZero();
    house.reservations.approve(house.manager, id);

    assertThat(checkIns.advance()).isZero();
    assertThat(find(id).checkIn().state()).isEqualTo(CheckInState.NOT_NEEDED_ON_THE_SPOT);
  }

  @Test
  void aMeetingThatEndsEarlyGivesTheRestBack() {
    UUID id = booked("2022-06-15T08:00:00Z", 60);
    assertThat(
            refusal(() -> house.reservations.release(house.manager, id, ReleaseKind.AFTER_END))
                .message())
        .contains("it begins at 2022-06-15T08:00:00Z");
    itIs("2022-06-15T08:05:00Z");
    checkIns.checkIn(house.ada, id, CheckInDevice.CONTROLLER);
    itIs("2022-06-15T08:25:00Z");
    house.reservations.release(house.manager, id, ReleaseKind.AFTER_END);

    assertThat(find(id).status()).isEqualTo(ReservationStatus.RELEASED_AFTER_END);
    assertThat(find(id).end()).isEqualTo(Instant.parse("2022-06-15T09:00:00Z"));
    assertThat(find(booked("2022-06-15T08:25:00Z", 30)).status())
        .isEqualTo(ReservationStatus.BOOKED);
  }
}
