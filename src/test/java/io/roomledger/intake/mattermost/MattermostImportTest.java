package io.roomledger.intake.mattermost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.RefusedException;
import io.roomledger.chat.Membership;
import io.roomledger.chat.Message;
import io.roomledger.chat.Reaction;
import io.roomledger.chat.RoomKind;
import io.roomledger.intake.ArchiveLimits;
import io.roomledger.intake.ImportHouse;
import io.roomledger.intake.Zips;
import io.roomledger.intake.chat.ChatImport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MattermostImportTest {
  private static final String LINES =
      """
      {"type":"version","version":1,"info":{"generator":"mattermost-server"}}
      {"type":"team","team":{"name":"core","display_name":"Core","type":"O"}}
      {"type":"channel","channel":{"team":"core","name":"town-square","display_name":"Town Square","type":"O","header":"now","purpose":"talk"}}
      {"type":"channel","channel":{"team":"core","name":"board","display_name":"Board","type":"P"}}
      {"type":"user","user":{"username":"ann","email":"ann@example.org","first_name":"Ann","last_name":"A.","teams":[{"name":"core","channels":[{"name":"town-square","roles":"channel_user channel_admin"},{"name":"board","roles":"channel_user"}]}]}}
      {"type":"user","user":{"username":"bob","email":"bob@example.org","nickname":"Bobby","delete_at":1600000000000,"teams":[{"name":"core","channels":[{"name":"town-square","roles":"channel_user"}]}]}}
      {"type":"post","post":{"team":"core","channel":"town-square","user":"ann","message":"hello **all**","create_at":1577872800001,"edit_at":1577872860000,"is_pinned":true,"reactions":[{"user":"bob","create_at":1,"emoji_name":"+1"},{"user":"ann","create_at":2,"emoji_name":"+1"}],"attachments":[{"path":"20200101/teams/core/cat.txt"},{"path":"20200101/lost.png"}],"replies":[{"user":"bob","message":"hi","create_at":1577872801000,"attachments":[]}]}}
      {"type":"post","post":{"team":"core","channel":"town-square","user":"bob","type":"system_add_to_channel","message":"bob added ann","props":{"addedUsername":"ann"},"create_at":1577872802000}}
      {"type":"post","post":{"team":"core","channel":"town-square","user":"hook","message":"built","props":{"override_username":"Build","attachments":[{"text":"ok"}]},"create_at":1577872803000}}
      {"type":"direct_channel","direct_channel":{"members":["bob","ann"],"header":""}}
      {"type":"direct_post","direct_post":{"channel_members":["ann","bob"],"user":"ann","message":"psst","create_at":1577872804000}}
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
    return new MattermostImport(
            house.chat.database, house.chat.accounts, house.chat.intake, ArchiveLimits.USUAL)
        .run(house.chat.operator, export, house);
  }

  private Path zip(String lines) throws Exception {
    return new Zips()
        .with("import.jsonl", lines)
        .with("data/20200101/teams/core/cat.txt", "meow")
        .write(folder.resolve("export.zip"));
  }

  @Test
  void peopleChannelsPostsRepliesReactionsAndFilesAreTakenIn() throws Exception {
    assertThat(take(zip(LINES))).isEqualTo(new ChatImport.Result(3, 2, 5, 0, 0, 1));
    assertThat(house.skipped).isEmpty();
    List<Message> messages = house.messages("town-square");
    Message first = messages.getFirst();
    assertThat(first.text()).isEqualTo("hello **all**");
    assertThat(first.sentAt()).isEqualTo(Instant.parse("2020-01-01T10:00:00.001Z"));
    assertThat(first.authorId()).contains(house.account("ann").id());
    assertThat(first.edited())
        .map(Message.Edit::at)
        .contains(Instant.parse("2020-01-01T10:01:00Z"));
    assertThat(first.extras().pinned()).isPresent();
    assertThat(first.reactions())
        .containsExactly(
            new Reaction(":+1:", List.of(house.account("bob").id(), house.account("ann").id())));
    assertThat(house.content(first, 0)).isEqualTo("meow");
    assertThat(first.files().get(1).missing()).contains("does not hold its bytes");
    assertThat(messages.get(1).parentId()).contains(first.id());
    assertThat(messages.get(2).systemKind()).isEqualTo("au");
    assertThat(messages.get(2).text()).isEqualTo("ann");
    assertThat(messages.get(3).alias()).isEqualTo("Build");
    assertThat(messages.get(3).extras().attachments()).isEqualTo("[{\"text\":\"ok\"}]");
    assertThat(house.account("ann").name()).isEqualTo("Ann A.");
    assertThat(house.account("bob").active()).isFalse();
    assertThat(house.room("board").kind()).isEqualTo(RoomKind.PRIVATE);
    assertThat(house.room("town-square").topic()).isEqualTo("now");
    assertThat(
            house
                .chat
                .rooms
                .members(house.chat.operator, house.room("town-square").id(), Optional.empty(), 9)
                .items())
        .filteredOn(member -> member.roles().contains(Membership.OWNER))
        .extracting(Membership::accountId)
        .containsExactly(house.account("ann").id());
  }

  @Test
  void secondImportAddsWhatIsNewAndBringsNothingDeletedBack() throws Exception {
    take(zip(LINES));
    house.chat.messages.delete(house.chat.operator, house.messages("town-square").getFirst().id());
    String more =
        "{\"type\":\"post\",\"post\":{\"team\":\"core\",\"channel\":\"board\",\"user\":\"ann\","
            + "\"message\":\"new\",\"create_at\":1577872900000}}\n";
    assertThat(take(zip(LINES + more))).isEqualTo(new ChatImport.Result(3, 2, 1, 5, 0, 1));
    assertThat(house.messages("town-square")).hasSize(3);
    assertThat(house.messages("board")).extracting(Message::text).containsExactly("new");
  }

  @Test
  void brokenLinesAreReportedByFileAndLineAndTheRestIsTakenIn() throws Exception {
    Path lines = folder.resolve("bulk.jsonl");
    Files.writeString(
        lines,
        LINES
            + "{\"type\":\"post\",\"post\":{\"team\":\"core\",\n"
            + "{\"type\":\"post\",\"post\":{\"channel\":\"board\",\"team\":\"core\",\"user\":\"ann\",\"message\":\"x\"}}\n"
            + "{\"type\":\"post\",\"post\":{\"user\":\"ann\",\"create_at\":1577872900000}}\n"
            + "{\"type\":\"riddle\",\"riddle\":{}}\n");
    ChatImport.Result result = take(lines);
    assertThat(result.added()).isEqualTo(5);
    assertThat(house.skipped)
        .anyMatch(s -> s.startsWith("bulk.jsonl:12: malformed JSON"))
        .anyMatch(s -> s.startsWith("bulk.jsonl:13: a message without a usable \"create_at\""))
        .anyMatch(s -> s.startsWith("bulk.jsonl:14: a post that names no channel"))
        .anyMatch(s -> s.startsWith("bulk.jsonl:15: \"type\": \"riddle\""))
        .hasSize(4);
    assertThat(result.skipped()).isEqualTo(4);
  }

  @Test
  void whatIsNoExportOrHostileIsRefusedBeforeAnythingIsWritten() throws Exception {
    long before = house.rows();
    Path[] hostile = {
      zip("{\"type\":\"team\"}\n"),
      new Zips().with("notes.txt", "x").write(folder.resolve("a.zip")),
      new Zips().with("import.jsonl", LINES).with("../x", "y").write(folder.resolve("b.zip")),
      new Zips()
          .with("import.jsonl", LINES)
          .withLink("data/a", "/etc/passwd")
          .write(folder.resolve("c.zip"))
    };
    for (Path path : hostile) {
      assertThatThrownBy(() -> take(path)).isInstanceOf(RefusedException.class);
    }
    assertThat(house.rows()).isEqualTo(before);
  }
}
