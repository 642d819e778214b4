package io.roomledger.dialect.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatCallsTest {
  private RocketChatHouse house;
  private ChatHouse chat;
  private Account eve;

  @BeforeAll
  void open(@TempDir Path folder) {
    house =
        new RocketChatHouse(
            folder, new RocketChatSettings(8, 0, RocketChatSettings.standard().tokenLife()));
    chat = house.chat;
    eve = chat.person("eve", "user");
  }

  @AfterAll
  void close() {
    house.close();
  }

  private JsonNode post(String name, Account as, String body) throws Exception {
    return read(house.post("/api/v1/" + name, as, body));
  }

  private JsonNode get(String name, Account as) throws Exception {
    return read(house.send(house.as(as, house.request("/api/v1/" + name)).GET()));
  }

  private static JsonNode read(HttpResponse<String> answer) {
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    return Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private Message said(Account by, String text) {
    return chat.messages.post(chat.caller(by), Draft.of(house.room.id(), text));
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"roomId\":\"RID\",\"text\":\"a\"}', RID",
    "'{\"roomId\":[\"RID\"],\"text\":\"a\"}', RID",
    "'{\"channel\":\"#general\",\"text\":\"a\"}', #general",
    "'{\"channel\":\"general\",\"text\":\"a\"}', general",
    "'{\"channel\":\"RID\",\"text\":\"a\"}', RID",
  })
  void roomIsNamedInEveryWay(String body, String channel) throws Exception {
    JsonNode answer = post("chat.postMessage", house.ann, body.replace("RID", house.room.id()));
    assertThat(answer.path("success").asBoolean()).as(answer.toString()).isTrue();
    assertThat(answer.path("ts").asLong()).isEqualTo(chat.clock.instant().toEpochMilli());
    assertThat(answer.path("channel").asText()).isEqualTo(channel.replace("RID", house.room.id()));
    assertThat(answer.path("message").path("rid").asText()).isEqualTo(house.room.id());
    assertThat(answer.path("message").path("u").path("username").asText()).isEqualTo("ann");
  }

  @ParameterizedTest
  @ValueSource(strings = {"@eve", "eve", "EVE-ID"})
  void personIsWrittenToInTheOneConversationWithThem(String channel) throws Exception {
    String target = channel.replace("EVE-ID", eve.id());
    JsonNode first =
        post("chat.postMessage", house.ann, "{\"channel\":\"" + target + "\",\"text\":\"hi\"}");
    JsonNode back = post("chat.postMessage", eve, "{\"channel\":\"@ann\",\"text\":\"hi\"}");
    assertThat(first.path("success").asBoolean()).as(first.toString()).isTrue();
    assertThat(first.path("message").path("rid")).isEqualTo(back.path("message").path("rid"));
    assertThat(first.path("channel").asText()).isEqualTo(target);
  }

  @Test
  void oneMessageGoesToSeveralRoomsOrToNoneOfThem() throws Exception {
    ChatRoom other = chat.room(RoomKind.PRIVATE, "two", house.ann);
    String body = "{\"roomId\":[\"%s\",\"%s\"],\"text\":\"both " + other.id() + "\"}";
    post("chat.postMessage", house.ann, body.formatted(house.room.id(), other.id()));
    for (ChatRoom room : new ChatRoom[] {house.room, other}) {
      assertThat(get("chat.search?searchText=both&roomId=" + room.id(), house.ann).path("messages"))
          .hasSize(1);
    }
    JsonNode refused = post("chat.postMessage", house.ann, body.formatted(other.id(), "nowhere"));
    assertThat(refused.path("errorType").asText()).isEqualTo("invalid-channel");
    assertThat(refused.path("error").asText()).isEqualTo("[invalid-channel]");
    assertThat(get("chat.search?searchText=both&roomId=" + other.id(), house.ann).path("messages"))
        .hasSize(1);
  }

  @Test
  void attachmentsAliasAndCustomFieldsAreGivenBack() throws Exception {
    Account bot = chat.person("robot", "bot");
    String body =
        """
        {"roomId":"%s","text":"see","alias":"Build","emoji":":robot:","avatar":"https://a.b/c.png",
         "customFields":{"ticket":7},
         "attachments":[{"color":"#ff0000","text":"red","fields":[{"title":"a","value":"b"}]}]}
        """
            .formatted(house.room.id());
    JsonNode message = post("chat.postMessage", bot, body).path("message");
    assertThat(message.path("alias").asText()).isEqualTo("Build");
    assertThat(message.path("emoji").asText()).isEqualTo(":robot:");
    assertThat(message.path("avatar").asText()).isEqualTo("https://a.b/c.png");
    assertThat(message.path("customFields").path("ticket").asInt()).isEqualTo(7);
    assertThat(message.path("attachments").get(0).path("fields").get(0).path("value").asText())
        .isEqualTo("b");
    JsonNode refused = post("chat.postMessage", eve, body);
    assertThat(refused.toString())
        .isEqualTo("{\"success\":false,\"error\":\"Not enough permission\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'text':'a'} | invalid-channel | [invalid-channel]",
        "{'channel':'#nowhere','text':'a'} | invalid-channel | [invalid-channel]",
        "{'channel':'@nobody','text':'a'} | invalid-channel | [invalid-channel]",
        "{'roomId':'RID'} | error-invalid-params | text: empty",
        "{'roomId':'RID','text':'LONG'} | error-message-size-exceeded | Message size exceeds",
        "{'roomId':'RID','text':'a','attachments':[1]} | error-invalid-params | attachments",
        "{'roomId':'RID','text':'a','attachments':[{'fields':[{'title':1,'value':'x'}]}]} |"
            + " error-invalid-params | attachments",
        "{'roomId':'RID','text':'a','tmid':'nothing'} | error-invalid-message | Invalid Message",
      })
  void whatCannotBePostedIsRefusedInTheVendorsWords(String body, String type, String error)
      throws Exception {
    String sent =
        body.replace('\'', '"').replace("RID", house.room.id()).replace("LONG", "x".repeat(5001));
    JsonNode refused = post("chat.postMessage", house.ann, sent);
    assertThat(refused.path("success").asBoolean(true)).isFalse();
    assertThat(refused.path("errorType").asText()).isEqualTo(type);
    assertThat(refused.path("error").asText()).startsWith(error);
  }

  @Test
  void messageIsSentByTextOrMsgWithAnIdOfItsOwn() throws Exception {
    String id = Ids.random();
    JsonNode first =
        post(
            "chat.sendMessage",
            house.ann,
            "{\"message\":{\"rid\":\"%s\",\"_id\":\"%s\",\"text\":\"sample\"}}"
                .formatted(house.room.id(), id));
    assertThat(first.path("message").path("_id").asText()).isEqualTo(id);
    assertThat(first.path("message").path("msg").asText()).isEqualTo("sample");
    JsonNode reply =
        post(
            "chat.sendMessage",
            eve,
            "{\"message\":{\"rid\":\"%s\",\"tmid\":\"%s\",\"msg\":\"re\",\"tshow\":true}}"
                .formatted(house.room.id(), id));
    assertThat(reply.path("message").path("tmid").asText()).isEqualTo(id);
    assertThat(reply.path("message").path("tshow").asBoolean()).isTrue();
    JsonNode again =
        post(
            "chat.sendMessage",
            eve,
            "{\"message\":{\"rid\":\"%s\",\"_id\":\"%s\",\"msg\":\"stolen\"}}"
                .formatted(house.room.id(), id));
    assertThat(again.path("success").asBoolean(true)).isFalse();
    assertThat(chat.messages.get(chat.operator, id).text()).isEqualTo("sample");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | must have required property 'message'",
        "{'message':7} | must be object",
        "{'message':{'msg':'x'}} | The 'rid' property on the message object is missing.",
        "{'message':{'rid':'RID','msg':'x','t':'uj'}} | Cannot send system messages",
        "{'message':{'rid':'nowhere','msg':'x'}} | [error-invalid-room]",
        "{'message':{'rid':'RID','msg':'x','_id':'../../etc'}} | message id: ../../etc",
      })
  void whatCannotBeSentIsRefusedInTheVendorsWords(String body, String error) throws Exception {
    String sent = body.replace('\'', '"').replace("RID", house.room.id());
    JsonNode refused = post("chat.sendMessage", house.ann, sent);
    assertThat(refused.path("success").asBoolean(true)).isFalse();
    assertThat(refused.path("error").asText()).startsWith(error);
  }

  @Test
  void onlyKeepersWriteInReadOnlyRooms() throws Exception {
    ChatRoom quiet =
        chat.rooms.create(
            chat.operator,
            new ChatRoom(
                Ids.random(),
                "main",
                RoomKind.CHANNEL,
                "quiet",
                "",
                "",
                "",
                ChatHouse.NOW,
                Optional.empty(),
                true,
                false),
            java.util.List.of());
    String body = "{\"roomId\":\"" + quiet.id() + "\",\"text\":\"shh\"}";
    assertThat(post("chat.postMessage", eve, body).path("success").asBoolean(true)).isFalse();
    assertThat(post("chat.postMessage", house.admin, body).path("success").asBoolean()).isTrue();
  }

  @Test
  void linkToAMessageQuotesItForThoseWhoMayReadIt() throws Exception {
    Message wise = said(house.ann, "know thyself");
    ChatRoom secret = chat.room(RoomKind.PRIVATE, "hidden", house.admin);
    Message hidden =
        chat.messages.post(chat.caller(house.admin), Draft.of(secret.id(), "classified"));
    String origin = "http://127.0.0.1:" + house.server.port();
    String text =
        "[ ](%s/channel/general?msg=%s) and [ ](%s/group/hidden?msg=%s) and http://x.y/?msg=%s"
            .formatted(origin, wise.id(), origin, hidden.id(), wise.id());
    JsonNode quotes =
        post(
                "chat.postMessage",
                eve,
                "{\"roomId\":\"%s\",\"text\":\"%s\"}".formatted(house.room.id(), text))
            .path("message")
            .path("attachments");
    assertThat(quotes).hasSize(1);
    assertThat(quotes.get(0).path("text").asText()).isEqualTo("know thyself");
    assertThat(quotes.get(0).path("author_name").asText()).isEqualTo("ann");
    assertThat(quotes.get(0).path("message_link").asText())
        .isEqualTo(origin + "/channel/general?msg=" + wise.id());
  }

  @Test
  void messagesAreChangedByTheirAuthorsAndByKeepers() throws Exception {
    Message message = said(eve, "first");
    String which =
        "{\"roomId\":\"%s\",\"msgId\":\"%s\",\"text\":\"%s\"}"
            .formatted(house.room.id(), message.id(), "%s");
    JsonNode changed = post("chat.update", eve, which.formatted("second")).path("message");
    assertThat(changed.path("msg").asText()).isEqualTo("second");
    assertThat(changed.path("editedBy").path("username").asText()).isEqualTo("eve");
    assertThat(
            post("chat.update", house.admin, which.formatted("third")).path("success").asBoolean())
        .isTrue();
    Account other = chat.person("zoe", "user");
    JsonNode refused = post("chat.update", other, which.formatted("fourth"));
    assertThat(refused.path("error").asText())
        .isEqualTo("Message editing not allowed [error-action-not-allowed]");
    assertThat(
            post("chat.update", eve, which.formatted("x".repeat(5001))).path("errorType").asText())
        .isEqualTo("error-message-size-exceeded");
  }

  @Test
  void messagesAreDeletedByTheirAuthorsAndByKeepers() throws Exception {
    Message message = said(eve, "oops");
    String which =
        "{\"roomId\":\"%s\",\"msgId\":\"%s\",\"asUser\":true}"
            .formatted(house.room.id(), message.id());
    Account other = chat.person("yan", "user");
    assertThat(post("chat.delete", other, which).path("errorType").asText())
        .isEqualTo("error-action-not-allowed");
    JsonNode gone = post("chat.delete", eve, which);
    assertThat(gone.path("_id").asText()).isEqualTo(message.id());
    assertThat(gone.path("ts").isTextual()).isTrue();
    assertThat(gone.path("message").path("u").path("username").asText()).isEqualTo("eve");
    JsonNode again = post("chat.delete", eve, which);
    assertThat(again.path("error").asText())
        .isEqualTo("No message found with the id of \"" + message.id() + "\".");
    Message second = said(eve, "oops again");
    String elsewhere = "{\"roomId\":\"other\",\"msgId\":\"" + second.id() + "\",\"text\":\"x\"}";
    for (String name : new String[] {"chat.delete", "chat.update"}) {
      assertThat(post(name, eve, elsewhere).path("error").asText())
          .isEqualTo("The room id provided does not match where the message is from.");
    }
  }

  @Test
  void reactionsAreSetTakenAndToggled() throws Exception {
    Message message = said(eve, "cake?");
    String body = "{\"messageId\":\"" + message.id() + "\",\"emoji\":\":cake:\"%s}";
    post("chat.react", house.ann, body.formatted(""));
    post("chat.react", eve, body.formatted(",\"shouldReact\":true"));
    assertThat(shown(message).path("reactions").path(":cake:").path("usernames")).hasSize(2);
    post("chat.react", house.ann, body.formatted(""));
    post("chat.react", eve, body.formatted(",\"shouldReact\":false"));
    assertThat(shown(message).has("reactions")).isFalse();
    assertThat(
            post("chat.react", eve, "{\"messageId\":\"nothing\",\"emoji\":\"x\"}")
                .path("errorType")
                .asText())
        .isEqualTo("error-message-not-found");
    assertThat(post("chat.react", eve, "{\"emoji\":\"x\"}").path("errorType").asText())
        .isEqualTo("error-messageid-param-not-provided");
    assertThat(
            post("chat.react", eve, "{\"messageId\":\"" + message.id() + "\"}")
                .path("errorType")
                .asText())
        .isEqualTo("error-emoji-param-not-provided");
  }

  private JsonNode shown(Message message) throws Exception {
    return get("chat.getMessage?msgId=" + message.id(), house.ann).path("message");
  }

  @Test
  void pinsAreSetListedAndTaken() throws Exception {
    Message message = said(eve, "rules");
    String body = "{\"messageId\":\"" + message.id() + "\"}";
    assertThat(post("chat.pinMessage", eve, body).path("errorType").asText())
        .isEqualTo("not-authorized");
    assertThat(post("chat.pinMessage", house.ann, body).path("message").path("pinned").asBoolean())
        .isTrue();
    JsonNode pinned = get("chat.getPinnedMessages?roomId=" + house.room.id(), eve);
    assertThat(pinned.path("messages").findValuesAsText("_id")).contains(message.id());
    assertThat(post("chat.unPinMessage", house.ann, body).toString())
        .isEqualTo("{\"success\":true}");
    assertThat(shown(message).has("pinned")).isFalse();
  }

  @Test
  void threadsAreListedByTheirLatestReplyAndReadFromTheirBeginning() throws Exception {
    ChatRoom room = chat.room(RoomKind.PRIVATE, "threads", house.ann, eve);
    Message one = chat.messages.post(chat.caller(eve), Draft.of(room.id(), "one"));
    Message two = chat.messages.post(chat.caller(eve), Draft.of(room.id(), "two"));
    for (Message parent : new Message[] {two, one, one}) {
      chat.clock.tick(Duration.ofSeconds(1));
      chat.messages.post(
          chat.caller(house.ann),
          new Draft(room.id(), "re " + parent.text(), Optional.of(parent.id()), false));
    }
    JsonNode threads = get("chat.getThreadsList?rid=" + room.id(), eve);
    assertThat(threads.path("threads").findValuesAsText("msg")).containsExactly("one", "two");
    assertThat(threads.path("total").asInt()).isEqualTo(2);
    assertThat(threads.path("threads").get(0).path("tcount").asInt()).isEqualTo(2);
    JsonNode replies = get("chat.getThreadMessages?count=1&offset=1&tmid=" + one.id(), eve);
    assertThat(replies.path("messages").findValuesAsText("msg")).containsExactly("re one");
    assertThat(replies.path("count").asInt()).isEqualTo(1);
    assertThat(replies.path("total").asInt()).isEqualTo(2);
    assertThat(get("chat.getThreadMessages?tmid=nothing", eve).path("errorType").asText())
        .isEqualTo("error-invalid-message");
    assertThat(
            get("chat.getThreadMessages?tmid=" + one.id(), house.admin).path("errorType").asText())
        .isEqualTo("error-not-allowed");
  }

  @Test
  void messagesAreFoundByWordsTakenAsTheyAreAndByMentions() throws Exception {
    said(house.ann, "50% of @eve_x and nothing else");
    said(house.ann, "Fifty PERCENT, @eve!");
    String room = "&roomId=" + house.room.id();
    assertThat(
            get("chat.search?searchText=percent" + room, eve)
                .path("messages")
                .findValuesAsText("msg"))
        .containsExactly("Fifty PERCENT, @eve!");
    assertThat(get("chat.search?searchText=50%25" + room, eve).path("messages")).hasSize(1);
    assertThat(get("chat.search?searchText=5_%25" + room, eve).path("messages")).isEmpty();
    assertThat(
            get("chat.getMentionedMessages?roomId=" + house.room.id(), eve)
                .path("messages")
                .findValuesAsText("msg"))
        .containsExactly("Fifty PERCENT, @eve!");
  }
}
