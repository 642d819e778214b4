package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.Await;
import io.roomledger.identity.Account;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Meeting rooms in the console, on the wire: the timeline, what is booked, by whom, how it is used.
 */
class ConsoleRoomsTest {
  private static final String HERON = "eada1d61-a550-9552-40c2-8757e7dec3af";
  private static final String OTTER = "3a7c19e4-52d8-4f6b-8e01-b94d6c20f503";
  private static final String DRAGONFLY = "3a7c19e4-52d8-4f6b-8e01-b94d6c20f504";
  private static final String FLOOR = "0f3d6a52-7b1c-4e0a-9d55-2c8e41b7a901";
  private static final Pattern BLOCK = Pattern.compile("data-id=\"([0-9a-f-]{36})\"");

  @TempDir private static Path folder;
  private static RunningServer server;
  private static ConsoleClient mara;
  private static ConsoleClient jonas;

  @BeforeAll
  static void start() throws Exception {
    server = RunningServer.withSample(folder, Map.of());
    mara = ConsoleClient.of(server.address(), "admin", "roomledger-demo");
    Account account = server.wiring().account("jonas");
    server.wiring().accountDesk().setPassword(account, "jonas-pass");
    jonas = ConsoleClient.of(server.address(), "jonas", "jonas-pass");
  }

  @AfterAll
  static void stop() {
    mara.close();
    jonas.close();
    server.close();
  }

  /** A day on which nothing of the sample is, and on which no other test books. */
  private static String day(int ahead) {
    return LocalDate.now(ZoneOffset.UTC).plusDays(60 + ahead).toString();
  }

  private static HttpResponse<String> book(
      ConsoleClient who, String room, String day, String from, String to, String topic)
      throws Exception {
    return who.post(
        "/meeting-rooms/book", "room", room, "day", day, "from", from, "to", to, "topic", topic);
  }

  private static String where(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return answer.headers().firstValue("Location").orElseThrow();
  }

  /** The only reservation that a page of a day shows. */
  private static String only(ConsoleClient who, String day) throws Exception {
    Matcher found = BLOCK.matcher(who.get("/meeting-rooms?day=" + day).body());
    assertThat(found.find()).isTrue();
    return "/reservations/" + found.group(1);
  }

  @Test
  void aLevelADayAndAViewAreInTheAddressAndTheZoneIsSaid() throws Exception {
    String week = "/meeting-rooms?level=" + FLOOR + "&day=2022-06-15&view=week";
    assertThat(mara.get(week).body())
        .contains("Monday, 13 June 2022 to Sunday, 19 June 2022", ">UTC</a>", "Heron", "Kingfisher")
        .contains("Opening of the water side", "day=2022-06-08&amp;view=week")
        .contains("day=2022-06-22&amp;view=week")
        .doesNotContain("Otter</a>");
    assertThat(mara.get("/meeting-rooms?day=2022-06-15").body())
        .contains("Wednesday, 15 June 2022", "Otter", "class=\"use q0 w4 came\"");
    assertThat(mara.get("/meeting-rooms?view=month").statusCode()).isEqualTo(400);
    assertThat(mara.get("/meeting-rooms?level=" + HERON).statusCode()).isEqualTo(404);
    assertThat(mara.get(week, "Cookie", "roomledger_look=zh.dark").statusCode()).isEqualTo(200);
  }

  @Test
  void roomsAreFilteredAndTheFilterStaysInTheAddress() throws Exception {
    String page = mara.get("/meeting-rooms?seats=10&words=r&day=2022-06-15").body();
    assertThat(page).contains("Heron</a>", "&amp;words=r&amp;seats=10").doesNotContain("Otter</a>");
    assertThat(mara.get("/meeting-rooms?words=nowhere&free=now").body()).contains("No room fits");
  }

