package io.roomledger.booking;

import static io.roomledger.booking.EventsHouse.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class RebookingsTest {
  private final EventsHouse events = new EventsHouse();
  private final BookingHouse house = events.rooms;
  private final Rebookings door = new Rebookings(house.database, house.audit, house.clock);
  private final Timetables tables = new Timetables(house.database, house.clock);
  private final Caller ada = house.ada;
  private final UUID oak = house.oak.id();

  @AfterAll
  void close() {
    events.close();
  }

  @BeforeEach
  void empty() {
    house
        .database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("TRUNCATE reservation CASCADE");
          handle.execute("UPDATE meeting_room SET closed_from = NULL, closed_why = NULL");
        });
    at("2022-06-15T06:00:00Z");
    house.rooms.rule(house.manager, oak, MeetingRoom.Rules.FREE);
  }

  private void at(String now) {
    house.clock.set(Instant.parse(now));
  }

  private static Period period(String from, int minutes) {
    Instant start = Instant.parse(from);
    return new Period(start, start.plus(Duration.ofMinutes(minutes)));
  }

  private UUID booked(Caller by, String from, int minutes) {
    return house.reservations.book(by, house.booking(by, house.oak, from, minutes)).booking().id();
  }

  private Reservation moved(Caller by, UUID id, String from, int minutes) {
    return door.move(by, id, oak, period(from, minutes), "Topic");
  }

  private static void refused(ThrowingCallable act, Class<? extends Refusal> kind, String why) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isInstanceOf(kind))
        .hasMessageContaining(why);
  }

  private List<TimetableEntry> held(Caller reader) {
    return tables
        .held(reader, List.of(oak), period("2022-06-15T00:00:00Z", 1440))
        .getOrDefault(oak, List.of());
  }

  @Test
  void aMoveGivesBackAndBooksAnewInOneGoAndBothStayOnRecord() {
    UUID old = booked(ada, "2022-06-15T08:00:00Z", 60);
    Reservation now = moved(ada, old, "2022-06-15T08:30:00Z", 60);
    assertThat(now.status()).isEqualTo(ReservationStatus.BOOKED);
    assertThat(held(ada))
        .extracting(it -> it.reservation().start())
        .containsExactly(Instant.parse("2022-06-15T08:30:00Z"));
    assertThat(house.reservations.history(ada, old))
        .extracting(ReservationStep::step)
        .containsExactly("BOOKED", "MOVED");
    List<RoomPast> past =
        tables.past(ada, oak, period("2022-06-15T00:00:00Z", 1440), Optional.empty(), 10).items();
    assertThat(past)
        .extracting(it -> it.reservation().booking().id())
        .containsExactly(now.booking().id(), old);
    assertThat(past.getLast().movedTo()).contains(now.booking().id());
    assertThat(
            tables
                .past(house.bob, oak, period("2022-06-15T00:00:00Z", 1440), Optional.empty(), 10)
                .items())
        .as("the past of others is not shown")
        .isEmpty();
  }

  @Test
  void whatWasMovedIsNotCountedAsCancelled() {
    UUID old = booked(ada, "2022-06-15T08:00:00Z", 60);
    moved(ada, old, "2022-06-15T10:00:00Z", 60);
    Figures total =
        new Utilisation(house.database, house.rooms, house.clock)
            .report(
                house.manager,
                new UtilisationQuestion(
                    house.root.id(),
                    List.of(),
                    false,
                    period("2022-06-15T00:00:00Z", 1440),
                    ZoneOffset.UTC,
                    OpeningHours.ALWAYS))
            .total();
    assertThat(total.cancellations()).isZero();
    assertThat(total.reservations()).isEqualTo(1);
    assertThat(total.booked()).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void aMoveIntoAnothersTimeIsRefusedAndNothingIsLost() {
    UUID old = booked(ada, "2022-06-15T08:00:00Z", 60);
    booked(house.bob, "2022-06-15T09:00:00Z", 60);
    refused(
        () -> moved(ada, old, "2022-06-15T08:30:00Z", 60),
        Refusal.Conflict.class,
        "reserved already from 2022-06-15T09:00:00Z");
    assertThat(held(ada)).hasSize(2);
    assertThat(house.reservations.history(ada, old)).hasSize(1);
  }

  @Test
  void aMoveNeedsApprovalAgainUnlessItOnlyBecameShorter() {
    house.rooms.rule(house.manager, oak, new MeetingRoom.Rules(true, CheckInPolicy.NO_DEVICE));
    UUID id = booked(ada, "2022-06-15T08:00:00Z", 60);
    house.reservations.approve(house.manager, id);
    Reservation shorter = moved(ada, id, "2022-06-15T08:15:00Z", 30);
    assertThat(shorter.status()).isEqualTo(ReservationStatus.BOOKED);
    assertThat(moved(ada, shorter.booking().id(), "2022-06-15T08:15:00Z", 90).status())
        .isEqualTo(ReservationStatus.AWAITING_APPROVAL);
  }

  @Test
  void onlyOnesOwnThatHasNotBegunAndHasNoEventIsMoved() {
    UUID id = booked(ada, "2022-06-15T08:00:00Z", 60);
    refused(() -> moved(house.bob, id, "2022-06-15T10:00:00Z", 60), Refusal.Forbidden.class, "");
    refused(
        () -> moved(house.stranger, id, "2022-06-15T10:00:00Z", 60), Refusal.NotFound.class, "");
    at("2022-06-15T08:00:00Z");
    refused(
        () -> moved(ada, id, "2022-06-15T10:00:00Z", 60), Refusal.Conflict.class, "it has begun");
    EventKey event =
        events.event(ada, plan("2022-06-15T12:00:00Z", 60, "", EventPlan.Ability.NONE));
    events.booked(ada, event, house.oak);
    TimetableEntry planned = held(ada).getLast();
    assertThat(planned.event()).isPresent();
    assertThat(planned.movable(house.clock.instant())).isFalse();
    refused(
        () -> moved(ada, planned.reservation().booking().id(), "2022-06-15T14:00:00Z", 60),
        Refusal.Conflict.class,
        "belongs to an event");
  }

  @Test
  void whatOneGaveBackCanBeTakenBackWhileNobodyElseHasIt() {
    UUID id = booked(ada, "2022-06-15T08:00:00Z", 60);
    house.reservations.release(ada, id, ReleaseKind.MANUAL);
    UUID other = booked(house.bob, "2022-06-15T08:30:00Z", 60);
    refused(() -> door.restore(ada, id), Refusal.Conflict.class, "reserved already");
    house.reservations.release(house.bob, other, ReleaseKind.MANUAL);
    assertThat(door.restore(ada, id).status()).isEqualTo(ReservationStatus.BOOKED);
    assertThat(held(ada)).hasSize(1);
    refused(() -> door.restore(ada, id), Refusal.Conflict.class, "cannot be taken back");
    assertThat(house.reservations.history(ada, id))
        .extracting(ReservationStep::step)
        .containsExactly("BOOKED", "RELEASED_MANUALLY", "RESTORED");
  }

  @Test
  void whatEndedEarlyGoesOnWithItsTimeAndItsCheckIn() {
    house.rooms.rule(house.manager, oak, new MeetingRoom.Rules(false, CheckInPolicy.REQUIRED));
    UUID id = booked(ada, "2022-06-15T08:00:00Z", 60);
    at("2022-06-15T08:05:00Z");
    house.checkIns.checkIn(ada, id, CheckInDevice.BOARD);
    at("2022-06-15T08:20:00Z");
    house.reservations.release(ada, id, ReleaseKind.MANUAL);
    assertThat(held(ada).getFirst().heldTo()).isEqualTo(Instant.parse("2022-06-15T08:20:00Z"));
    Reservation again = door.restore(ada, id);
    assertThat(again.checkIn().state()).isEqualTo(CheckInState.CHECKED_IN);
    assertThat(held(ada).getFirst().heldTo()).isEqualTo(Instant.parse("2022-06-15T09:00:00Z"));
  }

  @Test
  void whatAnotherDecidedIsNotTakenBackNorWhatIsOverOrMoved() {
    house.rooms.rule(house.manager, oak, new MeetingRoom.Rules(true, CheckInPolicy.NO_DEVICE));
    UUID declined = booked(ada, "2022-06-15T08:00:00Z", 60);
    house.reservations.release(house.manager, declined, ReleaseKind.MANUAL);
    refused(() -> door.restore(ada, declined), Refusal.Conflict.class, "cannot be taken back");
    assertThat(door.restore(house.manager, declined).status())
        .as("who declined takes it back, and it waits again")
        .isEqualTo(ReservationStatus.AWAITING_APPROVAL);
    moved(ada, declined, "2022-06-15T10:00:00Z", 60);
    refused(() -> door.restore(house.manager, declined), Refusal.Conflict.class, "cannot be taken");
    UUID over = booked(ada, "2022-06-15T08:00:00Z", 60);
    house.reservations.release(ada, over, ReleaseKind.MANUAL);
    at("2022-06-15T09:00:00Z");
    refused(() -> door.restore(ada, over), Refusal.Conflict.class, "cannot be taken back");
  }

  @Test
  void othersSeeThatItIsHeldAndByWhomButNotWhatFor() {
    UUID id = booked(ada, "2022-06-15T08:00:00Z", 60);
    door.rename(ada, id, "Salaries");
    assertThat(held(ada).getFirst().reservation().booking().topic()).isEqualTo("Salaries");
    TimetableEntry seen = held(house.bob).getFirst();
    assertThat(seen.own()).isFalse();
    assertThat(seen.reservation().booking().topic()).isEmpty();
    assertThat(seen.reservation().booking().reserver().name()).isEqualTo("Name of ada");
    assertThat(tables.entry(house.bob, id).reservation().booking().topic()).isEmpty();
    refused(() -> tables.entry(house.stranger, id), Refusal.NotFound.class, "");
    refused(() -> door.rename(house.bob, id, "x"), Refusal.Forbidden.class, "");
    assertThat(held(house.stranger)).isEmpty();
    assertThat(tables.coming(house.manager, List.of(oak))).isEqualTo(1);
  }

  @Test
  void roomsAreFoundBySizeEquipmentAndWhetherTheyAreFree() {
    booked(ada, "2022-06-15T08:00:00Z", 60);
    UUID root = house.root.id();
    house.rooms.change(
        house.manager,
        house.elm.id(),
        room ->
            new MeetingRoom(
                room.id(),
                room.level(),
                new MeetingRoom.Label(
                    "Elm", 4, room.displayId(), "", Optional.empty(), List.of("Screen", "Camera")),
                room.rules(),
                Optional.empty()));
    assertThat(found(new RoomWish(root, "", 5, List.of(), Optional.empty())))
        .containsExactly("Oak");
    assertThat(found(new RoomWish(root, "", 0, List.of("Screen"), Optional.empty())))
        .containsExactly("Elm");
    assertThat(found(new RoomWish(root, "OA", 0, List.of(), Optional.empty())))
        .containsExactly("Oak");
    Optional<Period> then = Optional.of(period("2022-06-15T08:30:00Z", 60));
    assertThat(found(new RoomWish(root, "", 0, List.of(), then))).containsExactly("Elm");
    house.rooms.close(
        house.manager,
        house.elm.id(),
        Optional.of(MeetingRoom.Closing.since(house.clock.instant(), "Paint")));
    assertThat(found(new RoomWish(root, "", 0, List.of(), then))).isEmpty();
    assertThat(found(RoomWish.any(root))).containsExactly("Elm", "Oak");
    assertThat(house.rooms.devices(ada)).containsExactly("Camera", "Screen");
  }

  private List<String> found(RoomWish wish) {
    return house.rooms.fitting(ada, wish, Optional.empty(), 10).items().stream()
        .map(MeetingRoom::name)
        .toList();
  }
}
