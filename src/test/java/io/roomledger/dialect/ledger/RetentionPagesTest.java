package io.roomledger.dialect.ledger;

import static io.roomledger.dialect.ledger.LedgerHouse.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Draft;
import io.roomledger.chat.MessageRules;
import io.roomledger.conference.ConferenceHouse;
import io.roomledger.retention.RetentionRound;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Retention and holds on the wire: looked at, set, withdrawn, enforced and told. */
class RetentionPagesTest {
  private static final String RULES = "/ledger/v1/retention/rules";
  private static final String PREVIEW = "/ledger/v1/retention/preview";
  private static final String RUNS = "/ledger/v1/retention/runs";

  @TempDir static Path folder;

  @SuppressWarnings("NullAway.Init") // opened before the first test
  private static LedgerHouse house;

  @SuppressWarnings("NullAway.Init")
  private static ChatRoom room;

  @BeforeAll
  static void open() {
    house = new LedgerHouse(folder);
    room = house.room("general", house.people.ada, house.people.ben);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  /** A token: they end after two hours, and here days go by. */
  private static String boss() {
    return house.token(house.people.boss);
  }

  private static String wish(String what, String more) {
    return "{\"kind\":\"messages\"," + what + more + "}";
  }

  private static String days(int days) {
    return "\"scope\":\"chat-room\",\"subject\":\"general\",\"keep\":\"days\",\"days\":" + days;
  }

  private static JsonNode ok(HttpResponse<String> answer, int status) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return json(answer);
  }

  @Test
  void aRuleIsLookedAtSetEnforcedAndTold() throws Exception {
    ChatMessages messages = new ChatMessages(house.chatHouse, () -> MessageRules.STANDARD);
    messages.post(house.people.as(house.people.ada), Draft.of(room.id(), "old"));
    house.people.clock.tick(Duration.ofDays(9));

    JsonNode seen = ok(house.post(PREVIEW, boss(), wish(days(3), "")), 200);
    assertThat(seen.path("loses").asBoolean()).isTrue();
    assertThat(seen.at("/all/things").asInt()).isEqualTo(1);
    assertThat(seen.at("/rooms/0/name").asText()).isEqualTo("general");
    assertThat(seen.at("/rooms/0/loses/held").asInt()).isZero();
    assertThat(house.post(RULES, boss(), wish(days(3), "")).statusCode()).isEqualTo(409);
    String confirmed = ",\"confirmation\":\"" + seen.path("confirmation").asText() + "\"";
    JsonNode rule = ok(house.post(RULES, boss(), wish(days(3), confirmed)), 201);
    assertThat(rule.path("pending").asBoolean()).isTrue();
    assertThat(rule.path("subject").asText()).isEqualTo(room.id());
    assertThat(rule.path("keep").asText() + rule.path("days")).isEqualTo("days3");
    assertThat(rule.path("effectiveAt")).isEqualTo(seen.path("effectiveAt"));
    assertThat(ok(house.get(RULES, boss()), 200).at("/rules/0")).isEqualTo(rule);

    String one = RULES + "/" + rule.path("id").asText();
    assertThat(ok(house.delete(one, boss()), 200).path("id")).isEqualTo(rule.path("id"));
    assertThat(house.delete(one, boss()).statusCode()).isEqualTo(409);
    assertThat(house.delete(RULES + "/x", boss()).statusCode()).isEqualTo(404);

    ok(house.post(RULES, boss(), wish(days(3), confirmed)), 201);
    house.people.clock.set(Instant.parse(rule.path("effectiveAt").asText()));
    new RetentionRound(
            house.people.database, house.people.store, house.people.audit, house.people.clock)
        .enforce();
    JsonNode run = ok(house.get(RUNS, boss()), 200).at("/runs/0");
    assertThat(run.path("messages").asInt()).isEqualTo(1);
    assertThat(run.path("endedAt").isNull()).isFalse();
    assertThat(ok(house.get(RULES, boss()), 200).path("next").isNull()).isFalse();
    // for ever is more, so it needs no confirmation and counts at once
    String ever = "\"scope\":\"organisation\",\"keep\":\"for-ever\"";
    JsonNode set = ok(house.post(RULES, boss(), wish(ever, "")), 201);
    assertThat(set.path("pending").asBoolean()).isFalse();
    assertThat(set.path("subject").isNull()).isTrue();
  }

