package io.roomledger.dialect.ledger;

import static io.roomledger.dialect.ledger.LedgerHouse.header;
import static io.roomledger.dialect.ledger.LedgerHouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.conference.Recording;
import io.roomledger.db.Await;
import io.roomledger.film.Films;
import io.roomledger.http.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TusUploadsTest {
  private static final Map<String, String> NAMED = Map.of("filename", "Stand-up.mp4");

  @TempDir Path folder;
  private LedgerHouse house;
  private String ada;
  private byte[] film;

  @BeforeEach
  void open() throws IOException {
    house = new LedgerHouse(folder);
    ada = house.token(house.people.ada);
    film = Films.fixture("whole.mp4");
  }

  @AfterEach
  void close() {
    house.close();
  }

  private String begin(Map<String, String> metadata) throws Exception {
    HttpResponse<String> begun = house.begin(ada, film.length, metadata);
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(201);
    return header(begun, "Location");
  }

  private HttpResponse<String> head(String address, String token) throws Exception {
    return house.send(house.tus(address, token).HEAD());
  }

  private Recording recording(HttpResponse<String> patched) throws IOException {
    assertThat(patched.statusCode()).as(patched.body()).isEqualTo(204);
    UUID id = UUID.fromString(header(patched, "Upload-Recording"));
    return house.people.recordings(false).open(house.people.operator(), id).recording();
  }

  private byte[] bytes(Recording recording) throws IOException {
    try (InputStream in =
        house.people.store.find(recording.file().key()).orElseThrow().content().open(0)) {
      return in.readAllBytes();
    }
  }

  @Test
  void theServerSaysWhatItSpeaks() throws Exception {
    HttpResponse<String> answer =
        house.send(house.request("/ledger/v1/uploads").method("OPTIONS", BodyPublishers.noBody()));
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(header(answer, "Tus-Version")).isEqualTo("1.0.0");
    assertThat(header(answer, "Tus-Extension"))
        .isEqualTo("creation,termination,checksum,expiration");
    assertThat(header(answer, "Tus-Checksum-Algorithm")).isEqualTo("sha1,sha256,md5");
    assertThat(header(answer, "Tus-Max-Size")).isEqualTo(Long.toString(LedgerHouse.LARGEST));
  }

  @Test
  void aFileInPartsBecomesARecordingWithTitlePeopleAndConference() throws Exception {
    String address =
        begin(
            Map.of(
                "filename", "film.mp4",
                "title", "Weekly",
                "conferenceTitle", "Weekly round",
                "people", "ben, cem"));
    HttpResponse<String> half = house.patch(address, ada, 0, Arrays.copyOf(film, 7000));
    assertThat(half.statusCode()).isEqualTo(204);
    assertThat(header(half, "Upload-Offset")).isEqualTo("7000");
    assertThat(header(half, "Upload-Expires")).endsWith(" GMT");
    HttpResponse<String> told = head(address, ada);
    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(header(told, "Upload-Offset")).isEqualTo("7000");
    assertThat(header(told, "Upload-Length")).isEqualTo(Integer.toString(film.length));
    assertThat(header(told, "Upload-Metadata")).contains("title V2Vla2x5");
    assertThat(header(told, "Cache-Control")).isEqualTo("no-store");

    Recording made =
        recording(house.patch(address, ada, 7000, Arrays.copyOfRange(film, 7000, film.length)));

    assertThat(made.title()).isEqualTo("Weekly");
    assertThat(made.ready()).isTrue();
    assertThat(made.take().duration()).contains(Duration.ofSeconds(3));
    assertThat(made.take().startedAt()).isEqualTo(Instant.parse("2024-03-05T10:15:30Z"));
    assertThat(made.origin().owner()).isEqualTo(house.people.ada.id());
    assertThat(bytes(made)).isEqualTo(film);
    String conference = made.origin().conference();
    assertThat(house.people.conferences().find(house.people.operator(), conference).title())
        .isEqualTo("Weekly round");
    assertThat(house.people.conferences().members(house.people.operator(), conference))
        .extracting(ConferenceMember::account)
        .containsExactlyInAnyOrder(house.people.ben.id(), house.people.cem.id());
    assertThat(house.people.store.list("uploads/")).isEmpty();
    assertThat(json(house.get(address, ada)).path("recording").asText())
        .isEqualTo(made.id().toString());
  }

  @Test
  void whatCameBeforeTheWireBrokeIsKeptAlsoWhenTheServerRestarts() throws Exception {
    String address = begin(NAMED);
    URI uri = URI.create(address);
    try (RawClient wire = new RawClient(uri.getPort())) {
      wire.head(
          "PATCH " + uri.getPath() + " HTTP/1.1",
          "Host: x",
          "Authorization: Bearer " + ada,
          "Tus-Resumable: 1.0.0",
          "Content-Type: application/offset+octet-stream",
          "Upload-Offset: 0",
          "Content-Length: " + film.length);
      wire.send(Arrays.copyOf(film, 5000));
    }
    Await.until(
        "what came is written down",
        Duration.ofSeconds(20),
        () -> header(head(address, ada), "Upload-Offset").equals("5000"));

    house.restart();

    assertThat(header(head(address, ada), "Upload-Offset")).isEqualTo("5000");
    byte[] rest = Arrays.copyOfRange(film, 5000, film.length);
    assertThat(bytes(recording(house.patch(address, ada, 5000, rest)))).isEqualTo(film);
  }

  @Test
  void bytesThatAreNotWhatTheirDigestSaysAreDropped() throws Exception {
    String address = begin(NAMED);
    byte[] first = Arrays.copyOf(film, 3000);
    String wrong = Base64.getEncoder().encodeToString(new byte[20]);
    HttpResponse<String> refused =
        house.send(
            house.patching(address, ada, 0, first).header("Upload-Checksum", "sha1 " + wrong));
    assertThat(refused.statusCode()).isEqualTo(460);
    assertThat(header(head(address, ada), "Upload-Offset")).isEqualTo("0");
    assertThat(house.people.store.list("uploads/")).isEmpty();

    String right =
        Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(first));
    HttpResponse<String> taken =
        house.send(
            house.patching(address, ada, 0, first).header("Upload-Checksum", "sha1 " + right));
    assertThat(taken.statusCode()).isEqualTo(204);
    assertThat(header(taken, "Upload-Offset")).isEqualTo("3000");
    assertThat(
            house
                .send(
                    house
                        .patching(address, ada, 3000, first)
                        .header("Upload-Checksum", "crc32 AAAA"))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void anUploadThatIsGivenUpIsGone() throws Exception {
    String address = begin(NAMED);
    house.patch(address, ada, 0, Arrays.copyOf(film, 100));
    assertThat(house.send(house.tus(address, ada).DELETE()).statusCode()).isEqualTo(204);
    assertThat(head(address, ada).statusCode()).isEqualTo(404);
    assertThat(house.people.store.list("uploads/")).isEmpty();
  }

  @Test
  void anUploadThatNobodyGoesOnWithExpires() throws Exception {
    String address = begin(NAMED);
    house.patch(address, ada, 0, Arrays.copyOf(film, 100));
    house.people.clock.tick(Duration.ofHours(23));
    assertThat(house.uploads.tend()).isZero();
    house.patch(address, house.token(house.people.ada), 100, Arrays.copyOf(film, 100));
    house.people.clock.tick(Duration.ofHours(23));
    assertThat(house.uploads.tend()).isZero();
    house.people.clock.tick(Duration.ofHours(2));
    String again = house.token(house.people.ada);
    assertThat(head(address, again).statusCode()).isEqualTo(404);
    assertThat(house.uploads.tend()).isEqualTo(1);
    assertThat(house.people.store.list("uploads/")).isEmpty();
    assertThat(house.patch(address, again, 200, film).statusCode()).isEqualTo(404);
  }

  @Test
  void whatWasWholeWhenTheServerDiedBecomesARecordingLater() throws Exception {
    String address = begin(NAMED);
    house.patch(address, ada, 0, Arrays.copyOf(film, 8000));
    // the last part came and was written down, and then the server was gone
    String id = address.substring(address.lastIndexOf('/') + 1);
    try (var part = house.people.store.begin("uploads/" + id + "/8000-x")) {
      part.stream().write(film, 8000, film.length - 8000);
      part.commit();
    }
    house
        .people
        .database
        .jdbi()
        .useHandle(handle -> {
          handle.execute("UPDATE upload SET received = size");
          handle.execute(
              "INSERT INTO upload_part VALUES (?::uuid, 8000, ?, ?)",
              id,
              film.length - 8000,
              "uploads/" + id + "/8000-x");
        });

    house.people.clock.tick(Duration.ofHours(1));
    house.uploads.tend();

    HttpResponse<String> told = house.get(address, ada);
    UUID made = UUID.fromString(json(told).path("recording").asText());
    assertThat(
            bytes(house.people.recordings(false).open(house.people.operator(), made).recording()))
        .isEqualTo(film);
  }

  @Test
  void aPartThatDoesNotFitIsRefused() throws Exception {
    String address = begin(NAMED);
    assertThat(house.patch(address, ada, 5, film).statusCode()).isEqualTo(409);
    assertThat(house.patch(address, ada, 0, new byte[film.length + 1]).statusCode()).isEqualTo(413);
    assertThat(
            house
                .send(
                    house
                        .tus(address, ada)
                        .header("Upload-Offset", "0")
                        .method("PATCH", BodyPublishers.ofByteArray(film)))
                .statusCode())
        .isEqualTo(415);
    assertThat(header(head(address, ada), "Upload-Offset")).isEqualTo("0");
  }

  @Test
  void badBeginningsAreRefusedInWords() throws Exception {
    assertThat(house.begin(ada, LedgerHouse.LARGEST + 1, NAMED).statusCode()).isEqualTo(413);
    assertThat(house.begin(ada, 0, NAMED).body()).contains("at least one byte");
    assertThat(house.begin(ada, 5, Map.of("filename", "a.exe")).body()).contains("video/mp4");
    assertThat(house.begin(ada, 5, Map.of("filename", ".mp4")).statusCode()).isEqualTo(201);
    assertThat(house.begin(ada, 5, Map.of("filename", "a.mp4", "people", "nobody")).statusCode())
        .isEqualTo(404);
    assertThat(house.begin(ada, 5, Map.of("filename", "a.mp4", "startedAt", "now")).body())
        .contains("an instant such as");
    HttpResponse<String> broken =
        house.send(
            house
                .tus("/ledger/v1/uploads", ada)
                .header("Upload-Length", "5")
                .header("Upload-Metadata", "title !!")
                .POST(BodyPublishers.noBody()));
    assertThat(broken.statusCode()).isEqualTo(400);
    assertThat(header(broken, "Content-Type")).isEqualTo("application/problem+json");
    HttpResponse<String> old =
        house.send(
            house
                .request("/ledger/v1/uploads")
                .header("Authorization", "Bearer " + ada)
                .POST(BodyPublishers.noBody()));
    assertThat(old.statusCode()).isEqualTo(412);
    assertThat(header(old, "Tus-Version")).isEqualTo("1.0.0");
  }

  @Test
  void onlyWhoMayBringsRecordingsInAndOnlyWhoBeganGoesOn() throws Exception {
    house.people.conference(ConferenceHouse.CONFERENCE);
    Map<String, String> into =
        Map.of("filename", "a.mp4", "conference", ConferenceHouse.CONFERENCE);
    assertThat(house.begin("wrong", 5, into).statusCode()).isEqualTo(401);
    assertThat(house.begin(house.token(house.people.ben), 5, into).statusCode()).isEqualTo(403);
    assertThat(house.begin(house.token(house.people.stranger), 5, into).statusCode())
        .isEqualTo(403);
    assertThat(house.begin(house.token("reader", "main", Gate.READ), 5, into).body())
        .contains("lacks-scope");
    String app = house.token("writer", "main", Gate.WRITE);
    assertThat(house.begin(app, 5, into).body()).contains("the user name of who recorded it");
    Map<String, String> owned =
        Map.of("filename", "a.mp4", "conference", ConferenceHouse.CONFERENCE, "owner", "ben");
    assertThat(house.begin(app, 5, owned).statusCode()).isEqualTo(201);
    assertThat(house.begin(ada, 5, Map.of("filename", "a.mp4", "owner", "ben")).statusCode())
        .isEqualTo(403);

    String address = begin(into);
    assertThat(head(address, app).statusCode()).isEqualTo(404);
    assertThat(house.patch(address, app, 0, film).statusCode()).isEqualTo(404);
    Recording made = recording(house.patch(address, ada, 0, film));
    assertThat(made.origin().conference()).isEqualTo(ConferenceHouse.CONFERENCE);
  }

  @Test
  void aFileThatIsNotWholeIsKeptAsDamaged() throws Exception {
    film = Arrays.copyOf(film, film.length - 3000);
    Recording made = recording(house.patch(begin(NAMED), ada, 0, film));
    assertThat(made.condition()).isInstanceOf(Recording.Damaged.class);
  }

  @Test
  void behindAProxyAPostMayStandForTheOtherMethods() throws Exception {
    String address = begin(NAMED);
    HttpResponse<String> patched =
        house.send(
            house
                .tus(address, ada)
                .header("X-HTTP-Method-Override", "PATCH")
                .header("Content-Type", "application/offset+octet-stream")
                .header("Upload-Offset", "0")
                .POST(BodyPublishers.ofByteArray(Arrays.copyOf(film, 10))));
    assertThat(header(patched, "Upload-Offset")).isEqualTo("10");
    assertThat(house.send(house.tus(address, ada).POST(BodyPublishers.noBody())).statusCode())
        .isEqualTo(405);
    assertThat(List.of(house.post("/ledger/v1/token", "", "{\"app\":1}").statusCode()))
        .containsExactly(400);
  }
}
