package io.roomledger.console;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.CheckInPolicy;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.RoomPast;
import io.roomledger.booking.TimetableEntry;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Permissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** One room: what it is, what is on in it, what has been; and what administrators change of it. */
final class RoomPages {
  private static final int ON_A_PAGE = 40;
  private static final int USUAL_DAYS = 30;
  private static final int NEXT = 5;
  private static final Duration AHEAD = Duration.ofDays(30);

  private final Gate gate;
  private final Pages pages;
  private final Console.Booked doors;

  RoomPages(Gate gate, Pages pages, Console.Booked doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /**
   * The page.
   *
   * @param room the room
   * @param place where it hangs
   * @param next what is on, and what comes
   * @param past what has been
   * @param keeping what administrators have
   * @param now what time it is
   */
  record Shown(
      MeetingRoom room,
      String place,
      List<TimetableEntry> next,
      Past past,
      Optional<Keeping> keeping,
      Instant now) {
    String address() {
      return "/meeting-rooms/" + room.id();
    }

    /** Whether what is first is on now. */
    boolean busy() {
      return !next.isEmpty() && !now.isBefore(next.getFirst().reservation().start());
    }
  }

  /**
   * What has been.
   *
   * @param from the first day
   * @param to the last day
   * @param all whether everybody's is shown
   */
  record Past(LocalDate from, LocalDate to, Page<RoomPast> page, boolean all) {}

  /**
   * What administrators have.
   *
   * @param tree the levels
   * @param coming how many reservations a removal would give back
   */
  record Keeping(LevelTree tree, long coming) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/meeting-rooms/{room}", this::show),
        gate.post("/meeting-rooms/{room}/change", this::change),
        gate.post("/meeting-rooms/{room}/close", this::close),
        gate.post("/meeting-rooms/{room}/open", this::open),
        gate.post("/meeting-rooms/{room}/remove", this::remove));
  }

  private static UUID id(Visit visit) {
    return Moments.id(Refusal.Thing.MEETING_ROOM, visit.call().pathParameter("room"));
  }

  private Answer show(Visit visit) {
    MeetingRoom room = doors.rooms().room(visit.caller(), id(visit));
    LevelTree tree = LevelTree.of(visit, doors.rooms());
    Instant now = doors.clock().instant();
    boolean manages = visit.may(Permissions.MANAGE_MEETINGS);
    List<TimetableEntry> next =
        doors
            .tables()
            .held(visit.caller(), List.of(room.id()), new Period(now, now.plus(AHEAD)))
            .getOrDefault(room.id(), List.of());
    Optional<Keeping> keeping =
        manages
            ? Optional.of(
                new Keeping(tree, doors.tables().coming(visit.caller(), List.of(room.id()))))
            : Optional.empty();
    return pages.page(
        visit,
        "meetingRoom",
        new Shown(
            room,
            tree.place(room.level()),
            next.stream().limit(NEXT).toList(),
            past(visit, room, manages),
            keeping,
            now));
  }

  private Past past(Visit visit, MeetingRoom room, boolean manages) {
    LocalDate to =
        Moments.asked(visit, "to").orElseGet(() -> visit.manners().date(doors.clock().instant()));
    LocalDate from = Moments.asked(visit, "from").orElse(to.minusDays(USUAL_DAYS));
    Period period = Moments.days(visit, from, to);
    Page<RoomPast> page =
        doors.tables().past(visit.caller(), room.id(), period, visit.asked("after"), ON_A_PAGE);
    return new Past(from, to, page, manages);
  }

  private Answer back(Visit visit, String said) {
    return Pages.redirect(visit, "/meeting-rooms/" + id(visit) + "?said=" + said);
  }

  private Answer change(Visit visit) {
    doors
        .rooms()
        .change(
            visit.caller(),
            id(visit),
            now ->
                new MeetingRoom(
                    now.id(),
                    Moments.id(Refusal.Thing.ROOM_LEVEL, visit.field("level")),
                    new MeetingRoom.Label(
                        visit.field("name"),
                        seats(visit),
                        now.displayId(),
                        visit.field("description"),
                        now.label().customId(),
                        devices(visit)),
                    rules(visit),
                    now.closing()));
    return back(visit, "chosen");
  }

  /** How many people it holds, as the form says; nothing is 0. */
  static int seats(Visit visit) {
    String text = visit.field("seats");
    if (!text.matches("\\d{0,5}")) {
      throw new RefusedException(new Refusal.Invalid("seats", text, "a number up to 99999"));
    }
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  /** What stands in it, as the form says, separated by commas. */
  static List<String> devices(Visit visit) {
    return Stream.of(visit.field("devices").split("[,，]"))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** Its rules, as the form says. */
  static MeetingRoom.Rules rules(Visit visit) {
    String policy = visit.field("checkIn");
    CheckInPolicy checkIn =
        Stream.of(CheckInPolicy.values())
            .filter(one -> one.name().equals(policy))
            .findFirst()
            .orElseThrow(() ->
                new RefusedException(
                    new Refusal.Invalid("checkIn", policy, "REQUIRED, OFF or NO_DEVICE")));
    return new MeetingRoom.Rules(!visit.field("approval").isEmpty(), checkIn);
  }

  private Answer close(Visit visit) {
    Instant now = doors.clock().instant();
    Optional<Instant> until =
        Optional.of(visit.field("until"))
            .filter(text -> !text.isEmpty())
            .map(text -> visit.manners().start(Moments.day(text).plusDays(1)));
    Instant from =
        visit.field("since").isEmpty()
            ? now
            : visit.manners().start(Moments.day(visit.field("since")));
    doors
        .rooms()
        .close(
            visit.caller(),
            id(visit),
            Optional.of(
                new MeetingRoom.Closing(
                    from, until, visit.field("reason"), List.of(), false, false)));
    return back(visit, "mr.closedNow");
  }

  private Answer open(Visit visit) {
    doors.rooms().close(visit.caller(), id(visit), Optional.empty());
    return back(visit, "mr.opened");
  }

  private Answer remove(Visit visit) {
    UUID level = doors.rooms().room(visit.caller(), id(visit)).level();
    doors.rooms().remove(visit.caller(), id(visit));
    return Pages.redirect(visit, "/meeting-rooms/levels/" + level + "?said=mr.removed");
  }
}
