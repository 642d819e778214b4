package io.roomledger.console;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.Figures;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.OpeningHours;
import io.roomledger.booking.RoomLevel;
import io.roomledger.booking.RoomWish;
import io.roomledger.booking.UtilisationQuestion;
import io.roomledger.booking.UtilisationReport;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;

/** How rooms are used: by the hour of the week, by room, by week; charts of what tables say. */
final class UtilisationPages {
  private static final int USUAL_DAYS = 28;
  private static final int MOST_CHOICES = 500;

  private final Gate gate;
  private final Pages pages;
  private final Console.Booked doors;

  UtilisationPages(Gate gate, Pages pages, Console.Booked doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
  }

  /** What the heat map shows of an hour of the week. */
  enum Measure {
    BOOKED,
    USED,
    NO_SHOW;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace("_", "-");
    }

    OptionalDouble of(Figures figures) {
      return switch (this) {
        case BOOKED -> figures.bookedRate();
        case USED -> figures.usedRate();
        case NO_SHOW -> figures.noShowRate();
      };
    }

    static Measure parse(String word) {
      return List.of(values()).stream()
          .filter(measure -> measure.word().equals(word))
          .findFirst()
          .orElseThrow(() ->
              new RefusedException(
                  new Refusal.Invalid("measure", word, "booked, used or no-show")));
    }
  }

  /**
   * What is asked.
   *
   * @param level of which level
   * @param room of which room of it; empty for all
   * @param from the first day
   * @param to the last day
   * @param hours when rooms are there to be used
   * @param measure what the heat map shows
   */
  record Asked(
      RoomLevel level,
      Optional<UUID> room,
      LocalDate from,
      LocalDate to,
      OpeningHours hours,
      Measure measure) {
    /** Where an export of it is ordered. */
    String export(Visit visit) {
      return "/exports/new?kind=utilisation&level="
          + level.id()
          + room.map(id -> "&room=" + id).orElse("")
          + ("&from=" + from + "&to=" + to)
          + ("&zone=" + coded(visit.manners().zone().getId()))
          + ("&hours=" + coded(hours.toString()));
    }

    private static String coded(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
  }

  /**
   * The page.
   *
   * @param tree the levels
   * @param rooms the rooms of the level
   * @param asked what is asked
   * @param report the answer
   */
  record Used(LevelTree tree, List<MeetingRoom> rooms, Asked asked, UtilisationReport report) {
    Figures total() {
      return report.total();
    }

    List<DayOfWeek> weekdays() {
      return List.of(DayOfWeek.values()).stream().filter(asked.hours().days()::contains).toList();
    }

    String weekday(Visit visit, DayOfWeek day) {
      return day.getDisplayName(TextStyle.SHORT, visit.manners().words().locale());
    }

    /** The hours of a day in which rooms are there. */
    List<Integer> hours() {
      LocalTime closes = asked.hours().to();
      int last =
          closes.equals(LocalTime.MIDNIGHT)
              ? 24
              : (closes.getHour() * 60 + closes.getMinute() + 59) / 60;
      return IntStream.range(asked.hours().from().getHour(), last).boxed().toList();
    }

    OptionalDouble at(DayOfWeek day, int hour) {
      return asked.measure().of(report.at(day, hour));
    }

    /** By how many did not come, those of which it is known. */
    List<UtilisationReport.OfRoom> missed() {
      return report.rooms().stream()
          .filter(room -> room.figures().noShowRate().isPresent())
          .sorted(
              Comparator.comparingDouble(
                      (UtilisationReport.OfRoom room) -> room.figures().noShowRate().orElse(0))
                  .reversed())
          .toList();
    }

    static String hours(Visit visit, Duration length) {
      return String.format(
          visit.manners().words().locale(), "%,.1f", length.toMillis() / 3_600_000.0);
    }

    static String percent(OptionalDouble share) {
      return share.isPresent() ? Math.round(share.getAsDouble() * 100) + " %" : "–";
    }

    /** For charts: the number itself, or nothing. */
    static String value(OptionalDouble share) {
      return share.isPresent() ? String.format(Locale.ROOT, "%.4f", share.getAsDouble()) : "";
    }

    static String value(Duration length) {
      return String.format(Locale.ROOT, "%.2f", length.toMillis() / 3_600_000.0);
    }
  }

  List<Endpoint> endpoints() {
    return List.of(gate.page("/meeting-rooms/utilisation", this::show));
  }

  private Answer show(Visit visit) {
    LevelTree tree = LevelTree.of(visit, doors.rooms());
    LocalDate today = visit.manners().date(doors.clock().instant());
    LocalDate to = Moments.asked(visit, "to").orElse(today);
    Asked asked =
        new Asked(
            tree.chosen(visit.asked("level")),
            visit.asked("room").map(id -> Moments.id(Refusal.Thing.MEETING_ROOM, id)),
            Moments.asked(visit, "from").orElse(to.minusDays(USUAL_DAYS - 1)),
            to,
            visit.asked("hours").map(OpeningHours::parse).orElse(OpeningHours.OFFICE),
            visit.asked("measure").map(Measure::parse).orElse(Measure.BOOKED));
    List<MeetingRoom> rooms =
        doors
            .rooms()
            .fitting(
                visit.caller(), RoomWish.any(asked.level().id()), Optional.empty(), MOST_CHOICES)
            .items();
    // another level was chosen, in which the room is not
    Optional<UUID> room =
        asked.room().filter(id -> rooms.stream().anyMatch(one -> one.id().equals(id)));
    UtilisationReport report =
        doors
            .utilisation()
            .report(
                visit.caller(),
                new UtilisationQuestion(
                    asked.level().id(),
                    room.stream().toList(),
                    false,
                    Moments.days(visit, asked.from(), asked.to()),
                    visit.manners().zone(),
                    asked.hours()));
    Asked meant =
        new Asked(asked.level(), room, asked.from(), asked.to(), asked.hours(), asked.measure());
    return pages.page(visit, "utilisation", new Used(tree, rooms, meant, report));
  }
}
