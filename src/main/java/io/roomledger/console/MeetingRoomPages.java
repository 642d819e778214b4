package io.roomledger.console;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.RoomLevel;
import io.roomledger.booking.RoomWish;
import io.roomledger.booking.TimetableEntry;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Permissions;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Meeting rooms: the tree of levels, and a day or a week of the rooms in one of them. */
final class MeetingRoomPages {
  private static final int ON_A_PAGE = 25;

  /** A room is free now if it is for so long. */
  private static final Duration FREE = Duration.ofMinutes(15);

  private final Gate gate;
  private final Pages pages;
  private final Console.Booked doors;
  private final Clock clock;

  MeetingRoomPages(Gate gate, Pages pages, Console.Booked doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.clock = doors.clock();
  }

  /**
   * What is asked of the page, which its address says whole.
   *
   * @param level the level whose rooms are shown
   * @param day the day, or a day of the week
   * @param week whether a week is shown
   * @param whole whether all hours of a day are shown
   * @param wish which rooms
   */
  record Asked(RoomLevel level, LocalDate day, boolean week, boolean whole, Wish wish) {
    /** The same page with that level, day and view. */
    String address(RoomLevel of, LocalDate on, boolean asWeek) {
      return "/meeting-rooms?level="
          + of.id()
          + "&day="
          + on
          + (asWeek ? "&view=week" : "")
          + (whole ? "&hours=all" : "")
          + wish.query();
    }

    String address() {
      return address(level, day, week);
    }

    /** The same with all hours, or without those in which rooms are seldom used. */
    String otherHours() {
      return new Asked(level, day, week, !whole, wish).address();
    }

    /** The same of all rooms. */
    String everyRoom() {
      return new Asked(level, day, week, whole, Wish.NONE).address();
    }

    LocalDate before() {
      return day.minusDays(week ? 7 : 1);
    }

    LocalDate after() {
      return day.plusDays(week ? 7 : 1);
    }

    List<LocalDate> days() {
      LocalDate monday = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      return week ? Stream.iterate(monday, on -> on.plusDays(1)).limit(7).toList() : List.of(day);
    }
  }

  /**
   * Which rooms are looked for.
   *
   * @param words a part of the name
   * @param seats how many people
   * @param devices what must stand in it
   * @param free whether it must be free now
   */
  record Wish(String words, int seats, List<String> devices, boolean free) {
    static final Wish NONE = new Wish("", 0, List.of(), false);

    static Wish of(Visit visit) {
      return new Wish(
          visit.asked("words").orElse(""),
          visit.asked("seats").filter(it -> it.matches("\\d{1,5}")).map(Integer::valueOf).orElse(0),
          visit.call().queries("device").stream().filter(it -> !it.isBlank()).toList(),
          visit.asked("free").isPresent());
    }

    String query() {
      StringBuilder query = new StringBuilder();
      if (!words.isEmpty()) {
        query.append("&words=").append(coded(words));
      }
      if (seats > 0) {
        query.append("&seats=").append(seats);
      }
      devices.forEach(device -> query.append("&device=").append(coded(device)));
      return query.append(free ? "&free=now" : "").toString();
    }

    private static String coded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    RoomWish in(RoomLevel level, Instant now) {
      Optional<Period> then =
          free ? Optional.of(new Period(now, now.plus(FREE))) : Optional.empty();
      return new RoomWish(level.id(), words, seats, devices, then);
    }
  }

  /**
   * The page.
   *
   * @param tree the levels
   * @param asked what is asked
   * @param timeline the rooms and when they are held
   * @param devices what stands in any room
   * @param next the key of the next rooms, if there are more
   * @param manages whether the person may change rooms
   */
  record Board(
      LevelTree tree,
      Asked asked,
      Timeline timeline,
      List<String> devices,
      Optional<String> next,
      boolean manages) {
    boolean filtered() {
      return !asked.wish().equals(Wish.NONE);
    }

    LocalDate today() {
      return timeline.now().toLocalDate();
    }
  }

  List<Endpoint> endpoints() {
    return List.of(gate.page("/meeting-rooms", this::board));
  }

  private Answer board(Visit visit) {
    LevelTree tree = LevelTree.of(visit, doors.rooms());
    Instant now = clock.instant();
    Asked asked =
        new Asked(
            tree.chosen(visit.asked("level")),
            Moments.asked(visit, "day").orElse(visit.manners().date(now)),
            week(visit),
            visit.asked("hours").filter("all"::equals).isPresent(),
            Wish.of(visit));
    Page<MeetingRoom> page =
        doors
            .rooms()
            .fitting(
                visit.caller(),
                asked.wish().in(asked.level(), now),
                visit.asked("after"),
                ON_A_PAGE);
    return pages.page(
        visit,
        "meetingRooms",
        new Board(
            tree,
            asked,
            timeline(visit, asked, page.items(), now),
            doors.rooms().devices(visit.caller()),
            page.next(),
            visit.may(Permissions.MANAGE_MEETINGS)));
  }

  private static boolean week(Visit visit) {
    String view = visit.asked("view").orElse("day");
    if (!view.equals("day") && !view.equals("week")) {
      throw new RefusedException(new Refusal.Invalid("view", view, "day or week"));
    }
    return view.equals("week");
  }

  private Timeline timeline(Visit visit, Asked asked, List<MeetingRoom> rooms, Instant now) {
    List<LocalDate> days = asked.days();
    Map<UUID, List<TimetableEntry>> held =
        doors
            .tables()
            .held(
                visit.caller(),
                rooms.stream().map(MeetingRoom::id).toList(),
                Moments.days(visit, days.getFirst(), days.getLast()));
    return Timeline.of(days, rooms, held, visit.manners().zone(), now, asked.whole());
  }
}
