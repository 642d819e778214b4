package io.roomledger.dialect.ledger;

import static io.roomledger.dialect.ledger.LedgerHouse.header;
import static io.roomledger.dialect.ledger.LedgerHouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.conference.FilmBench;
import io.roomledger.film.Films;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final String CONFERENCES = "/ledger/v1/conferences/";

  @TempDir Path folder;
  private LedgerHouse house;
  private String ada;
  private String boss;

  @BeforeEach
  void open() {
    house = new LedgerHouse(folder);
    ada = house.token(house.people.ada);
    boss = house.token(house.people.boss);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String upload(byte[] film) throws Exception {
    String address =
        header(
            house.begin(ada, film.length, Map.of("filename", "Weekly.mp4", "people", "ben")),
            "Location");
    return header(house.patch(address, ada, 0, film), "Upload-Recording");
  }

  private String whole() throws Exception {
    return upload(Films.fixture("whole.mp4"));
  }

  private JsonNode one(String id) throws Exception {
    return json(house.get("/ledger/v1/recordings/" + id, ada));
  }

  private int status(String path, String token) throws Exception {
    return house.get(path, token).statusCode();
  }

  private JsonNode link(String id) throws Exception {
    HttpResponse<String> made = house.post("/ledger/v1/recordings/" + id + "/links", ada, "");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return json(made);
  }

  private int fetch(String address) throws Exception {
    return house.send(house.request(address)).statusCode();
  }

  @Test
  void aTokenIsGivenForAPasswordOrASecret() throws Exception {
    house.token("reader", "main", Gate.READ);
    HttpResponse<String> given =
        house.post("/ledger/v1/token", "", "{\"app\":\"reader\",\"secret\":\"reader-secret\"}");
    assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
    assertThat(status("/ledger/v1/recordings", json(given).path("token").asText())).isEqualTo(200);
    for (String wrong :
        new String[] {
          "{\"app\":\"reader\",\"secret\":\"x\"}",
          "{\"app\":\"nobody\",\"secret\":\"x\"}",
          "{\"username\":\"ada\",\"password\":\"x\"}"
        }) {
      assertThat(house.post("/ledger/v1/token", "", wrong).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void allRecordingsAreListedWithWhatIsOnItsWay() throws Exception {
    String id = whole();
    house.begin(ada, 100, Map.of("filename", "Coming.mp4"));
    JsonNode page = json(house.get("/ledger/v1/recordings?limit=1", boss));
    JsonNode coming = page.path("recordings").path(0);
    assertThat(coming.path("title").asText()).isEqualTo("Coming");
    assertThat(coming.path("state").asText()).isEqualTo("in-progress");
    assertThat(coming.path("reason").asText()).isEqualTo("of 100 bytes 0 have come");
    JsonNode second =
        json(house.get("/ledger/v1/recordings?limit=1&after=" + page.path("next").asText(), boss));
    assertThat(second.path("recordings").path(0).path("id").asText()).isEqualTo(id);
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(
            json(house.get("/ledger/v1/recordings?state=ready&title=weekly&person=ben", boss))
                .path("recordings"))
        .hasSize(1);
    assertThat(
            json(house.get("/ledger/v1/recordings", house.token(house.people.stranger)))
                .path("recordings"))
        .isEmpty();
    for (String wrong : new String[] {"state=x", "limit=0", "limit=x", "from=x", "after=x"}) {
      assertThat(status("/ledger/v1/recordings?" + wrong, boss)).as(wrong).isEqualTo(400);
    }
    assertThat(status("/ledger/v1/recordings", "wrong")).isEqualTo(401);
    assertThat(house.send(house.request("/ledger/v1/recordings")).body()).contains("token-missing");
  }

  @Test
  void aRecordingIsToldAndItsBytesComeByRanges() throws Exception {
    String id = whole();
    JsonNode told = one(id);
    assertThat(told.path("duration").asLong()).isEqualTo(3000);
    assertThat(told.path("state").asText()).isEqualTo("ready");
    HttpResponse<String> part =
        house.send(
            house
                .request("/ledger/v1/recordings/" + id + "/file")
                .header("Authorization", "Bearer " + ada)
                .header("Range", "bytes=4-7"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("ftyp");
    String ben = house.token(house.people.ben);
    assertThat(status("/ledger/v1/recordings/" + id, ben)).isEqualTo(403);
    assertThat(status("/ledger/v1/recordings/" + id + "/file", ben)).isEqualTo(403);
    assertThat(status("/ledger/v1/recordings/" + id + "/transcript", ben)).isEqualTo(403);
    assertThat(status("/ledger/v1/recordings/x", ada)).isEqualTo(404);
    assertThat(house.get("/ledger/v1/recordings/" + id + "/transcript", ada).body())
        .isEqualTo("{\"paragraphs\":[]}");
  }

  @Test
  void aFilmHasAPictureAndAStreamBehindLinksThatEnd() throws Exception {
    String id = whole();
    assertThat(link(id).path("stream").isNull()).isTrue();
    String film = "/ledger/v1/recordings/" + id + "/film";
    assertThat(house.get(film, ada).body()).contains("\"state\":\"none\"");
    assertThat(house.delete(film, house.token(house.people.ben)).statusCode()).isEqualTo(403);
    assertThat(house.delete(film, ada).statusCode()).isEqualTo(204);
    assertThat(new FilmBench(house.people).prepare()).isEqualTo(1);
    assertThat(new FilmBench(house.people).prepare()).isZero();

    JsonNode link = link(id);
    String stream = link.path("stream").asText();
    HttpResponse<String> list = house.send(house.request(stream));
    assertThat(header(list, "Content-Type")).isEqualTo("application/vnd.apple.mpegurl");
    assertThat(list.body()).startsWith("#EXTM3U").contains("piece-00000.m4s");
    String beside = stream.substring(0, stream.lastIndexOf('/') + 1);
    assertThat(fetch(beside + "piece-00000.m4s")).isEqualTo(200);
    assertThat(fetch(beside + "init.mp4")).isEqualTo(200);
    assertThat(fetch(beside + "piece-99999.m4s")).isEqualTo(404);
    assertThat(fetch(beside + "..%2fsecret")).isEqualTo(404);
    HttpResponse<String> picture = house.send(house.request(link.path("thumbnail").asText()));
    assertThat(header(picture, "Content-Type")).isEqualTo("image/jpeg");
    String file = link.path("file").asText();
    assertThat(fetch(file)).isEqualTo(200);

    String altered = file.replace("/media/", "/media/A");
    assertThat(fetch(altered)).isEqualTo(403);
    String other = whole2();
    assertThat(fetch(file.replace(id, other))).isEqualTo(403);
    house.people.clock.tick(Duration.ofHours(2));
    for (String address : new String[] {file, stream, beside + "init.mp4"}) {
      assertThat(fetch(address)).isEqualTo(403);
    }
  }

  /** Another recording, of other bytes. */
  private String whole2() throws Exception {
    return upload(Films.fixture("fragmented.mp4"));
  }

  @Test
  void linksCanBeEndedAllAtOnceByWhoRunsTheConference() throws Exception {
    String id = whole();
    String file = link(id).path("file").asText();
    String links = "/ledger/v1/recordings/" + id + "/links";
    assertThat(house.delete(links, house.token(house.people.ben)).statusCode()).isEqualTo(403);
    assertThat(fetch(file)).isEqualTo(200);
    assertThat(house.delete(links, ada).statusCode()).isEqualTo(204);
    assertThat(fetch(file)).isEqualTo(403);
    String again = link(id).path("file").asText();
    assertThat(fetch(again)).isEqualTo(200);
    assertThat(house.delete(links, boss).statusCode()).isEqualTo(204);
    assertThat(fetch(again)).isEqualTo(403);
    assertThat(house.people.audited("recording:" + id))
        .containsExactly(
            "recording.added",
            "recording.linked",
            "conference.denied",
            "recording.links-ended",
            "recording.linked",
            "recording.links-ended");
  }

  @Test
  void aFilmThatWasCutOffIsMendedAndItsFirstBytesAreKept() throws Exception {
    byte[] film = Films.fixture("fragmented.mp4");
    String id = upload(Arrays.copyOf(film, film.length * 3 / 4));
    assertThat(one(id).path("state").asText()).isEqualTo("damaged");
    new FilmBench(house.people).prepare();
    JsonNode mended = one(id);
    assertThat(mended.path("state").asText()).isEqualTo("ready");
    assertThat(mended.path("duration").asLong()).isBetween(1000L, 2900L);
    assertThat(house.people.store.list("recordings/")).hasSize(2);
    assertThat(house.people.recordings(false).sweep(java.time.Instant.MAX)).isZero();
    assertThat(house.people.audited("recording:" + id)).contains("recording.mended");
    assertThat(link(id).path("stream").isNull()).isFalse();
  }

  @Test
  void aFilmThatCannotBeMendedStaysDamagedAndIsTriedOnce() throws Exception {
    byte[] film = Films.fixture("whole.mp4");
    int index = new String(film, StandardCharsets.ISO_8859_1).indexOf("moov");
    String id = upload(Arrays.copyOf(film, index - 4));
    assertThat(new FilmBench(house.people).prepare()).isEqualTo(1);
    assertThat(new FilmBench(house.people).prepare()).isZero();
    assertThat(one(id).path("state").asText()).isEqualTo("damaged");
    assertThat(one(id).path("reason").asText()).startsWith("no moov box");
  }

  @Test
  void recordingsAreHeldAndDeletedByTheAdministrationOnly() throws Exception {
    String id = whole();
    String conference = one(id).path("conference").asText();
    String holds = CONFERENCES + conference + "/holds";
    String body = "{\"reason\":\"a case\",\"recording\":\"" + id + "\"}";
    assertThat(house.post(holds, ada, body).statusCode()).isEqualTo(403);
    assertThat(house.post(holds, boss, "{}").statusCode()).isEqualTo(400);
    HttpResponse<String> held = house.post(holds, boss, body);
    assertThat(held.statusCode()).as(held.body()).isEqualTo(201);
    String path = "/ledger/v1/recordings/" + id;
    assertThat(house.delete(path + "?reason=old", boss).statusCode()).isEqualTo(409);
    assertThat(
            json(house.get("/ledger/v1/recordings", ada))
                .path("recordings")
                .path(0)
                .path("held")
                .asBoolean())
        .isTrue();
    String hold = "/ledger/v1/holds/" + json(held).path("id").asText();
    assertThat(house.delete(hold, boss).statusCode()).isEqualTo(400);
    hold += "?reason=settled";
    assertThat(json(house.delete(hold, boss)).path("liftedBy").asText()).startsWith("account:");
    assertThat(json(house.get(holds, boss)).path("holds")).hasSize(1);
    assertThat(house.delete("/ledger/v1/holds/x?reason=settled", boss).statusCode()).isEqualTo(404);
    assertThat(house.delete(path, boss).statusCode()).isEqualTo(400);
    assertThat(house.delete(path + "?reason=old", ada).statusCode()).isEqualTo(403);
    assertThat(house.delete(path + "?reason=old", boss).statusCode()).isEqualTo(204);
    assertThat(status(path, ada)).isEqualTo(404);
    assertThat(house.people.store.list("recordings/")).isEmpty();
  }

  @Test
  void aTranscriptIsPutAndRead() throws Exception {
    String id = whole();
    String path = "/ledger/v1/recordings/" + id + "/transcript";
    String text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ada>Good morning.\n";
    assertThat(put(path, house.token(house.people.ben), text)).isEqualTo(403);
    assertThat(put(path, ada, "WEBVTT\n\nsoon --> later\n")).isEqualTo(400);
    assertThat(put(path, ada, text)).isEqualTo(204);
    assertThat(put(path, ada, text)).isEqualTo(204);
    assertThat(house.get(path, ada).body())
        .isEqualTo(
            "{\"paragraphs\":[{\"speaker\":\"Ada\",\"from\":1000,\"to\":2000,"
                + "\"sentences\":[{\"from\":1000,\"to\":2000,\"text\":\"Good morning.\"}]}]}");
  }

  private int put(String path, String token, String text) throws Exception {
    return house
        .send(
            house
                .request(path)
                .header("Authorization", "Bearer " + token)
                .PUT(BodyPublishers.ofString(text)))
        .statusCode();
  }

  @Test
  void aConferenceHasATimeline() throws Exception {
    house.people.conference(ConferenceHouse.CONFERENCE);
    house.people.recording(ConferenceHouse.CONFERENCE, house.people.ada, "film");
    String path = CONFERENCES + ConferenceHouse.CONFERENCE + "/timeline";
    JsonNode moments = json(house.get(path, ada)).path("moments");
    assertThat(moments.findValuesAsText("what"))
        .containsExactly(
            "started", "recording-started", "recording-stopped", "ended", "recording-taken-in");
    assertThat(moments.path(0).path("who").asText()).isEqualTo("ada");
    house
        .people
        .conferences()
        .addMember(
            house.people.operator(),
            ConferenceHouse.CONFERENCE,
            new ConferenceMember(
                house.people.ben.id(),
                ConferenceMember.Role.ATTENDEE,
                Optional.of(ConferenceHouse.START.plusSeconds(10)),
                Optional.of(ConferenceHouse.START.plusSeconds(20))));
    house.people.conferences().close(house.people.operator(), ConferenceHouse.CONFERENCE);
    JsonNode later = json(house.get(path, ada)).path("moments");
    assertThat(later.findValuesAsText("what"))
        .containsSubsequence("started", "joined", "left", "ended", "closed");
    assertThat(later.findValuesAsText("who")).contains("ben");
    assertThat(status(path, house.token(house.people.cem))).isEqualTo(403);
    assertThat(status(path, house.token(house.people.stranger))).isEqualTo(403);
  }
}
