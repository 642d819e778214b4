package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.Booking;
import io.roomledger.booking.CheckInDevice;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.ReleaseKind;
import io.roomledger.booking.Reservation;
import io.roomledger.booking.ReservationStatus;
import io.roomledger.booking.ReservationStep;
import io.roomledger.booking.RoomWish;
import io.roomledger.booking.TimetableEntry;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Permissions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One reservation: what it is, what became of it, and what can be done with it. */
final class ReservationPages {
  private static final int MOST_CHOICES = 500;

  private final Gate gate;
  private final Pages pages;
  private final Console.Booked doors;

  ReservationPages(Gate gate, Pages pages, Console.Booked doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /** What can be done with a reservation. */
  enum Act {
    CHECK_IN,
    /** End it early. */
    END,
    /** Give it back before it begins. */
    CANCEL,
    APPROVE,
    DECLINE,
    RESTORE,
    MOVE,
    /** Have the room for longer. */
    EXTEND
  }

  /**
   * The page.
   *
   * @param entry the reservation as one may see it
   * @param acts what the person may do with it now
   * @param steps what became of it, if the person may know
   * @param rooms where it can be moved to
   */
  record Shown(
      TimetableEntry entry, Set<Act> acts, List<ReservationStep> steps, List<MeetingRoom> rooms) {
    Reservation reservation() {
      return entry.reservation();
    }

    Booking booking() {
      return entry.reservation().booking();
    }

    String address() {
      return "/reservations/" + booking().id();
    }

    boolean can(Act act) {
      return acts.contains(act);
    }

    /** What it is called. */
    String title(Visit visit) {
      return booking().topic().isEmpty()
          ? visit.say("mr.reservation", reservation().roomName())
          : booking().topic();
    }
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/reservations/{id}", this::show),
        gate.post("/reservations/{id}/check-in", this::checkIn),
        gate.post("/reservations/{id}/release", this::release),
        gate.post("/reservations/{id}/approve", this::approve),
        gate.post("/reservations/{id}/restore", this::restore),
        gate.post("/reservations/{id}/move", this::move));
  }

  private static UUID id(Visit visit) {
    return Moments.id(Refusal.Thing.RESERVATION, visit.call().pathParameter("id"));
  }

  private Answer show(Visit visit) {
    TimetableEntry entry = doors.tables().entry(visit.caller(), id(visit));
    Set<Act> acts = acts(visit, entry);
    List<ReservationStep> steps =
        entry.own() ? doors.acts().reservations().history(visit.caller(), id(visit)) : List.of();
    return pages.page(visit, "reservation", new Shown(entry, acts, steps, rooms(visit, acts)));
  }

  private List<MeetingRoom> rooms(Visit visit, Set<Act> acts) {
    if (!acts.contains(Act.MOVE)) {
      return List.of();
    }
    UUID root = doors.rooms().levels().root(visit.caller()).id();
    return doors
        .rooms()
        .fitting(visit.caller(), RoomWish.any(root), Optional.empty(), MOST_CHOICES)
        .items();
  }

  private Set<Act> acts(Visit visit, TimetableEntry entry) {
    Set<Act> acts = EnumSet.noneOf(Act.class);
    Reservation reservation = entry.reservation();
    Instant now = doors.clock().instant();
    boolean running = !now.isBefore(reservation.start()) && now.isBefore(entry.heldTo());
    if (!entry.own()) {
      return acts;
    }
    if (reservation.status().released()) {
      if (doors.acts().rebookings().restorable(visit.caller(), reservation)) {
        acts.add(Act.RESTORE);
      }
      return acts;
    }
    if (reservation.status() == ReservationStatus.AWAITING_APPROVAL
        && visit.may(Permissions.MANAGE_MEETINGS)) {
      acts.add(Act.APPROVE);
      acts.add(Act.DECLINE);
    }
    if (doors.acts().checkIns().possible(reservation)) {
      acts.add(Act.CHECK_IN);
    }
    if (running) {
      acts.add(Act.END);
      acts.add(Act.EXTEND);
    } else if (now.isBefore(reservation.start()) && !acts.contains(Act.DECLINE)) {
      acts.add(Act.CANCEL);
    }
    if (entry.movable(now)) {
      acts.add(Act.MOVE);
    }
    return acts;
  }

