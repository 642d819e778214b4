package io.roomledger.booking;

import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The door by which administrators learn how rooms are used: how long they could be had, how long
 * they were booked, and whether people came; by room, by level, by the hour of the week, by day.
 * What each figure means is in docs/words.md.
 */
public final class Utilisation {
  /** 11 MB. */
  private static final int MOST_KEPT = 400_000;

  private final Database database;
  private final MeetingRooms rooms;
  private final Clock clock;
  private final UseMemory memory;

  public Utilisation(Database database, MeetingRooms rooms, Clock clock) {
    this(database, rooms, clock, MOST_KEPT);
  }

  /** One that keeps at most so many reservations of an organisation in memory. */
  Utilisation(Database database, MeetingRooms rooms, Clock clock, int mostKept) {
    this.database = database;
    this.rooms = rooms;
    this.clock = clock;
    this.memory = new UseMemory(mostKept);
  }

  /**
   * Answers a question.
   *
   * @throws RefusedException forbidden, without {@link Permissions#MANAGE_MEETINGS}; not found, if
   *     there is no such level or room; invalid, if a room hangs elsewhere
   */
  public UtilisationReport report(Caller caller, UtilisationQuestion question) {
    authorise(caller, question);
    return database
        .jdbi()
        .inTransaction(
            TransactionIsolationLevel.REPEATABLE_READ,
            handle ->
                report(
                    handle,
                    question,
                    clock.instant(),
                    (rooms, each) ->
                        memory.judge(
                            handle, caller.organisation(), question.period(), rooms, each)));
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

  /** Where what became of reservations is read. */
  private interface Judge {
    void judge(List<UUID> rooms, Consumer<UtilisationRows.Judged> each);
  }

  /** A report of what this transaction sees. */
  static UtilisationReport report(Handle handle, UtilisationQuestion question, Instant now) {
    return report(
        handle,
        question,
        now,
        (rooms, each) -> UtilisationRows.judge(handle, question.period(), rooms, each));
  }

  private static UtilisationReport report(
      Handle handle, UtilisationQuestion question, Instant now, Judge judge) {
    Scope scope = scope(handle, question);
    Slots slots = Slots.of(question.period(), question.zone(), question.hours());
    UtilisationBoard board = new UtilisationBoard(slots, scope.places(), now.toEpochMilli());
    judge.judge(scope.places().stream().map(UtilisationRows.Place::id).toList(), board::add);
    List<UtilisationReport.OfRoom> rooms = new ArrayList<>();
    for (UtilisationRows.Place place : scope.places()) {
      rooms.add(
          new UtilisationReport.OfRoom(
              place.id(), place.name(), place.level(), board.room(rooms.size())));
    }
    List<UtilisationReport.OfLevel> levels = levels(scope, rooms);
    rooms.sort(
        Comparator.comparing((UtilisationReport.OfRoom room) -> room.figures().booked())
            .reversed());
    return new UtilisationReport(question, now, rooms, levels, board.cells(), board.days());
  }

  private static List<UtilisationReport.OfLevel> levels(
      Scope scope, List<UtilisationReport.OfRoom> rooms) {
    Map<UUID, Figures> sums = new HashMap<>();
    for (UtilisationReport.OfRoom room : rooms) {
      for (RoomLevel level : upwards(scope.levels(), room.level())) {
        sums.computeIfAbsent(level.id(), any -> new Figures()).add(room.figures());
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