  @Test
  void somebodyBooksMovesCancelsAndTakesBack() throws Exception {
    String day = day(0);
    assertThat(where(book(jonas, HERON, day, "09:00", "10:00", "Plans <b>")))
        .contains("day=" + day, "said=mr.booked");
    assertThat(jonas.get("/meeting-rooms?day=" + day).body())
        .contains("Plans &lt;b&gt;", "q8 w4 own", "data-movable=\"yes\"");
    String one = only(jonas, day);
    assertThat(jonas.get(one).body()).contains("Cancel it", "Change time", "Booked");
    String moved = where(jonas.post(one + "/move", "day", day, "from", "10:30", "to", "11:00"));
    assertThat(moved).contains("said=mr.moved");
    String there = moved.substring(0, moved.indexOf('?'));
    assertThat(jonas.get(moved).body()).contains("10:30–11:00", "Plans &lt;b&gt;");
    assertThat(jonas.get(one).body()).contains("Given back", "Moved");
    where(jonas.post(there + "/release"));
    assertThat(jonas.get(there).body()).contains("Take it back").doesNotContain("Cancel it");
    where(jonas.post(there + "/restore"));
    assertThat(jonas.get(there).body()).contains("Taken back", "Cancel it");
    where(
        jonas.post(
            there + "/move", "day", day, "from", "10:30", "to", "11:00", "topic", "Other plans"));
    assertThat(jonas.get(there).body()).contains("<h1>Other plans</h1>", "Renamed");
  }

  @Test
  void aClashSaysWhatIsInTheWayAsFarAsOneMaySeeIt() throws Exception {
    String day = day(1);
    where(book(mara, HERON, day, "09:00", "10:00", "Salaries"));
    HttpResponse<String> clash = book(jonas, HERON, day, "09:30", "10:30", "Mine");
    assertThat(clash.statusCode()).isEqualTo(200);
    assertThat(clash.body())
        .contains("Heron is taken then.", "<strong>09:00–10:00</strong>", "value=\"Mine\"")
        .contains("Free then:", "Kingfisher</a>")
        .doesNotContain("Salaries");
    where(book(jonas, OTTER, day, "09:30", "10:30", "Mine"));
    HttpResponse<String> ours = book(mara, OTTER, day, "10:00", "11:00", "x");
    assertThat(ours.body()).contains("Mine, Jonas");
    Matcher found =
        Pattern.compile("href=\"(/reservations/[^\"]+)\"><span class=\"when\">09:30")
            .matcher(jonas.get("/meeting-rooms?day=" + day).body());
    assertThat(found.find()).isTrue();
    HttpResponse<String> into =
        jonas.post(
            found.group(1) + "/move", "room", HERON, "day", day, "from", "09:30", "to", "10:30");
    assertThat(into.statusCode()).isEqualTo(409);
    assertThat(into.body()).contains("Heron is taken from 09:00 to 10:00: ");
  }

