package io.roomledger.booking;

import java.util.List;
import java.util.UUID;

/**
 * A level and where it stands in the tree.
 *
 * @param level the level
 * @param path the levels above it, the root first; empty for the root
 * @param hasChildren whether there are levels under it
 */
public record LevelEntry(RoomLevel level, List<UUID> path, boolean hasChildren) {
  public LevelEntry {
    path = List.copyOf(path);
  }
}
