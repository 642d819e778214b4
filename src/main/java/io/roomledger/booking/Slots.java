package io.roomledger.booking;

import io.roomledger.base.Period;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Arrays;

/**
 * A period cut into pieces that lie in one hour of one local day, in one hour of UTC, and either in
 * or out of opening hours. An hour that a zone leaves out has no piece; one that it repeats has
 * two.
 */
final class Slots {
  /** Milliseconds of an hour. */
  static final long HOUR = 3_600_000;

  private static final long MINUTE = 60_000;

  private int size;
  private long[] starts = new long[1024];
  private long[] ends = new long[1024];
  private int[] days = new int[1024];
  private int[] cells = new int[1024];
  private boolean[] open = new boolean[1024];

  private Slots() {}

  static Slots of(Period period, ZoneId zone, OpeningHours hours) {
    Slots slots = new Slots();
    ZoneRules rules = zone.getRules();
    long to = period.to().toEpochMilli();
    for (long at = period.from().toEpochMilli(); at < to; at = slots.ends[slots.size - 1]) {
      slots.add(at, Math.min(to, end(at, rules, hours)), rules, hours);
    }
    return slots;
  }

  /** Where the piece that begins at {@code at} ends: at the first border after it. */
  private static long end(long at, ZoneRules rules, OpeningHours hours) {
    Instant instant = Instant.ofEpochMilli(at);
    long offset = rules.getOffset(instant).getTotalSeconds() * 1000L;
    long local = at + offset;
    long end = Math.min(next(local, HOUR) - offset, next(at, HOUR));
    long midnight = Math.floorDiv(local, 24 * HOUR) * 24 * HOUR;
    for (int border : new int[] {hours.opens(), hours.closes()}) {
      long then = midnight + border * MINUTE - offset;
      end = then > at ? Math.min(end, then) : end;
    }
    ZoneOffsetTransition change = rules.nextTransition(instant);
    return change == null ? end : Math.min(end, change.getInstant().toEpochMilli());
  }

  private static long next(long at, long step) {
    return (Math.floorDiv(at, step) + 1) * step;
  }

  private void add(long start, long end, ZoneRules rules, OpeningHours hours) {
    if (size == starts.length) {
      int more = 2 * size;
      starts = Arrays.copyOf(starts, more);
      ends = Arrays.copyOf(ends, more);
      days = Arrays.copyOf(days, more);
      cells = Arrays.copyOf(cells, more);
      open = Arrays.copyOf(open, more);
    }
    Instant instant = Instant.ofEpochMilli(start);
    ZoneOffset offset = rules.getOffset(instant);
    LocalDateTime local = LocalDateTime.ofInstant(instant, offset);
    starts[size] = start;
    ends[size] = end;
    days[size] = Math.toIntExact(local.toLocalDate().toEpochDay());
    cells[size] = cell(local.getDayOfWeek().getValue(), local.getHour());
    open[size] = hours.open(local.getDayOfWeek(), local.getHour() * 60 + local.getMinute());
    size++;
  }

  /** The number of an hour of the week. */
  static int cell(int dayOfWeek, int hour) {
    return (dayOfWeek - 1) * 24 + hour;
  }

  int size() {
    return size;
  }

  /** Where the period begins, in milliseconds since 1970. */
  long from() {
    return starts[0];
  }

  /** Where it ends. */
  long to() {
    return ends[size - 1];
  }

  long start(int slot) {
    return starts[slot];
  }

  long end(int slot) {
    return ends[slot];
  }

  int cell(int slot) {
    return cells[slot];
  }

  LocalDate day(int slot) {
    return LocalDate.ofEpochDay(days[slot]);
  }

  boolean open(int slot) {
    return open[slot];
  }

  /** The piece that has a moment of the period in it; the first if it is earlier. */
  int at(long millis) {
    int found = Arrays.binarySearch(starts, 0, size, millis);
    return Math.max(0, found < 0 ? -found - 2 : found);
  }
}
