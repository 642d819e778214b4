package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.RoomLevel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The tree of levels as it is shown: each level before those in it, side by side by name.
 *
 * @param levels from the root on
 */
record LevelTree(List<Level> levels) {
  /**
   * A level of the tree.
   *
   * @param depth how many levels are above it
   */
  record Level(RoomLevel level, int depth) {}

  static LevelTree of(Visit visit, MeetingRooms rooms) {
    RoomLevel root = rooms.levels().root(visit.caller());
    List<RoomLevel> all = rooms.levels().subtree(visit.caller(), root.id());
    List<Level> levels = new ArrayList<>();
    add(root, 0, all, levels);
    return new LevelTree(levels);
  }

  private static void add(RoomLevel level, int depth, List<RoomLevel> all, List<Level> into) {
    into.add(new Level(level, depth));
    all.stream()
        .filter(under -> under.parent().equals(Optional.of(level.id())))
        .sorted(Comparator.comparing(RoomLevel::name))
        .forEach(under -> add(under, depth + 1, all, into));
  }

  RoomLevel root() {
    return levels.getFirst().level();
  }

  /**
   * The level of that id, or the root.
   *
   * @throws RefusedException not found
   */
  RoomLevel chosen(Optional<String> id) {
    return id.map(this::level).orElseGet(this::root);
  }

  private RoomLevel level(String id) {
    return levels.stream()
        .map(Level::level)
        .filter(level -> level.id().toString().equals(id))
        .findFirst()
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ROOM_LEVEL, id)));
  }

  /** The levels from the one under the root to that one; of the root, itself. */
  List<RoomLevel> path(UUID id) {
    List<RoomLevel> path = new ArrayList<>();
    Optional<UUID> next = Optional.of(id);
    while (next.isPresent()) {
      RoomLevel level = level(next.get().toString());
      if (level.parent().isPresent() || path.isEmpty()) {
        path.addFirst(level);
      }
      next = level.parent();
    }
    return path;
  }

  /** The path of a level in one line. */
  String place(UUID id) {
    return String.join(" › ", path(id).stream().map(RoomLevel::name).toList());
  }
}
