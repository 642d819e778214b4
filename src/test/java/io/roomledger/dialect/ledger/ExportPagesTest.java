package io.roomledger.dialect.ledger;

import static io.roomledger.dialect.ledger.LedgerHouse.header;
import static io.roomledger.dialect.ledger.LedgerHouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.chat.ChatRoom;
import io.roomledger.conference.ConferenceHouse;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ExportPagesTest {
  private static final String EXPORTS = "/ledger/v1/exports";
  private static final String FILMS =
      "{\"recipe\":\"recordings.csv\",\"selection\":{\"conference\":[\""
          + ConferenceHouse.CONFERENCE
          + "\"]}}";

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  private static LedgerHouse house;

  @SuppressWarnings("NullAway.Init")
  private static String ada;

  @SuppressWarnings("NullAway.Init")
  private static String boss;

  @BeforeAll
  static void open() {
    house = new LedgerHouse(folder);
    house.people.conference(ConferenceHouse.CONFERENCE);
    house.people.recording(ConferenceHouse.CONFERENCE, house.people.ada, "a film");
    ada = house.token(house.people.ada);
    boss = house.token(house.people.boss);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static JsonNode ordered(String token, String wish) throws Exception {
    HttpResponse<String> answer = house.post(EXPORTS, token, wish);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonNode export = json(answer);
    assertThat(header(answer, "Location"))
        .isEqualTo(house.origin() + EXPORTS + "/" + export.path("id").asText());
    return export;
  }

  /** Orders one, lets it be done, and answers its address. */
  private static String done() throws Exception {
    String id = ordered(ada, FILMS).path("id").asText();
    house.jobs.runAll();
    return EXPORTS + "/" + id;
  }

  private static int status(String path, String token) throws Exception {
    return house.get(path, token).statusCode();
  }

  @Test
  void anExportIsOrderedFollowedAndFetchedByRanges() throws Exception {
    JsonNode ordered = ordered(ada, FILMS);
    assertThat(ordered.path("status").asText()).isEqualTo("waiting");
    assertThat(ordered.path("fileName").asText()).isEqualTo("recordings.csv");
    String address = EXPORTS + "/" + ordered.path("id").asText();
    assertThat(status(address + "/file", ada)).isEqualTo(409);
    house.jobs.runAll();

    JsonNode done = json(house.get(address, ada));
    assertThat(done.path("status").asText()).isEqualTo("done");
    assertThat(done.at("/progress/done").asLong()).isEqualTo(1);
    assertThat(done.at("/progress/total").asLong()).isEqualTo(1);
    assertThat(done.at("/progress/left").isNull()).isTrue();

    HttpResponse<String> whole = house.get(address + "/file", ada);
    assertThat(whole.body()).contains(ConferenceHouse.CONFERENCE);
    assertThat(header(whole, "ETag")).isEqualTo('"' + done.at("/result/sha256").asText() + '"');
    assertThat(header(whole, "Content-Disposition")).contains("recordings.csv");
    HttpResponse<String> part =
        house.send(house.asking(address + "/file", ada).header("Range", "bytes=3-7"));
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo(whole.body().substring(1, 6));
    assertThat(
            house
                .send(
                    house
                        .asking(address + "/file", ada)
                        .header("If-None-Match", header(whole, "ETag")))
                .statusCode())
        .isEqualTo(304);
    assertThat(
            house
                .send(house.asking(address + "/file", ada).header("Range", "bytes=900000-"))
                .statusCode())
        .isEqualTo(416);
  }

  @Test
  void deliveriesTellHowTheyFareAndAreTriedAgainAtOnce() throws Exception {
    String wish = FILMS.replace("}}", "},\"deliveries\":[{\"folder\":\"films\"}]}");
    String address = EXPORTS + "/" + ordered(boss, wish).path("id").asText();
    assertThat(json(house.get(address + "/deliveries", boss)).path("deliveries")).isEmpty();
    house.jobs.runAll();

    JsonNode waits = json(house.get(address + "/deliveries", boss)).at("/deliveries/0");
    assertThat(waits.path("status").asText()).isEqualTo("waiting");
    assertThat(waits.at("/target/folder").asText()).isEqualTo("films");
    assertThat(waits.path("attempts").asInt()).isEqualTo(1);
    assertThat(waits.path("error").asText()).isNotEmpty();
    assertThat(Instant.parse(waits.path("nextAt").asText())).isAfter(house.people.clock.instant());
    assertThat(waits.path("place").isNull()).isTrue();

    Files.createDirectory(house.places);
    String retry = address + "/deliveries/" + waits.path("id").asText() + "/retry";
    assertThat(house.post(retry, ada, "").statusCode()).as("not hers").isEqualTo(404);
    HttpResponse<String> retried = house.post(retry, boss, "");
    assertThat(retried.statusCode()).as(retried.body()).isEqualTo(200);
    assertThat(json(retried).path("nextAt").asText())
        .isEqualTo(house.people.clock.instant().toString());
    house.jobs.runAll();
    JsonNode there = json(house.get(address + "/deliveries", boss)).at("/deliveries/0");
    assertThat(there.path("status").asText()).as(there.toString()).isEqualTo("delivered");
    assertThat(there.path("attempts").asInt()).isEqualTo(2);
    assertThat(there.path("deliveredAt").asText()).isNotEmpty();
    assertThat(house.post(retry, boss, "").statusCode()).as("it is there").isEqualTo(409);
    assertThat(house.post(address + "/deliveries/17/retry", boss, "").statusCode()).isEqualTo(404);
  }

  @Test
  void whoIsNotTheOwnerSeesNothingAndWhoManagesSeesButDoesNotFetch() throws Exception {
    String address = done();
    String ben = house.token(house.people.ben);
    for (String what : List.of("", "/events", "/links", "/file")) {
      assertThat(status(address + what, ben)).as(what).isEqualTo(404);
    }
    assertThat(status(address, boss)).isEqualTo(200);
    assertThat(status(address + "/file", boss)).isEqualTo(403);
    assertThat(status(address + "/links", boss)).isEqualTo(403);
    assertThat(house.post(address + "/retry", boss, "").statusCode()).isEqualTo(403);
    String stranger = house.token(house.people.stranger);
    assertThat(status(address, stranger)).isEqualTo(404);
    assertThat(status(EXPORTS + "/7", ada)).isEqualTo(404);
    assertThat(status(EXPORTS + "/x", ada)).isEqualTo(404);
  }

  @Test
  void anOrderThatCannotBeIsRefusedInWords() throws Exception {
    for (String wrong :
        List.of(
            "{\"recipe\":\"chat.docx\"}",
            "{}",
            "{\"recipe\":7}",
            "{\"recipe\":\"recordings.csv\",\"selecton\":{}}",
            FILMS.replace("}}", "},\"from\":\"yesterday\"}"),
            FILMS.replace("}}", "},\"fileName\":\"a/b\"}"),
            FILMS.replace("}}", "},\"encryption\":{}}"),
            FILMS.replace("}}", "},\"encryption\":{\"recipients\":[\"age1x\"]}}"),
            FILMS.replace("}}", "},\"deliveries\":[{\"mail\":[\"a@b.c\"],\"folder\":\"\"}]}"),
            FILMS.replace("}}", "},\"keep\":5}"),
            "[]",
            "{")) {
      HttpResponse<String> answer = house.post(EXPORTS, ada, wrong);
      assertThat(answer.statusCode()).as(wrong + answer.body()).isEqualTo(400);
      assertThat(json(answer).path("detail").asText()).as(wrong).contains("(expected: ");
    }
    String reader = house.token("exports-reader", "main", Gate.EXPORTS_READ);
    assertThat(house.post(EXPORTS, reader, FILMS).statusCode()).isEqualTo(403);
    assertThat(house.send(house.request(EXPORTS)).statusCode()).isEqualTo(401);
  }

  @Test
  void everyStepComesAsAnEventAndTheLastEndsTheStream() throws Exception {
    String address = done();
    HttpResponse<String> events = house.get(address + "/events", ada);
    assertThat(header(events, "Content-Type")).startsWith("text/event-stream");
    assertThat(events.body()).contains("event: end\ndata: {").contains("\"status\":\"done\"");
    String id = events.body().replaceAll("(?s).*?id: ([^\n]+)\n.*", "$1");
    HttpResponse<String> again =
        house.send(house.asking(address + "/events", ada).header("Last-Event-ID", id));
    assertThat(again.statusCode()).isEqualTo(204);
    HttpResponse<String> missed =
        house.send(house.asking(address + "/events", ada).header("Last-Event-ID", "1.0.waiting"));
    assertThat(missed.body()).contains("event: end");
  }

  @Test
  void aStreamFollowsAnExportThatGoesOn() throws Exception {
    String address = EXPORTS + "/" + ordered(ada, FILMS).path("id").asText();
    try (LedgerHouse.Stream stream = house.stream(address + "/events", ada)) {
      assertThat(stream.until("event: progress")).contains("id: ");
      house.jobs.runAll();
      assertThat(stream.until("event: end")).isNotEmpty();
      assertThat(stream.rest()).contains("\"status\":\"done\"");
    }
  }

  @Test
  void aStreamEndsWithItsToken() throws Exception {
    String address = EXPORTS + "/" + ordered(ada, FILMS).path("id").asText();
    String token = house.token(house.people.ada);
    try (LedgerHouse.Stream stream = house.stream(address + "/events", token)) {
      stream.until("event: progress");
      house.tokens.revoke(house.tokens.caller(token, "here"), token);
      assertThat(stream.rest()).doesNotContain("event:");
    }
    house.post(address + "/cancel", ada, "");
  }

  @Test
  void aCallerHasOnlySoManyStreams() throws Exception {
    String address = EXPORTS + "/" + ordered(boss, FILMS).path("id").asText();
    List<LedgerHouse.Stream> streams = new ArrayList<>();
    for (int i = 0; i < ExportEvents.MOST; i++) {
      LedgerHouse.Stream stream = house.stream(address + "/events", boss);
      stream.until("event: progress");
      streams.add(stream);
    }
    HttpResponse<String> refused = house.get(address + "/events", boss);
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(header(refused, "Retry-After")).isEqualTo("10");
    house.post(address + "/cancel", boss, "");
    for (LedgerHouse.Stream stream : streams) {
      assertThat(stream.until("event: end")).isNotEmpty();
      stream.close();
    }
  }

  @Test
  void oneThatWasCancelledCanBeOrderedAgain() throws Exception {
    String address = EXPORTS + "/" + ordered(ada, FILMS).path("id").asText();
    assertThat(house.post(address + "/retry", ada, "").statusCode()).isEqualTo(409);
    JsonNode cancelled = json(house.post(address + "/cancel", ada, ""));
    assertThat(cancelled.path("status").asText()).isEqualTo("cancelled");
    assertThat(cancelled.path("reason").asText()).contains("cancelled by");
    JsonNode again = json(house.post(address + "/retry", ada, ""));
    assertThat(again.path("id").asText()).isNotEqualTo(cancelled.path("id").asText());
    assertThat(again.path("selection")).isEqualTo(cancelled.path("selection"));
  }

  @Test
  void exportsAreListedByPagesAndFilters() throws Exception {
    String first = done().replaceAll(".*/", "");
    String second = done().replaceAll(".*/", "");
    JsonNode page = json(house.get(EXPORTS + "?limit=1&status=done&recipe=recordings.csv", ada));
    assertThat(page.at("/exports/0/id").asText()).isEqualTo(second);
    JsonNode next =
        json(house.get(EXPORTS + "?limit=1&status=done&after=" + page.path("next").asText(), ada));
    assertThat(next.at("/exports/0/id").asText()).isEqualTo(first);
    assertThat(json(house.get(EXPORTS + "?status=failed", ada)).path("exports")).isEmpty();
    String mine = "account:" + house.people.ada.id();
    assertThat(json(house.get(EXPORTS + "?orderedBy=" + mine, boss)).path("exports")).isNotEmpty();
    assertThat(json(house.get(EXPORTS + "?to=2000-01-01T00:00:00Z", ada)).path("exports"))
        .isEmpty();
    for (String wrong :
        List.of("limit=0", "limit=201", "limit=1&limit=2", "status=x", "after=x", "form=x")) {
      assertThat(status(EXPORTS + "?" + wrong, ada)).as(wrong).isEqualTo(400);
    }
    assertThat(json(house.get(EXPORTS + "/recipes", ada)).path("recipes").toString())
        .isEqualTo("[\"chat.json\",\"recordings.csv\"]");
  }

  @Test
  void aLinkOpensTheFileUntilItIsEndedOrExpires() throws Exception {
    String address = done();
    HttpResponse<String> made = house.post(address + "/links", ada, "{\"life\":3600000}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String link = json(made).path("address").asText();
    assertThat(house.send(house.request(link)).body()).contains(ConferenceHouse.CONFERENCE);
    JsonNode listed = json(house.get(address + "/links", ada)).at("/links/0");
    assertThat(listed.path("uses").asLong()).isEqualTo(1);
    assertThat(house.send(house.request(link + "x")).statusCode()).isEqualTo(403);

    String one = address + "/links/" + listed.path("id").asText();
    assertThat(house.delete(one, ada).statusCode()).isEqualTo(204);
    assertThat(house.send(house.request(link)).statusCode()).isEqualTo(403);
    assertThat(house.delete(address + "/links/7", ada).statusCode()).isEqualTo(404);

    String short1 = json(house.post(address + "/links", ada, "")).path("address").asText();
    assertThat(house.send(house.request(short1)).statusCode()).isEqualTo(200);
    house.people.clock.tick(Duration.ofHours(25));
    assertThat(house.send(house.request(short1)).statusCode()).isEqualTo(403);
    String fresh = house.token(house.people.ada);
    for (String wrong : List.of("{\"life\":0}", "{\"life\":2592000001}", "{\"live\":1}")) {
      assertThat(house.post(address + "/links", fresh, wrong).statusCode()).isEqualTo(400);
    }
    assertThat(house.people.audited("export:" + address.replaceAll(".*/", "")))
        .contains("export.ordered", "export.linked", "export.downloaded", "export.link-ended");
    ada = fresh;
    boss = house.token(house.people.boss);
  }

  @Test
  void theManifestIsShownAsItWasSignedAndTheKeyBesideIt() throws Exception {
    ChatRoom room = house.room("GENERAL", house.people.boss);
    String wish = "{\"recipe\":\"chat.json\",\"selection\":{\"room\":[\"" + room.id() + "\"]}}";
    String address = EXPORTS + "/" + ordered(boss, wish).path("id").asText();
    house.jobs.runAll();
    JsonNode manifest = json(house.get(address + "/manifest", boss));
    assertThat(manifest.path("entries")).isNotEmpty();
    assertThat(status(done() + "/manifest", ada)).isEqualTo(409);
    JsonNode key = json(house.send(house.request("/ledger/v1/signing-key")));
    assertThat(key.path("pem").asText()).startsWith("-----BEGIN PUBLIC KEY-----");
    assertThat(key.path("algorithm").asText()).isEqualTo("Ed25519");
  }

  private static JsonNode told(String path, String token) throws Exception {
    return json(house.get("/ledger/v1" + path, token));
  }

  @Test
  void anExportIsOrderedEveryNightUntilItsScheduleRestsOrIsDeleted() throws Exception {
    String wish =
        "{\"name\":\"nightly\",\"every\":\"day\",\"at\":\"02:30\",\"zone\":\"Europe/Berlin\","
            + "\"span\":\"last-day\",\"order\":{\"recipe\":\"recordings.csv\",\"selection\":"
            + "{\"conference\":[\""
            + ConferenceHouse.CONFERENCE
            + "\"]}},\"keepLast\":7}";
    String token = house.token(house.people.ada);
    HttpResponse<String> added = house.post("/ledger/v1" + "/schedules", token, wish);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    String one = "/schedules/" + json(added).path("id").asText();
    assertThat(told(one, token).path("nextAt").asText()).contains(":30:00Z");
    assertThat(told("/schedules", token).at("/schedules/0/keepLast").asLong()).isEqualTo(7);
    assertThat(json(house.post("/ledger/v1" + one + "/pause", token, "")).path("status").asText())
        .isEqualTo("paused");
    assertThat(json(house.post("/ledger/v1" + one + "/resume", token, "")).path("status").asText())
        .isEqualTo("active");
    for (String wrong :
        List.of(
            wish.replace("02:30", "2:30"),
            wish.replace("Berlin", "Berlen"),
            wish.replace("\"day\"", "\"hour\""),
            wish.replace("{\"recipe\"", "{\"from\":\"2026-01-01T00:00:00Z\",\"recipe\""))) {
      assertThat(house.post("/ledger/v1" + "/schedules", token, wrong).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(status("/ledger/v1" + one, house.token(house.people.ben))).isEqualTo(404);
    assertThat(house.delete("/ledger/v1" + one, token).statusCode()).isEqualTo(204);
    assertThat(status("/ledger/v1" + one, token)).isEqualTo(404);
  }

  @Test
  void webhooksAreRegisteredByWhoManagesExportsAndTheirSecretsToldOnce() throws Exception {
    String token = house.token(house.people.boss);
    String wish = "{\"name\":\"archive\",\"url\":\"https://93.184.216.34/told\"}";
    HttpResponse<String> added = house.post("/ledger/v1" + "/webhooks", token, wish);
    assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    String secret = json(added).path("secret").asText();
    JsonNode listed = told("/webhooks", token);
    assertThat(listed.at("/webhooks/0/url").asText()).isEqualTo("https://93.184.216.34/told");
    assertThat(listed.toString()).doesNotContain(secret);
    assertThat(
            house
                .post("/ledger/v1" + "/webhooks", token, wish.replace("93.184.216.34", "127.0.0.1"))
                .statusCode())
        .isEqualTo(400);
    assertThat(status("/ledger/v1/webhooks", house.token(house.people.ben))).isEqualTo(403);
    String one = "/ledger/v1" + "/webhooks/" + listed.at("/webhooks/0/id").asText();
    assertThat(house.delete(one, token).statusCode()).isEqualTo(204);
    assertThat(house.delete(one, token).statusCode()).isEqualTo(404);
    assertThat(house.post(one + "/test", token, "").statusCode()).isEqualTo(404);
  }
}
