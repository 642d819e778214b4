package io.roomledger.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class UtilisationTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private final BookingHouse house = new BookingHouse();
  private final Utilisation door = new Utilisation(house.database, house.rooms, house.clock);

  @AfterAll
  void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house
        .database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("TRUNCATE reservation CASCADE");
          handle.execute(
              "UPDATE meeting_room SET removed_at = NULL, closed_from = NULL,"
                  + " closed_to = NULL, closed_why = NULL, created_at = '2022-01-01T00:00:00Z'");
        });
    at("2022-06-15T06:00:00Z");
    rule(false, CheckInPolicy.NO_DEVICE);
  }

  private void at(String now) {
    house.clock.set(Instant.parse(now));
  }

  private void rule(boolean approval, CheckInPolicy checkIn) {
    house.rooms.rule(house.manager, house.oak.id(), new MeetingRoom.Rules(approval, checkIn));
  }

  private UUID booked(MeetingRoom room, String from, int minutes) {
    return house
        .reservations
        .book(house.ada, house.booking(house.ada, room, from, minutes))
        .booking()
        .id();
  }

  private UtilisationReport report(String from, String to, ZoneId zone, OpeningHours hours) {
    return door.report(
        house.manager,
        new UtilisationQuestion(
            house.root.id(),
            List.of(),
            false,
            new Period(Instant.parse(from), Instant.parse(to)),
            zone,
            hours));
  }

  /** A Wednesday. */
  private UtilisationReport day(OpeningHours hours) {
    return report("2022-06-15T00:00:00Z", "2022-06-16T00:00:00Z", ZoneOffset.UTC, hours);
  }

  private static Duration minutes(long minutes) {
    return Duration.ofMinutes(minutes);
  }

  @Test
  void twoRoomsAreAvailableForTheOpeningHoursOfEveryDay() {
    assertThat(day(OpeningHours.ALWAYS).total().available()).isEqualTo(Duration.ofDays(2));
    assertThat(day(OpeningHours.OFFICE).total().available()).isEqualTo(Duration.ofHours(20));
    assertThat(
            report(
                    "2022-06-13T00:00:00Z",
                    "2022-06-20T00:00:00Z",
                    ZoneOffset.UTC,
                    OpeningHours.parse("sat-sun 09:30-24:00"))
                .total()
                .available())
        .isEqualTo(minutes(2 * 2 * (14 * 60 + 30)));
  }

  @Test
  void checkedInTimeIsUsedAndWhatIsToComeIsPending() {
    rule(false, CheckInPolicy.REQUIRED);
    UUID id = booked(house.oak, "2022-06-15T08:00:00Z", 60);
    booked(house.oak, "2022-06-15T10:00:00Z", 30);
    at("2022-06-15T08:05:00Z");
    house.checkIns.checkIn(house.ada, id, CheckInDevice.BOARD);
    at("2022-06-15T08:45:00Z");

    Figures total = day(OpeningHours.OFFICE).total();

    assertThat(total.used()).isEqualTo(minutes(45));
    assertThat(total.pending()).isEqualTo(minutes(15 + 30));
    assertThat(total.booked()).isEqualTo(minutes(90));
    assertThat(total.bookedRate().orElseThrow()).isCloseTo(1.5 / 20, within(1e-9));
    assertThat(total.usedRate().orElseThrow()).isCloseTo(0.75 / 20, within(1e-9));
    assertThat(total.reservations()).isEqualTo(2);
    assertThat(total.checkedIn()).isEqualTo(1);
    assertThat(total.pendingCount()).isEqualTo(1);
    assertThat(total.noShowRate()).hasValue(0);
  }

  @Test
  void aNoShowCountsUntilTheRoomWasGivenBackAndTheNextOneIsNotCountedTwice() {
    rule(false, CheckInPolicy.REQUIRED);
    booked(house.oak, "2022-06-15T08:00:00Z", 60);
    at("2022-06-15T08:15:00Z");
    house.checkIns.advance();
    // into the very time that was given back; booked on the spot, so they are there
    booked(house.oak, "2022-06-15T08:15:00Z", 45);
    at("2022-06-15T12:00:00Z");

    Figures total = day(OpeningHours.OFFICE).total();

    assertThat(total.noShow()).isEqualTo(minutes(10));
    assertThat(total.released()).isEqualTo(minutes(50));
    assertThat(total.used()).isEqualTo(minutes(45));
    assertThat(total.booked()).isEqualTo(minutes(55));
    assertThat(total.noShows()).isEqualTo(1);
    assertThat(total.checkedIn()).isEqualTo(1);
    assertThat(total.noShowRate()).hasValue(0.5);
  }

  @Test
  void whatWasGivenBackBeforeItBeganIsCancelledAndWhatEndedEarlyIsNot() {
    UUID cancelled = booked(house.oak, "2022-06-15T08:00:00Z", 60);
    UUID early = booked(house.oak, "2022-06-15T10:00:00Z", 60);
    house.reservations.release(house.ada, cancelled, ReleaseKind.MANUAL);
    at("2022-06-15T10:20:00Z");
    house.reservations.release(house.ada, early, ReleaseKind.MANUAL);
    at("2022-06-15T12:00:00Z");

    Figures total = day(OpeningHours.OFFICE).total();

    assertThat(total.cancelled()).isEqualTo(minutes(60));
    assertThat(total.cancellations()).isEqualTo(1);
    assertThat(total.endedEarly()).isEqualTo(minutes(40));
    assertThat(total.earlyEnds()).isEqualTo(1);
    assertThat(total.released()).isEqualTo(minutes(100));
    assertThat(total.unchecked()).isEqualTo(minutes(20)).isEqualTo(total.booked());
    assertThat(total.reservations()).isEqualTo(1);
    assertThat(total.cancelledRate()).hasValue(0.5);
    assertThat(total.noShowRate()).isEmpty();
  }

  @Test
  void whatNobodyAgreedToIsNotBooked() {
    rule(true, CheckInPolicy.NO_DEVICE);
    UUID declined = booked(house.oak, "2022-06-15T08:00:00Z", 60);
    UUID approved = booked(house.oak, "2022-06-15T10:00:00Z", 60);
    UUID withdrawn = booked(house.oak, "2022-06-15T14:00:00Z", 30);
    booked(house.oak, "2022-06-15T12:00:00Z", 60);
    house.reservations.release(house.manager, declined, ReleaseKind.MANUAL);
    house.reservations.approve(house.manager, approved);
    house.reservations.approve(house.manager, withdrawn);
    house.reservations.release(house.manager, withdrawn, ReleaseKind.MANUAL);
    at("2022-06-15T18:00:00Z");

    Figures total = day(OpeningHours.OFFICE).total();

    assertThat(total.declined()).isEqualTo(1);
    assertThat(total.booked()).isEqualTo(minutes(60));
    assertThat(total.awaiting()).isEqualTo(minutes(60));
    assertThat(total.awaitingCount()).isEqualTo(1);
    assertThat(total.cancelled()).isEqualTo(minutes(30));
  }

  @Test
  void aMeetingOverMidnightIsCountedOnceAndItsTimeLiesOnBothDays() {
    booked(house.oak, "2022-06-15T23:30:00Z", 60);
    at("2022-06-17T00:00:00Z");

    UtilisationReport two =
        report("2022-06-15T00:00:00Z", "2022-06-17T00:00:00Z", ZoneOffset.UTC, OpeningHours.ALWAYS);
    Figures second =
        report("2022-06-16T00:00:00Z", "2022-06-17T00:00:00Z", ZoneOffset.UTC, OpeningHours.ALWAYS)
            .total();

    assertThat(two.days().values())
        .extracting(Figures::booked, Figures::reservations)
        .containsExactly(tuple(minutes(30), 1L), tuple(minutes(30), 0L));
    assertThat(two.at(DayOfWeek.WEDNESDAY, 23).booked()).isEqualTo(minutes(30));
    assertThat(two.at(DayOfWeek.THURSDAY, 0).booked()).isEqualTo(minutes(30));
    assertThat(two.weeks()).containsOnlyKeys(LocalDate.parse("2022-06-13"));
    assertThat(second.booked()).isEqualTo(minutes(30));
    assertThat(second.reservations()).isZero();
  }

  @Test
  void theHourThatSummerTimeSkipsIsNotThereAndTheOneThatItRepeatsIsTwice() {
    String[] spring = {"2022-03-26T23:00:00Z", "2022-03-27T22:00:00Z"};
    String[] autumn = {"2022-10-29T22:00:00Z", "2022-10-30T23:00:00Z"};
    at("2022-03-01T00:00:00Z");
    booked(house.oak, "2022-03-27T00:30:00Z", 60);
    booked(house.oak, "2022-10-30T00:30:00Z", 90);
    at("2022-12-01T00:00:00Z");

    UtilisationReport skipped = report(spring[0], spring[1], BERLIN, OpeningHours.ALWAYS);
    UtilisationReport repeated = report(autumn[0], autumn[1], BERLIN, OpeningHours.ALWAYS);

    assertThat(skipped.days()).containsOnlyKeys(LocalDate.parse("2022-03-27"));
    assertThat(skipped.total().available()).isEqualTo(Duration.ofHours(2 * 23));
    assertThat(skipped.at(DayOfWeek.SUNDAY, 1).booked()).isEqualTo(minutes(30));
    assertThat(skipped.at(DayOfWeek.SUNDAY, 2).available()).isZero();
    assertThat(skipped.at(DayOfWeek.SUNDAY, 3).booked()).isEqualTo(minutes(30));
    assertThat(repeated.total().available()).isEqualTo(Duration.ofHours(2 * 25));
    assertThat(repeated.at(DayOfWeek.SUNDAY, 2).available()).isEqualTo(Duration.ofHours(4));
    assertThat(repeated.at(2).booked()).isEqualTo(minutes(90));
  }

  @Test
  void zonesOffTheFullHourAndOpeningHoursOffTheFullHourAreExact() {
    booked(house.oak, "2022-06-15T03:00:00Z", 45);
    at("2022-06-16T12:00:00Z");

    UtilisationReport kathmandu =
        report(
            "2022-06-14T18:15:00Z",
            "2022-06-15T18:15:00Z",
            ZoneId.of("Asia/Kathmandu"),
            OpeningHours.parse("mon-sun 09:00-17:20"));

    assertThat(kathmandu.days()).containsOnlyKeys(LocalDate.parse("2022-06-15"));
    assertThat(kathmandu.total().available()).isEqualTo(minutes(2 * (8 * 60 + 20)));
    // 08:45 to 09:30 there
    assertThat(kathmandu.total().booked()).isEqualTo(minutes(30));
    assertThat(kathmandu.total().outside()).isEqualTo(minutes(15));
    assertThat(kathmandu.at(DayOfWeek.WEDNESDAY, 8).reservations()).isEqualTo(1);
  }

  @Test
  void aRoomThatIsClosedGoneOrNewCannotBeHad() {
    booked(house.oak, "2022-06-15T09:00:00Z", 120);
    house.rooms.close(
        house.manager,
        house.oak.id(),
        Optional.of(
            new MeetingRoom.Closing(
                Instant.parse("2022-06-15T10:00:00Z"),
                Optional.of(Instant.parse("2022-06-15T12:00:00Z")),
                "paint",
                List.of(),
                false,
                false)));
    house
        .database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "UPDATE meeting_room SET created_at = '2022-06-15T08:00:00Z',"
                    + " removed_at = '2022-06-15T11:00:00Z' WHERE id = ?",
                house.elm.id()));
    at("2022-06-15T20:00:00Z");

    UtilisationReport report = day(OpeningHours.ALWAYS);

    assertThat(report.rooms())
        .extracting(UtilisationReport.OfRoom::name, room -> room.figures().available())
        .containsExactly(tuple("Oak", Duration.ofHours(22)), tuple("Elm", Duration.ofHours(3)));
    assertThat(report.total().booked()).isEqualTo(minutes(60));
    assertThat(report.total().outside()).isEqualTo(minutes(60));
    assertThat(
            report("2022-06-16T00:00:00Z", "2022-06-17T00:00:00Z", BERLIN, OpeningHours.ALWAYS)
                .rooms())
        .extracting(UtilisationReport.OfRoom::name)
        .containsExactly("Oak");
  }

  @Test
  void aLevelHasEverythingBelowIt() {
    booked(house.oak, "2022-06-15T09:00:00Z", 60);
    booked(house.elm, "2022-06-15T09:00:00Z", 30);

    UtilisationReport report = day(OpeningHours.OFFICE);

    assertThat(report.levels())
        .extracting(
            level -> level.level().name(),
            UtilisationReport.OfLevel::rooms,
            level -> level.figures().booked())
        .containsExactly(
            tuple(house.root.name(), 2, minutes(90)),
            tuple("Building A", 2, minutes(90)),
            tuple("Floor 1", 1, minutes(60)));
    assertThat(report.on(DayOfWeek.WEDNESDAY).booked()).isEqualTo(minutes(90));
    assertThat(
            door.report(
                    house.manager,
                    new UtilisationQuestion(
                        house.root.id(),
                        List.of(house.oak.id()),
                        true,
                        report.question().period(),
                        ZoneOffset.UTC,
                        OpeningHours.OFFICE))
                .total()
                .booked())
        .isEqualTo(minutes(30));
  }

  @Test
  void onlyThoseWhoManageMeetingsMayAskAndQuestionsAreChecked() {
    UtilisationQuestion question = day(OpeningHours.ALWAYS).question();

    assertThatThrownBy(() -> door.report(house.ada, question))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.Forbidden.class));
    assertThatThrownBy(() -> door.report(house.stranger, question))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.NotFound.class));
    assertThatThrownBy(() ->
            report("2022-01-01T00:00:00Z", "2032-01-01T00:00:00Z", BERLIN, OpeningHours.ALWAYS))
        .hasMessageContaining("at most five years");
  }
}
