package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.Booking;
import io.roomledger.booking.Guests;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.Reservation;
import io.roomledger.booking.ReservationStatus;
import io.roomledger.booking.Reserver;
import io.roomledger.booking.RoomWish;
import io.roomledger.booking.TimetableEntry;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Where a room is booked: a form, which the timeline opens filled in when somebody drags. */
final class BookingPages {
  private static final int MOST_CHOICES = 500;
  private static final int MOST_OTHERS = 4;

  private final Gate gate;
  private final Pages pages;
  private final Console.Booked doors;
  private final EventBooking events;

  BookingPages(Gate gate, Pages pages, Console.Booked doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.events = new EventBooking(doors);
  }

  /**
   * What somebody fills in.
   *
   * @param room the room
   * @param day the day, as forms have it
   * @param from when it begins, as forms have it
   * @param to when it ends, as forms have it
   * @param topic what for
   * @param more who is asked to come, and how it is repeated
   */
  record Wanted(
      UUID room, String day, String from, String to, String topic, EventBooking.More more) {
    String address(UUID other) {
      return "/meeting-rooms/book?room=" + other + "&day=" + day + "&from=" + from + "&to=" + to;
    }
  }

  /**
   * The form.
   *
   * @param wanted what is filled in
   * @param room the room
   * @param choices the rooms that can be had instead
   * @param problem why it could not be had, if it could not
   */
  record Form(
      Wanted wanted, MeetingRoom room, List<MeetingRoom> choices, Optional<Problem> problem) {}

