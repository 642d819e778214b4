package io.roomledger.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class MessageSearchTest {
  private ChatHouse house;
  private MessageSearch search;
  private Account ada;
  private Account bob;
  private ChatRoom open;
  private ChatRoom closed;

  @BeforeAll
  void furnish(@TempDir Path folder) {
    house = new ChatHouse(folder);
    search = house.search;
    ada = house.person("ada", "user");
    bob = house.person("bob", "user");
    open = house.room(RoomKind.CHANNEL, "open", ada);
    closed = house.room(RoomKind.PRIVATE, "closed", bob);
    say(ada, open, "The meeting about the new printers was moved to Tuesday.");
    say(ada, open, "Dürfen wir im Café Überstunden machen?");
    say(ada, open, "明天下午三点在北京会议室开会，请大家准时参加。");
    say(ada, open, "東京オフィスのプリンターが壊れました。");
    say(bob, closed, "Nobody may know about the printers in 北京.");
    say(bob, closed, "don't e-mail foo_bar@example.org about v2.10!");
  }

  @AfterAll
  void close() {
    house.close();
  }

  private Message say(Account who, ChatRoom room, String text) {
    house.clock.tick(Duration.ofSeconds(1));
    return house.messages.post(house.caller(who), Draft.of(room.id(), text));
  }

  private static SearchQuestion all(String words) {
    return new SearchQuestion(
        words, Optional.empty(), Optional.empty(), Period.ALWAYS, SearchQuestion.Order.NEWEST);
  }

  private List<String> texts(Caller caller, SearchQuestion question) {
    FoundMessages found = search.search(caller, question, Optional.empty(), 20);
    assertThat(found.whole()).isTrue();
    return found.page().items().stream().map(one -> one.message().text()).toList();
  }

  private List<String> marked(String words) {
    List<String> marked = new ArrayList<>();
    for (FoundMessage found :
        search.search(house.operator, all(words), Optional.empty(), 20).page().items()) {
      Excerpt excerpt = found.excerpt();
      for (Excerpt.Hit hit : excerpt.hits()) {
        marked.add(excerpt.text().substring(hit.from(), hit.to()));
      }
    }
    return marked;
  }

  @ParameterizedTest
  @CsvSource({
    "meeting, meeting",
    "MEETINGS, meeting",
    "move, moved",
    "printer tuesday, printers|Tuesday",
    "prin*, printers|printers",
    "cafe, Café",
    "uberstunden, Überstunden",
    "'\"new printers\"', new|printers",
    "北京, 北京|北京",
    "会议室, 会议室",
    "京, 京|東京|京",
    "プリンター, プリンター",
    "東京オフィス, 東京オフィス",
    "ﾌﾟﾘﾝﾀ, ''",
    "e-mail, e|mail",
    "example.org, example|org",
    "dont, don't",
    "v2.10, v2|10",
  })
  void wordsAreFoundInTheirFormsAndShown(String typed, String shown) {
    List<String> expected = shown.isEmpty() ? List.of() : List.of(shown.split("\\|"));
    if (typed.equals("京")) {
      assertThat(marked(typed)).hasSize(3).containsOnly("京");
    } else {
      assertThat(marked(typed)).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void allWordsMustBeThereAndUnwantedOnesNot() {
    assertThat(texts(house.operator, all("printers -tuesday")))
        .containsExactly("Nobody may know about the printers in 北京.");
    assertThat(texts(house.operator, all("printers 会议室"))).isEmpty();
    assertThat(texts(house.operator, all("\"printers new\""))).isEmpty();
    assertThat(texts(house.operator, all("北京会议室开会"))).hasSize(1);
    assertThat(texts(house.operator, all("北京开会"))).isEmpty();
    assertThat(texts(house.operator, all("北京 开会"))).hasSize(1);
    assertThat(texts(house.operator, all("the"))).hasSize(2);
  }

  @Test
  void onlyRoomsThatTheCallerMayReadAreSearched() {
    assertThat(texts(house.caller(ada), all("printers"))).hasSize(1);
    assertThat(texts(house.caller(bob), all("printers"))).hasSize(2);
    assertThat(texts(house.caller(house.person("eve")), all("printers"))).isEmpty();
    assertThat(texts(new Caller.Operator("another"), all("printers"))).isEmpty();
    SearchQuestion inClosed =
        new SearchQuestion(
            "printers",
            Optional.of(closed.id()),
            Optional.empty(),
            Period.ALWAYS,
            SearchQuestion.Order.NEWEST);
    assertThat(texts(house.caller(bob), inClosed)).hasSize(1);
    assertThatThrownBy(() -> texts(house.caller(ada), inClosed))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.Forbidden.class));
    Caller narrow = house.accounts.caller(ada, java.util.Set.of("bookings:read"), "127.0.0.1");
    assertThatThrownBy(() -> texts(narrow, all("printers"))).isInstanceOf(RefusedException.class);
  }

  @Test
  void authorAndPeriodNarrowIt() {
    Message late = say(ada, open, "narrow one");
    Message later = say(bob, closed, "narrow two");
    SearchQuestion byBob =
        new SearchQuestion(
            "narrow",
            Optional.empty(),
            Optional.of(bob.id()),
            Period.ALWAYS,
            SearchQuestion.Order.NEWEST);
    SearchQuestion early =
        new SearchQuestion(
            "narrow",
            Optional.empty(),
            Optional.empty(),
            new Period(late.sentAt(), later.sentAt()),
            SearchQuestion.Order.NEWEST);

    assertThat(texts(house.operator, byBob)).containsExactly("narrow two");
    assertThat(texts(house.operator, early)).containsExactly("narrow one");
    assertThat(texts(house.operator, all("narrow"))).containsExactly("narrow two", "narrow one");
  }

  @Test
  void editedMessagesAreFoundByTheirNewWordsAndDeletedOnesNotAtAll() throws Exception {
    Message message = say(ada, open, "Zebras graze");
    assertThat(texts(house.operator, all("zebra"))).hasSize(1);

    house.messages.edit(house.operator, message.id(), "Giraffes graze");
    assertThat(texts(house.operator, all("zebra"))).isEmpty();
    assertThat(texts(house.operator, all("giraffe"))).containsExactly("Giraffes graze");

    house.messages.react(house.caller(ada), message.id(), ":giraffe:", true);
    assertThat(texts(house.operator, all("giraffe"))).hasSize(1);

    house.messages.delete(house.operator, message.id());
    assertThat(texts(house.operator, all("giraffe"))).isEmpty();
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrRepetition() {
    for (int i = 0; i < 11; i++) {
      say(ada, open, "paged " + "paged ".repeat(i % 3) + i);
    }
    for (SearchQuestion.Order order : SearchQuestion.Order.values()) {
      SearchQuestion question =
          new SearchQuestion("paged", Optional.empty(), Optional.empty(), Period.ALWAYS, order);
      List<String> ids = new ArrayList<>();
      Optional<String> key = Optional.empty();
      do {
        FoundMessages found = search.search(house.operator, question, key, 4);
        found.page().items().forEach(one -> ids.add(one.message().id()));
        key = found.page().next();
      } while (key.isPresent());
      assertThat(ids).hasSize(11).doesNotHaveDuplicates();
    }
    SearchQuestion best =
        new SearchQuestion(
            "paged", Optional.empty(), Optional.empty(), Period.ALWAYS, SearchQuestion.Order.BEST);
    assertThat(texts(house.operator, best).getFirst()).startsWith("paged paged paged ");
    assertThatThrownBy(() -> search.search(house.operator, best, Optional.of("junk"), 4))
        .isInstanceOf(RefusedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "   ", "!!!", "-printers", "\"", "\"\"", "*", "😀", "& | ! ( ) <-> :*"})
  void whatHasNoWordToLookForIsRefused(String typed) {
    assertThatThrownBy(() -> texts(house.operator, all(typed)))
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.refusal()).isInstanceOf(Refusal.Invalid.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'; DROP TABLE chat_message; --",
        "a & | b",
        "foo:* !bar <-> (",
        "\\' or 1=1",
        "\"open quote",
        "x\u0000y",
        "\ud83d lone",
        "/r",
        "r*",
        "%_%a"
      })
  void hostileWordsAreWordsAndNothingElse(String typed) {
    assertThat(texts(house.operator, all(typed)))
        .allSatisfy(text -> assertThat(text).doesNotContain("DROP"));
    assertThat(texts(house.operator, all("meeting"))).hasSize(1);
  }

  @Test
  void tooMuchToLookForIsRefused() {
    assertThatThrownBy(() -> texts(house.operator, all("a ".repeat(60))))
        .hasMessageContaining("at most 40");
    assertThatThrownBy(() -> texts(house.operator, all("a".repeat(501))))
        .hasMessageContaining("at most 500");
  }

  @Test
  void whatWasTakenInManyAtATimeIsFoundOnceItIsIndexed() {
    String marker = "quokka";
    house
        .database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                INSERT INTO chat_message (id, room_id, sent_at, author_id, text)
                SELECT 'bulk' || lpad(i::text, 13, '0'), ?, timestamptz '2020-01-01' + i * interval '1 s',
                       ?, 'bulk number ' || i || ' quokka' FROM generate_series(1, 2500) i
                """,
                open.id(),
                ada.id()));

    assertThat(search.search(house.operator, all(marker), Optional.empty(), 5).whole()).isFalse();
    assertThat(search.advance()).isGreaterThanOrEqualTo(2500);
    assertThat(search.advance()).isZero();

    FoundMessages found = search.search(house.operator, all(marker), Optional.empty(), 5);
    assertThat(found.whole()).isTrue();
    assertThat(found.page().items()).hasSize(5);
    // few words and a rare one: not among the newest, so the index is asked
    assertThat(texts(house.operator, all("bulk 17"))).containsExactly("bulk number 17 quokka");
  }

  @Test
  void aLongMessageIsFoundAndOnlyAPieceOfItIsShown() {
    StringBuilder long200 = new StringBuilder("漢字かな交じり ".repeat(900));
    for (int i = 0; long200.length() < 2_000_000; i++) {
      // more different words, and longer ones, than PostgreSQL takes of one text
      long200.append(Integer.toString(i, 36).repeat(20)).append("x ");
    }
    Message message =
        new Message(
            "longlonglonglong1",
            open.id(),
            ChatHouse.NOW,
            Optional.of(ada.id()),
            "",
            "<b>wombat</b> " + long200,
            "",
            Optional.empty(),
            false,
            Optional.empty(),
            List.of(),
            List.of());
    house.messages.takeIn(house.operator, message);

    FoundMessage found =
        search.search(house.operator, all("wombat"), Optional.empty(), 5).page().items().getFirst();

    assertThat(found.excerpt().text()).startsWith("<b>wombat</b> ").hasSizeLessThan(400);
    assertThat(found.excerpt().hits()).containsExactly(new Excerpt.Hit(3, 9));
    assertThat(found.excerpt().cutAfter()).isTrue();
    assertThat(found.excerpt().cutBefore()).isFalse();
  }
}
