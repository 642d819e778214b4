package io.roomledger.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportJob;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import io.roomledger.job.JobStatus;
import java.io.IOException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** What an order of chat can want: which rooms, people and words, since when, and shown how. */
class ChatOrdersTest extends ChatOrdersHouse {
  @Test
  void onlyWhatThosePeopleWroteIsTold() throws IOException {
    String hers = said(ann, 1, "one");
    said(bob, 2, "two");
    assertThat(ids(done("chat.json", of().and("person", "ANN")))).containsExactly(hers);
    assertThat(ids(done("chat.json", of().and("person", List.of("ann", bob.id()))))).hasSize(2);
    assertThat(refused(of().and("person", "nobody"))).contains("nobody");
  }

  @Test
  void allWordsMustOccurWhateverTheirCaseAndScript() throws IOException {
    String both = said(ann, 1, "The BUDGET of Ärzte is 100% done' OR ''='\\");
    said(ann, 2, "the budget only");
    String chinese = said(ann, 3, "明天的会议改到下午三点");
    assertThat(words("ärzte budget")).containsExactly(both);
    assertThat(words("会议 下午")).containsExactly(chinese);
    assertThat(words("100%")).containsExactly(both);
    assertThat(words("' or ''='\\")).containsExactly(both);
    assertThat(words("_")).isEmpty();
    assertThat(ids(done("chat.json", of().and("words", List.of("budget", "only"))))).hasSize(1);
  }

  private List<String> words(String words) throws IOException {
    return ids(done("chat.json", of().and("words", words)));
  }

  @Test
  void peopleGetOtherNamesTheSameThroughout() throws IOException {
    said(ann, 1, "hello @bob and @all");
    Message second = message(bob, 2, "hello @ann, I am bob in plain words");
    house.messages.react(house.caller(ann), second.id(), ":+1:", true);
    for (String recipe : List.of("chat.json", "chat.html", "chat.csv", "chat.text")) {
      String all = text(done(recipe, of().and("names", "replace")));
      assertThat(all).contains("User_1", "User_2", "@User_2 and @all", "hello @User_1, I am bob");
      assertThat(all).doesNotContain("ANN", "\"ann\"", "@ann", "@bob");
    }
  }

  @Test
  void filesAreIncludedLinkedOrLeft() throws IOException {
    Message message = message(ann, 1, "see this");
    ChatFile file = house.attach(house.caller(ann), message, "plan.txt", "the plan");
    ExportJob included = done("chat.json", of());
    assertThat(text(included)).contains("the plan", "assets/" + file.id());
    ExportJob linked = done("chat.json", of().and("attachments", "link"));
    assertThat(text(linked))
        .contains("http://rooms.example.org/file/" + file.id())
        .doesNotContain("the plan", "missing");
    ExportJob left = done("chat.html", of().and("attachments", "leave"));
    assertThat(text(left))
        .contains("plan.txt", "Attachments")
        .doesNotContain("the plan", file.id());
    assertThat(List.of(linked, left))
        .extracting(export -> export.job().status())
        .containsOnly(JobStatus.DONE);
  }

  @Test
  void severalRoomsArePartsOfOnePackage() throws IOException {
    ChatRoom other = house.room(RoomKind.PRIVATE, "Other/..\\room" + rooms, ann);
    said(ann, 1, "first");
    Message far = house.said(other, ann, NOON.plusSeconds(2), "second");
    ChatFile file = house.attach(house.caller(ann), far, "far.txt", "far away");
    Selection both = of().and("room", List.of(room.id(), other.id(), room.id()));
    for (String recipe : List.of("chat.html", "chat.json", "chat.csv", "chat.xlsx", "chat.text")) {
      ExportJob export = done(recipe, both);
      assertThat(export.result().orElseThrow().rows()).isEqualTo(2);
      JsonNode parts = manifest(export).path("parts");
      assertThat(parts).hasSize(2);
      assertThat(parts.path(0).path("path").asText()).startsWith("rooms/" + room.name() + "/");
      assertThat(names(export))
          .contains(parts.path(0).path("path").asText(), parts.path(1).path("path").asText())
          .contains("rooms." + recipe.replaceFirst(".*\\.", "").replace("text", "txt"))
          .anyMatch(name -> name.contains("/assets/" + file.id()))
          .noneMatch(name -> name.contains("../"));
    }
    ExportJob html = done("chat.html", both);
    assertThat(names(html)).contains("rooms/" + room.name() + "/pages/0001.html");
    assertThat(entry(html, "pages/0001.html")).contains("../rooms/" + room.name() + "/");
  }

