package io.roomledger.intake.ics;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Refusal;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IcsImportTest extends IcsHouse {
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

    assertThat(house.rooms.levels().subtree(house.manager, house.root.id()))
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

  /** Each of these would fill the memory or the stack of a server that believed it. */
  @Test
  void whatIsWrittenToDoHarmIsSkippedAndTheRestGoesIn() throws IOException {
    StringBuilder zone = new StringBuilder("BEGIN:VTIMEZONE\r\nTZID:Mine\r\nBEGIN:STANDARD\r\n");
    zone.append("DTSTART:20000101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\n");
    for (int i = 1; i <= 400; i++) {
      zone.append("RRULE:FREQ=HOURLY;INTERVAL=").append(i).append("\r\n");
    }
    zone.append("END:STANDARD\r\nEND:VTIMEZONE\r\n");
    IcsImport.Tally tally =
        take(
            zone.toString(),
            event("UID:1", "BEGIN:VALARM\r\n".repeat(50_000), "LOCATION:Hay"),
            event("UID:2", "SUMMARY:" + "long ".repeat(1_000_000), "LOCATION:Hay"),
            event("UID:3", "DTSTART;TZID=Mine:20220615T080000", "DURATION:PT1H", "LOCATION:Hay"),
            event("UID:4", "DTSTART:20220615T080000Z", "DURATION:PT1H", "LOCATION:Hay"));

    assertThat(skipped)
        .anySatisfy(it -> assertThat(it).contains("more than 20 components inside one another"))
        .anySatisfy(it -> assertThat(it).contains("too large"))
        .anySatisfy(it -> assertThat(it).contains("TZID: Mine"));
    assertThat(held()).hasSize(1);
    assertThat(tally.takenIn()).isEqualTo(1);
  }

  /** Who looks at a file that was brought looks no further than who takes it in. */
  @Test
  void aFileThatIsTooLargeIsNotEvenLookedAt() throws IOException {
    Path large = folder.resolve("large.ics");
    try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(IcsImport.LARGEST_FILE + 1);
    }
    assertThat(refusal(() -> importer().inside(large)))
        .isEqualTo(new Refusal.TooLarge("large.ics", IcsImport.LARGEST_FILE));
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
  void whoMayNotManageMeetingsChangesNothing() throws IOException {
    Path ics = Files.writeString(folder.resolve("c.ics"), calendar(event("UID:1")));
    Path csv = Files.writeString(folder.resolve("r.csv"), ROOMS);

    assertThat(refusal(() -> importer().run(house.ada, ics, csv, intake)))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(skipped).isEmpty();
    assertThat(house.rooms.levels().subtree(house.manager, house.root.id())).hasSize(3);
  }

  @Test
  void nothingIsEverLookedUpInTheNetwork() {
    assertThat(
            net.fortuna.ical4j.util.Configurator.getProperty(
                "net.fortuna.ical4j.timezone.update.enabled"))
        .contains("false");
  }
}
