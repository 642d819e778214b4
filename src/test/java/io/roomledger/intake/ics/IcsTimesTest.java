package io.roomledger.intake.ics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** When an event is: zones, rules of recurrence, and what differs from them. */
class IcsTimesTest extends IcsHouse {
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
}