  @Test
  void whatCannotBeIsSaidAndNothingThatWasTypedIsLost() throws Exception {
    String day = day(2);
    assertThat(book(jonas, HERON, day, "10:00", "09:00", "Kept").body())
        .contains("must begin before it ends", "value=\"Kept\"");
    assertThat(book(jonas, HERON, "2022-06-15", "01:00", "02:00", "Kept").body())
        .contains("That time is over", "value=\"Kept\"");
    assertThat(book(jonas, HERON, day, "late", "09:00", "Kept").body())
        .contains("time: late (expected: a time such as 09:30)", "value=\"Kept\"");
    assertThat(book(jonas, FLOOR, day, "08:00", "09:00", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aRoomThatNeedsApprovalIsKeptUntilSomebodyAgrees() throws Exception {
    String day = day(3);
    assertThat(where(book(jonas, DRAGONFLY, day, "09:00", "10:00", "Show"))).contains("mr.awaits");
    String one = only(mara, day);
    assertThat(jonas.get(one).body()).contains("Awaits approval").doesNotContain("Approve");
    assertThat(jonas.post(one + "/approve").statusCode()).isEqualTo(403);
    assertThat(mara.get(one).body()).contains("Approve", "Decline");
    where(mara.post(one + "/approve"));
    assertThat(jonas.get(one).body()).contains("Booked");
  }

  @Test
  void othersSeeThatARoomIsTakenAndNoMore() throws Exception {
    String day = day(4);
    where(book(mara, OTTER, day, "09:00", "10:00", "Secret plan"));
    String one = only(jonas, day);
    assertThat(jonas.get(one).body())
        .contains("Reservation of Otter")
        .doesNotContain("Secret plan", "Cancel it", "What became of it");
    assertThat(jonas.post(one + "/release").statusCode()).isEqualTo(403);
    assertThat(jonas.post(one + "/move", "day", day, "from", "11:00", "to", "12:00").statusCode())
        .isEqualTo(403);
  }

  @Test
  void aSeriesWithPeopleAsksTheRoomOccurrenceByOccurrence() throws Exception {
    String day = day(10);
    String until = day(24);
    HttpResponse<String> planned =
        jonas.post(
            "/meeting-rooms/book",
            "room",
            HERON,
            "day",
            day,
            "from",
            "15:00",
            "to",
            "16:00",
            "topic",
            "Standing",
            "people",
            "priya, ada@elsewhere.example",
            "repeat",
            "weekly",
            "until",
            until);
    String event = where(planned).replaceAll("\\?.*", "");
    assertThat(event).startsWith("/meeting-rooms/events/");
    Await.until(
        "the room answers",
        Duration.ofSeconds(10),
        () -> jonas.get(event).body().split(">reserved<", -1).length == 4);
    assertThat(jonas.get(event).body()).contains("Priya", "ada@elsewhere.example", "3 times");
    assertThat(jonas.get(only(jonas, day)).body())
        .contains(event)
        .as("an event is moved as a whole")
        .doesNotContain("Change time");
    assertThat(
            jonas
                .post(
                    "/meeting-rooms/book",
                    "room",
                    HERON,
                    "day",
                    day,
                    "from",
                    "08:00",
                    "to",
                    "09:00",
                    "topic",
                    "",
                    "people",
                    "nobody-here")
                .body())
        .contains("Nobody has the user name nobody-here.");
    where(jonas.post(event + "/cancel"));
    assertThat(jonas.get("/meeting-rooms?day=" + day).body()).doesNotContain("Standing");
    assertThat(mara.get(event).statusCode()).isEqualTo(404);
  }

  @Test
  void aRoomSaysWhatItIsWhatComesAndWhatHasBeen() throws Exception {
    String page = mara.get("/meeting-rooms/" + HERON + "?from=2022-06-01&to=2022-06-30").body();
    assertThat(page)
        .contains("<h1>Heron</h1>", "12 seats", "Opening of the water side", "Now and next")
        .contains("Taken in from another system", "kind=reservations", "Remove the room");
    assertThat(jonas.get("/meeting-rooms/" + HERON + "?from=2022-06-01&to=2022-06-30").body())
        .contains("Your own reservations.")
        .doesNotContain("Opening of the water side", "Remove the room");
    assertThat(mara.get("/meeting-rooms/" + FLOOR).statusCode()).isEqualTo(404);
    String week = mara.get("/meeting-rooms/" + HERON).body();
    assertThat(week).contains("trace", "state").containsPattern("Nobody came|Checked in");
  }

  @Test
  void administratorsAddChangeCloseAndRemoveRoomsAndLevels() throws Exception {
    String floor = "/meeting-rooms/levels/" + FLOOR;
    assertThat(jonas.get(floor).statusCode()).isEqualTo(403);
    where(mara.post(floor + "/levels", "name", "Corner"));
    String corner = href(mara.get(floor).body(), "Corner");
    where(
        mara.post(
            corner + "/rooms",
            "name",
            "Wren",
            "seats",
            "3",
            "checkIn",
            "OFF",
            "devices",
            "Screen, Phone"));
    String wren = href(mara.get(corner).body(), "Wren");
    assertThat(mara.get(wren).body()).contains("3 seats", "Screen, Phone");
    String id = wren.substring(wren.lastIndexOf('/') + 1);
    String day = day(30);
    where(book(jonas, id, day, "09:00", "10:00", "Nest"));
    where(
        mara.post(
            wren + "/change",
            "level",
            FLOOR,
            "name",
            "Wrens",
            "seats",
            "4",
            "checkIn",
            "OFF",
            "devices",
            ""));
    assertThat(mara.get(floor).body()).contains("Wrens</a>");
    where(mara.post(wren + "/close", "reason", "Paint"));
    assertThat(mara.get(wren).body()).contains("Paint", "Open it again");
    assertThat(book(jonas, id, day, "11:00", "12:00", "x").body()).contains("Wrens: closed from");
    where(mara.post(wren + "/open"));
    assertThat(mara.get(wren).body()).contains("Remove Wrens? Still to come and given back: 1 res");
    assertThat(jonas.post(wren + "/remove").statusCode()).isEqualTo(403);
    where(mara.post(wren + "/remove"));
    assertThat(mara.get(wren).statusCode()).isEqualTo(404);
    where(mara.post(corner + "/remove"));
    assertThat(mara.get(floor).body()).doesNotContain("Corner</a>");
  }

  private static String href(String page, String name) {
    Matcher found = Pattern.compile("href=\"([^\"]+)\">" + name + "</a>").matcher(page);
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }

  @Test
  void howRoomsAreUsedIsToldInTablesThatChartsAreDrawnFrom() throws Exception {
    String page = mara.get("/meeting-rooms/utilisation?level=" + FLOOR).body();
    assertThat(page)
        .contains("data-chart=\"heat\"", "data-chart=\"trend\"", "data-chart=\"bars\"")
        .contains("No-show rate", "Kingfisher</a>", "What these figures mean")
        .containsPattern("data-value=\"0\\.\\d{4}\">\\d+ %")
        .contains("/exports/new?kind=utilisation&amp;level=" + FLOOR)
        .doesNotContain("Otter</a>", " style=");
    assertThat(mara.get("/meeting-rooms/utilisation?measure=x").statusCode()).isEqualTo(400);
    assertThat(mara.get("/meeting-rooms/utilisation?hours=never").statusCode()).isEqualTo(400);
    assertThat(jonas.get("/meeting-rooms/utilisation").statusCode()).isEqualTo(403);
    assertThat(mara.get("/meeting-rooms/utilisation?from=1999-01-01&to=1999-02-01").body())
        .contains("Nothing was reserved then");
  }

  @Test
  void whatIsShownIsExportedInTwoClicks() throws Exception {
    String shown = mara.get("/meeting-rooms?level=" + FLOOR + "&day=2022-06-15&view=week").body();
    Matcher panel =
        Pattern.compile("href=\"(/exports/new\\?kind=reservations[^\"]+)\"").matcher(shown);
    assertThat(panel.find()).isTrue();
    HttpResponse<String> asked = mara.get(panel.group(1).replace("&amp;", "&"));
    assertThat(asked.statusCode()).isEqualTo(200);
    assertThat(asked.body()).contains("value=\"2022-06-13\"", "value=\"2022-06-19\"");
  }

  @Test
  void whoIsThereChecksInOnce() throws Exception {
    where(
        mara.post(
            "/meeting-rooms/levels/" + FLOOR + "/rooms",
            "name",
            "Finch",
            "seats",
            "2",
            "checkIn",
            "REQUIRED"));
    String finch = href(mara.get("/meeting-rooms/levels/" + FLOOR).body(), "Finch");
    String id = finch.substring(finch.lastIndexOf('/') + 1);
    // within the ten minutes before which one can check in, whatever the day
    LocalDateTime begin = LocalDateTime.now(ZoneOffset.UTC).plusMinutes(5).withSecond(0);
    String from = begin.toLocalTime().truncatedTo(ChronoUnit.MINUTES).toString();
    String to = begin.getHour() == 23 ? "00:00" : "23:59";
    where(book(jonas, id, begin.toLocalDate().toString(), from, to, "Seeds"));
    String page = jonas.get(finch).body();
    Matcher found = Pattern.compile("href=\"(/reservations/[^\"]+)\">Seeds").matcher(page);
    assertThat(found.find()).isTrue();
    assertThat(jonas.get(found.group(1)).body()).contains("Check in</button>");
    where(jonas.post(found.group(1) + "/check-in"));
    assertThat(jonas.get(found.group(1)).body())
        .contains("Checked in", "What became of it")
        .doesNotContain("Check in</button>");
    assertThat(mara.post(found.group(1) + "/check-in").statusCode()).isEqualTo(409);
  }

  @Test
  void reservationsAreOrderedAsFeishuLaysThemOut() throws Exception {
    HttpResponse<String> ordered =
        mara.post(
            "/exports/new",
            "kind",
            "reservations",
            "level",
            FLOOR,
            "format",
            "feishu",
            "from",
            "2022-06-13",
            "to",
            "2022-06-19");
    assertThat(mara.get(where(ordered)).body()).contains("feishu.resource_reservation_list");
  }
}
