package io.roomledger.intake.ics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.BookingHouse;
import io.roomledger.identity.Accounts;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A house, and what tests need to take calendars into it. */
abstract class IcsHouse {
  static final String ROOMS =
      """
      building,floor,room,capacity
      Old Mill,1,Wheel,12
      Old Mill,1,Stone,
      Barn,,Hay,40
      """;

  final BookingHouse house = new BookingHouse();
  final Accounts accounts = new Accounts(house.database, house.clock);
  final List<String> skipped = new ArrayList<>();
  final Intake intake =
      new Intake() {
        @Override
        public void progress(long done, long total, String what) {
          assertThat(done).isBetween(0L, total);
        }

        @Override
        public void skipped(String file, long line, Problem problem) {
          skipped.add(Path.of(file).getFileName() + ":" + line + " " + problem);
        }
      };

  @TempDir Path folder;

  @AfterEach
  void close() {
    house.close();
  }

  static String event(String... lines) {
    return "BEGIN:VEVENT\r\n" + String.join("\r\n", lines) + "\r\nEND:VEVENT\r\n";
  }

  static String calendar(String... components) {
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//us//us//EN\r\n"
        + String.join("", components)
        + "END:VCALENDAR\r\n";
  }

  final IcsImport.Tally take(String... components) throws IOException {
    return takeFile(calendar(components), ROOMS);
  }

  final IcsImport importer() {
    return new IcsImport(house.rooms, house.reservations, accounts, house.clock, ZoneOffset.UTC);
  }

  final IcsImport.Tally takeFile(String calendar, String rooms) throws IOException {
    Path ics = Files.writeString(folder.resolve("c.ics"), calendar);
    Path csv = Files.writeString(folder.resolve("r.csv"), rooms);
    return importer().run(house.manager, ics, csv, intake);
  }

  private record Held(String room, Instant start, Instant end, String status) {}

  /** What is in the house now, as {@code room start/end status}. */
  final List<String> held() {
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

  static Refusal refusal(ThrowingCallable act) {
    RefusedException[] caught = new RefusedException[1];
    assertThatThrownBy(act).isInstanceOfSatisfying(RefusedException.class, e -> caught[0] = e);
    return caught[0].refusal();
  }
}
