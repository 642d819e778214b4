package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.RoomLevel;
import io.roomledger.booking.RoomWish;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Permissions;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One level: what hangs in it, and what administrators change of it. */
final class LevelPages {
  private final Gate gate;
  private final Pages pages;
  private final Console.Booked doors;

  LevelPages(Gate gate, Pages pages, Console.Booked doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /**
   * The page.
   *
   * @param level the level
   * @param tree the whole tree
   * @param rooms the rooms in it and below, at most a thousand
   * @param coming how many reservations a removal would give back
   */
  record Shown(RoomLevel level, LevelTree tree, List<MeetingRoom> rooms, long coming) {
    String address() {
      return "/meeting-rooms/levels/" + level.id();
    }

    /** The levels directly in it. */
    List<RoomLevel> children() {
      return tree.levels().stream()
          .map(LevelTree.Level::level)
          .filter(under -> under.parent().equals(Optional.of(level.id())))
          .toList();
    }

    /** The rooms directly in it. */
    List<MeetingRoom> own() {
      return rooms.stream().filter(room -> room.level().equals(level.id())).toList();
    }

    /** How many levels hang below it. */
    long below() {
      return tree.levels().stream()
              .filter(one -> tree.path(one.level().id()).contains(level))
              .count()
          - 1;
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/meeting-rooms/levels/{level}", this::show),
        gate.post("/meeting-rooms/levels/{level}/levels", this::addLevel),
        gate.post("/meeting-rooms/levels/{level}/rooms", this::addRoom),
        gate.post("/meeting-rooms/levels/{level}/change", this::change),
        gate.post("/meeting-rooms/levels/{level}/remove", this::remove));
  }

  private static UUID id(Visit visit) {
    return Moments.id(Refusal.Thing.ROOM_LEVEL, visit.call().pathParameter("level"));
  }

  private Answer show(Visit visit) {
    visit.caller().needPermission(Permissions.MANAGE_MEETINGS);
    LevelTree tree = LevelTree.of(visit, doors.rooms());
    RoomLevel level = tree.chosen(Optional.of(id(visit).toString()));
    List<MeetingRoom> rooms =
        doors
            .rooms()
            .fitting(
                visit.caller(),
                RoomWish.any(level.id()),
                Optional.empty(),
                MeetingRooms.LARGEST_PAGE)
            .items();
    long coming =
        doors.tables().coming(visit.caller(), rooms.stream().map(MeetingRoom::id).toList());
    return pages.page(visit, "level", new Shown(level, tree, rooms, coming));
  }

  private Answer back(Visit visit, UUID level, String said) {
    return Pages.redirect(visit, "/meeting-rooms/levels/" + level + "?said=" + said);
  }

  private Answer addLevel(Visit visit) {
    doors.rooms().levels().add(visit.caller(), RoomLevel.under(id(visit), visit.field("name")));
    return back(visit, id(visit), "added");
  }

  private Answer addRoom(Visit visit) {
    MeetingRoom plain = MeetingRoom.in(id(visit), visit.field("name"), RoomPages.seats(visit));
    MeetingRoom.Label label =
        new MeetingRoom.Label(
            plain.name(),
            plain.capacity(),
            plain.displayId(),
            visit.field("description"),
            Optional.empty(),
            RoomPages.devices(visit));
    doors
        .rooms()
        .add(
            visit.caller(),
            new MeetingRoom(
                plain.id(), plain.level(), label, RoomPages.rules(visit), Optional.empty()));
    return back(visit, id(visit), "added");
  }

  private Answer change(Visit visit) {
    RoomLevel now = doors.rooms().levels().get(visit.caller(), id(visit));
    doors
        .rooms()
        .levels()
        .change(
            visit.caller(),
            new RoomLevel(now.id(), now.parent(), visit.field("name"), now.customId()));
    return back(visit, id(visit), "chosen");
  }

  private Answer remove(Visit visit) {
    RoomLevel now = doors.rooms().levels().get(visit.caller(), id(visit));
    doors.rooms().levels().remove(visit.caller(), now.id(), true);
    return back(visit, now.parent().orElseThrow(), "mr.removed");
  }
}
