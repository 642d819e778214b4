package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.Reserver;
import io.roomledger.booking.RoomLevel;
import io.roomledger.booking.RoomUse;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Meeting rooms: the tree of levels, and the day of the rooms in one of them. */
final class MeetingRoomPages {
  private static final int MOST_ROOMS = 100;
  private static final int QUARTERS = 96;
  private static final Duration QUARTER = Duration.ofMinutes(15);

  private final Gate gate;
  private final Pages pages;
  private final Console.Booked doors;

  MeetingRoomPages(Gate gate, Pages pages, Console.Booked doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /**
   * The day of some rooms.
   *
   * @param levels the tree, parents before children
   * @param chosen the level whose rooms are shown
   * @param day which day, where the person is
   * @param rooms the rooms and when they are held
   * @param more whether there are more rooms than are shown
   */
  record Day(
      List<Level> levels, RoomLevel chosen, LocalDate day, List<RoomDay> rooms, boolean more) {
    String address(RoomLevel level, LocalDate date) {
      return "/meeting-rooms?level=" + level.id() + "&day=" + date;
    }
  }

  /**
   * A level of the tree.
   *
   * @param depth how many levels are above it
   */
  record Level(RoomLevel level, int depth) {}

  /** A room and when it is held. */
  record RoomDay(MeetingRoom room, List<Held> held) {}

  /**
   * A time at which a room is held, within the day.
   *
   * @param from the first quarter of an hour, 0 to 95
   * @param quarters how many
   */
  record Held(RoomUse use, int from, int quarters) {
    String by() {
      return use.by().map(Reserver::name).orElse("");
    }
  }

  List<Endpoint> endpoints() {
    return List.of(gate.page("/meeting-rooms", this::day));
  }

  private Answer day(Visit visit) {
    RoomLevel root = doors.rooms().levels().root(visit.caller());
    List<RoomLevel> tree = doors.rooms().levels().subtree(visit.caller(), root.id());
    RoomLevel chosen =
        visit
            .asked("level")
            .map(MeetingRoomPages::id)
            .map(id -> doors.rooms().levels().get(visit.caller(), id))
            .orElse(root);
    LocalDate day =
        visit.asked("day").map(MeetingRoomPages::day).orElse(visit.manners().date(Instant.now()));
    var page = doors.rooms().roomsUnder(visit.caller(), chosen.id(), Optional.empty(), MOST_ROOMS);
    Period period = new Period(visit.manners().start(day), visit.manners().start(day.plusDays(1)));
    Map<UUID, List<RoomUse>> held =
        doors
            .diaries()
            .held(visit.caller(), page.items().stream().map(MeetingRoom::id).toList(), period);
    List<RoomDay> rooms =
        page.items().stream()
            .map(room -> new RoomDay(room, placed(held.getOrDefault(room.id(), List.of()), period)))
            .toList();
    return pages.page(
        visit, "meetingRooms", new Day(levels(tree), chosen, day, rooms, page.next().isPresent()));
  }

  private static List<Level> levels(List<RoomLevel> tree) {
    Map<UUID, Integer> depths = new HashMap<>();
    List<Level> levels = new ArrayList<>();
    for (RoomLevel level : tree) {
      int depth = level.parent().map(parent -> depths.getOrDefault(parent, -1) + 1).orElse(0);
      depths.put(level.id(), depth);
      levels.add(new Level(level, depth));
    }
    return levels;
  }

  private static List<Held> placed(List<RoomUse> uses, Period day) {
    return uses.stream().map(use -> placed(use, day)).toList();
  }

  private static Held placed(RoomUse use, Period day) {
    Instant from = use.held().from().isBefore(day.from()) ? day.from() : use.held().from();
    Instant to = use.held().to().isAfter(day.to()) ? day.to() : use.held().to();
    int first = Math.clamp(Duration.between(day.from(), from).dividedBy(QUARTER), 0, QUARTERS - 1);
    long length = Duration.between(from, to).plus(QUARTER).minusNanos(1).dividedBy(QUARTER);
    return new Held(use, first, Math.clamp(length, 1, QUARTERS - first));
  }

  private static UUID id(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ROOM_LEVEL, text));
    }
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new RefusedException(new Refusal.Invalid("day", text, "a day such as 2026-03-01"));
    }
  }
}
