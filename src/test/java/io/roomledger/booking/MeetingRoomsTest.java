package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
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
    assertThat(rooms.root(house.ada)).isEqualTo(house.root);
    assertThat(rooms.root(house.stranger)).isNotEqualTo(house.root);
    refuses(
        () ->
            rooms.addLevel(
                house.manager,
                new RoomLevel(UUID.randomUUID(), Optional.empty(), "Two", Optional.empty())),
        Refusal.Conflict.class);
  }

  @Test
  void aSubtreeNamesParentsBeforeChildren() {
    assertThat(rooms.subtree(house.ada, house.root.id()))
        .containsExactly(house.root, house.building, house.floor);
    assertThat(rooms.subtree(house.ada, house.floor.id())).containsExactly(house.floor);
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
    for (int depth = 4; depth <= MeetingRooms.DEEPEST; depth++) {
      level = rooms.addLevel(house.manager, RoomLevel.under(level.id(), "Level " + depth));
    }
    UUID deepest = level.id();

    assertThat(rooms.subtree(house.ada, house.root.id())).hasSize(10);
    refuses(
        () -> rooms.addLevel(house.manager, RoomLevel.under(deepest, "Level 11")),
        Refusal.Invalid.class);
  }

  @Test
  void anotherOrganisationFindsNothing() {
    assertThat(rooms.findLevel(house.stranger, house.floor.id())).isEmpty();
    assertThat(rooms.findRoom(house.stranger, house.oak.id())).isEmpty();
    refuses(() -> rooms.subtree(house.stranger, house.floor.id()), Refusal.NotFound.class);
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
        () -> rooms.addLevel(house.manager, RoomLevel.under(house.building.id(), "Floor 1")),
        Refusal.Conflict.class);
    refuses(
        () -> rooms.add(house.manager, MeetingRoom.in(house.floor.id(), "Oak", 1)),
        Refusal.Conflict.class);
    assertThat(rooms.levelNamed(house.manager, house.building.id(), "Floor 1"))
        .isEqualTo(house.floor);
    assertThat(rooms.roomNamed(house.manager, house.floor.id(), "Oak", 99)).isEqualTo(house.oak);
  }

  @Test
  void onlyManagersChangeRooms() {
    refuses(
        () -> rooms.add(house.ada, MeetingRoom.in(house.floor.id(), "Ash", 1)),
        Refusal.Forbidden.class);
    refuses(
        () -> rooms.addLevel(house.ada, RoomLevel.under(house.floor.id(), "Nook")),
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
        () -> rooms.addLevel(house.manager, RoomLevel.under(house.root.id(), "x".repeat(201))),
        Refusal.Invalid.class);
  }
}
