package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Cell;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What is kept from report to report never shows: each says what one that reads all would say. */
@TestInstance(Lifecycle.PER_CLASS)
class UseMemoryTest {
  private static final Instant START = Instant.parse("2022-06-15T06:00:00Z");

  private final BookingHouse house = new BookingHouse();
  private final Rebookings rebookings = new Rebookings(house.database, house.audit, house.clock);
  private final Utilisation remembers = keeping(400_000);
  private final Utilisation forgets = keeping(2);
  private final Random random = new Random(20260723);

  private Utilisation keeping(int most) {
    return new Utilisation(house.database, house.rooms, house.clock, most);
  }

  @AfterAll
  void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.database.jdbi().useHandle(handle -> handle.execute("TRUNCATE reservation, gone CASCADE"));
    house.clock.set(START);
    house.rooms.rule(
        house.manager, house.oak.id(), new MeetingRoom.Rules(false, CheckInPolicy.REQUIRED));
    house.rooms.rule(
        house.manager, house.elm.id(), new MeetingRoom.Rules(true, CheckInPolicy.NO_DEVICE));
  }

  private UtilisationQuestion question(UUID level, String from, String to) {
    return new UtilisationQuestion(
        level,
        List.of(),
        false,
        new Period(Instant.parse(from), Instant.parse(to)),
        ZoneId.of("Europe/Berlin"),
        OpeningHours.OFFICE);
  }

  private List<List<Cell>> said(Utilisation door, UtilisationQuestion question) {
    return door.report(house.manager, question).lines().stream()
        .map(UtilisationSheet.TABLE::cells)
        .toList();
  }

  private void same(String when) {
    for (UtilisationQuestion question :
        List.of(
            question(house.floor.id(), "2022-06-15T00:00:00Z", "2022-06-18T00:00:00Z"),
            question(house.root.id(), "2022-06-10T00:00:00Z", "2022-06-20T00:00:00Z"),
            question(house.root.id(), "2022-05-30T00:00:00Z", "2022-07-02T00:00:00Z"))) {
      List<List<Cell>> expected = said(keeping(0), question);
      assertThat(said(remembers, question)).as(when).isEqualTo(expected);
      assertThat(said(forgets, question)).as(when).isEqualTo(expected);
    }
  }

  private List<UUID> all() {
    return house
        .database
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery("SELECT id FROM reservation ORDER BY created_at, id")
                .mapTo(UUID.class)
                .list());
  }

  private UUID any() {
    List<UUID> all = all();
    return all.isEmpty() ? UUID.randomUUID() : all.get(random.nextInt(all.size()));
  }

  private Period anyTime() {
    Instant from = START.plus(Duration.ofMinutes(15L * random.nextInt(400) - 600));
    return new Period(from, from.plus(Duration.ofMinutes(15L * (1 + random.nextInt(8)))));
  }

  private MeetingRoom anyRoom() {
    return random.nextBoolean() ? house.oak : house.elm;
  }

  /** Does something; what is refused changes nothing, which is fine here. */
  private String act() {
    int what = random.nextInt(9);
    try {
      switch (what) {
        case 0, 1, 2 -> {
          Period period = anyTime();
          house.reservations.book(
              house.ada,
              house.booking(
                  house.ada,
                  anyRoom(),
                  period.from().toString(),
                  (int) Duration.between(period.from(), period.to()).toMinutes()));
        }
        case 3 -> house.reservations.release(house.manager, any(), ReleaseKind.MANUAL);
        case 4 -> house.reservations.approve(house.manager, any());
        case 5 -> house.checkIns.checkIn(house.manager, any(), CheckInDevice.BOARD);
        case 6 -> rebookings.move(house.manager, any(), anyRoom().id(), anyTime(), "Topic");
        case 7 -> house.database.jdbi().useTransaction(handle -> delete(handle, any()));
        default -> {
          house.clock.tick(Duration.ofMinutes(random.nextInt(90)));
          house.checkIns.advance();
        }
      }
    } catch (RefusedException refused) {
      return what + ": " + refused.getMessage();
    }
    return what + " done";
  }

  private static void delete(Handle handle, UUID id) {
    handle.execute("DELETE FROM reservation_step WHERE reservation = ?", id);
    handle.execute("DELETE FROM reservation WHERE id = ?", id);
  }

  @Test
  void afterAnythingThatHappensAReportSaysWhatOneThatReadsAllSays() {
    for (int step = 0; step < 120; step++) {
      same("step " + step + ", " + act());
    }
    assertThat(all()).as("something was compared").hasSizeGreaterThan(5);
  }

  @Test
  void whatWasBegunBeforeAReportAndCommittedAfterItIsInTheNext() {
    UUID id =
        house
            .reservations
            .book(house.ada, house.booking(house.ada, house.oak, "2022-06-16T08:00:00Z", 60))
            .booking()
            .id();
    try (Handle late = house.database.jdbi().open()) {
      late.begin();
      late.execute(
          "UPDATE reservation SET status = 'RELEASED_MANUALLY', released_at = ?, released_by = 'x',"
              + " released_by_name = 'x', held = tstzrange(lower(period), lower(period))"
              + " WHERE id = ?",
          START,
          id);
      same("while it is not committed");
      late.commit();
    }
    same("after it");
    assertThat(
            remembers
                .report(
                    house.manager,
                    question(house.root.id(), "2022-06-10T00:00:00Z", "2022-06-20T00:00:00Z"))
                .total()
                .cancellations())
        .isEqualTo(1);
  }

  @Test
  void aTableThatWasEmptiedIsSeenAsEmpty() {
    house.reservations.book(
        house.ada, house.booking(house.ada, house.oak, "2022-06-16T08:00:00Z", 60));
    same("booked");
    house.database.jdbi().useHandle(handle -> handle.execute("TRUNCATE reservation CASCADE"));
    same("emptied");
  }
}
