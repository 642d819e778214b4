package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Cell;
import io.roomledger.export.EarlierExport;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Item;
import io.roomledger.export.PlainBasin;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReservationSourceTest {
  private final BookingHouse house = new BookingHouse();
  private final ReservationSource source = new ReservationSource(house.rooms, house.accounts);

  @AfterEach
  void close() {
    house.close();
  }

  private static ExportOrder order(String from, String to, Selection selection) {
    return new ExportOrder(
        "any",
        new Period(Instant.parse(from), Instant.parse(to)),
        selection,
        "any",
        Optional.empty());
  }

  private ExportOrder day(Selection selection) {
    return order("2022-06-15T00:00:00Z", "2022-06-16T00:00:00Z", selection);
  }

  private Selection everything() {
    return ReservationSource.selection(house.root.id(), List.of(), false, true);
  }

  private UUID booked(MeetingRoom room, String from, int minutes) {
    Booking booking = house.booking(house.ada, room, from, minutes);
    return house.reservations.book(house.ada, booking).booking().id();
  }

  private static final class Bucket implements PlainBasin<Reservation> {
    private final List<Reservation> rows = new ArrayList<>();

    @Override
    public void row(String id, Instant at, Reservation row) {
      assertThat(id).isEqualTo(row.booking().id().toString());
      assertThat(at).isEqualTo(row.start());
      rows.add(row);
    }

    @Override
    public void item(Item item) {
      throw new AssertionError("reservations have no other items: " + item);
    }
  }

  private List<Reservation> poured(ExportOrder order) {
    return house
        .database
        .jdbi()
        .inTransaction(handle -> {
          Bucket bucket = new Bucket();
          pour(handle, order, bucket);
          assertThat(source.count(handle, order)).isEqualTo(bucket.rows.size());
          return bucket.rows;
        });
  }

  private void pour(Handle handle, ExportOrder order, Bucket bucket) {
    try {
      source.pour(handle, order, bucket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<UUID> ids(ExportOrder order) {
    return poured(order).stream().map(row -> row.booking().id()).toList();
  }

  private Refusal refusal(Caller caller, Selection selection) {
    RefusedException[] caught = new RefusedException[1];
    assertThatThrownBy(() -> source.authorise(caller, day(selection)))
        .isInstanceOfSatisfying(RefusedException.class, e -> caught[0] = e);
    return caught[0].refusal();
  }

  @Test
  void reservationsComeInOrderOfTheirStartWhateverTheirRoom() {
    UUID third = booked(house.oak, "2022-06-15T10:00:00Z", 60);
    UUID first = booked(house.oak, "2022-06-15T08:00:00Z", 60);
    UUID second = booked(house.elm, "2022-06-15T09:00:00Z", 60);

    assertThat(ids(day(everything()))).containsExactly(first, second, third);
  }

  @Test
  void consecutivePeriodsNeitherMissNorRepeatAMeetingOverMidnight() {
    UUID overMidnight = booked(house.oak, "2022-06-14T23:30:00Z", 60);
    UUID atMidnight = booked(house.elm, "2022-06-15T00:00:00Z", 60);
    UUID nextMidnight = booked(house.elm, "2022-06-16T00:00:00Z", 60);

    assertThat(ids(order("2022-06-14T00:00:00Z", "2022-06-15T00:00:00Z", everything())))
        .containsExactly(overMidnight);
    assertThat(ids(day(everything()))).containsExactly(atMidnight);
    assertThat(ids(order("2022-06-16T00:00:00Z", "2022-06-17T00:00:00Z", everything())))
        .containsExactly(nextMidnight);
  }

  @Test
  void aLevelMeansItsWholeSubtreeAndNothingBeside() {
    UUID inOak = booked(house.oak, "2022-06-15T08:00:00Z", 60);
    UUID inElm = booked(house.elm, "2022-06-15T09:00:00Z", 60);

    assertThat(ids(day(ReservationSource.selection(house.building.id(), List.of(), false, true))))
        .containsExactly(inOak, inElm);
    assertThat(ids(day(ReservationSource.selection(house.floor.id(), List.of(), false, true))))
        .containsExactly(inOak);
  }

  @Test
  void namedRoomsAreMeantOrLeftOut() {
    UUID inOak = booked(house.oak, "2022-06-15T08:00:00Z", 60);
    UUID inElm = booked(house.elm, "2022-06-15T09:00:00Z", 60);
    List<UUID> oak = List.of(house.oak.id());

    assertThat(ids(day(ReservationSource.selection(house.root.id(), oak, false, true))))
        .containsExactly(inOak);
    assertThat(ids(day(ReservationSource.selection(house.root.id(), oak, true, true))))
        .containsExactly(inElm);
    assertThat(ids(day(ReservationSource.selection(house.root.id(), List.of(), true, true))))
        .containsExactly(inOak, inElm);
  }

  @Test
  void topicsAreBlankUnlessAskedFor() {
    booked(house.oak, "2022-06-15T08:00:00Z", 60);

    assertThat(poured(day(everything())))
        .extracting(r -> r.booking().topic())
        .containsOnly("Topic");
    assertThat(poured(day(ReservationSource.selection(house.root.id(), List.of(), false, false))))
        .extracting(r -> r.booking().topic())
        .containsOnly("");
  }

  @Test
  void whatWasReleasedIsExportedWithTheTimesOfTheEvent() {
    UUID id = booked(house.oak, "2022-06-15T08:00:00Z", 60);
    house.clock.set(Instant.parse("2022-06-15T08:20:00Z"));
    house.reservations.release(house.ada, id, ReleaseKind.MANUAL);

    assertThat(poured(day(everything())).getFirst().end())
        .isEqualTo(Instant.parse("2022-06-15T09:00:00Z"));
  }

  @Test
  void strangersAndUnknownIdsAreRefused() {
    UUID unknown = UUID.randomUUID();

    source.authorise(house.manager, day(everything()));
    source.authorise(house.program, day(everything()));
    assertThat(refusal(house.ada, everything())).isInstanceOf(Refusal.Forbidden.class);
    assertThat(refusal(house.stranger, everything()))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.ROOM_LEVEL, house.root.id().toString()));
    assertThat(
            refusal(
                house.manager,
                ReservationSource.selection(house.root.id(), List.of(unknown), false, true)))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.MEETING_ROOM, unknown.toString()));
    assertThat(
            refusal(
                house.manager,
                ReservationSource.selection(
                    house.floor.id(), List.of(house.elm.id()), false, true)))
        .isInstanceOf(Refusal.Invalid.class);
    assertThat(refusal(house.manager, Selection.of("level", "junk")))
        .isInstanceOf(Refusal.Invalid.class);
  }

  @Test
  void bothSheetsShowWhatTheReservationSays() {
    booked(house.oak, "2022-06-15T08:00:00Z", 60);
    Reservation row = poured(day(everything())).getFirst();

    assertThat(ReservationSheet.TABLE.cells(row))
        .contains(
            Cell.text("Oak"),
            Cell.text("Name of ada"),
            Cell.text("Research"),
            Cell.text("booked"),
            Cell.moment(Instant.parse("2022-06-15T09:00:00Z")));
    assertThat(ReservationCalendar.CALENDAR.cells(row))
        .containsExactly(
            Cell.text(row.booking().id().toString()),
            Cell.moment(Instant.parse("2022-06-15T08:00:00Z")),
            Cell.moment(Instant.parse("2022-06-15T09:00:00Z")),
            Cell.text("Topic"),
            Cell.text("Oak"),
            Cell.text("Name of ada"),
            Cell.text("CONFIRMED"));
  }

  @Test
  void peopleAndWordsNarrowAndNamesAreReplaced() {
    UUID ours = booked(house.oak, "2022-06-15T08:00:00Z", 60);
    Booking other = house.booking(house.bob, house.elm, "2022-06-15T09:00:00Z", 60);
    house.reservations.book(house.bob, other);
    String ada = Reserver.of(house.ada).key().substring("account:".length());

    assertThat(ids(day(everything().and("person", ada)))).containsExactly(ours);
    assertThat(ids(day(everything().and("words", "TOPIC")))).hasSize(2);
    assertThat(ids(day(everything().and("words", "topic' %")))).isEmpty();
    assertThat(poured(day(everything().and("names", "replace"))))
        .extracting(row -> row.booking().reserver().name())
        .containsExactly("User_1", "User_2");
    Selection silent =
        ReservationSource.selection(house.root.id(), List.of(), false, false).and("words", "a");
    assertThat(refusal(house.manager, silent))
        .isInstanceOfSatisfying(
            Refusal.Invalid.class, refused -> assertThat(refused.field()).isEqualTo("topics"));
  }

  @Test
  void withoutALevelAllRoomsAreMeantAndTopicsShown() {
    Selection settled = source.settled(house.manager, new Selection(Map.of()));
    assertThat(settled.need("level")).isEqualTo(house.root.id().toString());
    assertThat(settled.flag("topics")).isTrue();
  }

  @Test
  void sinceAnEarlierExportOnlyWhatChangedIsTold() {
    booked(house.oak, "2022-06-15T08:00:00Z", 60);
    UUID edited = booked(house.oak, "2022-06-15T10:00:00Z", 60);
    UUID removed = booked(house.elm, "2022-06-15T09:00:00Z", 60);
    ExportOrder since = EarlierExport.of(house.database, source, day(everything()));
    UUID added = booked(house.elm, "2022-06-15T11:00:00Z", 60);
    house.reservations.release(house.ada, edited, ReleaseKind.MANUAL);
    house
        .database
        .jdbi()
        .useTransaction(handle -> {
          handle.execute("DELETE FROM reservation_step WHERE reservation = ?", removed);
          handle.execute("DELETE FROM reservation WHERE id = ?", removed);
        });

    assertThat(EarlierExport.since(house.database, source, since))
        .containsExactly("deleted " + removed, "edited " + edited, "new " + added);
  }

  @Test
  void roomsThatCameUnderTheLevelAreNewAndThoseThatLeftAreGaps() {
    UUID inside = booked(house.oak, "2022-06-15T08:00:00Z", 60);
    UUID outside = booked(house.elm, "2022-06-15T09:00:00Z", 60);
    ExportOrder floor = day(ReservationSource.selection(house.floor.id(), List.of(), false, true));
    ExportOrder since = EarlierExport.of(house.database, source, floor);
    house
        .database
        .jdbi()
        .useHandle(handle -> {
          handle.execute(
              "UPDATE meeting_room SET level = ? WHERE id = ?", house.floor.id(), house.elm.id());
          handle.execute(
              "UPDATE meeting_room SET level = ? WHERE id = ?",
              house.building.id(),
              house.oak.id());
        });

    assertThat(EarlierExport.since(house.database, source, since))
        .containsExactly("gap " + house.oak.id(), "new " + outside)
        .doesNotContain("edited " + inside);
  }
}
