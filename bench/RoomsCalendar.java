import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A year of a company that never was: 316 rooms on floors of several buildings, and as many
 * reservations as wanted, half an hour each. {@code java RoomsCalendar.java ROOMS.csv CALENDAR.ics
 * RESERVATIONS [working]}: without a pause, or a third of the working hours.
 */
final class RoomsCalendar {
  private static final int ROOMS = 316;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final long HALF_HOUR = 1800;
  private static final int SLOTS = 18;
  private static final Instant MONDAY = Instant.parse("2025-01-06T08:00:00Z");
  private static final Instant FIRST = Instant.parse("2025-01-01T01:00:00Z");

  public static void main(String[] args) throws Exception {
    try (BufferedWriter rooms = Files.newBufferedWriter(Path.of(args[0]))) {
      rooms.write("building,floor,room,capacity\n");
      for (int room = 0; room < ROOMS; room++) {
        rooms.write(
            String.format(
                Locale.ROOT,
                "Building %d,%d,%s,%d%n",
                room / 80,
                room / 8 % 10,
                name(room),
                4 + room % 20));
      }
    }
    int wanted = Integer.parseInt(args[2]);
    try (BufferedWriter calendar = Files.newBufferedWriter(Path.of(args[1]))) {
      calendar.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Roomledger//bench//EN\r\n");
      for (int i = 0; i < wanted; i++) {
        write(
            calendar, i, args.length > 3 ? working(i) : FIRST.plusSeconds(HALF_HOUR * (i / ROOMS)));
      }
      calendar.write("END:VCALENDAR\r\n");
    }
  }

  private static String name(int room) {
    return String.format(Locale.ROOT, "会议室 %03d", room);
  }

  /** Every third half hour between 8 and 17 of Monday to Friday, not all rooms at the same time. */
  private static Instant working(int number) {
    int room = number % ROOMS;
    int slot = number / ROOMS * 3 + room % 3;
    int day = slot / SLOTS;
    return MONDAY
        .plus(day / 5 * 7 + day % 5, ChronoUnit.DAYS)
        .plusSeconds(HALF_HOUR * (slot % SLOTS));
  }

  /** One room after the other, then the next half hour. */
  private static void write(BufferedWriter calendar, int number, Instant start) throws Exception {
    String person = "Person " + number % 977;
    calendar.write(
        "BEGIN:VEVENT\r\nUID:" + number + "@bench\r\nDTSTART:" + TIME.format(start) + "\r\nDTEND:");
    calendar.write(
        TIME.format(start.plusSeconds(HALF_HOUR)) + "\r\nSUMMARY:Weekly meeting no. " + number);
    calendar.write(" of the project group\r\nLOCATION:" + name(number % ROOMS));
    calendar.write(
        "\r\nORGANIZER;CN=\""
            + person
            + "\":mailto:p"
            + number % 977
            + "@example.org\r\nEND:VEVENT\r\n");
  }
}