  @Test
  void aWholeWorkspaceNeedsTheRightToIt() throws IOException {
    said(ann, 1, "here");
    house.room(RoomKind.DIRECT, "", ann, bob);
    Selection all = Selection.of("workspace", "true");
    ExportJob export = done("chat.json", all);
    long there =
        house
            .database
            .jdbi()
            .withHandle(h -> (long) RoomRows.all(h, ChatHouse.ORGANISATION).size());
    assertThat(manifest(export).path("parts")).hasSize((int) there);
    assertThat(manifest(export).path("selection").path("organisation").path(0).asText())
        .isEqualTo(ChatHouse.ORGANISATION);
    Caller admin = house.caller(house.person("admin" + rooms, "admin"));
    assertThatThrownBy(() -> exports.order(admin, order("chat.json", all)))
        .hasMessageContaining("export-workspace");
    assertThat(refused(all.and("room", room.id()))).contains("none with workspace");
  }

  @Test
  void unknownFiltersAndValuesAreRefusedWithWhatIsExpected() {
    assertThat(refused(of().and("peopel", "ann"))).contains("selection: peopel", "room, workspace");
    assertThat(refused(of().and("names", "hide")))
        .isEqualTo("names: hide (expected: one of keep, replace)");
    assertThat(refused(of().and("attachments", List.of("link", "leave"))))
        .contains("expected: one");
    assertThat(refused(of().and("since", "yesterday"))).contains("the number of an export");
    assertThat(refused(of().and("words", " "))).contains("words");
  }

  @Test
  void everyFilterIsOnThePageAndInTheManifest() throws IOException {
    said(ann, 1, "budget <b>");
    ExportJob export = done("chat.html", of().and("words", "budget <b>").and("person", "ann"));
    assertThat(entry(export, room.id() + ".html"))
        .contains("Words", "budget &lt;b&gt;", "People", ann.id());
    assertThat(manifest(export).path("selection").path("person").path(0).asText())
        .isEqualTo(ann.id());
  }

  @Test
  void sinceAnEarlierExportOnlyWhatChangedIsTold() throws IOException {
    said(ann, 1, "stays");
    String edited = said(ann, 2, "before");
    String deleted = said(ann, 3, "secret words");
    ExportJob base = done("chat.json", of());
    String added = said(bob, 4, "new words");
    String passing = said(bob, 5, "came and went");
    edit(edited, "after");
    delete(deleted);
    delete(passing);
    for (String recipe : List.of("chat.json", "chat.html", "chat.csv", "chat.xlsx", "chat.text")) {
      ExportJob since = done(recipe, since(base));
      assertThat(since.result().orElseThrow().rows()).isEqualTo(3);
      JsonNode counts = manifest(since).path("counts");
      assertThat(counts.path("new").asInt()).isEqualTo(1);
      assertThat(counts.path("edited").asInt()).isEqualTo(1);
      assertThat(counts.path("deleted").asInt()).isEqualTo(1);
      assertThat(manifest(since).path("since").path("export").asText()).isEqualTo("" + base.id());
      assertThat(text(since)).doesNotContain("secret words", "stays");
    }
    assertThat(changes(done("chat.json", since(base))))
        .containsExactly("edited " + edited, "deleted " + deleted, "new " + added);
    assertThat(text(done("chat.html", since(base)))).contains(">new</p>", "was deleted, 20");
    assertThat(text(done("chat.text", since(base)))).contains("Change: deleted");
  }

