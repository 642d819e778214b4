package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.db.DatabaseSettings;
import io.roomledger.db.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command that a board at the door runs, on a database of the user's own. */
class CheckInCommandTest {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  @TempDir Path folder;

  private final PrintStream usual = System.out;
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @AfterEach
  void printAsUsual() {
    System.setOut(usual);
  }

  private int run(String... words) {
    printed.reset();
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", folder.resolve("data").toString()));
    all.addAll(List.of("--config", folder.resolve("roomledger.properties").toString()));
    return Main.commandLine().execute(all.toArray(String[]::new));
  }

  private String out() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  /** A room that is reserved from now for an hour. */
  private void reserve() throws IOException {
    DatabaseSettings database = TestDatabase.freshSettings();
    Files.writeString(
        folder.resolve("roomledger.properties"),
        "database.url: %s\ndatabase.user: %s\ndatabase.password: %s\ndatabase.pool-size: 6\n"
            .formatted(database.url(), database.user(), database.password()));
    Files.writeString(folder.resolve("rooms.csv"), "building,floor,room,capacity\nA,1,Oak,8\n");
    Instant now = Instant.now();
    Files.writeString(
        folder.resolve("rooms.ics"),
        String.join(
            "\r\n",
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//test//EN",
            "BEGIN:VEVENT",
            "UID:1",
            "DTSTART:" + TIME.format(now),
            "DTEND:" + TIME.format(now.plusSeconds(3600)),
            "SUMMARY:Tea",
            "LOCATION:Oak",
            "ORGANIZER;CN=\"Ada\":mailto:ada@example.org",
            "END:VEVENT",
            "END:VCALENDAR",
            ""));
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    assertThat(
            run(
                "import",
                "ics",
                folder.resolve("rooms.ics").toString(),
                "--rooms",
                folder.resolve("rooms.csv").toString()))
        .as(out())
        .isEqualTo(Main.FINE);
  }

  @Test
  void whoComesIsWrittenDownWithWhatTheyUsed() throws Exception {
    reserve();

    assertThat(run("check-in", "oak", "--device", "touch-panel")).as(out()).isEqualTo(Main.FINE);
    assertThat(out()).startsWith("Oak: Ada checked in, reserved from ");
    assertThat(run("check-in", "Oak")).as("twice").isNotEqualTo(Main.FINE);
    assertThat(run("check-in", "Elm")).as("no such room").isNotEqualTo(Main.FINE);
    assertThat(run("check-in", "Oak", "--device", "bell")).isNotEqualTo(Main.FINE);

    Path csv = folder.resolve("out.csv");
    assertThat(
            run(
                "export",
                "reservations",
                "--level",
                "root",
                "--format",
                "csv",
                "--out",
                csv.toString()))
        .as(out())
        .isEqualTo(Main.FINE);
    assertThat(Files.readString(csv)).contains("checked in", "touch panel");
  }
}
