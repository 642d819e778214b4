package io.roomledger.booking;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How rooms are used.
 *
 * @param question what was asked
 * @param asked when; what comes after it is pending
 * @param rooms the rooms, the most booked first
 * @param levels the levels that have some of these rooms, with everything below, from the top
 * @param hours by hour of the week, Monday from midnight on: 168
 * @param days by day, in order; those of the period, whether anything happened or not
 */
public record UtilisationReport(
    UtilisationQuestion question,
    Instant asked,
    List<OfRoom> rooms,
    List<OfLevel> levels,
    List<Figures> hours,
    NavigableMap<LocalDate, Figures> days) {
  public UtilisationReport {
    rooms = List.copyOf(rooms);
    levels = List.copyOf(levels);
    hours = List.copyOf(hours);
  }

  /**
   * A room.
   *
   * @param id its id
   * @param name what it is called
   * @param level the level it hangs in
   * @param figures how it is used
   */
  public record OfRoom(UUID id, String name, UUID level, Figures figures) {}

  /**
   * A level with everything below it.
   *
   * @param level the level
   * @param rooms how many rooms it has
   * @param figures how they are used
   */
  public record OfLevel(RoomLevel level, int rooms, Figures figures) {}

  /** All rooms together. */
  public Figures total() {
    Figures total = new Figures();
    rooms.forEach(room -> total.add(room.figures()));
    return total;
  }

  /** An hour of the week. */
  public Figures at(DayOfWeek day, int hour) {
    return hours.get(Slots.cell(day.getValue(), hour));
  }

  /** A day of the week. */
  public Figures on(DayOfWeek day) {
    Figures sum = new Figures();
    for (int hour = 0; hour < 24; hour++) {
      sum.add(at(day, hour));
    }
    return sum;
  }

  /** An hour of the day, on all days. */
  public Figures at(int hour) {
    Figures sum = new Figures();
    for (DayOfWeek day : DayOfWeek.values()) {
      sum.add(at(day, hour));
    }
    return sum;
  }

  /** All of it as lines, in the order of {@link UtilisationLine.Of}. */
  public List<UtilisationLine> lines() {
    return UtilisationLines.of(this);
  }

  /** By week, under its Monday. */
  public NavigableMap<LocalDate, Figures> weeks() {
    NavigableMap<LocalDate, Figures> weeks = new TreeMap<>();
    days.forEach((day, figures) ->
        weeks
            .computeIfAbsent(
                day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), any -> new Figures())
            .add(figures));
    return weeks;
  }
}