  @Test
  void whatIsAnsweredIsToldAlsoWhereTheAnswersAreNot() throws IOException {
    String question = said(ann, 1, "when");
    String answer = said(bob, 2, "tomorrow");
    run("UPDATE chat_message SET parent_id = ? WHERE id = ?", question, answer);
    ExportJob base = done("chat.json", of());
    edit(question, "when?");
    for (Selection selection : List.of(since(base), of().and("person", "ann"))) {
      assertThat(lines(done("chat.json", selection)))
          .singleElement()
          .satisfies(line -> assertThat(line.path("replies").asInt()).isEqualTo(1));
    }
  }

  @Test
  void sinceTheLastOfAChainIsExactToo() throws IOException {
    ExportJob first = done("chat.json", of());
    String one = said(ann, 1, "one");
    ExportJob second = done("chat.json", since(first));
    edit(one, "two");
    ExportJob third = done("chat.json", since(second));
    assertThat(changes(third)).containsExactly("edited " + one);
    assertThat(changes(done("chat.json", since(third)))).isEmpty();
  }

  @Test
  void whoBeganBeforeTheEarlierExportAndCommittedAfterItIsNotForgotten() throws IOException {
    String edited = said(ann, 1, "before");
    try (Handle slow = house.database.jdbi().open()) {
      slow.begin();
      slow.execute("UPDATE chat_message SET text = 'slow' WHERE id = ?", edited);
      slow.execute(
          "INSERT INTO chat_message (id, room_id, sent_at, author_id, text)"
              + " VALUES (?, ?, ?::timestamptz, ?, 'slow')",
          "slow" + rooms,
          room.id(),
          NOON.plusSeconds(2).toString(),
          ann.id());
      ExportJob base = done("chat.json", of());
      assertThat(ids(base)).containsExactly(edited);
      assertThat(changes(done("chat.json", since(base)))).isEmpty();
      slow.commit();
      assertThat(changes(done("chat.json", since(base))))
          .containsExactly("edited " + edited, "new slow" + rooms);
    }
  }

  @Test
  void ofAWorkspaceDeletedRoomsAreToldMessageByMessage() throws IOException {
    String one = said(ann, 1, "one");
    ExportJob base = done("chat.json", Selection.of("workspace", "true"));
    house.changes.delete(house.operator, room.id());
    ExportJob since =
        done("chat.json", Selection.of("workspace", "true").and("since", "" + base.id()));
    assertThat(changes(since)).containsExactly("deleted " + one);
    assertThat(manifest(since).path("parts").path(0).path("title").asText())
        .isEqualTo(room.name() + " (deleted)");
  }

  @Test
  void sinceWhatCannotBeComparedIsRefused() {
    said(ann, 1, "one");
    ExportJob base = done("chat.json", of());
    Caller stranger = house.caller(ann);
    ChatRoom other = house.room(RoomKind.CHANNEL, "elsewhere" + rooms, ann);
    assertThat(refused(Selection.of("room", other.id()).and("since", "" + base.id())))
        .contains("same kind, period and selection");
    assertThat(refused(since(base).and("words", "one"))).contains("an order without words");
    assertThat(refused(since(base).and("names", "replace"))).contains("names as they are");
    assertThat(refused(of().and("since", "17"))).contains("17");
    long waiting = exports.order(house.operator, order("chat.json", of())).id();
    assertThat(refused(of().and("since", "" + waiting))).contains("an export that is done");
    assertThatThrownBy(() -> exports.order(stranger, order("chat.json", since(base))))
        .isInstanceOf(RefusedException.class);
    house.database.jdbi().useHandle(h -> h.execute("UPDATE export_mark SET system = 'elsewhere'"));
    assertThat(refused(since(base))).contains("filled from a copy later");
    house.jobs.runAll();
  }
}
