package io.roomledger.retention;

import static io.roomledger.retention.RetentionHouse.all;
import static io.roomledger.retention.RetentionHouse.days;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.booking.BookingHouse;
import io.roomledger.booking.EventKey;
import io.roomledger.booking.EventPlan;
import io.roomledger.booking.EventsHouse;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.Rebookings;
import io.roomledger.booking.Reservation;
import io.roomledger.booking.ReservationSource;
import io.roomledger.export.EarlierExport;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Item;
import io.roomledger.export.PlainBasin;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.hold.Holds;
import io.roomledger.identity.Caller;
import io.roomledger.store.FileStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the round lets go of reservations, what stays, and what exports say of it. */
class ReservationRetentionTest {
  private static final KeptKind RESERVATIONS = KeptKind.RESERVATIONS;

  @TempDir Path folder;
  private final EventsHouse house = new EventsHouse();
  private final BookingHouse rooms = house.rooms;
  private final Caller operator = new Caller.Operator("main");
  private RetentionRules rules;
  private RetentionRound round;
  private Holds holds;

  @BeforeEach
  void open() throws IOException {
    rules = new RetentionRules(rooms.database, rooms.audit, rooms.clock);
    FileStore store = new FileStore(folder, rooms.clock);
    round = new RetentionRound(rooms.database, store, rooms.audit, rooms.clock);
    holds = new Holds(rooms.database, rooms.audit, rooms.clock);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private UUID booked(MeetingRoom room, String from) {
    return rooms
        .reservations
        .book(rooms.ada, rooms.booking(rooms.ada, room, from, 60))
        .booking()
        .id();
  }

  private void counting(Scope scope, String subject, Keep keep) {
    RuleWish wish = new RuleWish(RESERVATIONS, scope, subject, keep);
    Rule rule =
        rules.set(operator, wish, Optional.of(rules.preview(operator, wish).confirmation()));
    if (rule.pending()) {
      rooms.clock.set(rule.effectiveAt());
    }
  }

  private long count(String what) {
    return rooms
        .database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT count(*) FROM " + what).mapTo(Long.class).one());
  }

  private RetentionRun enforced() {
    round.enforce();
    return rules.runs(operator, 1).getFirst();
  }

  @Test
  void theStatesOfAReservationGoWithItAndItsEventStays() {
    booked(rooms.oak, "2022-06-15T08:00:00Z");
    EventKey event =
        house.event(
            rooms.ada,
            EventsHouse.plan(
                "2022-06-16T08:00:00Z", 60, "FREQ=DAILY;COUNT=30", EventPlan.Ability.NONE));
    house.invitations.invite(
        rooms.ada, house.calendar(rooms.ada), event, List.of(EventsHouse.wish(rooms.elm)));
    house.jobs.runAll();
    assertThat(count("reservation")).isEqualTo(31);
    assertThat(count("event_reservation")).isEqualTo(30);
    rooms.clock.set(Instant.parse("2022-07-05T00:00:00Z"));
    counting(Scope.ORGANISATION, "", days(10));

    assertThat(rules.preview(operator, all(RESERVATIONS, days(9))).all().things()).isEqualTo(1);
    RetentionRun run = enforced();
    // until 26 June: one by hand, ten of the series
    assertThat(run.removed()).isEqualTo(new RetentionRun.Removed(0, 0, 0, 11));
    assertThat(count("reservation")).isEqualTo(20);
    assertThat(count("event_reservation")).isEqualTo(20);
    assertThat(
            count(
                "reservation_step s LEFT JOIN reservation v ON v.id = s.reservation"
                    + " WHERE v.id IS NULL"))
        .isZero();
    assertThat(count("gone WHERE kind = 'reservation'")).isEqualTo(11);
    // settling the series again does not reserve what is over
    house.events.extension().act().run();
    assertThat(count("reservation")).isEqualTo(20);
    assertThat(count("calendar_event")).isEqualTo(1);
  }

  @Test
  void aYearOfWhichNothingIsKeptGoesAsAWhole() {
    RetentionHouse.layOut(rooms.database, "reservation", 2022, 2023);
    booked(rooms.oak, "2022-06-15T08:00:00Z");
    UUID moved = booked(rooms.oak, "2022-06-16T08:00:00Z");
    Rebookings again = new Rebookings(rooms.database, rooms.audit, rooms.clock);
    Period later = rooms.booking(rooms.ada, rooms.elm, "2023-06-16T08:00:00Z", 60).period();
    UUID instead = again.move(rooms.ada, moved, rooms.elm.id(), later, "x").booking().id();
    EventKey event =
        house.event(
            rooms.ada,
            EventsHouse.plan(
                "2022-12-30T23:30:00Z", 60, "FREQ=DAILY;COUNT=3", EventPlan.Ability.NONE));
    house.invitations.invite(
        rooms.ada, house.calendar(rooms.ada), event, List.of(EventsHouse.wish(rooms.elm)));
    house.jobs.runAll();
    assertThat(count("reservation_2022")).isEqualTo(4);
    ReservationSource source = new ReservationSource(rooms.rooms, rooms.accounts);
    ExportOrder since = EarlierExport.of(rooms.database, source, everything());
    counting(Scope.ORGANISATION, "", days(30));

    // the last one of the year ends in the next one
    rooms.clock.set(Instant.parse("2023-01-31T00:15:00Z"));
    Hold hold = holds.place(operator, HeldKind.MEETING_ROOM, "Elm", "case 7");
    assertThat(enforced().removed().reservations()).isEqualTo(2);
    holds.lift(operator, hold.id(), "settled");
    assertThat(enforced().removed().reservations()).isEqualTo(1);
    assertThat(RetentionHouse.years(rooms.database, "reservation")).contains("reservation_2022");
    rooms.clock.set(Instant.parse("2023-01-31T00:31:00Z"));
    assertThat(enforced().removed()).isEqualTo(new RetentionRun.Removed(0, 0, 0, 1));
    assertThat(RetentionHouse.years(rooms.database, "reservation"))
        .containsExactly("reservation_earlier", "reservation_2023", "reservation_later");
    assertThat(count("reservation")).isEqualTo(2);
    assertThat(count("reservation_slot")).isEqualTo(2);
    assertThat(count("reservation_slot WHERE instead_of IS NULL AND id = '" + instead + "'"))
        .isOne();
    assertThat(count("event_reservation")).isOne();
    assertThat(
            count(
                "reservation_step s LEFT JOIN reservation v ON v.id = s.reservation"
                    + " WHERE v.id IS NULL"))
        .isZero();
    assertThat(count("retention_gone WHERE day < '2023-01-01'")).isEqualTo(4);
    assertThat(EarlierExport.since(rooms.database, source, since))
        .filteredOn(told -> told.startsWith("deleted "))
        .hasSize(4);
    // what comes of that year later finds a place, and goes row by row
    rooms.database.jdbi().useHandle(handle -> handle.execute("DELETE FROM legal_hold"));
    booked(rooms.oak, "2022-08-15T08:00:00Z");
    assertThat(count("reservation_earlier")).isOne();
    assertThat(enforced().removed().reservations()).isOne();
  }

  private ExportOrder everything() {
    return new ExportOrder(
        "any",
        Period.ALWAYS,
        ReservationSource.selection(rooms.root.id(), List.of(), false, true),
        "any",
        Optional.empty());
  }

  @Test
  void aRoomsRuleCountsBeforeThoseOfItsLevelsAndAHeldRoomKeepsAll() {
    booked(rooms.oak, "2022-06-15T08:00:00Z");
    booked(rooms.elm, "2022-06-15T08:00:00Z");
    rooms.clock.tick(Duration.ofDays(60));
    counting(Scope.ORGANISATION, "", days(5));
    counting(Scope.ROOM_LEVEL, "Building A", days(365));
    assertThat(enforced().removed().nothing()).isTrue();
    // Oak is on a floor of the building, Elm right in it
    counting(Scope.ROOM_LEVEL, "Floor 1", days(30));
    Hold hold = holds.place(operator, HeldKind.MEETING_ROOM, "Oak", "case 7");
    RetentionRun run = enforced();
    assertThat(run.removed().nothing()).isTrue();
    assertThat(run.held()).isEqualTo(1);
    holds.lift(operator, hold.id(), "settled");
    counting(Scope.MEETING_ROOM, "Oak", new Keep.ForEver());
    assertThat(enforced().removed().nothing()).isTrue();
    counting(Scope.MEETING_ROOM, "Oak", new Keep.AsAbove());
    assertThat(enforced().removed().reservations()).isEqualTo(1);
    assertThat(count("reservation WHERE room = '" + rooms.elm.id() + "'")).isEqualTo(1);
  }

  @Test
  void anExportOverTimesThatRetentionEmptiedSaysSo() throws Exception {
    UUID old = booked(rooms.oak, "2022-06-15T08:00:00Z");
    booked(rooms.oak, "2022-07-15T08:00:00Z");
    ReservationSource source = new ReservationSource(rooms.rooms, rooms.accounts);
    ExportOrder all = everything();
    ExportOrder since = EarlierExport.of(rooms.database, source, all);
    rooms.clock.set(Instant.parse("2022-07-16T00:00:00Z"));
    counting(Scope.ORGANISATION, "", days(20));
    enforced();
    Told told = new Told(new ArrayList<>());
    rooms.database.jdbi().useTransaction(handle -> source.pour(handle, all, told));
    assertThat(told.items())
        .containsExactly(
            "row", rooms.oak.id() + " 1 reservation of 2022-06-15 was removed by retention");
    assertThat(EarlierExport.since(rooms.database, source, since))
        .containsExactly("deleted " + old);
  }

  private record Told(List<String> items) implements PlainBasin<Reservation> {
    @Override
    public void row(String id, Instant at, Reservation row) {
      items.add("row");
    }

    @Override
    public void item(Item item) {
      if (item instanceof Item.Gap gap) {
        items.add(gap.id() + " " + gap.reason());
      }
    }
  }
}
