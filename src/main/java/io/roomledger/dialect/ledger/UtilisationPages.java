// docs/ledger-api.md#utilisation
package io.roomledger.dialect.ledger;

import io.roomledger.base.Refusal;
import io.roomledger.booking.Figures;
import io.roomledger.booking.OpeningHours;
import io.roomledger.booking.RoomLevels;
import io.roomledger.booking.Utilisation;
import io.roomledger.booking.UtilisationLine;
import io.roomledger.booking.UtilisationQuestion;
import io.roomledger.booking.UtilisationReport;
import io.roomledger.booking.UtilisationSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;

/** How meeting rooms are used. */
final class UtilisationPages {
  private static final int MOST = 500;

  private final RoomLevels levels;
  private final Utilisation utilisation;

  UtilisationPages(RoomLevels levels, Utilisation utilisation) {
    this.levels = levels;
    this.utilisation = utilisation;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/utilisation", "Utilisation", "How the rooms in a level and below it are used.")
            .needs(ReservationPages.READ)
            .with(
                Param.query("from", Shape.moment(), "The begin of the period.").needed(),
                Param.query("to", Shape.moment(), "Its end, at most five years later.").needed(),
                Param.query("level", Shape.text(), "The level; without it, all rooms."),
                Param.query(
                    "room", Shape.many(Shape.text(), MOST), "Only these rooms of the level."),
                Param.query("zone", Shape.text(), "The time zone of days and hours.")
                    .otherwise("UTC"),
                Param.query(
                        "hours",
                        Shape.text(),
                        "When rooms are there to be used, such as mon-fri 08:00-18:00, or always.")
                    .otherwise(OpeningHours.OFFICE.toString()))
            .refuses(404)
            .gives(UtilisationView.class, this::answer));
  }

  /** How rooms are used, from several sides. */
  record UtilisationView(
      Instant from,
      Instant to,
      String zone,
      String hours,
      @Means("What comes after this moment is pending.") Instant asked,
      @Means("All rooms together.") FiguresView total,
      @Means("By level, with everything below.") List<UtilisationOf> levels,
      @Means("By room, the most booked first.") List<UtilisationOf> rooms,
      @Means("By day of the week, Monday first.") List<UtilisationOf> weekdays,
      @Means("By hour of the day, 24.") List<UtilisationOf> hoursOfDay,
      @Means("By hour of the week, 168 from Monday at midnight on.")
          List<UtilisationOf> weekdayHours,
      @Means("By day.") List<UtilisationOf> days,
      @Means("By week, under its Monday.") List<UtilisationOf> weeks) {}

  /** The figures of something. */
  record UtilisationOf(
      String id,
      String name,
      @Means("What it is a part of.") Optional<String> in,
      FiguresView figures) {
    static UtilisationOf of(UtilisationLine line) {
      return new UtilisationOf(
          line.id(),
          line.name(),
          Optional.of(line.within()).filter(text -> !text.isEmpty()),
          FiguresView.of(line.figures()));
    }
  }

  /** Figures: lengths in milliseconds, rates from 0 to 1; docs/words.md says what each means. */
  record FiguresView(
      Duration available,
      Duration booked,
      Duration used,
      Duration unchecked,
      Duration noShow,
      Duration pending,
      Duration awaiting,
      Duration released,
      Duration cancelled,
      Duration endedEarly,
      Duration outside,
      UtilisationCounts counts,
      UtilisationRates rates) {
    static FiguresView of(Figures figures) {
      return new FiguresView(
          figures.available(),
          figures.booked(),
          figures.used(),
          figures.unchecked(),
          figures.noShow(),
          figures.pending(),
          figures.awaiting(),
          figures.released(),
          figures.cancelled(),
          figures.endedEarly(),
          figures.outside(),
          UtilisationCounts.of(figures),
          UtilisationRates.of(figures));
    }
  }

  /** How many reservations. */
  record UtilisationCounts(
      long reservations,
      long used,
      long unchecked,
      long noShows,
      long pending,
      long endedEarly,
      long awaiting,
      long cancelled,
      long declined) {
    static UtilisationCounts of(Figures figures) {
      return new UtilisationCounts(
          figures.reservations(),
          figures.checkedIn(),
          figures.uncheckedCount(),
          figures.noShows(),
          figures.pendingCount(),
          figures.earlyEnds(),
          figures.awaitingCount(),
          figures.cancellations(),
          figures.declined());
    }
  }

  /** Shares; null where there is nothing to share. */
  record UtilisationRates(
      @Means("Booked of available.") Optional<Double> booked,
      @Means("Used of available.") Optional<Double> used,
      @Means("Of those of which it is known: nobody came.") Optional<Double> noShow,
      @Means("Given back before they began.") Optional<Double> cancelled) {
    static UtilisationRates of(Figures figures) {
      return new UtilisationRates(
          share(figures.bookedRate()),
          share(figures.usedRate()),
          share(figures.noShowRate()),
          share(figures.cancelledRate()));
    }

    private static Optional<Double> share(OptionalDouble share) {
      return share.isPresent() ? Optional.of(share.getAsDouble()) : Optional.empty();
    }
  }

  private UtilisationView answer(Ask ask) {
    UUID level =
        ask.text("level")
            .map(text -> Gate.id(text, Refusal.Thing.ROOM_LEVEL))
            .orElseGet(() -> levels.root(ask.caller()).id());
    UtilisationReport report =
        utilisation.report(
            ask.caller(),
            new UtilisationQuestion(
                level,
                ask.texts("room").stream()
                    .map(text -> Gate.id(text, Refusal.Thing.MEETING_ROOM))
                    .toList(),
                false,
                ask.period(),
                UtilisationSource.zone(ask.need("zone")),
                OpeningHours.parse(ask.need("hours"))));
    return view(report);
  }

  private static UtilisationView view(UtilisationReport report) {
    UtilisationQuestion question = report.question();
    List<UtilisationLine> lines = report.lines();
    return new UtilisationView(
        question.period().from(),
        question.period().to(),
        question.zone().getId(),
        question.hours().toString(),
        report.asked(),
        FiguresView.of(report.total()),
        of(lines, UtilisationLine.Of.LEVEL),
        of(lines, UtilisationLine.Of.ROOM),
        of(lines, UtilisationLine.Of.WEEKDAY),
        of(lines, UtilisationLine.Of.HOUR),
        of(lines, UtilisationLine.Of.WEEKDAY_HOUR),
        of(lines, UtilisationLine.Of.DAY),
        of(lines, UtilisationLine.Of.WEEK));
  }

  private static List<UtilisationOf> of(List<UtilisationLine> lines, UtilisationLine.Of of) {
    return lines.stream().filter(line -> line.of() == of).map(UtilisationOf::of).toList();
  }
}
