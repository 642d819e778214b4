package io.roomledger.console;

import io.roomledger.booking.CheckInState;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.TimetableEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * When some rooms are held on some days, laid out in quarters of an hour by the clock on the wall.
 *
 * @param days the days
 * @param opens the first hour shown, 0 to 23
 * @param closes the hour after the last, 1 to 24
 * @param now what time it is
 * @param lanes the rooms
 */
record Timeline(List<LocalDate> days, int opens, int closes, LocalDateTime now, List<Lane> lanes) {
  private static final int USUAL_OPENS = 7;
  private static final int USUAL_CLOSES = 20;

  /** A room on those days. */
  record Lane(MeetingRoom room, List<Stretch> days) {}

  /** A room on one day. */
  record Stretch(LocalDate day, List<Block> blocks) {}

  /**
   * A time at which a room is held, within a day.
   *
   * @param from the first quarter shown, 0 where the day begins to be shown
   * @param quarters how many
   * @param movable whether the person may move it
   */
  record Block(TimetableEntry entry, int from, int quarters, boolean movable) {
    /** How it looks. */
    String look() {
      return switch (entry.reservation().status()) {
        case AWAITING_APPROVAL -> "awaiting";
        case RELEASED_NOT_CHECKED_IN, RELEASED_BY_SENSOR -> "missed";
        case RELEASED_MANUALLY, RELEASED_AFTER_END -> came() ? "came" : "gone";
        case BOOKED -> came() ? "came" : entry.own() ? "own" : "others";
      };
    }

    private boolean came() {
      return entry.reservation().checkIn().state() == CheckInState.CHECKED_IN;
    }

    String id() {
      return entry.reservation().booking().id().toString();
    }

    /** What it is called: what for, else by whom. */
    String title() {
      var booking = entry.reservation().booking();
      return booking.topic().isEmpty() ? booking.reserver().name() : booking.topic();
    }
  }

  /**
   * Lays out.
   *
   * @param whole whether all hours are shown, and not only those in which rooms are used
   */
  static Timeline of(
      List<LocalDate> days,
      List<MeetingRoom> rooms,
      Map<UUID, List<TimetableEntry>> held,
      ZoneId zone,
      Instant now,
      boolean whole) {
    Stream<Span> all =
        held.values().stream()
            .flatMap(List::stream)
            .flatMap(entry -> days.stream().map(day -> Span.of(entry, day, zone)))
            .flatMap(Optional::stream);
    int first = whole ? 0 : USUAL_OPENS * 4;
    int last = whole ? 96 : USUAL_CLOSES * 4;
    for (Span span : all.toList()) {
      first = Math.min(first, span.from());
      last = Math.max(last, span.to());
    }
    int opens = first / 4;
    List<Lane> lanes =
        rooms.stream()
            .map(room ->
                lane(room, days, held.getOrDefault(room.id(), List.of()), opens * 4, zone, now))
            .toList();
    return new Timeline(days, opens, (last + 3) / 4, LocalDateTime.ofInstant(now, zone), lanes);
  }

  private static Lane lane(
      MeetingRoom room,
      List<LocalDate> days,
      List<TimetableEntry> entries,
      int first,
      ZoneId zone,
      Instant now) {
    return new Lane(
        room,
        days.stream()
            .map(day ->
                new Stretch(
                    day,
                    entries.stream()
                        .flatMap(entry -> Span.of(entry, day, zone).stream())
                        .map(span -> span.block(first, now))
                        .toList()))
            .toList());
  }

  /** The part of a reservation that is on a day, in quarters from midnight. */
  private record Span(TimetableEntry entry, int from, int to) {
    static Optional<Span> of(TimetableEntry entry, LocalDate day, ZoneId zone) {
      LocalDateTime start = LocalDateTime.ofInstant(entry.reservation().start(), zone);
      LocalDateTime end = LocalDateTime.ofInstant(entry.heldTo(), zone);
      LocalDateTime midnight = day.atStartOfDay();
      LocalDateTime next = day.plusDays(1).atStartOfDay();
      if (!start.isBefore(next) || !end.isAfter(midnight)) {
        return Optional.empty();
      }
      int from = start.isBefore(midnight) ? 0 : quarter(start.toLocalTime());
      int to = end.isBefore(next) ? quarter(end.toLocalTime().plusMinutes(14)) : 96;
      // a held time that ends in the last quarter before midnight wraps around
      return Optional.of(new Span(entry, from, to <= from ? Math.min(96, from + 1) : to));
    }

    private static int quarter(LocalTime time) {
      return time.toSecondOfDay() / 900;
    }

    Block block(int first, Instant now) {
      return new Block(entry, from - first, to - from, entry.movable(now));
    }
  }

  /** How many hours are shown. */
  int hours() {
    return closes - opens;
  }

  /** The quarter in which it is now, from where a day begins to be shown; or -1. */
  int nowOn(LocalDate day) {
    int quarter = now.getHour() * 4 + now.getMinute() / 15 - opens * 4;
    return day.equals(now.toLocalDate()) && quarter >= 0 && quarter < hours() * 4 ? quarter : -1;
  }
}
