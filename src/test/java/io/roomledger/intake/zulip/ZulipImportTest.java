package io.roomledger.intake.zulip;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import io.roomledger.chat.Message;
import io.roomledger.chat.Reaction;
import io.roomledger.chat.RoomKind;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.ImportHouse;
import io.roomledger.intake.chat.ChatImport;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZulipImportTest {
  private static final String REALM =
      """
      {"zerver_realm":[{"id":1,"string_id":"z"}],
       "zerver_userprofile":[
         {"id":10,"full_name":"Ann A.","email":"user10@z","delivery_email":"ann@example.org","is_active":true},
         {"id":11,"full_name":"Bob B.","delivery_email":"bob@example.org","is_active":false}],
       "zerver_userprofile_crossrealm":[{"id":5,"full_name":"Welcome Bot","email":"welcome-bot@zulip.com"}],
       "zerver_stream":[
         {"id":20,"name":"general","description":"talk","invite_only":false,"date_created":1577000000.5},
         {"id":21,"name":"secret","description":"","invite_only":true,"deactivated":true}],
       "zerver_recipient":[{"id":30,"type":2,"type_id":20},{"id":31,"type":2,"type_id":21},
         {"id":32,"type":1,"type_id":10},{"id":33,"type":1,"type_id":11},{"id":34,"type":3,"type_id":1}],
       "zerver_subscription":[{"user_profile":10,"recipient":30,"active":true},
         {"user_profile":11,"recipient":30,"active":true},
         {"user_profile":10,"recipient":34},{"user_profile":11,"recipient":34}],
       "zerver_reaction":[{"user_profile":11,"message":100,"emoji_name":"tada"},
         {"user_profile":10,"message":100,"emoji_name":"tada"}]}
      """;
  private static final String MESSAGES =
      """
      {"zerver_message":[
        {"id":100,"sender":10,"recipient":30,"subject":"lunch","content":"hi @**Bob B.** in #**general>lunch**","date_sent":1577872800.000123,"last_edit_time":1577872860},
        {"id":101,"sender":11,"recipient":30,"subject":"lunch","content":"yes [cat](/user_uploads/1/ab/cat.txt)","date_sent":1577872801.5},
        {"id":102,"sender":5,"recipient":30,"subject":"work","content":"@**all** begin","date_sent":1577872802},
        {"id":103,"sender":10,"recipient":33,"subject":"","content":"psst","date_sent":1577872803},
        {"id":104,"sender":11,"recipient":32,"subject":"","content":"what?","date_sent":1577872804},
        {"id":105,"sender":11,"recipient":99,"subject":"","content":"nowhere","date_sent":1577872804},
        {"id":106,"sender":11,"recipient":30,"subject":"work","content":"never"}],
       "zerver_usermessage":[{"id":1}]}
      """;
  private static final String ATTACHMENTS =
      """
      {"zerver_attachment":[{"id":1,"file_name":"cat.txt","path_id":"1/ab/cat.txt","size":4,"messages":[101]},
        {"id":2,"file_name":"lost.png","path_id":"1/cd/lost.png","size":9,"messages":[101]}]}
      """;

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
    return take(export, ArchiveLimits.USUAL);
  }

  private ChatImport.Result take(Path export, ArchiveLimits limits) throws Exception {
    return new ZulipImport(house.chat.database, house.chat.accounts, house.chat.intake, limits)
        .run(house.chat.operator, export, house);
  }

  private static Map<String, String> export() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("realm.json", REALM);
    files.put("attachment.json", ATTACHMENTS);
    files.put("messages-000001.json", MESSAGES);
    files.put("uploads/1/ab/cat.txt", "meow");
    return files;
  }

  private Path tar(Map<String, String> files, TarArchiveEntry... more) throws Exception {
    Path path = folder.resolve("zulip.tar.gz");
    try (OutputStream out = Files.newOutputStream(path);
        TarArchiveOutputStream tar =
            new TarArchiveOutputStream(new GzipCompressorOutputStream(out))) {
      for (Map.Entry<String, String> file : files.entrySet()) {
        byte[] bytes = file.getValue().getBytes(UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry("zulip-export/" + file.getKey());
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
      }
      for (TarArchiveEntry entry : more) {
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    }
    return path;
  }

  private void check(ChatImport.Result result) throws Exception {
    assertThat(result).isEqualTo(new ChatImport.Result(3, 3, 5, 0, 2, 1));
    assertThat(house.skipped)
        .anyMatch(s -> s.contains("messages-000001.json:7: its recipient 99 is not in realm.json"))
        .anyMatch(s -> s.contains("messages-000001.json:8: a message without a usable"));
    List<Message> messages = house.messages("general");
    Message first = messages.getFirst();
    assertThat(first.text()).isEqualTo("**lunch**\nhi @bob in #general");
    assertThat(first.sentAt()).isEqualTo(Instant.parse("2020-01-01T10:00:00.000123Z"));
    assertThat(first.edited()).isPresent();
    assertThat(first.reactions())
        .containsExactly(
            new Reaction(":tada:", List.of(house.account("bob").id(), house.account("ann").id())));
    assertThat(messages.get(1).parentId()).contains(first.id());
    assertThat(messages.get(1).parentShown()).isTrue();
    assertThat(house.content(messages.get(1), 0)).isEqualTo("meow");
    assertThat(messages.get(1).files().get(1).missing()).contains("does not hold");
    assertThat(messages.get(2).text()).isEqualTo("**work**\n@all begin");
    assertThat(messages.get(2).authorId()).contains(house.account("welcome-bot").id());
    assertThat(house.room("secret").kind()).isEqualTo(RoomKind.PRIVATE);
    assertThat(house.room("secret").archived()).isTrue();
    assertThat(house.account("bob").active()).isFalse();
    String direct =
        house
            .chat
            .database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT id FROM chat_room WHERE kind = 'd'")
                    .mapTo(String.class)
                    .one());
    assertThat(house.messages(direct)).extracting(Message::text).containsExactly("psst", "what?");
  }

  @Test
  void folderIsTakenIn() throws Exception {
    Path root = folder.resolve("export");
    for (Map.Entry<String, String> file : export().entrySet()) {
      Path path = root.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    check(take(root));
    assertThat(take(root)).isEqualTo(new ChatImport.Result(3, 3, 0, 5, 2, 1));
  }

  @Test
  void tarIsTakenInAndLeavesNothingUnpacked() throws Exception {
    check(take(tar(export())));
  }

  @Test
  void whatIsNoExportOrHostileIsRefusedBeforeAnythingIsWritten() throws Exception {
    long before = house.rows();
    TarArchiveEntry link = new TarArchiveEntry("zulip-export/l", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/passwd");
    assertThatThrownBy(() -> take(tar(export(), link))).hasMessageContaining("a link");
    Map<String, String> climbing = export();
    climbing.put("../../evil", "x");
    assertThatThrownBy(() -> take(tar(climbing))).hasMessageContaining("leaves the folder");
    Map<String, String> bomb = export();
    bomb.put("messages-000002.json", " ".repeat(3 << 20));
    ArchiveLimits tight = new ArchiveLimits(100, 8 << 20, 8 << 20, 2);
    assertThatThrownBy(() -> take(tar(bomb), tight)).hasMessageContaining("bytes unpacked");
    assertThatThrownBy(() -> take(tar(Map.of("a", "b")))).hasMessageContaining("no realm.json");
    assertThatThrownBy(() -> take(tar(Map.of("realm.json", "{\"zerver_stream\":[{]"))))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("malformed JSON");
    Path text = folder.resolve("notes.tgz");
    Files.writeString(text, "this is no tar at all");
    assertThatThrownBy(() -> take(text)).isInstanceOf(RefusedException.class);
    assertThat(house.rows()).isEqualTo(before);
  }
}
