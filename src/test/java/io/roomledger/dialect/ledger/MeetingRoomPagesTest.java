package io.roomledger.dialect.ledger;

import static io.roomledger.dialect.ledger.LedgerHouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Levels, rooms, reservations, check-in and how rooms are used, over the own API. */
@TestInstance(Lifecycle.PER_CLASS)
class MeetingRoomPagesTest {
  private static final String ROOT = "/ledger/v1";

  private LedgerHouse house;
  private String boss;
  private String ada;
  private String floor;
  private String oak;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    house = new LedgerHouse(folder);
    boss = house.token(house.people.boss);
    ada = house.token(house.people.ada);
    floor = made("/levels", "{\"name\":\"Floor 1\"}").path("id").asText();
    oak =
        made(
                "/meeting-rooms",
                "{\"name\":\"Oak\",\"level\":\""
                    + floor
                    + "\",\"capacity\":8,\"checkIn\":\"required\"}")
            .path("id")
            .asText();
  }

  @AfterAll
  void close() {
    house.close();
  }

  private JsonNode made(String path, String body) throws Exception {
    HttpResponse<String> answer = house.post(ROOT + path, boss, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer);
  }

  private JsonNode got(String path, String token) throws Exception {
    HttpResponse<String> answer = house.get(ROOT + path, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private HttpResponse<String> sent(String method, String path, String token, String body)
      throws Exception {
    return house.send(
        house
            .request(ROOT + path)
            .header("Authorization", "Bearer " + token)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  private String wish(String room, Instant from, int minutes) {
    return "{\"room\":\"%s\",\"from\":\"%s\",\"to\":\"%s\",\"topic\":\"Plans\"}"
        .formatted(room, from, from.plus(Duration.ofMinutes(minutes)));
  }

  @Test
  void levelsAreATreeThatIsReadAndChanged() throws Exception {
    JsonNode attic = made("/levels", "{\"name\":\"Attic\",\"customId\":\"A\"}");
    String id = attic.path("id").asText();

    assertThat(got("/levels", ada).path("levels").findValuesAsText("name"))
        .contains("Attic", "Floor 1");
    assertThat(got("/levels/root", ada).path("hasChildren").asBoolean()).isTrue();
    HttpResponse<String> moved =
        sent("PATCH", "/levels/" + id, boss, "{\"parent\":\"" + floor + "\"}");
    assertThat(json(moved).path("path")).hasSize(2);
    assertThat(json(moved).path("customId").asText()).isEqualTo("A");
    assertThat(got("/levels?under=" + floor + "&limit=1", ada).path("levels")).hasSize(1);
    assertThat(sent("DELETE", "/levels/" + id, ada, "").statusCode()).isEqualTo(403);
    assertThat(sent("DELETE", "/levels/" + floor, boss, "").statusCode()).isEqualTo(409);
    assertThat(sent("DELETE", "/levels/" + id, boss, "").statusCode()).isEqualTo(204);
    assertThat(house.get(ROOT + "/levels/" + id, ada).statusCode()).isEqualTo(404);
    assertThat(house.post(ROOT + "/levels", boss, "{\"name\":\" \"}").statusCode()).isEqualTo(400);
  }

  @Test
  void roomsAreListedByKeyChangedClosedAndRemoved() throws Exception {
    String elm = made("/meeting-rooms", "{\"name\":\"Elm\"}").path("id").asText();
    made("/meeting-rooms", "{\"name\":\"Fir\",\"devices\":[\"Whiteboard\"]}");

    JsonNode first = got("/meeting-rooms?limit=2", ada);
    assertThat(first.path("rooms").findValuesAsText("name")).containsExactly("Elm", "Fir");
    JsonNode second = got("/meeting-rooms?limit=2&after=" + first.path("next").asText(), ada);
    assertThat(second.path("rooms").findValuesAsText("name")).contains("Oak");
    assertThat(got("/meeting-rooms?name=el", ada).path("rooms")).hasSize(1);
    assertThat(got("/meeting-rooms?level=" + floor, ada).path("rooms")).hasSize(1);

    JsonNode larger = json(sent("PATCH", "/meeting-rooms/" + elm, boss, "{\"capacity\":12}"));
    assertThat(larger.path("capacity").asInt()).isEqualTo(12);
    assertThat(larger.path("name").asText()).isEqualTo("Elm");
    String closing = "{\"from\":\"2030-01-01T00:00:00Z\",\"reason\":\"paint\"}";
    assertThat(
            json(sent("PUT", "/meeting-rooms/" + elm + "/closing", boss, closing))
                .at("/closing/reason")
                .asText())
        .isEqualTo("paint");
    HttpResponse<String> refused =
        house.post(
            ROOT + "/reservations", ada, wish(elm, Instant.parse("2031-01-01T09:00:00Z"), 60));
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.body()).contains("closed");
    JsonNode opened = json(sent("DELETE", "/meeting-rooms/" + elm + "/closing", boss, ""));
    assertThat(opened.path("closing").isNull()).isTrue();
    assertThat(sent("DELETE", "/meeting-rooms/" + elm, boss, "").statusCode()).isEqualTo(204);
    assertThat(house.get(ROOT + "/meeting-rooms/" + elm, ada).statusCode()).isEqualTo(404);
    assertThat(house.get(ROOT + "/meeting-rooms/junk", ada).statusCode()).isEqualTo(404);
    assertThat(
            house
                .post(ROOT + "/meeting-rooms", boss, "{\"name\":\"X\",\"capacity\":-1}")
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void aReservationIsBookedCheckedInAndReleasedAndTheReportKnows() throws Exception {
    Instant now = house.people.clock.instant();
    String id = UUID.randomUUID().toString();
    String body = wish(oak, now.plus(Duration.ofMinutes(5)), 60);
    String once = body.substring(0, body.length() - 1) + ",\"id\":\"" + id + "\"}";

    HttpResponse<String> booked = house.post(ROOT + "/reservations", ada, once);
    assertThat(booked.statusCode()).as(booked.body()).isEqualTo(201);
    assertThat(json(house.post(ROOT + "/reservations", ada, once)).path("id").asText())
        .isEqualTo(id);
    assertThat(house.post(ROOT + "/reservations", ada, body).statusCode()).isEqualTo(409);
    assertThat(house.get(ROOT + "/reservations", ada).statusCode()).isEqualTo(403);
    assertThat(house.get(ROOT + "/reservations/" + UUID.randomUUID(), ada).statusCode())
        .isEqualTo(404);
    String period = "from=" + now.minus(Duration.ofDays(1)) + "&to=" + now.plus(Duration.ofDays(1));
    assertThat(got("/reservations?room=" + oak + "&" + period, boss).path("reservations"))
        .hasSize(1);

    String arrived = "/meeting-rooms/" + oak + "/check-in";
    JsonNode there = json(house.post(ROOT + arrived, ada, "{\"device\":\"qr-code\"}"));
    assertThat(there.path("checkIn").asText()).isEqualTo("checked-in");
    assertThat(there.path("checkedInWith").asText()).isEqualTo("qr-code");
    assertThat(house.post(ROOT + "/reservations/" + id + "/check-in", ada, "{}").statusCode())
        .isEqualTo(409);
    house.people.clock.tick(Duration.ofMinutes(35));
    HttpResponse<String> released =
        house.post(ROOT + "/reservations/" + id + "/release", boss, "{\"kind\":\"after-end\"}");
    assertThat(json(released).path("status").asText()).isEqualTo("released-after-end");
    assertThat(sent("DELETE", "/reservations/" + id, ada, "").statusCode()).isEqualTo(409);
    assertThat(got("/reservations/" + id + "/history", ada).path("steps").findValuesAsText("step"))
        .containsExactly("BOOKED", "CHECKED_IN", "RELEASED_AFTER_END");

    JsonNode report =
        got("/utilisation?hours=always&zone=Europe/Berlin&room=" + oak + "&" + period, boss);
    assertThat(report.at("/total/used").asLong()).isEqualTo(Duration.ofMinutes(30).toMillis());
    assertThat(report.at("/total/counts/endedEarly").asInt()).isEqualTo(1);
    assertThat(report.at("/total/rates/noShow").asDouble()).isZero();
    assertThat(report.path("weekdayHours")).hasSize(168);
    assertThat(report.at("/rooms/0/name").asText()).isEqualTo("Oak");
    for (String wrong :
        new String[] {
          period + "&zone=Nowhere", period + "&hours=late", "from=" + now, "to=" + now + "&from=x"
        }) {
      assertThat(house.get(ROOT + "/utilisation?" + wrong, boss).statusCode())
          .as(wrong)
          .isEqualTo(400);
    }
    assertThat(house.get(ROOT + "/utilisation?" + period, ada).statusCode()).isEqualTo(403);
  }

  @Test
  void whatWaitsIsAgreedToAndWhatIsCancelledIsFreeAgain() throws Exception {
    String room =
        made("/meeting-rooms", "{\"name\":\"Yew\",\"needsApproval\":true}").path("id").asText();
    Instant start = Instant.parse("2035-05-01T09:00:00Z");
    JsonNode waits = json(house.post(ROOT + "/reservations", ada, wish(room, start, 30)));
    assertThat(waits.path("status").asText()).isEqualTo("awaiting-approval");
    String path = "/reservations/" + waits.path("id").asText();

    assertThat(sent("POST", path + "/approval", ada, "").statusCode()).isEqualTo(403);
    assertThat(json(sent("POST", path + "/approval", boss, "")).path("status").asText())
        .isEqualTo("booked");
    assertThat(json(sent("DELETE", path, ada, "")).path("status").asText())
        .isEqualTo("released-manually");
    assertThat(house.post(ROOT + "/reservations", ada, wish(room, start, 30)).statusCode())
        .isEqualTo(201);
  }

  @Test
  void scopesAreAskedFor() throws Exception {
    String reader = house.token("rooms-reader", "main", "rooms:read");
    assertThat(house.get(ROOT + "/meeting-rooms", reader).statusCode()).isEqualTo(200);
    assertThat(house.get(ROOT + "/reservations", reader).statusCode()).isEqualTo(403);
    assertThat(house.post(ROOT + "/levels", reader, "{\"name\":\"L\"}").statusCode())
        .isEqualTo(403);
    assertThat(house.get(ROOT + "/search/messages?words=x", reader).statusCode()).isEqualTo(403);
    assertThat(house.get(ROOT + "/conferences", reader).statusCode()).isEqualTo(403);
  }
}
