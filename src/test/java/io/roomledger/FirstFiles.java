package io.roomledger;

import io.roomledger.intake.Zips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** What people bring on their first day. */
final class FirstFiles {
  private static final String USERS =
      "[{\"id\":\"U1\",\"name\":\"ann\",\"profile\":{\"real_name\":\"Ann A.\"}}]";
  private static final String CHANNELS =
      "[{\"id\":\"C1\",\"name\":\"general\",\"created\":1500000000,\"members\":[\"U1\"]}]";
  private static final String DAY =
      """
      [{"type":"message","user":"U1","text":"hello","ts":"1500000001.000100"},
       {"type":"message","user":"U1","text":"no time"}]
      """;

  /** What is said in the film {@code whole.mp4}. */
  static final String TRANSCRIPT =
      """
      WEBVTT

      00:00.000 --> 00:01.000
      Good morning.

      00:01.500 --> 00:02.500
      The numbers, please.
      """;

  private FirstFiles() {}

  /** A workspace of one person, one room, one message and one that cannot be taken in. */
  static byte[] slack() throws IOException {
    Path zip = Files.createTempFile("slack", ".zip");
    try {
      new Zips()
          .with("users.json", USERS)
          .with("channels.json", CHANNELS)
          .with("general/2017-07-14.json", DAY)
          .write(zip);
      return Files.readAllBytes(zip);
    } finally {
      Files.delete(zip);
    }
  }

  /** A calendar of one meeting in the room Lagoon. */
  static String calendar(Instant from, Instant to, String organiser) {
    DateTimeFormatter form =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    return """
    BEGIN:VCALENDAR
    VERSION:2.0
    BEGIN:VEVENT
    UID:a@example
    DTSTART:%s
    DTEND:%s
    SUMMARY:Planning
    ORGANIZER:mailto:%s
    ATTENDEE;CUTYPE=ROOM;CN=Lagoon:mailto:lagoon@example.org
    END:VEVENT
    END:VCALENDAR
    """
        .formatted(form.format(from), form.format(to), organiser);
  }
}
