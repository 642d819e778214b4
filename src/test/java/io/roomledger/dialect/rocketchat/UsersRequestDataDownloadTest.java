package io.roomledger.dialect.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageExtras;
import io.roomledger.chat.Reaction;
import io.roomledger.chat.RoomKind;
import io.roomledger.identity.Account;
import io.roomledger.mail.MailSettings;
import java.io.ByteArrayInputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody wrote, ordered by themselves. */
class UsersRequestDataDownloadTest {
  private static final Instant NOON = ChatHouse.NOW;

  @TempDir Path folder;
  private GreenMail smtp;
  private RocketChatHouse house;

  @BeforeEach
  void open() {
    smtp = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    smtp.start();
    house =
        new RocketChatHouse(
            folder,
            RocketChatSettings.standard(),
            new MailSettings("127.0.0.1", smtp.getSmtp().getPort(), "r@b.org", "", "", "none"));
  }

  @AfterEach
  void close() {
    house.close();
    smtp.stop();
  }

  private JsonNode request(Account who, String full) throws Exception {
    HttpResponse<String> answer =
        house.send(
            house.as(who, house.request("/api/v1/users.requestDataDownload?fullExport=" + full)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  private Map<String, String> download(Account who, String url) throws Exception {
    HttpResponse<byte[]> answer = house.fetch(house.as(who, house.request(url)));
    assertThat(answer.statusCode()).isEqualTo(200);
    Map<String, String> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(answer.body()))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return entries;
  }

  @Test
  void fileIsOrderedOnceADayAndToldOfWhenItIsDone() throws Exception {
    house.chat.said(house.room, house.ann, NOON, "mine");
    JsonNode first = request(house.ann, "true");
    assertThat(first.path("requested").asBoolean()).isTrue();
    assertThat(first.path("url").isNull()).isTrue();
    assertThat(first.path("pendingOperationsBeforeMyRequest").asInt(-1)).isZero();
    assertThat(first.path("exportOperation").path("status").asText()).isEqualTo("preparing");
    assertThat(first.path("exportOperation").path("userId").asText()).isEqualTo(house.ann.id());
    assertThat(request(house.admin, "true").path("pendingOperationsBeforeMyRequest").asInt())
        .isEqualTo(1);

    house.chat.jobs.runAll();
    JsonNode again = request(house.ann, "true");
    assertThat(again.path("requested").asBoolean()).isFalse();
    assertThat(again.path("exportOperation").path("status").asText()).isEqualTo("completed");
    assertThat(again.path("url").asText())
        .isEqualTo("/data-export/" + first.path("exportOperation").path("_id").asText());
    assertThat(smtp.waitForIncomingEmail(Duration.ofSeconds(20).toMillis(), 2)).isTrue();
    assertThat(smtp.getReceivedMessages()[0].getSubject())
        .isEqualTo("Your Data File is Ready to Download");
    assertThat(request(house.ann, "false").path("requested").asBoolean())
        .as("pages for people are another file")
        .isTrue();

    house.chat.clock.tick(Duration.ofDays(2));
    assertThat(request(house.ann, "true").path("requested").asBoolean()).isTrue();
  }

  @Test
  void fileHoldsWhatOneWroteInAllRoomsAndOthersUnderOtherNames() throws Exception {
    ChatRoom other = house.chat.room(RoomKind.PRIVATE, "other", house.ann, house.admin);
    house.chat.said(house.room, house.admin, NOON, "not hers");
    Message asked = message("AnnAsked000000001", house.room, "@admin and @ANN and @bob, @all: hi");
    house.chat.messages.takeIn(house.chat.operator, asked);
    house.chat.messages.takeIn(
        house.chat.operator, message("AnnAsked000000002", other, "in another room, @Admin"));
    request(house.ann, "true");
    request(house.ann, "false");
    house.chat.jobs.runAll();

    Map<String, String> json = download(house.ann, request(house.ann, "true").path("url").asText());
    String lines = json.getOrDefault("messages.json", "");
    assertThat(lines.lines()).hasSize(2);
    assertThat(lines)
        .contains(
            "@User_1 and @ann and @User_2, @all: hi",
            "in another room, @User_1",
            "{\":+1:\":{\"usernames\":[\"User_1\",\"ann\"]}}",
            "\"author_name\":\"User_1\"",
            "\"editedBy\":{\"username\":\"User_1\"}",
            "\"room\":\"other\"")
        .doesNotContain("admin", "Admin", "not hers", "icon");
    assertThat(new ObjectMapper().readTree(json.get("user.json")).path("username").asText())
        .isEqualTo("ann");
    assertThat(new ObjectMapper().readTree(json.get("channels.json"))).hasSize(2);
    Map<String, String> html =
        download(house.ann, request(house.ann, "false").path("url").asText());
    assertThat(html).containsKeys("messages.html", "user.json", "assets/");
    assertThat(html.getOrDefault("pages/0001.html", ""))
        .contains("in another room, @User_1", ">general</h2>", ">other</h2>")
        .doesNotContain("admin", "not hers");
  }

  private Message message(String id, ChatRoom room, String text) {
    return new Message(
        id,
        room.id(),
        NOON,
        Optional.of(house.ann.id()),
        "",
        text,
        "",
        Optional.empty(),
        false,
        Optional.of(new Message.Edit(NOON.plusSeconds(5), house.admin.id())),
        List.of(new Reaction(":+1:", List.of(house.admin.id(), house.ann.id()))),
        List.of(),
        MessageExtras.NONE.attaching(
            "[{\"author_name\":\"admin\",\"author_icon\":\"/icon\",\"text\":\"well\"}]"));
  }

  @Test
  void nobodyButThemselvesMayHaveIt() throws Exception {
    request(house.ann, "true");
    house.chat.jobs.runAll();
    String url = request(house.ann, "true").path("url").asText();
    assertThat(house.send(house.as(house.admin, house.request(url))).statusCode()).isEqualTo(403);
    assertThat(house.send(house.request("/api/v1/users.requestDataDownload")).statusCode())
        .isEqualTo(401);
  }
}
