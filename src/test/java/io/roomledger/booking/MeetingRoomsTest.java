package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MeetingRoomsTest {
  private final BookingHouse house = new BookingHouse();
  private final MeetingRooms rooms = house.rooms;

  @AfterEach
  void close() {
    house.close();
  }

  private static void refuses(ThrowingCallable act, Class<? extends Refusal> how) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isInstanceOf(how));
  }

  @Test
  void thereIsOneRootAndItIsMadeWhenFirstAskedFor() {
    assertThat(rooms.levels().root(house.ada)).isEqualTo(house.root);
    assertThat(rooms.levels().root(house.stranger)).isNotEqualTo(house.root);
    refuses(
        () ->
            rooms
                .levels()
                .add(
                    house.manager,
                    new RoomLevel(UUID.randomUUID(), Optional.empty(), "Two", Optional.empty())),
        Refusal.Conflict.class);
  }

  @Test
  void aSubtreeNamesParentsBeforeChildren() {
    assertThat(rooms.levels().subtree(house.ada, house.root.id()))
        .containsExactly(house.root, house.building, house.floor);
    assertThat(rooms.levels().subtree(house.ada, house.floor.id())).containsExactly(house.floor);
  }

  @Test
  void roomsOfAllLevelsBelowComePageByPage() {
    List<MeetingRoom> all = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<MeetingRoom> page = rooms.roomsUnder(house.ada, house.root.id(), after, 1);
      all.addAll(page.items());
      after = page.next();
    } while (after.isPresent());

    assertThat(all).containsExactly(house.elm, house.oak);
    refuses(
        () -> rooms.roomsUnder(house.ada, house.root.id(), Optional.of("junk"), 1),
        Refusal.Invalid.class);
  }

  @Test
  void theTreeIsTenLevelsDeepAtMost() {
    RoomLevel level = house.floor;
    for (int depth = 4; depth <= RoomLevels.DEEPEST; depth++) {
      level = rooms.levels().add(house.manager, RoomLevel.under(level.id(), "Level " + depth));
    }
    UUID deepest = level.id();

    assertThat(rooms.levels().subtree(house.ada, house.root.id())).hasSize(10);
    refuses(
        () -> rooms.levels().add(house.manager, RoomLevel.under(deepest, "Level 11")),
        Refusal.Invalid.class);
  }

  @Test
  void anotherOrganisationFindsNothing() {
    assertThat(rooms.levels().find(house.stranger, house.floor.id())).isEmpty();
    assertThat(rooms.findRoom(house.stranger, house.oak.id())).isEmpty();
    refuses(() -> rooms.levels().subtree(house.stranger, house.floor.id()), Refusal.NotFound.class);
    refuses(
        () -> rooms.add(house.stranger, MeetingRoom.in(house.floor.id(), "Spy", 1)),
        Refusal.NotFound.class);
    refuses(
        () -> rooms.rule(house.stranger, house.oak.id(), MeetingRoom.Rules.FREE),
        Refusal.NotFound.class);
  }

  @Test
  void namesAreUniqueUnderOneParent() {
    refuses(
        () -> rooms.levels().add(house.manager, RoomLevel.under(house.building.id(), "Floor 1")),
        Refusal.Conflict.class);
    refuses(
        () -> rooms.add(house.manager, MeetingRoom.in(house.floor.id(), "Oak", 1)),
        Refusal.Conflict.class);
    assertThat(rooms.levels().named(house.manager, house.building.id(), "Floor 1"))
        .isEqualTo(house.floor);
    assertThat(rooms.roomNamed(house.manager, house.floor.id(), "Oak", 99)).isEqualTo(house.oak);
  }

  @Test
  void onlyManagersChangeRooms() {
    refuses(
        () -> rooms.add(house.ada, MeetingRoom.in(house.floor.id(), "Ash", 1)),
        Refusal.Forbidden.class);
    refuses(
        () -> rooms.levels().add(house.ada, RoomLevel.under(house.floor.id(), "Nook")),
        Refusal.Forbidden.class);
    refuses(
        () -> rooms.rule(house.ada, house.oak.id(), MeetingRoom.Rules.FREE),
        Refusal.Forbidden.class);
  }

  @Test
  void namesWithoutLettersAndNegativeSeatsAreRefused() {
    refuses(
        () -> rooms.add(house.manager, MeetingRoom.in(house.floor.id(), "  ", 1)),
        Refusal.Invalid.class);
    refuses(
        () -> rooms.add(house.manager, MeetingRoom.in(house.floor.id(), "Ash", -1)),
        Refusal.Invalid.class);
    refuses(
        () -> rooms.levels().add(house.manager, RoomLevel.under(house.root.id(), "x".repeat(201))),
        Refusal.Invalid.class);
  }

  @Test
  void whatIsToldOfARoomIsChangedAndTheRestStays() {
    MeetingRoom changed =
        rooms.change(
            house.manager,
            house.oak.id(),
            now ->
                new MeetingRoom(
                    now.id(),
                    house.building.id(),
                    new MeetingRoom.Label(
                        "Ash",
                        12,
                        now.displayId(),
                        "By the stairs",
                        Optional.of("7"),
                        List.of("TV")),
                    now.rules(),
                    now.closing()));

    assertThat(rooms.room(house.ada, house.oak.id())).isEqualTo(changed);
    assertThat(rooms.customised(house.ada, List.of("8", "7")))
        .containsExactly(new RoomEntry(changed, List.of(house.root.id(), house.building.id())));
    refuses(() -> rooms.change(house.ada, house.oak.id(), now -> now), Refusal.Forbidden.class);
    refuses(() -> rooms.change(house.stranger, house.oak.id(), now -> now), Refusal.NotFound.class);
    refuses(
        () ->
            rooms.change(
                house.manager,
                house.elm.id(),
                now ->
                    new MeetingRoom(
                        now.id(), now.level(), changed.label(), now.rules(), now.closing())),
        Refusal.Conflict.class);
  }

  @Test
  void roomsAreFoundByAPartOfTheirNameOrOfTheirLevels() {
    assertThat(names(new RoomSearch(house.root.id(), "oA", false))).containsExactly("Oak");
    assertThat(names(new RoomSearch(house.root.id(), "floor", false))).isEmpty();
    assertThat(names(new RoomSearch(house.root.id(), "floor", true))).containsExactly("Oak");
    assertThat(names(new RoomSearch(house.floor.id(), "", true))).containsExactly("Oak");
    rooms.close(
        house.manager,
        house.oak.id(),
        Optional.of(MeetingRoom.Closing.since(house.clock.instant(), "Sold")));
    assertThat(names(new RoomSearch(house.root.id(), "", false))).containsExactly("Elm");
  }

  private List<String> names(RoomSearch search) {
    return rooms.search(house.ada, search, Optional.empty(), 10).items().stream()
        .map(entry -> entry.room().name())
        .toList();
  }

  @Test
  void whatWasReservedInARemovedRoomStaysAndWhatWasToComeIsGivenBack() {
    Reservation over =
        house.reservations.book(
            house.ada, house.booking(house.ada, house.oak, "2022-06-15T07:00:00Z", 30));
    Reservation coming =
        house.reservations.book(
            house.ada, house.booking(house.ada, house.oak, "2022-06-15T09:00:00Z", 30));
    house.clock.set(Instant.parse("2022-06-15T08:00:00Z"));
    refuses(() -> rooms.remove(house.ada, house.oak.id()), Refusal.Forbidden.class);
    rooms.remove(house.manager, house.oak.id());

    refuses(() -> rooms.room(house.ada, house.oak.id()), Refusal.NotFound.class);
    refuses(() -> rooms.remove(house.manager, house.oak.id()), Refusal.NotFound.class);
    assertThat(house.reservations.find(house.ada, over.booking().id())).contains(over);
    Reservation released = house.reservations.find(house.ada, coming.booking().id()).orElseThrow();
    assertThat(released.status()).isEqualTo(ReservationStatus.RELEASED_MANUALLY);
    assertThat(house.reservations.history(house.ada, coming.booking().id()).getLast())
        .isEqualTo(
            new ReservationStep(
                "RELEASED_MANUALLY",
                house.clock.instant(),
                house.manager.key(),
                "Name of manager"));
    assertThat(rooms.roomNamed(house.manager, house.floor.id(), "Oak", 3).id())
        .isNotEqualTo(house.oak.id());
  }

  @Test
  void absurdLabelsAndClosingsAreRefused() {
    Instant now = house.clock.instant();
    refuses(() -> label("x".repeat(2_001), "1", "TV"), Refusal.Invalid.class);
    refuses(() -> label("", " ", "TV"), Refusal.Invalid.class);
    refuses(() -> label("", "1", ""), Refusal.Invalid.class);
    refuses(
        () ->
            rooms.close(
                house.manager,
                house.oak.id(),
                Optional.of(
                    new MeetingRoom.Closing(now, Optional.of(now), "", List.of(), false, false))),
        Refusal.Invalid.class);
  }

  private void label(String description, String customId, String device) {
    MeetingRoom.Label label =
        new MeetingRoom.Label("Ash", 1, "RL1", description, Optional.of(customId), List.of(device));
    rooms.add(
        house.manager,
        new MeetingRoom(
            UUID.randomUUID(), house.floor.id(), label, MeetingRoom.Rules.FREE, Optional.empty()));
  }
}
