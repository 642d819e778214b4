package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Filter;
import io.roomledger.export.Filters;
import io.roomledger.export.Heading;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The report of {@link Utilisation} as an export. Its order is that of {@link UtilisationLine.Of};
 * days come in order.
 */
public final class UtilisationSource implements RecordSource<UtilisationLine> {
  private final Utilisation utilisation;
  private final Clock clock;

  public UtilisationSource(Utilisation utilisation, Clock clock) {
    this.utilisation = utilisation;
    this.clock = clock;
  }

  /**
   * What to order it with; the period is the order's.
   *
   * @param level the level whose rooms are meant, with all levels below it
   * @param rooms which of them; empty for all
   * @param exclude whether all but {@code rooms} are meant instead
   */
  public static Selection selection(
      UUID level, List<UUID> rooms, boolean exclude, ZoneId zone, OpeningHours hours) {
    return Selection.of("level", level.toString())
        .and("room", rooms.stream().map(UUID::toString).toList())
        .and("exclude", String.valueOf(exclude))
        .and("zone", zone.getId())
        .and("hours", hours.toString());
  }

  @Override
  public String kind() {
    return "utilisation";
  }

  @Override
  public Filters filters() {
    return Filters.of(
        Filter.text("level", "", "the id of a level"),
        Filter.texts("room", "", "the id of a meeting room"),
        Filter.flag("exclude", ""),
        Filter.text("zone", "", "a time zone"),
        Filter.text("hours", "", "opening hours"));
  }

  @Override
  public void authorise(Caller caller, ExportOrder order) {
    utilisation.authorise(caller, question(order));
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    UtilisationQuestion question = question(order);
    Utilisation.Scope scope = Utilisation.scope(snapshot, question);
    String name =
        UtilisationRows.levels(snapshot, question.level()).stream()
            .findFirst()
            .map(RoomLevel::name)
            .orElse("");
    List<Heading.Fact> facts = new ArrayList<>();
    facts.add(new Heading.Fact("Level", name));
    facts.add(new Heading.Fact("Rooms", String.valueOf(scope.places().size())));
    facts.add(new Heading.Fact("Time zone", question.zone().getId()));
    facts.add(new Heading.Fact("Opening hours", question.hours().toString()));
    facts.add(
        new Heading.Fact(
            "Reckoned at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
    facts.addAll(UtilisationSheet.meanings());
    return new Heading(name, "utilisation", order.period(), facts);
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    UtilisationQuestion question = question(order);
    Utilisation.Scope scope = Utilisation.scope(snapshot, question);
    LocalDate first = LocalDate.ofInstant(question.period().from(), question.zone());
    LocalDate last = LocalDate.ofInstant(question.period().to().minusMillis(1), question.zone());
    long days = ChronoUnit.DAYS.between(first, last) + 1;
    long weeks = (first.getDayOfWeek().getValue() - 1 + days + 6) / 7;
    return UtilisationLines.FIXED + scope.levels().size() + scope.places().size() + days + weeks;
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<UtilisationLine> basin)
      throws IOException {
    UtilisationQuestion question = question(order);
    UtilisationReport report = Utilisation.report(snapshot, question, clock.instant());
    for (UtilisationLine line : report.lines()) {
      basin.row(line.of() + ":" + line.id(), at(line, question), line);
    }
    List<String> rooms =
        Utilisation.scope(snapshot, question).places().stream()
            .map(place -> place.id().toString())
            .toList();
    ReservationSource.tellRemoved(snapshot, rooms, order.period(), basin);
  }

  /** When a line's time begins. */
  private static Instant at(UtilisationLine line, UtilisationQuestion question) {
    Instant from = question.period().from();
    if (line.of() != UtilisationLine.Of.DAY && line.of() != UtilisationLine.Of.WEEK) {
      return from;
    }
    Instant at = LocalDate.parse(line.id()).atStartOfDay(question.zone()).toInstant();
    return at.isBefore(from) ? from : at;
  }

  private static UtilisationQuestion question(ExportOrder order) {
    return new UtilisationQuestion(
        ReservationSource.level(order),
        ReservationSource.rooms(order),
        ReservationSource.exclude(order),
        order.period(),
        zone(order.selection().one("zone").orElse("UTC")),
        OpeningHours.parse(order.selection().one("hours").orElse(OpeningHours.OFFICE.toString())));
  }

  /**
   * A time zone by its name.
   *
   * @throws RefusedException invalid, if there is none of that name
   */
  public static ZoneId zone(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new RefusedException(
          new Refusal.Invalid("zone", name, "a time zone such as Europe/Berlin or Asia/Shanghai"));
    }
  }
}
