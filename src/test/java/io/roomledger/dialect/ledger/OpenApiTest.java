package io.roomledger.dialect.ledger;

import static io.roomledger.dialect.ledger.LedgerHouse.header;
import static io.roomledger.dialect.ledger.LedgerHouse.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Draft;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageRules;
import io.roomledger.http.Endpoint;
import io.roomledger.http.TestCall;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the OpenAPI document promises, and the conversations that have no test of their own. */
class OpenApiTest {
  private static final String ROOT = "/ledger/v1";

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  private static LedgerHouse house;

  @SuppressWarnings("NullAway.Init")
  private static String ada;

  @SuppressWarnings("NullAway.Init")
  private static String boss;

  @SuppressWarnings("NullAway.Init")
  private static ChatRoom room;

  @BeforeAll
  static void open() {
    house = new LedgerHouse(folder);
    ada = house.token(house.people.ada);
    boss = house.token(house.people.boss);
    room = house.room("general", house.people.ada, house.people.ben);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static JsonNode get(String path, String token) throws Exception {
    HttpResponse<String> answer = house.get(ROOT + path, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static int status(String path, String token) throws Exception {
    return house.get(ROOT + path, token).statusCode();
  }

  @Test
  void theDocumentHasEveryAddressOfTheServerAndNoOther() throws Exception {
    JsonNode document = json(house.send(house.request(ROOT + "/openapi.json")));
    Set<String> told = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> told.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    Set<String> answered = new TreeSet<>();
    for (Endpoint endpoint : house.dialect.endpoints()) {
      answered.add(endpoint.method() + " " + endpoint.path());
    }
    assertThat(told).isEqualTo(answered).hasSizeGreaterThan(40);
    assertThat(document.path("openapi").asText()).isEqualTo("3.1.0");
  }

  /** Each is called without a token: what needs one says so, and nothing is a 404 or a fault. */
  @Test
  void everyAddressOfTheDocumentIsThereAndAsksForItsScope() throws Exception {
    JsonNode document = house.dialect.document();
    Set<String> ids = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> told : path.getValue().properties()) {
        String method = told.getKey().toUpperCase(Locale.ROOT);
        HttpResponse<String> answer =
            house.send(
                house
                    .request(path.getKey().replaceAll("[{}]", ""))
                    .method(method, BodyPublishers.noBody()));
        boolean open = told.getValue().path("security").isEmpty();
        if (!open) {
          assertThat(answer.statusCode()).as(method + path.getKey()).isEqualTo(401);
          assertThat(header(answer, "WWW-Authenticate")).isEqualTo("Bearer");
        }
        assertThat(answer.statusCode()).as(method + path.getKey()).isLessThan(500);
        assertThat(ids.add(told.getValue().path("operationId").asText())).isTrue();
        assertThat(told.getValue().path("summary").asText()).as(path.getKey()).isNotBlank();
      }
    }
  }

  @Test
  void everyReferenceOfTheDocumentLeadsSomewhere() {
    JsonNode document = house.dialect.document();
    List<JsonNode> references = document.findValues("$ref");
    assertThat(references).isNotEmpty();
    for (JsonNode reference : references) {
      assertThat(document.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
  }

  @Test
  void methodsAndTypesThatAreNotMeantAreRefusedByTheirStatus() throws Exception {
    HttpResponse<String> wrong =
        house.send(house.asking(ROOT + "/exports", ada).method("PUT", BodyPublishers.noBody()));
    assertThat(wrong.statusCode()).isEqualTo(405);
    assertThat(header(wrong, "Allow")).isEqualTo("GET, POST");
    assertThat(
            house
                .send(house.asking(ROOT + "/exports", ada).header("Accept", "text/csv"))
                .statusCode())
        .isEqualTo(406);
    assertThat(
            house
                .send(
                    house
                        .asking(ROOT + "/exports", ada)
                        .header("Content-Type", "text/xml")
                        .POST(BodyPublishers.ofString("<a/>")))
                .statusCode())
        .isEqualTo(415);
    assertThat(status("/nothing", ada)).isEqualTo(404);
  }

  @Test
  void thePageForPeopleRunsNoScriptAndTakesNothingFromElsewhere() throws Exception {
    for (String path : List.of(ROOT, ROOT + "/")) {
      HttpResponse<String> page = house.send(house.request(path));
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(header(page, "Content-Security-Policy"))
          .startsWith("default-src 'none'; style-src 'self'");
      assertThat(page.body())
          .contains("POST</span> <code>/ledger/v1/exports<")
          .doesNotContain("<script", " style=", "http://", "https://", "@import");
    }
    assertThat(house.send(house.request(ROOT + "/api.css")).body()).contains("prefers-color");
  }

  @Test
  void aRouteThatAsksForWhatItDoesNotDeclareIsAFault() {
    Route route =
        Route.get("/x", "Test", "A test.").givesNothing("It is done.", ask -> ask.need("from"));
    Ask ask = new Ask(TestCall.of("GET", "/x"), Optional.empty(), route);
    assertThatThrownBy(() -> ask.text("from")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void roomsAndMembersComeByPagesToThoseWhoMayReadThem() throws Exception {
    JsonNode rooms = get("/chat-rooms?words=GENER&kind=channel", ada);
    assertThat(rooms.at("/rooms/0/id").asText()).isEqualTo(room.id());
    assertThat(rooms.path("rooms")).hasSize(1);
    assertThat(get("/chat-rooms?kind=direct", ada).path("rooms")).isEmpty();
    assertThat(get("/chat-rooms/general", ada).path("id").asText()).isEqualTo(room.id());
    JsonNode first = get("/chat-rooms/general/members?limit=1", ada);
    JsonNode second =
        get("/chat-rooms/general/members?limit=1&after=" + first.path("next").asText(), ada);
    assertThat(
            List.of(
                first.at("/members/0/username").asText(),
                second.at("/members/0/username").asText()))
        .containsExactlyInAnyOrder("ada", "ben");
    assertThat(second.path("next").isNull()).isTrue();
    String stranger = house.token(house.people.stranger);
    assertThat(status("/chat-rooms/" + room.id() + "/members", stranger)).isEqualTo(404);
    assertThat(status("/chat-rooms/nowhere", ada)).isEqualTo(404);
    assertThat(status("/chat-rooms?kind=x", ada)).isEqualTo(400);
    assertThat(get("/chat-rooms", stranger).path("rooms")).isEmpty();
  }

  @Test
  void messagesArePagedBothWaysAndAroundOne() throws Exception {
    ChatMessages messages = new ChatMessages(house.chatHouse, () -> MessageRules.STANDARD);
    ChatRoom talk = house.room("talk", house.people.ada);
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      house.people.clock.tick(Duration.ofSeconds(1));
      Message said =
          messages.post(house.people.as(house.people.ada), Draft.of(talk.id(), "message " + i));
      ids.add(said.id());
    }
    String path = "/chat-rooms/" + talk.id() + "/messages?limit=3";
    JsonNode newest = get(path, ada);
    assertThat(shown(newest)).isEqualTo(ids.subList(4, 7));
    assertThat(newest.path("later").isNull()).isTrue();
    assertThat(newest.at("/messages/0/author/username").asText()).isEqualTo("ada");
    JsonNode before = get(path + "&earlier=" + newest.path("earlier").asText(), ada);
    assertThat(shown(before)).isEqualTo(ids.subList(1, 4));
    JsonNode first = get(path + "&later=", ada);
    assertThat(shown(first)).isEqualTo(ids.subList(0, 3));
    assertThat(first.path("earlier").isNull()).isTrue();
    assertThat(shown(get(path + "&later=" + first.path("later").asText(), ada)))
        .isEqualTo(ids.subList(3, 6));
    JsonNode around = get(path + "&around=" + ids.get(3), ada);
    assertThat(shown(around)).isEqualTo(ids.subList(2, 5));
    assertThat(shown(get(path + "&around=" + ids.getFirst(), ada))).isEqualTo(ids.subList(0, 3));
    assertThat(status(path + "&around=" + Ids.random(), ada)).isEqualTo(404);
    assertThat(status(path + "&around=x&earlier=y", ada)).isEqualTo(400);
    assertThat(status(path + "&earlier=y", ada)).isEqualTo(400);
    assertThat(status(path.replace("limit=3", "limit=1001"), ada)).isEqualTo(400);
  }

  private static List<String> shown(JsonNode page) {
    return page.path("messages").findValuesAsText("id").stream()
        .filter(id -> id.length() == 17 && !id.startsWith("ada"))
        .toList();
  }

  @Test
  void theAuditLogIsReadByPagesAndItsChainIsChecked() throws Exception {
    assertThat(status("/audit", ada)).isEqualTo(403);
    assertThat(status("/audit/verdict", ada)).isEqualTo(403);
    JsonNode page = get("/audit?limit=1&action=chat.room-made", boss);
    assertThat(page.at("/rows/0/action").asText()).isEqualTo("chat.room-made");
    JsonNode mine = get("/audit?subject=chat-room:" + room.id(), boss);
    assertThat(mine.at("/rows/0/actor").asText()).isEqualTo("operator");
    assertThat(status("/audit?after=x", boss)).isEqualTo(400);
    JsonNode verdict = get("/audit/verdict", boss);
    assertThat(verdict.path("whole").asBoolean()).isTrue();
    assertThat(verdict.path("rows").asLong()).isPositive();
    assertThat(verdict.path("head").asText()).hasSize(64);
  }

  @Test
  void aTokenIsLimitedToScopesOfItsMakerAndEndsWhenItIsEnded() throws Exception {
    String ben = house.token(house.people.ben);
    HttpResponse<String> made =
        house.post(ROOT + "/tokens", ben, "{\"name\":\"nightly\",\"scopes\":[\"exports:read\"]}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String text = json(made).path("text").asText();
    assertThat(status("/exports", text)).isEqualTo(200);
    assertThat(house.post(ROOT + "/exports", text, "{\"recipe\":\"x\"}").statusCode())
        .isEqualTo(403);
    assertThat(status("/tokens", text)).isEqualTo(403);

    JsonNode listed = get("/tokens", ben).at("/tokens/0");
    assertThat(text).endsWith(listed.path("lastPart").asText());
    assertThat(listed.path("lastUsedAt").isNull()).isFalse();
    assertThat(get("/tokens", ben).toString()).doesNotContain(text);

    HttpResponse<String> maker =
        house.post(
            ROOT + "/tokens",
            ben,
            "{\"name\":\"maker\",\"scopes\":[\"tokens:manage\",\"exports:read\"]}");
    String limited = json(maker).path("text").asText();
    for (String scopes : List.of("[\"*\"]", "[\"exports:write\"]")) {
      String wish = "{\"name\":\"more\",\"scopes\":" + scopes + "}";
      assertThat(house.post(ROOT + "/tokens", limited, wish).statusCode()).isEqualTo(403);
    }
    for (String wrong :
        List.of(
            "{\"name\":\"nightly\",\"scopes\":[\"exports:read\"]}",
            "{\"name\":\"\",\"scopes\":[\"exports:read\"]}",
            "{\"name\":\"a\",\"scopes\":[]}",
            "{\"name\":\"a\",\"scopes\":[\"a b\"]}",
            "{\"name\":\"a\",\"scopes\":[\"*\"],\"life\":1}")) {
      int expected = wrong.contains("nightly") ? 409 : 400;
      assertThat(house.post(ROOT + "/tokens", ben, wrong).statusCode())
          .as(wrong)
          .isEqualTo(expected);
    }
    String program = house.token("token-maker", "main", Gate.TOKENS);
    assertThat(status("/tokens", program)).isEqualTo(403);

    String one = ROOT + "/tokens/" + listed.path("id").asText();
    assertThat(house.delete(one, boss).statusCode()).isEqualTo(404);
    assertThat(house.delete(one, ben).statusCode()).isEqualTo(204);
    assertThat(status("/exports", text)).isEqualTo(401);
    assertThat(house.delete(one, ben).statusCode()).isEqualTo(404);

    String ofBen = "/people/" + house.people.ben.username() + "/tokens";
    assertThat(status(ofBen, ada)).as("who may not switch people off").isEqualTo(403);
    String tokensOnly = "{\"name\":\"tokens\",\"scopes\":[\"" + Gate.TOKENS + "\"]}";
    String narrow =
        LedgerHouse.json(house.post(ROOT + "/tokens", boss, tokensOnly)).path("text").asText();
    assertThat(status("/tokens", narrow)).isEqualTo(200);
    assertThat(status(ofBen, narrow)).as("a token without people:manage").isEqualTo(403);
    assertThat(status("/people/nobody/tokens", boss)).isEqualTo(404);
    assertThat(status("/people/" + house.people.stranger.id() + "/tokens", boss)).isEqualTo(404);
    assertThat(get(ofBen, boss).at("/tokens/0/name").asText()).isEqualTo("maker");
    String other = ROOT + ofBen + "/" + get(ofBen, boss).at("/tokens/0/id").asText();
    assertThat(status("/exports", limited)).isEqualTo(200);
    assertThat(house.delete(other, ada).statusCode()).isEqualTo(403);
    assertThat(house.delete(other, boss).statusCode()).isEqualTo(204);
    assertThat(status("/exports", limited)).isEqualTo(401);
    assertThat(house.delete(other, boss).statusCode()).isEqualTo(404);
  }

  private static HttpResponse<String> make(String token, String key, String name) throws Exception {
    return house.send(
        house
            .asking(ROOT + "/tokens", token)
            .header("Idempotency-Key", key)
            .POST(
                BodyPublishers.ofString(
                    "{\"name\":\"" + name + "\",\"scopes\":[\"exports:read\"]}")));
  }

  @Test
  void aRequestThatComesAgainIsDoneOnceAndAnsweredTheSame() throws Exception {
    String key = Ids.random();
    HttpResponse<String> first = make(boss, key, "once");
    HttpResponse<String> again = make(boss, key, "once");
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(header(again, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(first, "Idempotency-Replayed")).isEmpty();
    assertThat(header(again, "Idempotency-Replayed")).isEqualTo("true");
    assertThat(make(boss, key, "twice").statusCode()).isEqualTo(422);
    assertThat(get("/tokens", boss).path("tokens")).hasSize(1);

    assertThat(make(ada, key, "once").statusCode()).as("another caller's key").isEqualTo(201);
    assertThat(make(boss, "short", "x").statusCode()).isEqualTo(400);

    String refused = Ids.random();
    assertThat(make(boss, refused, "once").statusCode()).isEqualTo(409);
    assertThat(make(boss, refused, "other").statusCode()).as("nothing was done").isEqualTo(201);

    String text = json(first).path("text").asText();
    assertThat(kept()).as("sealed").doesNotContain(text).doesNotContain(key);
    house.people.clock.tick(Duration.ofHours(25));
    boss = house.token(house.people.boss);
    ada = house.token(house.people.ada);
    assertThat(make(boss, key, "a day later").statusCode()).isEqualTo(201);
  }

  @Test
  void aRequestWhoseFateIsNotKnownIsNotDoneAgain() throws Exception {
    String cem = house.token(house.people.cem);
    String key = Ids.random();
    assertThat(make(cem, key, "cut off").statusCode()).isEqualTo(201);
    house
        .people
        .database
        .jdbi()
        .useHandle(handle -> handle.execute("UPDATE idempotency SET answer = NULL"));
    HttpResponse<String> again = make(cem, key, "cut off");
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(json(again).path("title").asText()).isEqualTo("idempotency-key-open");
  }

  private static String kept() {
    return house
        .people
        .database
        .jdbi()
        .withHandle(handle ->
            String.join(
                " ",
                handle
                    .createQuery("SELECT encode(answer, 'escape') FROM idempotency")
                    .mapTo(String.class)
                    .list()));
  }
}