  private Answer back(Visit visit, UUID id, String said) {
    return Pages.redirect(visit, "/reservations/" + id + "?said=mr." + said);
  }

  private Answer checkIn(Visit visit) {
    // the browser is none of the devices in the room: the server says it for them
    doors.acts().checkIns().checkIn(visit.caller(), id(visit), CheckInDevice.OFFLINE);
    return back(visit, id(visit), "checkedIn");
  }

  private Answer release(Visit visit) {
    doors.acts().reservations().release(visit.caller(), id(visit), ReleaseKind.MANUAL);
    return back(visit, id(visit), "released");
  }

  private Answer approve(Visit visit) {
    doors.acts().reservations().approve(visit.caller(), id(visit));
    return back(visit, id(visit), "approved");
  }

  private Answer restore(Visit visit) {
    doors.acts().rebookings().restore(visit.caller(), id(visit));
    return back(visit, id(visit), "restored");
  }

  /** Another time, room or topic; what the form does not say stays as it is. */
  private Answer move(Visit visit) {
    Booking now = doors.tables().entry(visit.caller(), id(visit)).reservation().booking();
    String wished = visit.field("room");
    UUID room = wished.isEmpty() ? now.room() : Moments.id(Refusal.Thing.MEETING_ROOM, wished);
    Period period =
        Moments.period(visit, visit.field("day"), visit.field("from"), visit.field("to"));
    String topic = visit.form().containsKey("topic") ? visit.field("topic") : now.topic();
    if (room.equals(now.room()) && period.equals(now.period())) {
      doors.acts().rebookings().rename(visit.caller(), id(visit), topic);
      return back(visit, id(visit), "renamed");
    }
    if (!period.to().isAfter(doors.clock().instant())) {
      throw new RefusedException(new Refusal.Conflict(visit.say("mr.over")));
    }
    try {
      Reservation moved =
          doors.acts().rebookings().move(visit.caller(), id(visit), room, period, topic);
      String said =
          moved.status() == ReservationStatus.AWAITING_APPROVAL ? "mr.movedAwaits" : "mr.moved";
      if (visit.field("back").equals("board")) {
        MeetingRoom where = doors.rooms().room(visit.caller(), room);
        return Pages.redirect(visit, BookingPages.board(visit, where, period, said));
      }
      return Pages.redirect(visit, "/reservations/" + moved.booking().id() + "?said=" + said);
    } catch (RefusedException refused) {
      throw explained(visit, room, period, now.id(), refused);
    }
  }

  /** With who is in the way, as far as one may see it. */
  private RefusedException explained(
      Visit visit, UUID room, Period period, UUID itself, RefusedException refused) {
    return doors
        .tables()
        .held(visit.caller(), List.of(room), period)
        .getOrDefault(room, List.of())
        .stream()
        .filter(entry -> !entry.reservation().booking().id().equals(itself))
        .findFirst()
        .map(entry ->
            new RefusedException(
                new Refusal.Conflict(
                    visit.say(
                        "mr.takenBy",
                        entry.reservation().roomName(),
                        visit.manners().time(entry.reservation().start()),
                        visit.manners().time(entry.heldTo()),
                        whose(visit, entry)))))
        .orElse(refused);
  }

  /** Whose it is and what for, as far as one may see it. */
  static String whose(Visit visit, TimetableEntry entry) {
    Booking booking = entry.reservation().booking();
    String by = booking.reserver().name();
    String name = by.isEmpty() ? visit.say("mr.private") : by;
    return booking.topic().isEmpty() ? name : booking.topic() + ", " + name;
  }
}
