package io.roomledger.intake.rocketchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Ids;
import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Draft;
import io.roomledger.chat.Membership;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageExtras;
import io.roomledger.chat.Reaction;
import io.roomledger.chat.RoomKind;
import io.roomledger.dialect.rocketchat.RocketChat;
import io.roomledger.dialect.rocketchat.RoomExportColumns;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Recipe;
import io.roomledger.export.Selection;
import io.roomledger.export.format.JsonLinesFormat;
import io.roomledger.identity.Account;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.ImportHouse;
import io.roomledger.intake.Zips;
import io.roomledger.intake.chat.ChatImport;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocketChatImportTest {
  @TempDir Path folder;
  private ImportHouse house;

  @BeforeEach
  void open() {
    house = new ImportHouse(folder.resolve("store"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private ChatImport.Result take(Path export) throws Exception {
    return new RocketChatImport(
            house.chat.database, house.chat.accounts, house.chat.intake, ArchiveLimits.USUAL)
        .run(house.chat.operator, export, house);
  }

  /** A message as it is to be found again, with names in place of ids of accounts. */
  private static String told(ChatHouse chat, Message message) {
    List<String> parts = new ArrayList<>();
    parts.add(
        message.id()
            + " "
            + message.sentAt().toEpochMilli()
            + " "
            + name(chat, message.authorId()));
    parts.add(message.alias() + "|" + message.text() + "|" + message.systemKind());
    parts.add("to " + message.parentId().orElse("-") + " " + message.parentShown());
    message
        .edited()
        .ifPresent(e -> parts.add("edited " + e.at() + name(chat, Optional.of(e.by()))));
    message
        .extras()
        .pinned()
        .ifPresent(p -> parts.add("pinned " + p.at() + name(chat, Optional.of(p.by()))));
    parts.add(message.extras().attachments());
    for (Reaction reaction : message.reactions()) {
      parts.add(
          reaction.emoji() + reaction.by().stream().map(a -> name(chat, Optional.of(a))).toList());
    }
    for (ChatFile file : message.files()) {
      parts.add(file.id() + file.name() + file.mediaType() + file.size());
    }
    return String.join("\n", parts);
  }

  private static String name(ChatHouse chat, Optional<String> account) {
    return account.flatMap(chat.accounts::find).map(Account::username).orElse("nobody");
  }

  @Test
  void exportOfOursIsFoundAgainInAFreshServerMessageByMessage() throws Exception {
    try (ChatHouse origin = new ChatHouse(folder.resolve("origin"))) {
      Account ann = origin.person("ann", "user");
      Account admin = origin.person("admin", "admin", "user");
      ChatRoom room = origin.room(RoomKind.CHANNEL, "general", ann, admin);
      Path zip = exported(origin, room, ann, admin);
      ChatImport.Result result = take(zip);
      List<Message> there =
          origin.messages.list(origin.operator, room.id(), Optional.empty(), 100).items();
      assertThat(house.skipped).isEmpty();
      assertThat(result).isEqualTo(new ChatImport.Result(1, 2, there.size(), 0, 0, 1));
      List<Message> here = house.messages(room.id());
      assertThat(here.stream().map(m -> told(house.chat, m)))
          .containsExactlyElementsOf(there.stream().map(m -> told(origin, m)).toList());
      Message withFile = here.stream().filter(m -> m.files().size() == 2).findFirst().orElseThrow();
      assertThat(house.content(withFile, 0)).isEqualTo("meow");
      assertThat(house.room("general").kind()).isEqualTo(RoomKind.PRIVATE);
      assertThat(
              house
                  .chat
                  .rooms
                  .members(house.chat.operator, room.id(), Optional.empty(), 10)
                  .items())
          .hasSize(2);
      assertThat(take(zip)).isEqualTo(new ChatImport.Result(1, 2, 0, there.size(), 0, 1));
      assertThat(house.messages(room.id())).hasSize(there.size());
    }
  }

  /** A room with everything that messages can have, as a zip. */
  private Path exported(ChatHouse origin, ChatRoom room, Account ann, Account admin)
      throws Exception {
    Message first =
        origin.messages.post(
            origin.caller(ann), Draft.of(room.id(), "hello\n<b>@admin</b> \"é\" 🎉"));
    origin.clock.tick(Duration.ofSeconds(1));
    origin.messages.edit(origin.caller(ann), first.id(), first.text() + "!");
    origin.messages.react(origin.caller(admin), first.id(), "tada", true);
    origin.messages.react(origin.caller(ann), first.id(), "tada", true);
    Message reply =
        origin.messages.post(
            origin.caller(admin), new Draft(room.id(), "yes", Optional.of(first.id()), true));
    origin.attach(origin.caller(admin), reply, "cat 1.txt", "meow");
    origin.attach(origin.caller(admin), reply, "lost.bin", "gone");
    Message now = origin.messages.get(origin.operator, reply.id());
    origin.store.delete(now.files().get(1).storeKey());
    origin.clock.tick(Duration.ofSeconds(1));
    origin.messages.pin(origin.caller(admin), first.id(), true);
    origin.messages.post(
        origin.caller(ann),
        new Draft(
            room.id(),
            "see",
            Optional.empty(),
            false,
            Optional.of(Ids.random()),
            "",
            MessageExtras.NONE.attaching(
                "[{\"message_link\":\"http://a/?msg=x\",\"text\":\"hello\",\"author_name\":\"ann\"}]")));
    origin.changes.say(
        origin.operator, room.id(), io.roomledger.chat.RoomChanges.Words.TOPIC, "new topic");
    Exports exports =
        origin.exports(
            List.of(
                new Recipe<>(
                    RocketChat.JSON,
                    origin.transcript,
                    RoomExportColumns.SHEET,
                    new JsonLinesFormat(),
                    true)));
    var job =
        exports.order(
            origin.caller(admin),
            new ExportOrder(
                RocketChat.JSON,
                Period.ALWAYS,
                Selection.of("room", room.id()),
                "x.zip",
                Optional.empty()));
    origin.jobs.runAll();
    Path zip = folder.resolve("export.zip");
    try (InputStream in = exports.open(origin.caller(admin), job.id()).content().open(0)) {
      Files.copy(in, zip);
    }
    return zip;
  }

  @Test
  void exportOfTheVendorIsTakenInAsFarAsItTells() throws Exception {
    house.chat.person("ann", "user");
    String lines =
        """
        {"msg":"joined the channel","username":"ann","ts":"2024-03-15T10:00:00.000Z","type":"uj"}
        {"msg":"look","username":"ann","ts":"2024-03-15T10:00:01.000Z","attachments":[{"type":"file","title":"cat.txt","title_link":"/file-upload/abc/cat.txt","url":"/file-upload/abc/cat.txt","remote":false,"fileId":"abc","fileName":"cat.txt"}]}
        {"msg":"same moment","username":"bob","ts":"2024-03-15T10:00:01.000Z","attachments":[{"message_link":"http://a/?msg=1","url":"http://a/?msg=1","remote":true}]}
        {"msg":"added User_1","username":"bob","ts":"2024-03-15T10:00:02.000Z","type":"au"}
        {"msg":"broken"
        {"msg":"no time","username":"bob"}
        """;
    Path zip =
        new Zips()
            .with("lobby.json", lines)
            .with("assets/abc-cat.txt", "meow")
            .write(folder.resolve("vendor.zip"));
    assertThat(take(zip)).isEqualTo(new ChatImport.Result(1, 2, 4, 0, 2, 0));
    assertThat(house.skipped)
        .anyMatch(s -> s.startsWith("lobby.json:5: malformed JSON"))
        .anyMatch(s -> s.startsWith("lobby.json:6: a message without a usable \"ts\""));
    List<Message> messages = house.messages("lobby");
    assertThat(messages.get(0).systemKind()).isEqualTo("uj");
    assertThat(messages.get(0).text()).isEqualTo("ann");
    assertThat(messages.get(0).authorId()).contains(house.account("ann").id());
    Message file = messages.stream().filter(m -> !m.files().isEmpty()).findFirst().orElseThrow();
    assertThat(house.content(file, 0)).isEqualTo("meow");
    assertThat(file.extras().attachments()).isEmpty();
    Message quote =
        messages.stream().filter(m -> m.text().equals("same moment")).findFirst().orElseThrow();
    assertThat(quote.extras().attachments()).isEqualTo("[{\"message_link\":\"http://a/?msg=1\"}]");
    assertThat(messages.get(3).text()).isEqualTo("User_1");
    assertThat(house.chat.accounts.findByUsername("main", "ann-2")).isEmpty();
    assertThat(take(zip).added()).isZero();
  }

  private static final String USERS =
      """
      {"_id":"aaaaaaaaaaaaaaaaa","username":"ann","name":"Ann A.","emails":[{"address":"ann@example.org"}],"active":true}
      {"_id":"bbbbbbbbbbbbbbbbb","username":"bob","name":"Bob","active":false}
      """;
  private static final String ROOMS =
      """
      {"_id":"GENERAL","t":"c","name":"general","topic":"now","ts":{"$date":"2020-01-01T00:00:00Z"},"u":{"_id":"aaaaaaaaaaaaaaaaa"}}
      {"_id":"aaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbb","t":"d","usernames":["ann","bob"],"uids":["aaaaaaaaaaaaaaaaa","bbbbbbbbbbbbbbbbb"]}
      """;
  private static final String MESSAGES =
      """
      {"_id":"mmmmmmmmmmmmmmmm1","rid":"GENERAL","msg":"hi","ts":{"$date":{"$numberLong":"1577872800000"}},"u":{"_id":"aaaaaaaaaaaaaaaaa","username":"ann"},"reactions":{":+1:":{"usernames":["bob","ann","zoe"]}},"pinned":true,"pinnedAt":{"$date":"2020-01-02T00:00:00Z"},"pinnedBy":{"username":"bob"}}
      {"_id":"mmmmmmmmmmmmmmmm2","rid":"GENERAL","msg":"","ts":{"$date":"2020-01-01T10:00:01.000Z"},"u":{"username":"bob"},"tmid":"mmmmmmmmmmmmmmmm1","file":{"_id":"fffffffffffffffff","name":"cat.txt","type":"text/plain"},"files":[{"_id":"fffffffffffffffff","name":"cat.txt","type":"text/plain","size":4},{"_id":"ttttttttttttttttt","typeGroup":"thumb"}],"attachments":[{"type":"file","title":"cat.txt","title_link":"/file-upload/f/cat.txt","description":"my cat"}]}
      {"_id":"mmmmmmmmmmmmmmmm1","rid":"GENERAL","msg":"again","ts":{"$date":"2020-01-01T10:00:02.000Z"},"u":{"username":"bob"}}
      {"_id":"mmmmmmmmmmmmmmmm3","rid":"GENERAL","msg":"old","_hidden":true,"ts":{"$date":"2020-01-01T10:00:02.000Z"}}
      {"_id":"mmmmmmmmmmmmmmmm4","rid":"GENERAL","t":"ru","msg":"bob","ts":{"$date":"2020-01-01T10:00:03.000Z"},"u":{"username":"ann"}}
      {"_id":"mmmmmmmmmmmmmmmm5","rid":"aaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbb","msg":"psst","ts":{"$date":"2020-01-01T10:00:04.000Z"},"u":{"username":"ann"}}
      {"_id":"mmmmmmmmmmmmmmmm6","rid":"nowhere","msg":"lost","ts":{"$date":"2020-01-01T10:00:04.000Z"}}
      """;

  @Test
  void dumpOfTheCollectionsIsTakenIn() throws Exception {
    Path dump = folder.resolve("dump");
    Files.createDirectories(dump.resolve("uploads"));
    Files.writeString(dump.resolve("users.json"), USERS);
    Files.writeString(dump.resolve("rocketchat_room.json"), ROOMS);
    Files.writeString(dump.resolve("rocketchat_message.json"), MESSAGES);
    Files.writeString(
        dump.resolve("rocketchat_subscription.json"),
        "{\"rid\":\"GENERAL\",\"u\":{\"_id\":\"aaaaaaaaaaaaaaaaa\"},\"roles\":[\"owner\"]}\n");
    Files.writeString(dump.resolve("uploads/fffffffffffffffff"), "meow");
    assertThat(take(dump)).isEqualTo(new ChatImport.Result(2, 2, 4, 1, 1, 0));
    assertThat(house.skipped)
        .containsExactly(
            "rocketchat_message.json:7: its room \"nowhere\" is not in the dump; it was skipped");
    List<Message> messages = house.messages("general");
    Message first = messages.getFirst();
    assertThat(first.id()).isEqualTo("mmmmmmmmmmmmmmmm1");
    assertThat(first.text()).isEqualTo("hi");
    assertThat(first.sentAt()).isEqualTo(Instant.parse("2020-01-01T10:00:00Z"));
    assertThat(first.authorId()).contains("aaaaaaaaaaaaaaaaa");
    assertThat(first.reactions())
        .containsExactly(new Reaction(":+1:", List.of("bbbbbbbbbbbbbbbbb", "aaaaaaaaaaaaaaaaa")));
    assertThat(first.extras().pinned()).map(Message.Edit::by).contains("bbbbbbbbbbbbbbbbb");
    assertThat(messages.get(1).parentId()).contains(first.id());
    assertThat(messages.get(1).text()).isEqualTo("my cat");
    assertThat(messages.get(1).files()).hasSize(1);
    assertThat(house.content(messages.get(1), 0)).isEqualTo("meow");
    assertThat(messages.get(2).systemKind()).isEqualTo("ru");
    assertThat(house.account("bob").active()).isFalse();
    assertThat(house.room("general").topic()).isEqualTo("now");
    assertThat(
            house
                .chat
                .rooms
                .members(house.chat.operator, house.room("general").id(), Optional.empty(), 9)
                .items())
        .singleElement()
        .satisfies(m -> assertThat(m.roles()).containsExactly(Membership.OWNER));
    assertThat(take(dump).added()).isZero();
  }

  @Test
  void aManifestThatCannotBeReadIsNoneOfOurs() throws Exception {
    String line = "{\"msg\":\"a\",\"username\":\"b\",\"ts\":\"2024-03-15T10:00:00.000Z\"}";
    byte[][] manifests = {
      "[".repeat(100_000).getBytes(StandardCharsets.UTF_8),
      {0, 0, 'x', 'y', 'z'}, // looks like UTF-32 and is not
      {},
      "1e99999999999".getBytes(StandardCharsets.UTF_8)
    };
    for (int n = 0; n < manifests.length; n++) {
      Path zip =
          new Zips()
              .with("odd" + n + ".json", line)
              .with("manifest.json", manifests[n])
              .write(folder.resolve("odd" + n + ".zip"));
      assertThat(take(zip)).isEqualTo(new ChatImport.Result(1, 1, 1, 0, 0, 0));
    }
  }

  @Test
  void whatIsNoExportOrHostileIsRefusedBeforeAnythingIsWritten() throws Exception {
    long before = house.rows();
    String line = "{\"msg\":\"a\",\"username\":\"b\",\"ts\":\"2024-03-15T10:00:00.000Z\"}";
    Path[] hostile = {
      new Zips().with("room.html", "<p>").write(folder.resolve("a.zip")),
      new Zips().with("room.json", "[]").write(folder.resolve("b.zip")),
      new Zips().with("room.json", line).with("assets/../../x", "y").write(folder.resolve("c.zip")),
      new Zips()
          .with("room.json", line)
          .withLink("assets/a-b", "/etc/passwd")
          .write(folder.resolve("d.zip")),
      folder.resolve("nothing-there.zip")
    };
    for (Path path : hostile) {
      assertThatThrownBy(() -> take(path)).as(path.toString()).isInstanceOf(RefusedException.class);
    }
    assertThat(house.rows()).isEqualTo(before);
  }
}
