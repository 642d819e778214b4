package io.roomledger.booking;

import java.util.Optional;
import java.util.UUID;

/**
 * A level of the tree in which meeting rooms hang: the organisation at the root, then sites,
 * buildings, floors. At most {@link RoomLevels#DEEPEST} deep; names are unique under one parent.
 *
 * @param id its id
 * @param parent the level above; only the root has none
 * @param name the name for people, at most 200 characters
 * @param customId the organisation's own id for it
 */
public record RoomLevel(UUID id, Optional<UUID> parent, String name, Optional<String> customId) {

  /** A new level under {@code parent}. */
  public static RoomLevel under(UUID parent, String name) {
    return new RoomLevel(UUID.randomUUID(), Optional.of(parent), name, Optional.empty());
  }
}
