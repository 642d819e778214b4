package io.roomledger.booking;

import io.roomledger.base.Period;
import java.util.List;
import java.util.UUID;

/**
 * Which reservations: those that <em>start</em> in a period, of the rooms in a level and everywhere
 * below it.
 *
 * @param level the level
 * @param rooms which of its rooms; empty for all
 * @param exclude whether all but {@code rooms} are meant instead
 * @param period when they start
 * @param people the accounts that reserved; empty for whoever did
 * @param words which must all occur in the topic, whatever their case
 */
public record ReservationFilter(
    UUID level,
    List<UUID> rooms,
    boolean exclude,
    Period period,
    List<String> people,
    List<String> words) {
  public ReservationFilter {
    rooms = List.copyOf(rooms);
    people = List.copyOf(people);
    words = List.copyOf(words);
  }

  /** Whoever reserved, whatever for. */
  public ReservationFilter(UUID level, List<UUID> rooms, boolean exclude, Period period) {
    this(level, rooms, exclude, period, List.of(), List.of());
  }
}
