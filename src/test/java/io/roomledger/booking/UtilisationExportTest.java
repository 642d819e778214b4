package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Cell;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.PlainBasin;
import io.roomledger.export.format.WorkbookFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class UtilisationExportTest {
  private final BookingHouse house = new BookingHouse();
  private final UtilisationSource source =
      new UtilisationSource(new Utilisation(house.database, house.rooms, house.clock), house.clock);

  private final ExportOrder order =
      new ExportOrder(
          "utilisation.xlsx",
          new Period(Instant.parse("2022-06-14T22:00:00Z"), Instant.parse("2022-06-29T10:00:00Z")),
          UtilisationSource.selection(
              house.building.id(),
              List.of(),
              false,
              ZoneId.of("Europe/Berlin"),
              OpeningHours.OFFICE),
          "any",
          Optional.empty());

  /** Three weeks of a morning meeting, to which people come on most days. */
  @BeforeAll
  void book() {
    house.rooms.rule(
        house.manager, house.oak.id(), new MeetingRoom.Rules(false, CheckInPolicy.REQUIRED));
    Instant start = Instant.parse("2022-06-15T09:00:00Z");
    for (int day = 0; day < 14; day++) {
      Instant at = start.plus(Duration.ofDays(day));
      house.reservations.book(house.ada, house.booking(house.ada, house.oak, at.toString(), 90));
      house.reservations.book(
          house.bob,
          house.booking(house.bob, house.elm, at.plus(Duration.ofHours(day % 5)).toString(), 60));
    }
    for (int day = 0; day < 14; day++) {
      house.clock.set(start.plus(Duration.ofDays(day)));
      if (day % 3 != 0) {
        house.checkIns.arrive(house.ada, house.oak.id(), CheckInDevice.BOARD);
      }
      house.clock.set(start.plus(Duration.ofDays(day)).plus(Duration.ofMinutes(20)));
      house.checkIns.advance();
    }
    house.clock.set(Instant.parse("2022-06-28T09:30:00Z"));
  }

  @AfterAll
  void close() {
    house.close();
  }

  private record Lines(List<UtilisationLine> lines, List<Item.Row> rows)
      implements PlainBasin<UtilisationLine> {
    @Override
    public void row(String id, Instant at, UtilisationLine line) {
      lines.add(line);
      rows.add(new Item.Row(id, at, UtilisationSheet.TABLE.cells(line)));
    }

    @Override
    public void item(Item item) {
      throw new AssertionError("a report has no other items: " + item);
    }
  }

  private record Poured(Heading heading, List<UtilisationLine> lines, List<Item.Row> rows) {}

  private Poured poured() throws IOException {
    return house
        .database
        .jdbi()
        .inTransaction(handle -> {
          Lines lines = new Lines(new ArrayList<>(), new ArrayList<>());
          source.pour(handle, order, lines);
          assertThat(source.count(handle, order)).isEqualTo(lines.rows().size());
          return new Poured(source.heading(handle, order), lines.lines(), lines.rows());
        });
  }

  @Test
  void strangersAreRefused() {
    source.authorise(house.manager, order);
    assertThatThrownBy(() -> source.authorise(house.ada, order))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void everyLineComesOnceAndSaysWhatItIs() throws Exception {
    Poured poured = poured();

    assertThat(poured.heading().facts())
        .contains(new Heading.Fact("Rooms", "2"), new Heading.Fact("Time zone", "Europe/Berlin"));
    assertThat(poured.rows())
        .extracting(Item.Row::id)
        .doesNotHaveDuplicates()
        .contains("TOTAL:all", "WEEK:2022-06-13", "DAY:2022-06-29");
    assertThat(poured.lines())
        .filteredOn(line -> line.id().equals("wed-11"))
        .singleElement()
        .satisfies(line ->
            assertThat(UtilisationSheet.TABLE.cells(line))
                .startsWith(
                    Cell.text("weekday-hour"),
                    Cell.text("wed-11"),
                    Cell.text("11:00"),
                    Cell.text("Wednesday"),
                    Cell.number(6),
                    // on the first of three Wednesdays nobody came to one of them, for ten minutes
                    new Cell.Amount(new BigDecimal("2.17"))));
  }

  @Test
  void libreOfficeShowsTheTabsWithTheirCharts(@TempDir Path folder) throws Exception {
    Poured poured = poured();
    Path xlsx = folder.resolve("utilisation.xlsx");
    try (OutputStream out = Files.newOutputStream(xlsx)) {
      Format.Writer writer =
          new WorkbookFormat(UtilisationBook.WORKBOOK)
              .open(poured.heading(), UtilisationSheet.TABLE, new Alone(out));
      for (Item.Row row : poured.rows()) {
        writer.item(row);
      }
      writer.item(new Item.Gap("g1", "a <gap>", "to be seen"));
      writer.rowsDone();
      writer.finish();
    }

    String opened = opened(folder, xlsx);

    assertThat(opened.split("<chart:chart ", -1)).as("charts").hasSize(7 + 1);
    assertThat(opened)
        .contains("table:name=\"Heat map\"", "Hours booked, the most booked rooms", "Oak", "Elm")
        .contains("a &lt;gap&gt;", "color-scale", "No-show rate");
  }

  /** What LibreOffice makes of the file. */
  private static String opened(Path folder, Path xlsx) throws Exception {
    Process office =
        new ProcessBuilder(
                "soffice",
                "-env:UserInstallation=" + folder.resolve("office").toUri(),
                "--headless",
                "--convert-to",
                "fods",
                "--outdir",
                folder.toString(),
                xlsx.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("office.log").toFile())
            .start();
    try {
      assertThat(office.waitFor(4, TimeUnit.MINUTES)).as("LibreOffice ends").isTrue();
    } finally {
      office.destroyForcibly();
    }
    return Files.readString(folder.resolve("utilisation.fods"));
  }

  private record Alone(OutputStream out) implements Format.Target {
    @Override
    public OutputStream main() {
      return out;
    }

    @Override
    public OutputStream entry(String path) {
      throw new AssertionError(path);
    }

    @Override
    public String mainPath() {
      return "utilisation.xlsx";
    }

    @Override
    public boolean packaged() {
      return false;
    }

    @Override
    public void gap(Item.Gap gap) {
      throw new AssertionError(gap);
    }
  }
}
