package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A room is had by one at a time, also where two years, and with them two tables, meet. */
@TestInstance(Lifecycle.PER_CLASS)
class ReservationSlotTest {
  private final BookingHouse house = new BookingHouse();
  private final Instant midnight = house.border();

  @AfterAll
  void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    run("TRUNCATE reservation CASCADE");
    assertThat(count("reservation_slot")).isZero();
    house.clock.set(midnight.minus(Duration.ofDays(2)));
  }

  private int run(String sql) {
    return house.database.jdbi().withHandle(handle -> handle.execute(sql));
  }

  private long count(String what) {
    return house
        .database
        .jdbi()
        .withHandle(
            handle -> handle.createQuery("SELECT count(*) FROM " + what).mapTo(Long.class).one());
  }

  private UUID booked(Duration from, int minutes) {
    String start = midnight.plus(from).toString();
    return house
        .reservations
        .book(house.ada, house.booking(house.ada, house.oak, start, minutes))
        .booking()
        .id();
  }

  private static String copy(String column, String value) {
    return "INSERT INTO reservation SELECT (r).* FROM (SELECT jsonb_populate_record(v, '{\""
        + column
        + "\": \""
        + value
        + "\"}') AS r FROM reservation v) AS copied";
  }

  @Test
  void whoeverWritesItsTableNobodyGetsARoomTwice() {
    UUID id = booked(Duration.ofMinutes(-30), 60);
    UUID other = booked(Duration.ofMinutes(30), 60);
    assertThat(count("(SELECT DISTINCT tableoid FROM reservation) AS tables")).isEqualTo(2);
    assertThatThrownBy(() -> run(copy("id", UUID.randomUUID().toString()) + " LIMIT 1"))
        .hasMessageContaining("reservation_no_double_booking");
    assertThatThrownBy(() -> run("UPDATE reservation SET id = gen_random_uuid()"))
        .hasMessageContaining("keeps its id");
    // of the same id in another year, though nobody has the room then
    String moved = "starts_at = starts_at + interval '2 years', period = span, held = span";
    String span =
        " FROM (SELECT tstzrange(lower(period) + interval '2 years', upper(period)"
            + " + interval '2 years') AS span FROM reservation WHERE id = '"
            + id
            + "') AS later";
    assertThat(run("UPDATE reservation SET " + moved + span + " WHERE id = '" + id + "'")).isOne();
    assertThat(count("reservation_slot s JOIN reservation v USING (id, starts_at, held)"))
        .isEqualTo(2);
    booked(Duration.ofMinutes(-30), 60);
    assertThat(run("DELETE FROM reservation_step")).isEqualTo(3);
    assertThat(run("DELETE FROM reservation WHERE id = '" + other + "'")).isOne();
    assertThat(count("reservation_slot")).isEqualTo(2);
  }

  @Test
  void whatLastsIntoTheNewYearIsSeenOnBothSides() {
    UUID id = booked(Duration.ofHours(-30), 31 * 60);
    UUID next = booked(Duration.ofHours(1), 60);
    assertThat(held(Duration.ofHours(-1), Duration.ZERO)).containsExactly(id);
    assertThat(held(Duration.ZERO, Duration.ofHours(24))).containsExactly(id, next);
    assertThat(held(Duration.ofMinutes(60), Duration.ofHours(24))).containsExactly(next);
    house.reservations.release(house.ada, id, ReleaseKind.MANUAL);
    assertThat(held(Duration.ZERO, Duration.ofHours(24))).containsExactly(next);
  }

  /** What is found in the order of a room's index is what looking at each finds. */
  @Test
  void whatHoldsARoomAtATimeIsFoundWhateverElseThereIs() {
    Random random = new Random(41);
    List<Reservation> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Instant from = midnight.plus(Duration.ofMinutes(15L * random.nextInt(-150, 150)));
      Booking booking =
          house.booking(house.ada, house.oak, from.toString(), 15 * (1 + random.nextInt(60)));
      try {
        Reservation made = house.reservations.book(house.ada, booking);
        boolean given = random.nextInt(3) == 0;
        all.add(
            given
                ? house.reservations.release(house.ada, made.booking().id(), ReleaseKind.MANUAL)
                : made);
      } catch (RefusedException taken) {
        assertThat(taken).hasMessageContaining("reserved already");
      }
    }
    List<UUID> kept =
        all.stream().filter(it -> !it.status().released()).map(it -> it.booking().id()).toList();
    assertThat(kept).hasSizeBetween(5, all.size() - 3);
    for (int quarter = -160; quarter < 200; quarter += 7) {
      Instant from = midnight.plus(Duration.ofMinutes(15L * quarter));
      Period period = new Period(from, from.plus(Duration.ofMinutes(15L * (1 + quarter % 5 + 5))));
      List<UUID> expected =
          all.stream()
              .map(Reservation::booking)
              .filter(it -> kept.contains(it.id()))
              .filter(it -> it.period().from().isBefore(period.to()))
              .filter(it -> period.from().isBefore(it.period().to()))
              .sorted(Comparator.comparing(it -> it.period().from()))
              .map(Booking::id)
              .toList();
      assertThat(held(period)).as(period.toString()).isEqualTo(expected);
    }
  }

  private List<UUID> held(Duration from, Duration to) {
    return held(new Period(midnight.plus(from), midnight.plus(to)));
  }

  private List<UUID> held(Period period) {
    return new Timetables(house.database, house.clock)
            .held(house.ada, List.of(house.oak.id()), period)
            .getOrDefault(house.oak.id(), List.of())
            .stream()
            .map(entry -> entry.reservation().booking().id())
            .toList();
  }
}
