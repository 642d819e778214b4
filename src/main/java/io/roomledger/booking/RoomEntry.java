package io.roomledger.booking;

import java.util.List;
import java.util.UUID;

/**
 * A room and where it hangs in the tree.
 *
 * @param room the room
 * @param path the levels from the root to the one it hangs in
 */
public record RoomEntry(MeetingRoom room, List<UUID> path) {
  public RoomEntry {
    path = List.copyOf(path);
  }
}