  @Test
  void whatMakesNoSenseIsRefusedByItsStatus() throws Exception {
    String organisation = "\"scope\":\"organisation\",";
    for (String wrong :
        new String[] {
          organisation + "\"keep\":\"days\"",
          organisation + "\"keep\":\"days\",\"days\":0",
          organisation + "\"keep\":\"days\",\"days\":99999999999",
          organisation + "\"keep\":\"for-ever\",\"days\":3",
          organisation + "\"keep\":\"as-above\"",
          "\"scope\":\"meeting-room\",\"subject\":\"x\",\"keep\":\"for-ever\"",
          "\"scope\":\"x\",\"keep\":\"for-ever\"",
        }) {
      assertThat(house.post(PREVIEW, boss(), wish(wrong, "")).statusCode())
          .as(wrong)
          .isEqualTo(400);
      assertThat(house.post(RULES, boss(), wish(wrong, "")).statusCode()).as(wrong).isEqualTo(400);
    }
    String nowhere = "\"scope\":\"chat-room\",\"subject\":\"nowhere\",\"keep\":\"for-ever\"";
    assertThat(house.post(PREVIEW, boss(), wish(nowhere, "")).statusCode()).isEqualTo(404);
    assertThat(house.post(RULES, boss(), wish(nowhere, "")).statusCode()).isEqualTo(404);
  }

  @Test
  void whoMayNotIsRefused() throws Exception {
    for (String token :
        new String[] {
          house.token(house.people.ada), house.token("cli_kept", "main", "chat:read")
        }) {
      assertThat(house.get(RULES, token).statusCode()).isEqualTo(403);
      assertThat(house.get(RUNS, token).statusCode()).isEqualTo(403);
      assertThat(house.post(PREVIEW, token, wish(days(3), "")).statusCode()).isEqualTo(403);
      assertThat(house.post(RULES, token, wish(days(3), "")).statusCode()).isEqualTo(403);
      assertThat(house.delete(RULES + "/1", token).statusCode()).isEqualTo(403);
    }
  }

  @Test
  void allHoldsOfTheOrganisationAreListed() throws Exception {
    house.people.conference(ConferenceHouse.CONFERENCE);
    String all = "/ledger/v1/holds";
    String ofOne = "/ledger/v1/conferences/" + ConferenceHouse.CONFERENCE + "/holds";
    JsonNode first = json(house.post(ofOne, boss(), "{\"reason\":\"one\"}"));
    JsonNode second = json(house.post(ofOne, boss(), "{\"reason\":\"two\"}"));
    JsonNode page = ok(house.get(all + "?limit=1", boss()), 200);
    assertThat(page.at("/holds/0/id")).isEqualTo(second.path("id"));
    String next = all + "?after=" + page.path("next").asText();
    assertThat(ok(house.get(next, boss()), 200).at("/holds/0/id")).isEqualTo(first.path("id"));
    String lift = all + "/" + second.path("id").asText() + "?reason=over";
    assertThat(house.delete(lift, boss()).statusCode()).isEqualTo(200);
    assertThat(ok(house.get(all, boss()), 200).path("holds")).hasSize(1);
    assertThat(ok(house.get(all + "?lifted=true", boss()), 200).path("holds")).hasSize(2);

    String ben = "{\"kind\":\"person\",\"subject\":\"ben\",\"reason\":\"three\"}";
    String ada = house.token(house.people.ada);
    assertThat(house.post(all, ada, ben).statusCode()).isEqualTo(403);
    JsonNode held = json(house.post(all, boss(), ben));
    assertThat(held.path("name").asText()).isEqualTo("BEN");
    assertThat(ok(house.get(all + "?kind=person", boss()), 200).at("/holds/0")).isEqualTo(held);
    assertThat(house.get(all, ada).statusCode()).isEqualTo(403);
    String over = all + "/" + held.path("id").asText() + "?reason=over";
    assertThat(house.delete(over, boss()).statusCode()).isEqualTo(200);
  }
}
