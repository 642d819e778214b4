package io.roomledger.intake.recordings;

import static io.roomledger.intake.recordings.RecordingsHouse.MEETING;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.conference.Recording;
import io.roomledger.film.Films;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Jibri and BigBlueButton leave in their folders. */
class RecorderLayoutsTest {
  @TempDir Path folder;
  private RecordingsHouse house;

  @BeforeEach
  void open() throws IOException {
    house = new RecordingsHouse(folder);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void publish(String place, String film, String participants) throws IOException {
    String ending = film.substring(film.lastIndexOf('.'));
    house.put(place + "/" + MEETING + "/" + film, Films.fixture("whole" + ending));
    house.put(
        place + "/" + MEETING + "/metadata.xml",
        """
        <?xml version="1.0"?>
        <recording>
          <id>%s</id>
          <state>published</state>
          <start_time>1530718721124</start_time>
          <end_time>1530718810456</end_time>
          <participants>%s</participants>
          <meeting id="x" externalId="room" name="Böard &amp; bread" breakout="false"/>
          <meta><meetingName>another</meetingName></meta>
        </recording>
        """
            .formatted(MEETING, participants));
  }

  @Test
  void jibrisRoomAndPeopleAreTakenIn() throws IOException {
    house.put("abc/tea_2026-01-02-03-04-05.mp4", Films.fixture("whole.mp4"));
    house.put(
        "abc/metadata.json",
        """
        {"meeting_url": "https://meet.example.org/Tea%20time?jwt=x", "share": true,
         "participants": [
           {"user": {"id": "1", "name": "Ben B.", "username": "BEN"}, "group": "g"},
           {"user": {"name": "cem"}}, {"user": {"name": "cem"}},
           {"user": {"name": "Stranger", "email": "stranger@example.org"}},
           {"user": {}}, {}, 7]}
        """);

    assertThat(house.run().added()).isEqualTo(1);

    RecordingsHouse.Held held = house.held().getFirst();
    assertThat(held.title()).isEqualTo("Tea time");
    assertThat(house.people(held))
        .containsExactlyInAnyOrder(house.house.ben.id(), house.house.cem.id());
    assertThat(house.told.noted)
        .containsExactly("abc/metadata.json: no account of theirs: Stranger");
    assertThat(house.told.skipped).isEmpty();
    assertThat(house.films())
        .extracting(Recording::title)
        .containsExactly("tea_2026-01-02-03-04-05");
    assertThat(house.run()).extracting("added", "known").containsExactly(0, 1);
    assertThat(house.held()).hasSize(1);
  }

  @Test
  void peopleAreFoundByTheirMailAddress() throws IOException {
    house
        .house
        .database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "UPDATE account SET email = 'ben@example.org' WHERE id = ?", house.house.ben.id()));
    house.put("abc/film.mp4", Films.fixture("whole.mp4"));
    house.put(
        "abc/metadata.json",
        "{\"participants\": [{\"name\": \"cem\", \"email\": \"Ben@Example.org\"}]}");

    house.run();

    assertThat(house.held().getFirst().title()).isEqualTo("abc");
    assertThat(house.people(house.held().getFirst())).containsExactly(house.house.ben.id());
  }

  @Test
  void whatBigBlueButtonPublishedOfAMeetingIsOneConference() throws IOException {
    publish("presentation", "video/webcams.mp4", "2");
    publish("presentation", "video/webcams.webm", "2");
    publish("presentation", "deskshare/deskshare.webm", "2");
    house.put("presentation/" + MEETING + "/presentation/slide-1.png", "no film");
    publish("video", "video.mp4", "<participant name='BEN'/><participant>cem</participant>");

    assertThat(house.run()).extracting("conferences", "added", "skipped").containsExactly(1, 3, 0);

    RecordingsHouse.Held held = house.held().getFirst();
    assertThat(house.held()).hasSize(1);
    assertThat(held.title()).isEqualTo("Böard & bread");
    assertThat(held.startedAt()).isEqualTo(Instant.ofEpochMilli(1_530_718_721_124L));
    assertThat(held.endedAt()).isEqualTo(Instant.ofEpochMilli(1_530_718_810_456L));
    assertThat(house.people(held))
        .containsExactlyInAnyOrder(house.house.ben.id(), house.house.cem.id());
    assertThat(house.films())
        .extracting(Recording::title)
        .containsExactlyInAnyOrder(
            "webcams: Böard & bread", "deskshare: Böard & bread", "video: Böard & bread");
    assertThat(house.films())
        .allMatch(film -> film.take().startedAt().equals(held.startedAt()))
        .allMatch(film -> film.take().timedBy() == Recording.Clockwork.RECORDER);
  }

  @Test
  void aMeetingIsKnownWhicheverFolderIsNamed() throws IOException {
    publish("published/video", "video.mp4", "2");
    assertThat(house.run().added()).isEqualTo(1);
    assertThat(house.run(house.input.resolve("published/video")))
        .extracting("added", "known")
        .containsExactly(0, 1);
    assertThat(house.run(house.input.resolve("published/video/" + MEETING)))
        .extracting("added", "known")
        .containsExactly(0, 1);
    assertThat(house.held()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metadata.json | {\"meeting_url\": | malformed JSON",
        "metadata.json | [1] | not an object",
        "metadata.xml | <recording><meeting | malformed XML",
        "metadata.xml | <other/> | <other> (expected: <recording>)",
        "metadata.xml | <recording><start_time>soon</start_time></recording> | time: soon",
        "metadata.xml | <recording><start_time>5</start_time><end_time>4</end_time></recording>"
            + " | time: 5 to 4",
        "metadata.xml | <recording><start_time>-1</start_time></recording> | time: -1",
      })
  void metadataThatIsBrokenIsNamedAndTheFilmIsTakenIn(String name, String text, String problem)
      throws IOException {
    house.put("abc/film.mp4", Films.fixture("whole.mp4"));
    house.put("abc/" + name, text);

    assertThat(house.run()).extracting("added", "skipped").containsExactly(1, 1);

    assertThat(house.told.skipped)
        .singleElement()
        .asString()
        .contains("abc/" + name + ": " + problem);
    assertThat(house.held()).extracting(RecordingsHouse.Held::title).containsExactly("abc");
  }

  @Test
  void metadataThatWouldReachOutIsRefusedAndTheFilmIsTakenIn() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "the secret");
    house.put("abc/film.mp4", Films.fixture("whole.mp4"));
    house.put(
        "abc/metadata.xml",
        "<!DOCTYPE r [<!ENTITY e SYSTEM '%s'>]>".formatted(secret.toUri())
            + "<recording><meta><meetingName>&e;</meetingName></meta></recording>");
    house.put("deep/film.mp4", Films.fixture("whole.mp4"));
    house.put("deep/metadata.xml", "<recording>" + "<a>".repeat(100));
    house.put("long/film.mp4", Films.fixture("whole.mp4"));
    house.put("long/metadata.json", " ".repeat((1 << 20) + 1));
    house.put("link/film.mp4", Films.fixture("whole.mp4"));
    Files.createSymbolicLink(house.input.resolve("link/metadata.json"), secret);

    assertThat(house.run().added()).isEqualTo(4);

    assertThat(house.told.skipped)
        .containsExactlyInAnyOrder(
            "abc/metadata.xml: has a document type (expected: none)",
            "deep/metadata.xml: more than 16 elements deep (expected: fewer)",
            "long/metadata.json: too long (expected: at most 1048576 bytes)");
    assertThat(house.held())
        .extracting(RecordingsHouse.Held::title)
        .containsExactly("abc", "deep", "link", "long");
  }
}