  /**
   * Why it could not be had.
   *
   * @param text in words
   * @param others what is in the way, as far as one may see it
   * @param free rooms that are free then
   */
  record Problem(String text, List<TimetableEntry> others, List<MeetingRoom> free) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/meeting-rooms/book", this::form), gate.post("/meeting-rooms/book", this::book));
  }

  private Answer form(Visit visit) {
    LevelTree tree = LevelTree.of(visit, doors.rooms());
    MeetingRoom room =
        visit
            .asked("room")
            .map(id -> room(visit, id))
            .orElseGet(() -> choices(visit, tree).getFirst());
    ZonedDateTime begin =
        doors.clock().instant().plus(Duration.ofMinutes(14)).atZone(visit.manners().zone());
    LocalTime next = begin.toLocalTime().truncatedTo(ChronoUnit.HOURS);
    next = next.plusMinutes(begin.getMinute() / 15 * 15L);
    String from = visit.asked("from").orElse(next.toString());
    Wanted wanted =
        new Wanted(
            room.id(),
            visit.asked("day").orElse(begin.toLocalDate().toString()),
            from,
            visit.asked("to").orElseGet(() -> later(from)),
            visit.asked("topic").orElse(""),
            EventBooking.More.NONE);
    return shown(visit, tree, wanted, room, Optional.empty());
  }

  private static String later(String from) {
    return from.matches("\\d\\d:\\d\\d") ? LocalTime.parse(from).plusHours(1).toString() : "";
  }

  private MeetingRoom room(Visit visit, String id) {
    return doors.rooms().room(visit.caller(), Moments.id(Refusal.Thing.MEETING_ROOM, id));
  }

  private List<MeetingRoom> choices(Visit visit, LevelTree tree) {
    List<MeetingRoom> all =
        doors
            .rooms()
            .fitting(visit.caller(), RoomWish.any(tree.root().id()), Optional.empty(), MOST_CHOICES)
            .items();
    if (all.isEmpty()) {
      throw new RefusedException(new Refusal.Conflict(visit.say("levels.empty")));
    }
    return all;
  }

  private Answer shown(
      Visit visit, LevelTree tree, Wanted wanted, MeetingRoom room, Optional<Problem> problem) {
    Form form = new Form(wanted, room, choices(visit, tree), problem);
    return pages.page(visit, visit.partial() ? "bookForm" : "book", form);
  }

  private Answer book(Visit visit) {
    Wanted wanted =
        new Wanted(
            Moments.id(Refusal.Thing.MEETING_ROOM, visit.field("room")),
            visit.field("day"),
            visit.field("from"),
            visit.field("to"),
            visit.field("topic"),
            EventBooking.More.of(visit));
    MeetingRoom room = doors.rooms().room(visit.caller(), wanted.room());
    try {
      Period period = Moments.period(visit, wanted.day(), wanted.from(), wanted.to());
      needComing(visit, period);
      if (wanted.more().any()) {
        needUntaken(visit, room, period);
        String event = events.plan(visit, room, period, wanted.topic(), wanted.more());
        return Pages.redirect(visit, "/meeting-rooms/events/" + event + "?said=mr.planned");
      }
      Reservation booked =
          doors
              .acts()
              .reservations()
              .book(
                  visit.caller(),
                  new Booking(
                      UUID.randomUUID(),
                      room.id(),
                      wanted.topic(),
                      Reserver.of(visit.caller()),
                      new Guests(0, 0),
                      period));
      return Pages.redirect(visit, board(visit, room, period, said(booked)));
    } catch (RefusedException refused) {
      LevelTree tree = LevelTree.of(visit, doors.rooms());
      return shown(visit, tree, wanted, room, Optional.of(problem(visit, tree, wanted, refused)));
    }
  }

  private static String said(Reservation booked) {
    return booked.status() == ReservationStatus.AWAITING_APPROVAL ? "mr.awaits" : "mr.booked";
  }

  /** The day of a room's level, where what was booked is seen. */
  static String board(Visit visit, MeetingRoom room, Period period, String said) {
    LocalDate day = visit.manners().date(period.from());
    String view = visit.field("view").equals("week") ? "&view=week" : "";
    return "/meeting-rooms?level=" + room.level() + "&day=" + day + view + "&said=" + said;
  }

  private void needComing(Visit visit, Period period) {
    if (!period.to().isAfter(doors.clock().instant())) {
      throw new RefusedException(new Refusal.Conflict(visit.say("mr.over")));
    }
  }

  /** An event would be refused later, and nobody would see it. */
  private void needUntaken(Visit visit, MeetingRoom room, Period period) {
    if (!others(visit, room.id(), period).isEmpty()) {
      throw new RefusedException(new Refusal.Conflict(visit.say("mr.taken", room.name())));
    }
  }

  private List<TimetableEntry> others(Visit visit, UUID room, Period period) {
    return doors.tables().held(visit.caller(), List.of(room), period).getOrDefault(room, List.of());
  }

  /** Says what is in the way as far as one may see it, and which rooms are free then. */
  private Problem problem(Visit visit, LevelTree tree, Wanted wanted, RefusedException refused) {
    Refusal refusal = refused.refusal();
    if (!(refusal instanceof Refusal.Conflict) && !(refusal instanceof Refusal.Invalid)) {
      throw refused;
    }
    Optional<Period> period = period(visit, wanted);
    List<TimetableEntry> others =
        period.map(it -> others(visit, wanted.room(), it)).orElse(List.of());
    String name = doors.rooms().room(visit.caller(), wanted.room()).name();
    List<MeetingRoom> free =
        period
            .filter(it -> it.to().isAfter(doors.clock().instant()))
            .map(it -> free(visit, tree, it))
            .orElse(List.of());
    return new Problem(
        others.isEmpty() ? refusal.message() : visit.say("mr.taken", name), others, free);
  }

  private static Optional<Period> period(Visit visit, Wanted wanted) {
    try {
      return Optional.of(Moments.period(visit, wanted.day(), wanted.from(), wanted.to()));
    } catch (RefusedException none) {
      return Optional.empty();
    }
  }

  private List<MeetingRoom> free(Visit visit, LevelTree tree, Period period) {
    Instant now = doors.clock().instant();
    Period rest = new Period(period.from().isBefore(now) ? now : period.from(), period.to());
    RoomWish wish = new RoomWish(tree.root().id(), "", 0, List.of(), Optional.of(rest));
    return doors.rooms().fitting(visit.caller(), wish, Optional.empty(), MOST_OTHERS).items();
  }
}
