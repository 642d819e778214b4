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

class RoomLevelsTest {
  private final BookingHouse house = new BookingHouse();
  private final RoomLevels levels = house.rooms.levels();

  @AfterEach
  void close() {
    house.close();
  }

  private static void refuses(ThrowingCallable act, Class<? extends Refusal> how) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isInstanceOf(how));
  }

  private static RoomLevel as(RoomLevel level, UUID parent, String name, String customId) {
    return new RoomLevel(level.id(), Optional.of(parent), name, Optional.of(customId));
  }

  @Test
  void aLevelKnowsItsWayFromTheRootAndWhetherItHasChildren() {
    assertThat(levels.entry(house.ada, house.floor.id()))
        .isEqualTo(
            new LevelEntry(house.floor, List.of(house.root.id(), house.building.id()), false));
    assertThat(levels.entry(house.ada, house.root.id()))
        .isEqualTo(new LevelEntry(house.root, List.of(), true));
    assertThat(
            levels.entries(
                house.ada, List.of(house.floor.id(), UUID.randomUUID(), house.root.id())))
        .extracting(LevelEntry::level)
        .containsExactly(house.floor, house.root);
  }

  @Test
  void childrenComePageByPageByName() {
    for (String name : List.of("Floor 3", "Floor 2")) {
      levels.add(house.manager, RoomLevel.under(house.building.id(), name));
    }
    List<String> names = new ArrayList<>();
    Optional<String> after = Optional.empty();
    do {
      Page<LevelEntry> page = levels.children(house.ada, house.building.id(), after, 2);
      page.items().forEach(entry -> names.add(entry.level().name()));
      after = page.next();
    } while (after.isPresent());

    assertThat(names).containsExactly("Floor 1", "Floor 2", "Floor 3");
    refuses(
        () -> levels.children(house.ada, house.building.id(), Optional.of("junk"), 2),
        Refusal.Invalid.class);
    refuses(
        () -> levels.children(house.ada, house.building.id(), Optional.empty(), 0),
        Refusal.Invalid.class);
  }

  @Test
  void theOrganisationsOwnIdsAreUniqueAndFound() {
    levels.change(house.manager, as(house.floor, house.building.id(), "Floor 1", "1001"));
    levels.change(house.manager, as(house.building, house.root.id(), "Building A", "1000"));

    assertThat(levels.customised(house.ada, List.of("1001", "nobody", "1000")))
        .containsExactly(house.floor.id(), house.building.id());
    refuses(
        () -> levels.change(house.manager, as(house.floor, house.building.id(), "Floor 1", "1000")),
        Refusal.Conflict.class);
    refuses(
        () ->
            levels.add(
                house.manager,
                new RoomLevel(
                    UUID.randomUUID(), Optional.of(house.root.id()), "Other", Optional.of("1000"))),
        Refusal.Conflict.class);
  }

  @Test
  void aLevelMovesWithAllThatHangsInIt() {
    RoomLevel other = levels.add(house.manager, RoomLevel.under(house.root.id(), "Building B"));
    levels.change(
        house.manager,
        new RoomLevel(house.building.id(), Optional.of(other.id()), "Annexe", Optional.empty()));

    assertThat(levels.entry(house.ada, house.floor.id()).path())
        .containsExactly(house.root.id(), other.id(), house.building.id());
    assertThat(house.rooms.entry(house.ada, house.oak.id()).path())
        .containsExactly(house.root.id(), other.id(), house.building.id(), house.floor.id());
  }

  @Test
  void noLevelHangsUnderItselfTooDeepOrInThePlaceOfTheRoot() {
    RoomLevel deep = house.floor;
    for (int depth = 4; depth <= RoomLevels.DEEPEST; depth++) {
      deep = levels.add(house.manager, RoomLevel.under(deep.id(), "Level " + depth));
    }
    UUID deepest = deep.id();
    RoomLevel other = levels.add(house.manager, RoomLevel.under(house.root.id(), "Building B"));

    refuses(
        () -> levels.change(house.manager, as(house.building, deepest, "Building A", "1")),
        Refusal.Invalid.class);
    refuses(
        () -> levels.change(house.manager, as(house.building, house.floor.id(), "A", "1")),
        Refusal.Invalid.class);
    refuses(
        () -> levels.change(house.manager, as(house.building, other.id(), "A", "1")),
        Refusal.Invalid.class);
    refuses(
        () -> levels.change(house.manager, as(house.root, other.id(), "A", "1")),
        Refusal.Invalid.class);
    refuses(
        () ->
            levels.change(
                house.manager,
                new RoomLevel(house.floor.id(), Optional.empty(), "A", Optional.empty())),
        Refusal.Invalid.class);
    refuses(
        () -> levels.change(house.manager, as(other, house.root.id(), "Building A", "1")),
        Refusal.Conflict.class);
  }

  @Test
  void aLevelWithSomethingInItIsRemovedOnlyWithIt() {
    house.reservations.book(
        house.ada, house.booking(house.ada, house.oak, "2022-06-15T08:00:00Z", 60));
    refuses(() -> levels.remove(house.manager, house.building.id(), false), Refusal.Conflict.class);
    refuses(() -> levels.remove(house.manager, house.floor.id(), false), Refusal.Conflict.class);
    refuses(() -> levels.remove(house.manager, house.root.id(), true), Refusal.Invalid.class);
    refuses(() -> levels.remove(house.ada, house.floor.id(), true), Refusal.Forbidden.class);
    levels.remove(house.manager, house.building.id(), true);

    assertThat(levels.subtree(house.ada, house.root.id())).containsExactly(house.root);
    assertThat(house.rooms.findRoom(house.ada, house.oak.id())).isEmpty();
    assertThat(house.rooms.findRoom(house.ada, house.elm.id())).isEmpty();
    refuses(() -> levels.get(house.ada, house.floor.id()), Refusal.NotFound.class);
    refuses(() -> levels.remove(house.manager, house.building.id(), true), Refusal.NotFound.class);
  }

  @Test
  void whatIsRemovedLeavesItsNamesToOthers() {
    levels.change(house.manager, as(house.floor, house.building.id(), "Floor 1", "1001"));
    levels.remove(house.manager, house.floor.id(), true);
    RoomLevel again =
        levels.add(
            house.manager,
            new RoomLevel(
                UUID.randomUUID(),
                Optional.of(house.building.id()),
                "Floor 1",
                Optional.of("1001")));

    assertThat(levels.customised(house.ada, List.of("1001"))).containsExactly(again.id());
  }
}
