package io.roomledger.conference;

import static io.roomledger.conference.ConferenceHouse.CONFERENCE;
import static io.roomledger.conference.ConferenceHouse.LENGTH;
import static io.roomledger.conference.ConferenceHouse.START;
import static io.roomledger.conference.ConferenceHouse.stream;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.EarlierExport;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Item;
import io.roomledger.export.PlainBasin;
import io.roomledger.export.Selection;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingSourceTest {
  private static final String OTHER = "607452e01401526ee39609e2";

  @TempDir Path folder;
  private ConferenceHouse house;
  private RecordingSource source;

  @BeforeEach
  void open() {
    house = new ConferenceHouse(folder);
    source =
        new RecordingSource(
            house.database,
            house.store,
            house.conferences(),
            new RecordingSettings("cn-shenzhen", false, Duration.ofHours(2)),
            house.accounts);
    house.conference(CONFERENCE);
    house.conference(OTHER);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static ExportOrder order(Period period, Selection selection) {
    return new ExportOrder("recordings.csv", period, selection, "r.csv", Optional.empty());
  }

  private static Selection all() {
    return Selection.of("organisation", "main");
  }

  private Recording at(String conference, Duration later) throws IOException {
    Recording.Take take =
        new Recording.Take(
            START.plus(later),
            START.plus(later).plus(LENGTH),
            Optional.of(LENGTH),
            RecordingKind.ORDINARY,
            Recording.Clockwork.RECORDER);
    RecordingDraft draft =
        new RecordingDraft(
            "at " + later,
            house.ada.id(),
            take,
            "video/mp4",
            new Recording.Ready(),
            Optional.empty());
    return house
        .recordings(false)
        .add(house.operator(), conference, draft, stream("film of " + later));
  }

  /** What was poured. */
  private static final class Pool implements PlainBasin<RecordingLine> {
    final List<RecordingLine> rows = new ArrayList<>();
    final List<Item> items = new ArrayList<>();

    @Override
    public void row(String id, Instant at, RecordingLine row) {
      assertThat(id).isEqualTo(row.recording().id().toString());
      assertThat(at).isEqualTo(row.recording().take().startedAt());
      rows.add(row);
    }

    @Override
    public void item(Item item) {
      items.add(item);
    }
  }

  private Pool pour(ExportOrder order) throws Exception {
    Pool pool = new Pool();
    house
        .database
        .jdbi()
        .useTransaction(snapshot -> {
          source.heading(snapshot, order);
          source.pour(snapshot, order, pool);
          assertThat(source.count(snapshot, order)).isEqualTo(pool.rows.size());
        });
    return pool;
  }

  @Test
  void thePeriodIsHalfOpenAndTheOrderIsByTime() throws Exception {
    Recording third = at(OTHER, Duration.ofMinutes(3));
    Recording first = at(CONFERENCE, Duration.ofMinutes(1));
    Recording second = at(CONFERENCE, Duration.ofMinutes(2));
    at(CONFERENCE, Duration.ofMinutes(4));
    Period period =
        new Period(START.plus(Duration.ofMinutes(1)), START.plus(Duration.ofMinutes(4)));

    assertThat(pour(order(period, all())).rows)
        .extracting(RecordingLine::recording)
        .containsExactly(first, second, third);
    assertThat(pour(order(period, Selection.of("conference", CONFERENCE))).rows)
        .extracting(RecordingLine::recording)
        .containsExactly(first, second);
    assertThat(
            pour(order(
                    period,
                    new Selection(java.util.Map.of("conference", List.of(CONFERENCE, OTHER)))))
                .rows)
        .hasSize(3);
  }

  @Test
  void strangersAndSelectionsThatMakeNoSenseAreRefused() {
    ExportOrder one = order(Period.ALWAYS, Selection.of("conference", CONFERENCE));
    source.authorise(house.as(house.ada), one);
    source.authorise(house.as(house.boss), one);
    source.authorise(house.operator(), one);
    assertThatThrownBy(() -> source.authorise(house.as(house.cem), one))
        .hasMessageContaining("host");
    assertThatThrownBy(() -> source.authorise(house.as(house.stranger), one))
        .hasMessageContaining("organisation");
    assertThatThrownBy(() ->
            source.authorise(
                house.operator(),
                order(Period.ALWAYS, Selection.of("conference", "000000000000000000000000"))))
        .hasMessageContaining("not found");

    ExportOrder whole = order(Period.ALWAYS, all());
    source.authorise(house.as(house.boss), whole);
    assertThatThrownBy(() -> source.authorise(house.as(house.ada), whole))
        .hasMessageContaining("view-all-recordings");
    assertThatThrownBy(() -> source.authorise(house.program("far"), whole))
        .hasMessageContaining("organisation");
    assertThatThrownBy(() ->
            source.authorise(
                house.operator(), order(Period.ALWAYS, Selection.of("room", "GENERAL"))))
        .hasMessageContaining("either conference or organisation");
  }

  @Test
  void filesFollowTheLinesAndALostOneIsAGap() throws Exception {
    Recording kept = at(CONFERENCE, Duration.ofMinutes(1));
    Recording lost = at(CONFERENCE, Duration.ofMinutes(2));
    house.store.delete(lost.file().key());

    Pool pool = pour(order(Period.ALWAYS, all().and("files", "true")));

    assertThat(pool.rows)
        .extracting(RecordingLine::path)
        .containsExactly("recordings/" + kept.id() + ".mp4", "");
    assertThat(pool.items)
        .hasSize(2)
        .first()
        .isInstanceOfSatisfying(
            Item.Attachment.class,
            file -> assertThat(file.content().size()).isEqualTo(kept.file().size()));
    assertThat(pool.items.getLast())
        .isEqualTo(
            new Item.Gap(
                lost.id().toString(),
                "recording at PT2M",
                "its bytes are no longer in the object store"));
    assertThat(pour(order(Period.ALWAYS, all())).items).isEmpty();
  }

  @Test
  void aClosedConferenceIsListedAndItsFilesAreGaps() throws Exception {
    at(CONFERENCE, Duration.ofMinutes(1));
    house.conferences().close(house.operator(), CONFERENCE);
    Pool pool = pour(order(Period.ALWAYS, all().and("files", "true")));
    assertThat(pool.rows).hasSize(1);
    assertThat(pool.items)
        .singleElement()
        .isInstanceOfSatisfying(
            Item.Gap.class, gap -> assertThat(gap.reason()).isEqualTo("its conference was closed"));
  }

  @Test
  void theSheetShowsADamagedRecordingAsDamagedAndWithoutADuration() throws Exception {
    house.damaged(CONFERENCE, house.ada);
    RecordingLine line = pour(order(Period.ALWAYS, all())).rows.getFirst();
    Sheet<RecordingLine> sheet = RecordingSheet.table();
    List<Cell> cells = sheet.cells(line);
    List<String> keys = sheet.columns().stream().map(Column::key).toList();
    assertThat(cells.get(keys.indexOf("state"))).isEqualTo(Cell.text("damaged"));
    assertThat(cells.get(keys.indexOf("damage"))).isEqualTo(Cell.text("cut off"));
    assertThat(cells.get(keys.indexOf("duration"))).isEqualTo(Cell.EMPTY);
    assertThat(cells.get(keys.indexOf("recorder"))).isEqualTo(Cell.text("ada"));
    assertThat(keys).doesNotHaveDuplicates();
  }

  @Test
  void peopleAndWordsNarrowAndNamesAreReplaced() throws Exception {
    Recording one = at(CONFERENCE, Duration.ofMinutes(1));
    at(CONFERENCE, Duration.ofMinutes(2));

    assertThat(pour(order(Period.ALWAYS, all().and("words", "AT pt1m"))).rows)
        .extracting(RecordingLine::recording)
        .containsExactly(one);
    assertThat(pour(order(Period.ALWAYS, all().and("person", house.ada.id()))).rows).hasSize(2);
    assertThat(pour(order(Period.ALWAYS, all().and("person", house.ben.id()))).rows).isEmpty();
    assertThat(pour(order(Period.ALWAYS, all().and("names", "replace"))).rows)
        .extracting(RecordingLine::name)
        .containsOnly("User_1");
    assertThat(source.settled(house.operator(), all().and("person", "ada")).many("person"))
        .containsExactly(house.ada.id());
  }

  @Test
  void sinceAnEarlierExportOnlyWhatChangedIsTold() throws Exception {
    at(CONFERENCE, Duration.ofMinutes(1));
    Recording edited = at(CONFERENCE, Duration.ofMinutes(4));
    Recording removed = at(OTHER, Duration.ofMinutes(2));
    ExportOrder whole = EarlierExport.of(house.database, source, order(Period.ALWAYS, all()));
    Recording added = at(OTHER, Duration.ofMinutes(3));
    house
        .database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("UPDATE recording SET title = 'x' WHERE id = ?", edited.id());
          handle.execute("DELETE FROM recording WHERE id = ?", removed.id());
        });

    assertThat(EarlierExport.since(house.database, source, whole))
        .containsExactly("deleted " + removed.id(), "new " + added.id(), "edited " + edited.id());
    ExportOrder one =
        EarlierExport.of(
            house.database, source, order(Period.ALWAYS, Selection.of("conference", CONFERENCE)));
    assertThat(EarlierExport.since(house.database, source, one)).isEmpty();
  }
}
