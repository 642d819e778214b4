package io.roomledger.sample;

import io.roomledger.booking.CheckInDevice;
import io.roomledger.booking.CheckInPolicy;
import io.roomledger.booking.CheckInState;
import io.roomledger.booking.ReservationStatus;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What goes on in an office: a few weeks of reservations before today and some days after it, so
 * that there is something to see of how rooms are used. The same on the same day, always.
 */
final class OfficeWeeks {
  private static final int DAYS_BEFORE = 35;
  private static final int DAYS_AFTER = 6;
  private static final int OPENS = 7;
  private static final int CLOSES = 16;
  private static final int[] MINUTES = {30, 30, 45, 60, 60, 60, 90, 120};

  /** How likely a meeting begins, in percent, by the hour from {@link #OPENS} on. */
  private static final int[] BUSY = {14, 45, 52, 40, 16, 42, 50, 34, 15};

  private static final List<String> PEOPLE =
      List.of("priya", "tomas", "jonas", "aiko", "liwen", "admin");
  private static final List<String> TOPICS =
      List.of(
          "Weekly review",
          "Planning of the quarter",
          "Interview",
          "季度设计回顾",
          "Supplier call",
          "Floor plans",
          "One to one",
          "Budget",
          "Training",
          "产品评审");

  private final Instant now;

  OfficeWeeks(Instant now) {
    this.now = now;
  }

  /** The reservations of those rooms. */
  List<SampleBooking.Reserved> of(List<SampleBooking.Room> rooms) {
    LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    List<SampleBooking.Reserved> all = new ArrayList<>();
    for (int day = -DAYS_BEFORE; day <= DAYS_AFTER; day++) {
      LocalDate date = today.plusDays(day);
      for (int room = 0; room < rooms.size(); room++) {
        if (date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0) {
          addDay(rooms.get(room), date, day, room, all);
        }
      }
    }
    return all;
  }

  private void addDay(
      SampleBooking.Room room,
      LocalDate date,
      int day,
      int number,
      List<SampleBooking.Reserved> into) {
    SplittableRandom chance = new SplittableRandom(date.toEpochDay() * 31 + number);
    int minute = OPENS * 60;
    while (minute < CLOSES * 60) {
      int busy = BUSY[minute / 60 - OPENS] - (date.getDayOfWeek() == DayOfWeek.FRIDAY ? 18 : 0);
      if (chance.nextInt(100) < busy) {
        int length = MINUTES[chance.nextInt(MINUTES.length)];
        LocalTime from = LocalTime.of(minute / 60, minute % 60);
        into.add(reserved(room, day + " " + from, at(date, from), length, chance));
        minute += length;
      } else {
        minute += 30;
      }
    }
  }

  private static Instant at(LocalDate date, LocalTime time) {
    return date.atTime(time).toInstant(ZoneOffset.UTC);
  }

  private SampleBooking.Reserved reserved(
      SampleBooking.Room room, String at, Instant start, int length, SplittableRandom chance) {
    String by = PEOPLE.get(chance.nextInt(PEOPLE.size()));
    String topic = TOPICS.get(chance.nextInt(TOPICS.size()));
    int invited = 2 + chance.nextInt(Math.max(1, room.capacity() - 2));
    Fate fate = fate(room, start, length, chance);
    return new SampleBooking.Reserved(
        room.name(),
        topic,
        by,
        at,
        length,
        invited,
        chance.nextInt(invited + 1),
        fate.status(),
        fate.checkIn(),
        fate.checkIn() == CheckInState.CHECKED_IN ? CheckInDevice.BOARD : null,
        fate.checkIn() == CheckInState.CHECKED_IN ? Integer.valueOf(fate.came()) : null,
        fate.released(),
        fate.status() == ReservationStatus.RELEASED_MANUALLY ? by : null);
  }

  /** What became of it; {@code released} is in minutes after it begins. */
  private record Fate(
      ReservationStatus status, CheckInState checkIn, int came, @Nullable Integer released) {}

  private Fate fate(SampleBooking.Room room, Instant start, int length, SplittableRandom chance) {
    int luck = chance.nextInt(100);
    boolean asks = room.checkIn() == CheckInPolicy.REQUIRED;
    CheckInState waiting = asks ? CheckInState.AWAITED : CheckInState.NOT_NEEDED_SWITCHED_OFF;
    CheckInState came = asks ? CheckInState.CHECKED_IN : CheckInState.NOT_NEEDED_SWITCHED_OFF;
    Instant end = start.plus(Duration.ofMinutes(length));
    int late = chance.nextInt(7);
    if (now.isBefore(start)) {
      return new Fate(ReservationStatus.BOOKED, waiting, 0, null);
    }
    if (now.isBefore(end)) {
      // whoever is in time is there, and nobody is later than that
      return new Fate(ReservationStatus.BOOKED, came, 0, null);
    }
    if (luck < 7) {
      return new Fate(ReservationStatus.RELEASED_MANUALLY, waiting, 0, -60 * (1 + late));
    }
    if (asks && luck < 10 + room.capacity()) {
      return new Fate(
          ReservationStatus.RELEASED_NOT_CHECKED_IN, CheckInState.MISSED, 0, Math.min(10, length));
    }
    if (luck > 86) {
      return new Fate(ReservationStatus.RELEASED_MANUALLY, came, late, length * 2 / 3);
    }
    return new Fate(ReservationStatus.RELEASED_AFTER_END, came, late, length);
  }
}
