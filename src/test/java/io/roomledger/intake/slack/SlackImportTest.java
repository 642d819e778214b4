package io.roomledger.intake.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Membership;
import io.roomledger.chat.Message;
import io.roomledger.chat.Reaction;
import io.roomledger.chat.RoomKind;
import io.roomledger.identity.Account;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import io.roomledger.intake.Zips;
import io.roomledger.intake.chat.ChatImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlackImportTest {
  private static final String USERS =
      """
      [{"id":"U1","name":"ann","profile":{"real_name":"Ann A.","email":"ann@example.org"}},
       {"id":"U2","name":"Ann","deleted":true,"real_name":"Other Ann"}]
      """;
  private static final String CHANNELS =
      """
      [{"id":"C1","name":"general","created":1500000000,"creator":"U1","members":["U1","U2","U9"],
        "topic":{"value":"a &amp; b"},"purpose":{"value":"talk"}}]
      """;

  @TempDir Path folder;
  private ChatHouse house;
  private final List<String> skipped = new ArrayList<>();
  private final List<Long> progress = new ArrayList<>();

  @BeforeEach
  void open() {
    house = new ChatHouse(folder.resolve("store"));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Zips zip() {
    return new Zips().with("users.json", USERS).with("channels.json", CHANNELS);
  }

  private ChatImport.Result take(Zips zip) throws IOException {
    return take(zip.write(folder.resolve("export.zip")), ArchiveLimits.USUAL);
  }

  private ChatImport.Result take(Path zip, ArchiveLimits limits) throws IOException {
    return new SlackImport(house.database, house.accounts, house.intake, limits)
        .run(
            house.operator,
            zip,
            new Intake() {
              @Override
              public void progress(long done, long total, String what) {
                assertThat(done).isLessThanOrEqualTo(total);
                progress.add(done);
              }

              @Override
              public void skipped(String file, long line, Problem problem) {
                skipped.add(file + ":" + line + ": " + problem);
              }
            });
  }

  private List<Message> messages(String room) {
    ChatRoom found = house.rooms.resolve(house.operator, room);
    return house.messages.list(house.operator, found.id(), Optional.empty(), 1000).items();
  }

  private Account account(String username) {
    return house.accounts.findByUsername("main", username).orElseThrow();
  }

  @Test
  void peopleRoomsAndMessagesAreTakenIn() throws Exception {
    ChatImport.Result result =
        take(
            zip()
                .with(
                    "general/2020-01-01.json",
                    """
                    [{"type":"message","user":"U1","text":"hi &lt;<@U2>&gt;","ts":"1577872800.000200",
                      "reactions":[{"name":"+1","users":["U2","U1","U9"],"count":3}]},
                     {"type":"message","user":"U2","text":"in a thread","ts":"1577872801.000300",
                      "thread_ts":"1577872800.000200","edited":{"user":"U2","ts":"1577872900.000000"}},
                     {"type":"message","subtype":"channel_join","user":"U1","text":"<@U1> joined",
                      "ts":"1577872802.000000"},
                     {"type":"message","subtype":"bot_message","username":"build","bot_id":"B1","text":"",
                      "ts":"1577872803.000000","attachments":[{"pretext":"done","title":"No 7",
                      "title_link":"https://ci/7","fields":[{"title":"took","value":"3 s"}]}]}]
                    """));
    assertThat(result).isEqualTo(new ChatImport.Result(1, 2, 4, 0, 0, 0));
    List<Message> messages = messages("general");
    Message first = messages.getFirst();
    assertThat(first.text()).isEqualTo("hi <@Ann-2>");
    assertThat(first.sentAt()).isEqualTo(Instant.parse("2020-01-01T10:00:00.000200Z"));
    assertThat(first.authorId()).contains(account("ann").id());
    assertThat(first.reactions())
        .containsExactly(new Reaction(":+1:", List.of(account("ann-2").id(), account("ann").id())));
    Message reply = messages.get(1);
    assertThat(reply.parentId()).contains(first.id());
    assertThat(reply.edited())
        .contains(new Message.Edit(Instant.parse("2020-01-01T10:01:40Z"), account("ann-2").id()));
    assertThat(messages.get(2).systemKind()).isEqualTo("uj");
    assertThat(messages.get(3).alias()).isEqualTo("build");
    assertThat(messages.get(3).text()).isEqualTo("done\n[No 7](https://ci/7)\ntook: 3 s");
    ChatRoom room = house.rooms.resolve(house.operator, "general");
    assertThat(room.topic()).isEqualTo("a & b");
    assertThat(room.kind()).isEqualTo(RoomKind.CHANNEL);
    assertThat(
            house.rooms.members(house.operator, room.id(), Optional.empty(), 10).items().stream()
                .filter(member -> member.roles().contains(Membership.OWNER))
                .map(Membership::accountId))
        .containsExactly(account("ann").id());
    assertThat(account("ann-2").active()).isFalse();
  }

  @Test
  void secondImportAddsWhatIsNewAndBringsNothingDeletedBack() throws Exception {
    String first = "[{\"user\":\"U1\",\"text\":\"a\",\"ts\":\"1577872800.000001\"},";
    String second = "{\"user\":\"U1\",\"text\":\"b\",\"ts\":\"1577872800.000002\"}";
    take(zip().with("general/2020-01-01.json", first + second + "]"));
    house.messages.delete(house.operator, messages("general").getFirst().id());
    String third = ",{\"user\":\"U1\",\"text\":\"c\",\"ts\":\"1577872800.000003\"}]";
    ChatImport.Result again = take(zip().with("general/2020-01-01.json", first + second + third));
    assertThat(again).isEqualTo(new ChatImport.Result(1, 2, 1, 2, 0, 0));
    assertThat(messages("general")).extracting(Message::text).containsExactly("b", "c");
    assertThat(house.accounts.findByUsername("main", "ann-3")).isEmpty();
  }

  @Test
  void messagesOfOneMomentKeepTheirOrder() throws Exception {
    StringBuilder day = new StringBuilder("[");
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      texts.add("message " + i);
      day.append(i == 0 ? "" : ",")
          .append("{\"user\":\"U1\",\"text\":\"message ")
          .append(i)
          .append("\",\"ts\":\"1577872800.000007\"}");
    }
    ChatImport.Result result = take(zip().with("general/1.json", day.append("]").toString()));
    assertThat(result.added()).isEqualTo(200);
    assertThat(messages("general")).extracting(Message::text).containsExactlyElementsOf(texts);
    assertThat(take(zip().with("general/1.json", day.toString())).added()).isZero();
  }

  @Test
  void badEntriesAreReportedByFileAndLineAndTheRestIsTakenIn() throws Exception {
    ChatImport.Result result =
        take(
            zip()
                .with(
                    "general/1.json",
                    """
                    [{"user":"U1","text":"good","ts":"1577872800.000001"},
                    17,
                    {"user":"U1","text":"no time"},
                    {"user":"U1","text":"last","ts":"1577872800.000002"}]
                    """)
                .with(
                    "general/2.json",
                    """
                    [{"user":"U1","text":"before","ts":"1577872801.000001"},
                    {"user":"U1","text":"bro
                    """)
                .with("lost/1.json", "[]"));
    assertThat(messages("general"))
        .extracting(Message::text)
        .containsExactly("good", "last", "before");
    assertThat(result.skipped()).isEqualTo(4);
    assertThat(skipped.get(0)).startsWith("general/1.json:2: entry 2 is not an object");
    assertThat(skipped.get(1)).startsWith("general/1.json:3: a message without a usable \"ts\"");
    assertThat(skipped.get(2)).startsWith("general/2.json:2: malformed JSON");
    assertThat(skipped.get(3)).startsWith("lost:0: no conversation of that name");
    assertThat(progress).isSorted();
  }

  @Test
  void filesAreKeptWhenTheZipHasThemAndElseSaidToBeMissing() throws Exception {
    String day =
        """
        [{"user":"U1","text":"look","ts":"1577872800.000001","files":[
          {"id":"F1","name":"../cat.txt","mimetype":"text/plain","size":99},
          {"id":"F2","name":"dog.png","mimetype":"image/png","size":5},
          {"id":"F3","name":"old.png","mode":"tombstone"}]}]
        """;
    ChatImport.Result result =
        take(zip().with("general/1.json", day).with("__uploads/F1/cat.txt", "meow"));
    assertThat(result.missingFiles()).isEqualTo(2);
    assertThat(result.skipped()).isZero();
    List<ChatFile> files = messages("general").getFirst().files();
    assertThat(files).extracting(ChatFile::size).containsExactly(4L, 5L, 0L);
    assertThat(house.store.find(files.getFirst().storeKey()).orElseThrow().content().open(0))
        .hasContent("meow");
    assertThat(files.get(1).missing()).contains("not its bytes");
    assertThat(files.get(2).missing()).contains("deleted in Slack");
    take(
        zip()
            .with("general/1.json", day)
            .with("__uploads/F1/cat.txt", "meow")
            .with("general/attachments/F2-dog.png", "wuff!"));
    assertThat(messages("general").getFirst().files().get(1).missing()).isEmpty();
  }

  @Test
  void privateRoomsAndConversationsAreTakenIn() throws Exception {
    take(
        zip()
            .with("groups.json", "[{\"id\":\"G1\",\"name\":\"secret\",\"members\":[\"U1\"]}]")
            .with("dms.json", "[{\"id\":\"D1\",\"members\":[\"U1\",\"U2\"]}]")
            .with(
                "secret/1.json", "[{\"user\":\"U1\",\"text\":\"s\",\"ts\":\"1577872800.000001\"}]")
            .with("D1/1.json", "[{\"user\":\"U1\",\"text\":\"d\",\"ts\":\"1577872800.000001\"}]"));
    assertThat(house.rooms.resolve(house.operator, "secret").kind()).isEqualTo(RoomKind.PRIVATE);
    long direct =
        house
            .database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM chat_room WHERE kind = 'd'"
                            + " AND title = 'ann, Ann-2' AND name = ''")
                    .mapTo(Long.class)
                    .one());
    assertThat(direct).isEqualTo(1);
  }

  @Test
  void roomWhoseNameIsTakenGetsANumber() throws Exception {
    house.room(RoomKind.CHANNEL, "General", house.person("zoe", "user"));
    take(zip());
    take(zip());
    assertThat(house.rooms.resolve(house.operator, "general-2").kind()).isEqualTo(RoomKind.CHANNEL);
  }

  @Test
  void folderThatWasPackedAsAWholeIsTakenInToo() throws Exception {
    Zips wrapped =
        new Zips()
            .with("export/users.json", USERS)
            .with("export/channels.json", CHANNELS)
            .with(
                "export/general/1.json",
                "[{\"user\":\"U1\",\"text\":\"x\",\"ts\":\"1577872800.000001\"}]")
            .with("__MACOSX/export/._channels.json", "junk");
    assertThat(take(wrapped).added()).isEqualTo(1);
  }

  private void refused(Zips zip, String... words) throws IOException {
    Path file = zip.write(folder.resolve("hostile.zip"));
    refused(file, ArchiveLimits.USUAL, words);
  }

  private void refused(Path file, ArchiveLimits limits, String... words) {
    assertThatThrownBy(() -> take(file, limits))
        .isInstanceOf(RefusedException.class)
        .hasMessageContainingAll(words);
    long rows =
        house
            .database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT (SELECT count(*) FROM chat_room) + (SELECT count(*) FROM"
                            + " account)")
                    .mapTo(Long.class)
                    .one());
    assertThat(rows).as("nothing is written").isZero();
  }

  @Test
  void hostileNamesAreRefusedBeforeAnythingIsWritten() throws Exception {
    refused(zip().with("../evil.json", "[]"), "../evil.json", "leaves the folder");
    refused(zip().with("general/../../evil.json", "[]"), "leaves the folder");
    refused(zip().with("general\\..\\evil.json", "[]"), "leaves the folder");
    refused(zip().with("/etc/passwd", "[]"), "leaves the folder");
    refused(zip().with("C:/boot.ini", "[]"), "leaves the folder");
    refused(zip().with("a\nb.json", "[]"), "leaves the folder");
  }

  @Test
  void linksDuplicatesAndWhatIsNoExportAreRefused() throws Exception {
    refused(zip().withLink("general/1.json", "/etc/passwd"), "symbolic link");
    refused(zip().with("channels.json", "[]"), "channels.json", "there twice");
    refused(new Zips().with("users.json", USERS), "no channels.json");
    refused(
        new Zips().with("channels.json", "[{\"id\":\"C1\"},\n{]"),
        "channels.json line 2",
        "malformed JSON");
    refused(new Zips().with("channels.json", "{}"), "not a list");
    Path text = folder.resolve("notes.zip");
    Files.writeString(text, "this is no zip at all");
    refused(text, ArchiveLimits.USUAL, "notes.zip", "a zip file that is whole");
  }

  @Test
  void bombsAreRefusedByWhatTheyDeclare() throws Exception {
    refused(zip().with("general/1.json", new byte[8 << 20]), "general/1.json", "bytes unpacked");
    Path usual = zip().with("general/1.json", "[]").write(folder.resolve("usual.zip"));
    refused(usual, new ArchiveLimits(2, 1 << 20, 1 << 20, 200), "3 entries");
    refused(usual, new ArchiveLimits(10, 10, 1 << 20, 200), "bytes unpacked");
    refused(usual, new ArchiveLimits(10, 1 << 20, 100, 200), "the whole");
  }

  @Test
  void entryThatHoldsMoreThanItDeclaresIsReportedAndSkipped() throws Exception {
    Path file =
        zip()
            .with(
                "general/1.json",
                "[{\"user\":\"U1\",\"text\":\"whole\",\"ts\":\"1577872800.000001\"}]")
            .with(
                "general/2.json",
                "[{\"user\":\"U1\",\"text\":\"" + "x".repeat(5000) + "\",\"ts\":\"1577872801.0\"}]")
            .write(folder.resolve("lying.zip"));
    byte[] bytes = Files.readAllBytes(file);
    lieAboutSize(bytes, "general/2.json", 20);
    Files.write(file, bytes);
    ChatImport.Result result = take(file, ArchiveLimits.USUAL);
    assertThat(messages("general")).extracting(Message::text).containsExactly("whole");
    assertThat(result.skipped()).isEqualTo(1);
    assertThat(skipped.getFirst()).startsWith("general/2.json:0: it holds more than the 20 bytes");
  }

  /** Writes another size into the directory at the end of the zip. */
  private static void lieAboutSize(byte[] zip, String name, int size) {
    String text = new String(zip, java.nio.charset.StandardCharsets.ISO_8859_1);
    int header = text.lastIndexOf("PK\u0001\u0002", text.lastIndexOf(name));
    java.nio.ByteBuffer.wrap(zip).order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(header + 24, size);
  }

  @Test
  void damagedEntryIsReported() throws Exception {
    Path file =
        zip()
            .with(
                "general/1.json",
                "[{\"user\":\"U1\",\"text\":\"whole\",\"ts\":\"1577872800.000001\"}]")
            .write(folder.resolve("damaged.zip"));
    byte[] bytes = Files.readAllBytes(file);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int header = text.lastIndexOf("PK\u0001\u0002", text.lastIndexOf("general/1.json"));
    bytes[header + 16] ^= 1;
    Files.write(file, bytes);
    take(file, ArchiveLimits.USUAL);
    assertThat(skipped).hasSize(1);
    assertThat(skipped.getFirst()).startsWith("general/1.json:0: it is damaged");
  }
}
