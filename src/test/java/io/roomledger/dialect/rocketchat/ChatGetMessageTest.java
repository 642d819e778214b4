package io.roomledger.dialect.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.Draft;
import io.roomledger.chat.Message;
import io.roomledger.chat.RoomKind;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatGetMessageTest {
  private RocketChatHouse house;

  @BeforeAll
  void open(@TempDir Path folder) {
    house = new RocketChatHouse(folder, RocketChatHouse.generation(8));
  }

  @AfterAll
  void close() {
    house.close();
  }

  private HttpResponse<String> get(Account as, String query) throws Exception {
    return house.send(house.as(as, house.request("/api/v1/chat.getMessage" + query)).GET());
  }

  private static JsonNode read(HttpResponse<String> answer) {
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void messageHasTheVendorsShapeWithThreadReactionsEditPinAndMentions() throws Exception {
    ChatHouse chat = house.chat;
    Message message =
        chat.messages.post(
            chat.caller(house.ann),
            Draft.of(
                house.room.id(), "hey @admin, @all and @nobody: see #general, https://a.b/c?d"));
    chat.clock.tick(Duration.ofSeconds(5));
    chat.messages.edit(chat.caller(house.ann), message.id(), message.text() + " now");
    chat.messages.react(chat.caller(house.admin), message.id(), "tada", true);
    chat.messages.pin(chat.caller(house.admin), message.id(), true);
    Message reply =
        chat.messages.post(
            chat.caller(house.admin),
            new Draft(house.room.id(), "yes", Optional.of(message.id()), true));
    JsonNode shown = read(get(house.ann, "?msgId=" + message.id())).path("message");
    assertThat(shown.path("_id").asText()).isEqualTo(message.id());
    assertThat(shown.path("rid").asText()).isEqualTo(house.room.id());
    assertThat(shown.path("msg").asText()).endsWith(" now");
    assertThat(shown.path("ts").asText()).isEqualTo("2026-03-10T12:00:00.000Z");
    assertThat(shown.path("u").toString())
        .isEqualTo(
            "{\"_id\":\"%s\",\"username\":\"ann\",\"name\":\"ANN\"}".formatted(house.ann.id()));
    assertThat(shown.path("editedAt").asText()).isEqualTo("2026-03-10T12:00:05.000Z");
    assertThat(shown.path("editedBy").path("username").asText()).isEqualTo("ann");
    assertThat(shown.path("_updatedAt").asText()).isEqualTo("2026-03-10T12:00:05.000Z");
    assertThat(shown.path("reactions").toString())
        .isEqualTo("{\":tada:\":{\"usernames\":[\"admin\"],\"names\":[\"ADMIN\"]}}");
    assertThat(shown.path("pinned").asBoolean()).isTrue();
    assertThat(shown.path("pinnedBy").path("username").asText()).isEqualTo("admin");
    assertThat(shown.path("mentions").findValuesAsText("username")).containsExactly("admin", "all");
    assertThat(shown.path("channels").findValuesAsText("_id")).containsExactly(house.room.id());
    assertThat(shown.path("urls").findValuesAsText("url")).containsExactly("https://a.b/c?d");
    assertThat(shown.path("tcount").asInt()).isEqualTo(1);
    assertThat(shown.path("replies").get(0).asText()).isEqualTo(house.admin.id());
    JsonNode answer = read(get(house.ann, "?msgId=" + reply.id())).path("message");
    assertThat(answer.path("tmid").asText()).isEqualTo(message.id());
    assertThat(answer.path("tshow").asBoolean()).isTrue();
  }

  @Test
  void messageOfARoomOneIsNotInIsRefused() throws Exception {
    Account zoe = house.chat.person("zoe", "user");
    Message secret =
        house.chat.messages.post(
            house.chat.caller(zoe),
            Draft.of(house.chat.room(RoomKind.PRIVATE, "secret", zoe).id(), "psst #general"));
    HttpResponse<String> refused = get(house.ann, "?msgId=" + secret.id());
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("\"errorType\":\"error-not-allowed\"");
  }

  @Test
  void unknownAndMissingIdsAreSaidToBeSo() throws Exception {
    assertThat(get(house.ann, "").body())
        .contains("must have required property 'msgId'", "error-invalid-params");
    assertThat(get(house.ann, "?msgId=nothing").body()).contains("\"success\":false");
  }
}
