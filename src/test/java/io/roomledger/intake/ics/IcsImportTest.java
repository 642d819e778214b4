package io.roomledger.intake.ics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.BookingHouse;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.intake.Intake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IcsImportTest {
  private static final String ROOMS =
      """
      building,floor,room,capacity
      Old Mill,1,Wheel,12
      Old Mill,1,Stone,
      Barn,,Hay,40
      """;

  private final BookingHouse house = new BookingHouse();
  private final Accounts accounts = new Accounts(house.database, house.clock);
  private final List<String> skipped = new ArrayList<>();
  private final Intake intake =
      new Intake() {
        @Override
        public void progress(long done, long total, String what) {
          assertThat(done).isBetween(0L, total);
        }

        @Override
        public void skipped(String file, long line, String problem) {
          skipped.add(Path.of(file).getFileName() + ":" + line + " " + problem);
        }
      };

  @TempDir Path folder;

  @AfterEach
  void close() {
    house.close();
  }

  private static String event(String... lines) {
    return "BEGIN:VEVENT\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT\r\n";
  }

  private static String calendar(String... components) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//us//us//EN\r\n"
        + String.join("", components)
        + "END:VCALENDAR\r\n";
  }

  private IcsImport.Tally take(String... components) throws IOException {
    return takeFile(calendar(components), ROOMS);
  }

  private IcsImport.Tally takeFile(String calendar, String rooms) throws IOException {
    Path ics = Files.writeString(folder.resolve("c.ics"), calendar);
    Path csv = Files.writeString(folder.resolve("r.csv"), rooms);
    return new IcsImport(house.rooms, house.reservations, accounts, house.clock, ZoneOffset.UTC)
        .run(house.manager, ics, csv, intake);
  }

  private record Held(String room, Instant start, Instant end, String status) {}

  /** What is in the house now, as {@code room start/end status}. */
  private List<String> held() {
    return house
        .database
        .jdbi()
        .withHandle(h ->
            h.createQuery(
                    """
                    SELECT m.name AS room, lower(period) AS start, upper(period) AS "end", status
                    FROM reservation v JOIN meeting_room m ON m.id = v.room
                    ORDER BY start, room
                    """)
                .mapTo(Held.class)
                .map(row -> row.room() + " " + row.start() + "/" + row.end() + " " + row.status())
                .list());
  }

  private static Refusal refusal(ThrowingCallable act) {
    RefusedException[] caught = new RefusedException[1];
    assertThatThrownBy(act).isInstanceOfSatisfying(RefusedException.class, e -> caught[0] = e);
    return caught[0].refusal();
  }

  @Test
  void anInvitedRoomIsReservedForTheOrganizer() throws IOException {
    accounts.add(
        new Account(
            "accountxxxxxxxxxx",
            Accounts.MAIN,
            "carol",
            "Carol C.",
            Optional.of("carol@example.org"),
            "Sales",
            true),
        Optional.empty(),
        Set.of("user"));
    IcsImport.Tally tally =
        take(
            event(
                "UID:1",
                "DTSTART:20220615T080000Z",
                "DTEND:20220615T090000Z",
                "SUMMARY:Budget\\, second",
                "  round",
                "LOCATION:somewhere",
                "ORGANIZER;CN=Carol:mailto:carol@example.org",
                "ATTENDEE;PARTSTAT=ACCEPTED:mailto:dan@example.org",
                "ATTENDEE;PARTSTAT=DECLINED:mailto:eve@example.org",
                "ATTENDEE;CUTYPE=ROOM;CN=\"Wheel\":mailto:wheel@example.org"));

    assertThat(tally).isEqualTo(new IcsImport.Tally(1, 3, 1, 0, 0, 0));
    record Row(
        String topic,
        String reserver,
        String reserverName,
        String department,
        int guests,
        int accepted) {}
    Row row =
        house
            .database
            .jdbi()
            .withHandle(h ->
                h.createQuery(
                        """
                        SELECT topic, reserver, reserver_name, department,
                          guests_number AS guests, accepted_number AS accepted
                        FROM reservation
                        """)
                    .mapTo(Row.class)
                    .one());
    assertThat(row)
        .isEqualTo(
            new Row(
                "Budget, second round", "account:accountxxxxxxxxxx", "Carol C.", "Sales", 2, 1));
  }

  @Test
  void buildingsAndFloorsBecomeLevels() throws IOException {
    take(event("UID:1", "DTSTART:20220615T080000Z", "DURATION:PT1H", "LOCATION:Hay"));

    assertThat(house.rooms.subtree(house.manager, house.root.id()))
        .extracting(level -> level.name())
        .contains("Old Mill", "1", "Barn");
    assertThat(held()).containsExactly("Hay 2022-06-15T08:00:00Z/2022-06-15T09:00:00Z BOOKED");
  }

  @Test
  void takingInAgainAddsNothing() throws IOException {
    String weekly =
        event(
            "UID:1",
            "DTSTART:20220615T080000Z",
            "DTEND:20220615T090000Z",
            "RRULE:FREQ=WEEKLY;COUNT=3",
            "LOCATION:Hay");
    String once = event("UID:2", "DTSTART:20220615T100000Z", "DURATION:PT30M", "LOCATION:Hay");
    take(weekly, once);

    assertThat(take(weekly, once)).isEqualTo(new IcsImport.Tally(2, 3, 0, 4, 0, 0));
    assertThat(held()).hasSize(4);
  }

  @Test
  void aBrokenEventIsReportedByLineAndTheRestGoesIn() throws IOException {
    IcsImport.Tally tally =
        take(
            event("UID:1", "DTSTART:yesterday", "DURATION:PT1H", "LOCATION:Hay"),
            event("DTSTART:20220615T080000Z", "DURATION:PT1H", "LOCATION:Hay"),
            "BEGIN:VEVENT\r\nUID:3\r\n",
            event("UID:4", "DTSTART:20220615T080000Z", "DTEND:20220615T070000Z", "LOCATION:Hay"),
            event("UID:5", "DTSTART:20220615T080000Z", "DURATION:PT1H", "LOCATION:Hay"));

    assertThat(skipped)
        .containsExactlyInAnyOrder(
            "c.ics:4 time: yesterday (expected: such as 20180203T083000Z)",
            "c.ics:10 UID: missing (expected: one)",
            "c.ics:15 VEVENT: it does not end (expected: a line END:VEVENT)",
            "c.ics:17 it ends before it begins (expected: DTEND after DTSTART)");
    assertThat(tally).isEqualTo(new IcsImport.Tally(5, 3, 1, 0, 0, 4));
  }

  @Test
  void aPropertyThatNobodyReadsMayBeBroken() throws IOException {
    take(
        event(
            "UID:1",
            "DTSTART:20220615T080000Z",
            "DURATION:PT1H",
            "LOCATION:Hay",
            "DTSTAMP:whenever",
            "GEO:nowhere",
            "BEGIN:VALARM",
            "TRIGGER:soon",
            "END:VALARM"));

    assertThat(held()).hasSize(1);
  }

  @Test
  void aDoubleBookingIsReportedWithTheTimeOfTheOther() throws IOException {
    IcsImport.Tally tally =
        take(
            event("UID:1", "DTSTART:20220615T080000Z", "DURATION:PT1H", "LOCATION:Hay"),
            event("UID:2", "DTSTART:20220615T083000Z", "DURATION:PT1H", "LOCATION:hay"));

    assertThat(tally).isEqualTo(new IcsImport.Tally(2, 3, 1, 0, 1, 0));
    assertThat(skipped)
        .containsExactly(
            "c.ics:10 Hay from 2022-06-15T08:30:00Z to 2022-06-15T09:30:00Z: double booking, the"
                + " room is held from 2022-06-15T08:00:00Z to 2022-06-15T09:00:00Z (expected:"
                + " another time or another room)");
  }

  @Test
  void unknownRoomsAreReportedAndSeveralRoomsAreAllTaken() throws IOException {
    take(
        event("UID:1", "DTSTART:20220615T080000Z", "DURATION:PT1H", "LOCATION:Moon"),
        event("UID:2", "DTSTART:20220615T080000Z", "DURATION:PT1H"),
        event("UID:3", "DTSTART:20220615T080000Z", "DURATION:PT1H", "LOCATION:Wheel\\, Stone"));

    assertThat(skipped).hasSize(2);
    assertThat(skipped.get(0)).startsWith("c.ics:4 room: Moon is not in the list");
    assertThat(skipped.get(1)).startsWith("c.ics:10 no room");
    assertThat(held()).hasSize(2);
  }

  @Test
  void aMeetingAtNineStaysAtNineWhenTheClocksChange() throws IOException {
    take(
        event(
            "UID:1",
            "DTSTART;TZID=Europe/Brussels:20220324T090000",
            "DTEND;TZID=Europe/Brussels:20220324T100000",
            "RRULE:FREQ=WEEKLY;UNTIL=20220407T070000Z",
            "EXDATE;TZID=Europe/Brussels:20220331T090000",
            "LOCATION:Hay"));

    assertThat(held())
        .containsExactly(
            "Hay 2022-03-24T08:00:00Z/2022-03-24T09:00:00Z BOOKED",
            "Hay 2022-04-07T07:00:00Z/2022-04-07T08:00:00Z BOOKED");
  }

  @Test
  void anOccurrenceThatDiffersStandsForTheOneOfTheRule() throws IOException {
    String moved =
        event(
            "UID:1",
            "RECURRENCE-ID:20220616T080000Z",
            "DTSTART:20220616T140000Z",
            "DURATION:PT1H",
            "LOCATION:Hay");
    String cancelled =
        event(
            "UID:1",
            "RECURRENCE-ID:20220617T080000Z",
            "DTSTART:20220617T080000Z",
            "DURATION:PT1H",
            "STATUS:CANCELLED",
            "DTSTAMP:20220610T000000Z",
            "LOCATION:Hay");
    String rule =
        event(
            "UID:1",
            "DTSTART:20220615T080000Z",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;COUNT=3",
            "LOCATION:Hay");

    take(moved, rule, cancelled);

    assertThat(held())
        .containsExactly(
            "Hay 2022-06-15T08:00:00Z/2022-06-15T09:00:00Z BOOKED",
            "Hay 2022-06-16T14:00:00Z/2022-06-16T15:00:00Z BOOKED",
            "Hay 2022-06-17T08:00:00Z/2022-06-17T09:00:00Z RELEASED_MANUALLY");
  }

  @Test
  void anEventWithoutEndIsFollowedForTwoYears() throws IOException {
    take(
        event(
            "UID:1",
            "DTSTART:20220101T080000Z",
            "DURATION:PT1H",
            "RRULE:FREQ=MONTHLY",
            "LOCATION:Hay"));

    assertThat(held()).hasSize(25);
  }

  @Test
  void aRareRuleIsFollowedToItsEnd() throws IOException {
    take(
        event(
            "UID:1",
            "DTSTART:20200229T080000Z",
            "DURATION:PT1H",
            "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=3",
            "RDATE:20210301T080000Z",
            "LOCATION:Hay"));

    assertThat(held())
        .containsExactly(
            "Hay 2020-02-29T08:00:00Z/2020-02-29T09:00:00Z BOOKED",
            "Hay 2021-03-01T08:00:00Z/2021-03-01T09:00:00Z BOOKED",
            "Hay 2024-02-29T08:00:00Z/2024-02-29T09:00:00Z BOOKED",
            "Hay 2028-02-29T08:00:00Z/2028-02-29T09:00:00Z BOOKED");
  }

  @Test
  void rulesThatWouldFillARoomForeverAreBounded() throws IOException {
    IcsImport.Tally tally =
        take(
            event(
                "UID:1",
                "DTSTART:20220101T000000Z",
                "DURATION:PT1M",
                "RRULE:FREQ=HOURLY",
                "LOCATION:Hay"),
            event(
                "UID:2",
                "DTSTART:20220101T000000Z",
                "DURATION:PT1S",
                "RRULE:FREQ=SECONDLY",
                "LOCATION:Stone"));

    assertThat(tally.takenIn()).isEqualTo(IcsEvent.MOST_OCCURRENCES);
    assertThat(skipped).hasSize(2);
    assertThat(skipped.get(0)).contains("SECONDLY");
    assertThat(skipped.get(1)).contains("more than 5000 occurrences");
  }

  @Test
  void aZoneThatOnlyTheFileKnowsIsHonoured() throws IOException {
    String zone =
        """
        BEGIN:VTIMEZONE
        TZID:Mill Time
        BEGIN:STANDARD
        DTSTART:16011104T020000
        RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
        TZOFFSETFROM:-0400
        TZOFFSETTO:-0500
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010311T020000
        RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
        TZOFFSETFROM:-0500
        TZOFFSETTO:-0400
        END:DAYLIGHT
        END:VTIMEZONE
        """;
    // the zone may be defined after it is used
    take(
        event("UID:1", "DTSTART;TZID=Mill Time:20220115T090000", "DURATION:PT1H", "LOCATION:Hay"),
        event(
            "UID:2", "DTSTART;TZID=\"Mill Time\":20220715T090000", "DURATION:PT1H", "LOCATION:Hay"),
        event("UID:3", "DTSTART;TZID=Moon:20220715T090000", "DURATION:PT1H", "LOCATION:Hay"),
        zone);

    assertThat(held())
        .containsExactly(
            "Hay 2022-01-15T14:00:00Z/2022-01-15T15:00:00Z BOOKED",
            "Hay 2022-07-15T13:00:00Z/2022-07-15T14:00:00Z BOOKED");
    assertThat(skipped).singleElement().asString().contains("TZID: Moon");
  }

  @Test
  void timesWithoutAZoneAreInTheZoneOfTheFileAndDaysAreWhole() throws IOException {
    take(
        "X-WR-TIMEZONE:Asia/Tokyo\r\n",
        event("UID:1", "DTSTART:20220615T090000", "DURATION:PT1H", "LOCATION:Hay"),
        event("UID:2", "DTSTART;VALUE=DATE:20220620", "LOCATION:Hay"),
        event(
            "UID:3",
            "DTSTART;TZID=/maker/2022/Europe/Brussels:20220701T090000",
            "DURATION:P1D",
            "STATUS:TENTATIVE",
            "LOCATION:Hay"));

    assertThat(held())
        .containsExactly(
            "Hay 2022-06-15T00:00:00Z/2022-06-15T01:00:00Z BOOKED",
            "Hay 2022-06-19T15:00:00Z/2022-06-20T15:00:00Z BOOKED",
            "Hay 2022-07-01T07:00:00Z/2022-07-02T07:00:00Z AWAITING_APPROVAL");
  }

  @Test
  void linesOfTheRoomListThatCannotBeUsedAreReported() throws IOException {
    IcsImport.Tally tally =
        takeFile(
            calendar(event("UID:1", "DTSTART:20220615T080000Z", "DURATION:PT1H", "LOCATION:Hay")),
            """
            Room,Building,Floor,Capacity
            Hay,Barn,,forty
            ,Barn,,
            Hay,Barn,,40
            hay,Barn,2,

            """);

    assertThat(tally).isEqualTo(new IcsImport.Tally(1, 1, 1, 0, 0, 3));
    assertThat(skipped)
        .containsExactly(
            "r.csv:2 capacity: forty (expected: a number of seats, or nothing)",
            "r.csv:3 room: empty (expected: a name)",
            "r.csv:5 room: hay is there twice (expected: a name of its own, by which entries find"
                + " it)");
  }

  @Test
  void filesOfAnotherKindAreRefusedAsAWhole() {
    assertThat(refusal(() -> takeFile("PK\u0003\u0004", ROOMS)).message())
        .contains("an iCalendar file");
    assertThat(refusal(() -> takeFile(calendar(event("UID:1")), "name;seats\nHay;4\n")).message())
        .contains("building,floor,room,capacity");
    assertThat(held()).isEmpty();
  }

  @Test
  void nothingIsEverLookedUpInTheNetwork() {
    assertThat(
            net.fortuna.ical4j.util.Configurator.getProperty(
                "net.fortuna.ical4j.timezone.update.enabled"))
        .contains("false");
  }
}
