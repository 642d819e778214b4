package io.roomledger.booking;

import io.roomledger.base.Period;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What somebody wants of a room.
 *
 * @param level the level in which or below which it is
 * @param words a part of its name, in capitals or not; empty for all
 * @param seats how many people it must hold; 0 if that does not matter
 * @param devices what must all stand in it
 * @param free when it must be free and open
 */
public record RoomWish(
    UUID level, String words, int seats, List<String> devices, Optional<Period> free) {
  public RoomWish {
    devices = List.copyOf(devices);
  }

  /** All rooms of a level. */
  public static RoomWish any(UUID level) {
    return new RoomWish(level, "", 0, List.of(), Optional.empty());
  }
}
