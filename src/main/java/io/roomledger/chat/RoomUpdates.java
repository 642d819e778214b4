package io.roomledger.chat;

import java.util.List;

/**
 * What happened to the rooms of a person.
 *
 * @param changed the rooms that changed, by name
 * @param gone those that were deleted
 */
public record RoomUpdates(List<RoomOverview> changed, List<GoneRoom> gone) {
  public RoomUpdates {
    changed = List.copyOf(changed);
    gone = List.copyOf(gone);
  }
}
