package io.roomledger.booking;

import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The door by which administrators learn how rooms are used: how long they could be had, how long
 * they were booked, and whether people came; by room, by level, by the hour of the week, by day.
 * What each figure means is in docs/words.md.
 */
public final class Utilisation {
  private final Database database;
  private final MeetingRooms rooms;
  private final Clock clock;

  public Utilisation(Database database, MeetingRooms rooms, Clock clock) {
    this.database = database;
    this.rooms = rooms;
    this.clock = clock;
  }

  /**
   * Answers a question.
   *
   * @throws RefusedException forbidden, without {@link Permissions#MANAGE_MEETINGS}; not found, if
   *     there is no such level or room; invalid, if a room hangs elsewhere
   */
  public UtilisationReport report(Caller caller, UtilisationQuestion question) {
    authorise(caller, question);
    return database.jdbi().withHandle(handle -> report(handle, question, clock.instant()));
  }

  /** Refuses who may not ask, and questions that cannot be meant. */
  void authorise(Caller caller, UtilisationQuestion question) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    rooms.requireUnder(caller, question.level(), question.rooms());
  }

  /** What a report is about: the rooms, and the levels that have some of them. */
  static Scope scope(Handle handle, UtilisationQuestion question) {
    List<UtilisationRows.Place> places = UtilisationRows.places(handle, question);
    Map<UUID, RoomLevel> levels = new LinkedHashMap<>();
    UtilisationRows.levels(handle, question.level())
        .forEach(level -> levels.put(level.id(), level));
    Map<UUID, Integer> counts = new HashMap<>();
    for (UtilisationRows.Place place : places) {
      for (RoomLevel level : upwards(levels, place.level())) {
        counts.merge(level.id(), 1, Integer::sum);
      }
    }
    levels.keySet().retainAll(counts.keySet());
    return new Scope(places, levels, counts);
  }

  /** The levels of a room from its own to the top of those asked for. */
  private static List<RoomLevel> upwards(Map<UUID, RoomLevel> levels, UUID from) {
    List<RoomLevel> path = new ArrayList<>();
    RoomLevel level = levels.get(from);
    while (level != null) {
      path.add(level);
      level = level.parent().map(levels::get).orElse(null);
    }
    return path;
  }

  /**
   * The rooms and the levels that have some of them.
   *
   * @param levels by id, from the top
   * @param counts how many rooms each level has, with those below it
   */
  record Scope(
      List<UtilisationRows.Place> places, Map<UUID, RoomLevel> levels, Map<UUID, Integer> counts) {}

  static UtilisationReport report(Handle handle, UtilisationQuestion question, Instant now) {
    Scope scope = scope(handle, question);
    Slots slots = Slots.of(question.period(), question.zone(), question.hours());
    Map<UUID, Figures> byRoom = new HashMap<>();
    scope.places().forEach(place -> byRoom.put(place.id(), new Figures()));
    List<Figures> cells = new ArrayList<>();
    for (int cell = 0; cell < Slots.cell(8, 0); cell++) {
      cells.add(new Figures());
    }
    NavigableMap<LocalDate, Figures> days = new TreeMap<>();
    for (int slot = 0; slot < slots.size(); slot++) {
      days.computeIfAbsent(slots.day(slot), any -> new Figures());
    }
    Board board = new Board(byRoom, cells, days);
    open(scope.places(), slots, board);
    UtilisationRows.sums(handle, question, scope.places(), slots, now).forEach(board::add);
    return new UtilisationReport(
        question, now, rooms(scope, byRoom), levels(scope, byRoom), cells, days);
  }

  /** Where sums are collected. */
  private record Board(
      Map<UUID, Figures> rooms, List<Figures> cells, NavigableMap<LocalDate, Figures> days) {
    void add(UtilisationRows.Sum sum) {
      sum.room().map(rooms::get).ifPresent(figures -> add(figures, sum));
      sum.cell().map(cells::get).ifPresent(figures -> add(figures, sum));
      sum.day().map(LocalDate::ofEpochDay).map(days::get).ifPresent(figures -> add(figures, sum));
    }

    private static void add(Figures figures, UtilisationRows.Sum sum) {
      figures.add(sum.fate(), sum.inside(), sum.beyond(), sum.count());
    }
  }

  /** Most rooms are there all the time, so what is the same for many is reckoned once. */
  private static void open(List<UtilisationRows.Place> places, Slots slots, Board board) {
    Map<UtilisationRows.Window, List<Figures>> same = new HashMap<>();
    for (UtilisationRows.Place place : places) {
      same.computeIfAbsent(cut(place.window(), slots), any -> new ArrayList<>())
          .add(board.rooms().getOrDefault(place.id(), new Figures()));
    }
    same.forEach((window, rooms) -> {
      long all = 0;
      for (int slot = 0; slot < slots.size(); slot++) {
        long share = slots.open(slot) ? window.share(slots.start(slot), slots.end(slot)) : 0;
        if (share > 0) {
          all += share;
          board.cells().get(slots.cell(slot)).open(share * rooms.size());
          board
              .days()
              .computeIfAbsent(slots.day(slot), any -> new Figures())
              .open(share * rooms.size());
        }
      }
      long each = all;
      rooms.forEach(figures -> figures.open(each));
    });
  }

  /** Without what lies outside the period, so that it does not tell rooms apart. */
  private static UtilisationRows.Window cut(UtilisationRows.Window window, Slots slots) {
    long from = slots.start(0);
    long to = slots.end(slots.size() - 1);
    boolean closed = window.closedFrom() < to && window.closedTo() > from;
    return new UtilisationRows.Window(
        Math.max(from, window.since()),
        Math.min(to, window.gone()),
        closed ? window.closedFrom() : Long.MAX_VALUE,
        closed ? window.closedTo() : Long.MAX_VALUE);
  }

  private static List<UtilisationReport.OfRoom> rooms(Scope scope, Map<UUID, Figures> byRoom) {
    return scope.places().stream()
        .map(place ->
            new UtilisationReport.OfRoom(
                place.id(),
                place.name(),
                place.level(),
                byRoom.getOrDefault(place.id(), new Figures())))
        .sorted(
            Comparator.comparing((UtilisationReport.OfRoom room) -> room.figures().booked())
                .reversed())
        .toList();
  }

  private static List<UtilisationReport.OfLevel> levels(Scope scope, Map<UUID, Figures> byRoom) {
    Map<UUID, Figures> sums = new HashMap<>();
    for (UtilisationRows.Place place : scope.places()) {
      Figures figures = byRoom.getOrDefault(place.id(), new Figures());
      for (RoomLevel level : upwards(scope.levels(), place.level())) {
        sums.computeIfAbsent(level.id(), any -> new Figures()).add(figures);
      }
    }
    return scope.levels().values().stream()
        .map(level ->
            new UtilisationReport.OfLevel(
                level,
                scope.counts().getOrDefault(level.id(), 0),
                sums.getOrDefault(level.id(), new Figures())))
        .toList();
  }
}
