package io.roomledger.dialect.ledger;

import static io.roomledger.dialect.ledger.LedgerHouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.Draft;
import io.roomledger.chat.Membership;
import io.roomledger.chat.MessageRules;
import io.roomledger.chat.RoomKind;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.conference.ConferenceMember;
import io.roomledger.identity.Account;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Messages and conferences, found over the own API. */
@TestInstance(Lifecycle.PER_CLASS)
class SearchPagesTest {
  private static final String SEARCH = "/ledger/v1/search/messages?words=";
  private static final String CONFERENCES = "/ledger/v1/conferences";

  private LedgerHouse house;
  private ChatRoom room;
  private String ada;
  private String ben;

  @BeforeAll
  void open(@TempDir Path folder) {
    house = new LedgerHouse(folder);
    ada = house.token(house.people.ada);
    ben = house.token(house.people.ben);
    room =
        new ChatRoom(
            "roomroomroomroom1",
            "main",
            RoomKind.PRIVATE,
            "plans",
            "",
            "",
            "",
            house.people.clock.instant(),
            Optional.empty(),
            false,
            false);
    new ChatRooms(house.chatHouse)
        .create(
            house.people.operator(),
            room,
            List.of(member(house.people.ada), member(house.people.cem)));
    say(house.people.ada, "The <b>budget</b> is settled.");
    say(house.people.cem, "预算已经确定了，budgets are fun.");
    say(house.people.cem, "Nothing of that sort.");
  }

  @AfterAll
  void close() {
    house.close();
  }

  private Membership member(Account account) {
    return new Membership(account.id(), List.of(), house.people.clock.instant());
  }

  private void say(Account who, String text) {
    house.people.clock.tick(Duration.ofSeconds(1));
    new ChatMessages(house.chatHouse, () -> MessageRules.STANDARD)
        .post(house.people.as(who), Draft.of(room.id(), text));
  }

  private JsonNode got(String path, String token) throws Exception {
    HttpResponse<String> answer = house.get(path, token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  private static String encoded(String words) {
    return URLEncoder.encode(words, StandardCharsets.UTF_8);
  }

  @Test
  void messagesAreFoundWithTheirHitsAndPagedByKey() throws Exception {
    JsonNode first = got(SEARCH + "budget&limit=1", ada);
    JsonNode newest = first.at("/messages/0");
    assertThat(newest.path("author").asText()).isEqualTo("cem");
    assertThat(newest.path("authorName").asText()).isEqualTo("CEM");
    assertThat(newest.path("room").asText()).isEqualTo(room.id());
    JsonNode hit = newest.at("/hits/0");
    assertThat(
            newest
                .path("excerpt")
                .asText()
                .substring(hit.path("from").asInt(), hit.path("to").asInt()))
        .isEqualTo("budgets");
    JsonNode second =
        got(SEARCH + "budget&limit=1&after=" + encoded(first.path("next").asText()), ada);
    assertThat(second.at("/messages/0/excerpt").asText())
        .isEqualTo("The <b>budget</b> is settled.");
    assertThat(second.path("next").isNull()).isTrue();
    assertThat(second.path("whole").asBoolean()).isTrue();
    assertThat(got(SEARCH + encoded("预算"), ada).path("messages")).hasSize(1);
    assertThat(got(SEARCH + "budget&person=ada&order=best", ada).path("messages")).hasSize(1);
    assertThat(got(SEARCH + "budget&to=2000-01-01T00:00:00Z", ada).path("messages")).isEmpty();
  }

  @Test
  void othersFindNothingAndNonsenseIsRefused() throws Exception {
    assertThat(got(SEARCH + "budget", ben).path("messages")).isEmpty();
    assertThat(got(SEARCH + "budget", house.token(house.people.stranger)).path("messages"))
        .isEmpty();
    assertThat(house.get(SEARCH + "budget&room=" + room.id(), ben).statusCode()).isEqualTo(403);
    assertThat(house.get(SEARCH + "budget&room=nowhere", ben).statusCode()).isEqualTo(404);
    assertThat(house.get(SEARCH + "budget&person=nobody", ben).statusCode()).isEqualTo(404);
    assertThat(house.get(SEARCH + "%21", ada).statusCode()).isEqualTo(400);
    assertThat(house.get("/ledger/v1/search/messages", ada).statusCode()).isEqualTo(400);
  }

  @Test
  void conferencesAreListedAndToldWithWhoWasThere() throws Exception {
    house.people.conference(ConferenceHouse.CONFERENCE);
    house
        .people
        .conferences()
        .addMember(
            house.people.operator(),
            ConferenceHouse.CONFERENCE,
            new ConferenceMember(
                house.people.ben.id(),
                ConferenceMember.Role.ATTENDEE,
                Optional.of(ConferenceHouse.START),
                Optional.empty()));
    String boss = house.token(house.people.boss);

    JsonNode page = got(CONFERENCES + "?limit=1", boss);
    assertThat(page.at("/conferences/0/title").asText()).isEqualTo("Stand-up");
    assertThat(page.at("/conferences/0/creator").asText()).isEqualTo("ADA");
    assertThat(got(CONFERENCES + "?state=goes-on", boss).path("conferences")).isEmpty();
    String one = CONFERENCES + "/" + ConferenceHouse.CONFERENCE;
    assertThat(got(one, ada).path("creator").asText()).isEqualTo("ada");
    assertThat(got(one + "/members", ben).path("members").findValuesAsText("username"))
        .contains("ben");
    assertThat(house.get(CONFERENCES, ben).statusCode()).isEqualTo(403);
    assertThat(house.get(CONFERENCES + "?after=junk", boss).statusCode()).isEqualTo(400);
    assertThat(house.get(CONFERENCES + "/000000000000000000000000", ada).statusCode())
        .isEqualTo(404);
  }
}
