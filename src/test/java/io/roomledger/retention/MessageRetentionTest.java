package io.roomledger.retention;

import static io.roomledger.retention.RetentionHouse.all;
import static io.roomledger.retention.RetentionHouse.days;
import static io.roomledger.retention.RetentionHouse.room;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Period;
import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatLine;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Message;
import io.roomledger.chat.PersonLine;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.SearchQuestion;
import io.roomledger.export.EarlierExport;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Item;
import io.roomledger.export.PlainBasin;
import io.roomledger.export.RecordSource;
import io.roomledger.export.Selection;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Hold;
import io.roomledger.hold.Holds;
import io.roomledger.identity.Account;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the round lets go of messages, what stays, and what exports say of it. */
class MessageRetentionTest {
  private static final KeptKind MESSAGES = KeptKind.MESSAGES;

  @TempDir Path folder;
  private RetentionHouse house;
  private Holds holds;
  private Account ada;
  private Account bob;
  private ChatRoom papers;
  private ChatRoom lunch;

  @BeforeEach
  void open() {
    house = new RetentionHouse(folder);
    holds = new Holds(house.chat.database, house.chat.audit, house.chat.clock);
    ada = house.chat.person("ada", "user");
    bob = house.chat.person("bob", "user");
    papers = house.chat.room(RoomKind.CHANNEL, "papers", ada, bob);
    lunch = house.chat.room(RoomKind.CHANNEL, "lunch", ada, bob);
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void everythingOfAMessageGoes() throws Exception {
    Message old = house.said(papers, ada, 40, "zanzibar");
    house.chat.attach(house.chat.caller(ada), old, "a.txt", "abc");
    Message deleted = house.said(papers, ada, 39, "sorry");
    house.chat.messages.delete(house.chat.operator, deleted.id());
    house.said(papers, ada, 5, "zanzibar again");
    house.chat.search.advance();
    assertThat(house.chat.store.list("chat/")).hasSize(1);
    house.counting(all(MESSAGES, days(30)));

    RetentionRun run = house.enforced();
    assertThat(run.removed()).isEqualTo(new RetentionRun.Removed(1, 1, 3, 0));
    assertThat(run.held()).isZero();
    assertThat(house.texts(papers)).containsExactly("zanzibar again");
    assertThat(house.count("chat_message")).isEqualTo(1);
    assertThat(house.count("chat_file")).isZero();
    assertThat(house.count("retention_file")).isZero();
    assertThat(house.chat.store.list("chat/")).isEmpty();
    assertThat(house.count("gone WHERE kind = 'chat_message'")).isEqualTo(2);
    assertThat(found("zanzibar")).isEqualTo(1);
    assertThat(house.chat.audited("retention.enforced"))
        .containsExactly("retention-run:" + run.id());
    assertThat(house.count("audit WHERE details::text LIKE '%zanzibar%'")).isZero();

    // nothing more goes, and what removed nothing is told once
    assertThat(house.enforced().removed().nothing()).isTrue();
    assertThat(house.enforced().removed().nothing()).isTrue();
    assertThat(house.rules.runs(house.boss, 10)).hasSize(2);
    assertThat(house.chat.audited("retention.enforced")).hasSize(1);
    assertThat(house.rules.next(house.boss))
        .contains(house.chat.clock.instant().plus(RetentionRound.PAUSE));
  }

  private int found(String words) {
    return house
        .chat
        .search
        .search(
            house.chat.caller(ada),
            new SearchQuestion(
                words,
                Optional.empty(),
                Optional.empty(),
                Period.ALWAYS,
                SearchQuestion.Order.NEWEST),
            Optional.empty(),
            10)
        .page()
        .items()
        .size();
  }

  @Test
  void whatIsHeldStaysUntilItsHoldIsLifted() {
    house.said(papers, ada, 40, "one");
    house.said(papers, bob, 40, "two");
    house.said(lunch, ada, 40, "three");
    house.said(lunch, bob, 40, "four");
    Hold room = holds.place(house.boss, HeldKind.CHAT_ROOM, "lunch", "case 7");
    Hold person = holds.place(house.boss, HeldKind.PERSON, "bob", "case 8");
    house.counting(all(MESSAGES, days(30)));

    RetentionRun run = house.enforced();
    assertThat(run.removed().messages()).isEqualTo(1);
    assertThat(run.held()).isEqualTo(3);
    assertThat(house.texts(papers)).containsExactly("two");
    assertThat(house.texts(lunch)).containsExactlyInAnyOrder("three", "four");
    holds.lift(house.boss, room.id(), "settled");
    assertThat(house.enforced().held()).isEqualTo(2);
    assertThat(house.texts(lunch)).containsExactly("four");
    holds.lift(house.boss, person.id(), "settled");
    assertThat(house.enforced().removed().messages()).isEqualTo(2);
    assertThat(house.count("chat_message")).isZero();
  }

  @Test
  void aRoomsOwnRuleCountsBeforeThatOfAll() {
    house.said(papers, ada, 40, "old paper");
    house.said(lunch, ada, 4, "soup");
    house.said(lunch, ada, 1, "stew");
    house.counting(room(papers, new Keep.ForEver()));
    house.counting(room(lunch, days(3)));
    house.counting(all(MESSAGES, days(30)));
    house.enforced();
    assertThat(house.texts(papers)).containsExactly("old paper");
    assertThat(house.texts(lunch)).containsExactly("stew");
    house.counting(room(papers, new Keep.AsAbove()));
    house.enforced();
    assertThat(house.texts(papers)).isEmpty();
  }

  @Test
  void manyGoInSmallTransactionsAndAReplyStays() {
    house
        .chat
        .database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                """
                INSERT INTO chat_message (id, room_id, sent_at, author_id, text)
                SELECT 'm' || n, ?, timestamptz '2026-01-02Z' + n * interval '1 minute', ?, 'x'
                  FROM generate_series(1, 1200) n
                """,
                papers.id(),
                ada.id()));
    house.counting(all(MESSAGES, days(30)));
    assertThat(house.enforced().removed().messages()).isEqualTo(1200);
    assertThat(house.count("(SELECT DISTINCT xmin::text FROM gone) AS transactions")).isEqualTo(3);
    assertThat(house.count("chat_message")).isZero();
  }

  @Test
  void aYearOfWhichNothingIsKeptGoesAsAWhole() throws Exception {
    layOut();
    // the clock stands in March 2026; 500 and 400 days ago it was 2024 and 2025
    Message old = house.said(papers, ada, 500, "zanzibar");
    house.chat.attach(house.chat.caller(ada), old, "a.txt", "abc");
    Message deleted = house.said(papers, ada, 400, "sorry");
    house.chat.messages.delete(house.chat.operator, deleted.id());
    house.said(papers, bob, 4000, "before all that");
    house.said(lunch, bob, 400, "soup");
    house.said(papers, ada, 5, "new");
    house.chat.search.advance();
    house.counting(all(MESSAGES, days(30)));
    ExportOrder since =
        EarlierExport.of(house.chat.database, house.chat.transcript, order(papers, Period.ALWAYS));

    RetentionRun run = house.enforced();
    assertThat(run.removed()).isEqualTo(new RetentionRun.Removed(3, 1, 3, 0));
    assertThat(years()).startsWith("chat_message_earlier", "chat_message_2026");
    assertThat(house.texts(papers)).containsExactly("new");
    assertThat(house.texts(lunch)).isEmpty();
    assertThat(house.count("chat_file")).isZero();
    assertThat(house.count("chat_search")).isEqualTo(1);
    assertThat(house.chat.store.list("chat/")).isEmpty();
    assertThat(house.count("gone WHERE kind = 'chat_message'")).isEqualTo(4);
    assertThat(this.<ChatLine>gaps(house.chat.transcript, order(papers, Period.ALWAYS)))
        .singleElement()
        .asString()
        .contains(" 2 messages of 20");
    assertThat(EarlierExport.since(house.chat.database, house.chat.transcript, since))
        .filteredOn(told -> told.startsWith("deleted "))
        .hasSize(2);

    // what comes of those years later finds a place, and goes row by row
    house.said(papers, ada, 500, "again");
    assertThat(house.enforced().removed().messages()).isEqualTo(1);
    assertThat(house.texts(papers)).containsExactly("new");
  }

  @Test
  void aYearInWhichSomethingIsKeptIsEmptiedRowByRow() {
    layOut();
    house.said(papers, ada, 500, "paper");
    house.said(lunch, ada, 500, "soup");
    house.said(lunch, bob, 500, "stew");
    house.counting(all(MESSAGES, days(30)));
    Hold room = holds.place(house.boss, HeldKind.CHAT_ROOM, "papers", "case 7");
    Hold person = holds.place(house.boss, HeldKind.PERSON, "bob", "case 8");
    assertThat(house.enforced().removed().messages()).isEqualTo(1);
    assertThat(years()).contains("chat_message_2024");
    holds.lift(house.boss, room.id(), "settled");
    house.counting(room(papers, new Keep.ForEver()));
    holds.lift(house.boss, person.id(), "settled");
    assertThat(house.enforced().removed().messages()).isEqualTo(1);
    assertThat(house.texts(papers)).containsExactly("paper");
    assertThat(years()).contains("chat_message_2024");
    house.counting(room(papers, new Keep.AsAbove()));
    assertThat(house.enforced().removed().messages()).isEqualTo(1);
    assertThat(years()).doesNotContain("chat_message_2024", "chat_message_2025");
  }

  @Test
  void aYearThatSomebodyReadsIsEmptiedRowByRow() {
    layOut();
    house.said(papers, ada, 500, "paper");
    house.counting(all(MESSAGES, days(30)));
    try (Handle reader = house.chat.database.jdbi().open()) {
      reader.begin();
      reader.execute("LOCK TABLE chat_message IN ACCESS SHARE MODE");
      assertThat(house.enforced().removed().messages()).isEqualTo(1);
      assertThat(years()).contains("chat_message_2024");
      reader.commit();
    }
    assertThat(house.enforced().removed().nothing()).isTrue();
    assertThat(years()).doesNotContain("chat_message_2024");
  }

  private void layOut() {
    RetentionHouse.layOut(house.chat.database, "chat_message", 2024, 2026);
  }

  private List<String> years() {
    return RetentionHouse.years(house.chat.database, "chat_message");
  }

  @Test
  void aRoundThatWasCutOffIsGoneOnWith() throws Exception {
    house.chat.attach(house.chat.caller(ada), house.said(papers, ada, 40, "one"), "a.txt", "abc");
    house.said(lunch, ada, 40, "two");
    house.counting(all(MESSAGES, days(30)));
    long run =
        house
            .chat
            .database
            .jdbi()
            .inTransaction(handle -> {
              long begun = RunRows.begin(handle, ada.organisation(), ChatHouse.NOW);
              Removal.Batch batch =
                  new MessageRemoval(ada.organisation())
                      .next(handle, new DueRoom(papers.id(), ChatHouse.NOW));
              RunRows.add(handle, begun, batch.removed());
              return begun;
            });
    assertThat(house.chat.store.list("chat/")).hasSize(1);
    RetentionRun ended = house.enforced();
    assertThat(ended.id()).isEqualTo(run);
    assertThat(ended.removed()).isEqualTo(new RetentionRun.Removed(2, 1, 3, 0));
    assertThat(house.chat.store.list("chat/")).isEmpty();
    assertThat(house.chat.audited("retention.enforced")).hasSize(1);
  }

  @Test
  void anExportOverTimesThatRetentionEmptiedSaysSo() throws Exception {
    house.said(papers, ada, 40, "one");
    house.said(papers, bob, 38, "two");
    house.said(papers, ada, 3, "three");
    RecordSource<ChatLine> source = house.chat.transcript;
    ExportOrder all = order(papers, Period.ALWAYS);
    ExportOrder since = EarlierExport.of(house.chat.database, source, all);
    house.counting(all(MESSAGES, days(30)));
    house.enforced();

    assertThat(this.<ChatLine>gaps(source, all))
        .containsExactly(
            papers.id()
                + " messages 2 messages of 2026-01-29 to 2026-01-31 were removed by retention");
    Instant day = Instant.parse("2026-01-29T00:00:00Z");
    assertThat(
            this.<ChatLine>gaps(
                source, order(papers, new Period(day, day.plus(Duration.ofDays(1))))))
        .containsExactly(
            papers.id() + " messages 1 message of 2026-01-29 was removed by retention");
    Period after = new Period(day.plus(Duration.ofDays(3)), ChatHouse.NOW);
    assertThat(this.<ChatLine>gaps(source, order(papers, after))).isEmpty();
    assertThat(this.<ChatLine>gaps(source, order(lunch, Period.ALWAYS))).isEmpty();
    // since an earlier export, each of them is told
    assertThat(EarlierExport.since(house.chat.database, source, since))
        .hasSize(2)
        .allMatch(told -> told.startsWith("deleted "));
    ExportOrder own =
        new ExportOrder(
            "any", Period.ALWAYS, Selection.of("account", ada.id()), "x.zip", Optional.empty());
    assertThat(this.<PersonLine>gaps(house.chat.written, own))
        .containsExactly(
            " messages 2 messages of 2026-01-29 to 2026-01-31 were removed by retention,"
                + " maybe some of these");
  }

  private static ExportOrder order(ChatRoom room, Period period) {
    return new ExportOrder(
        "any", period, Selection.of("room", room.id()), "x.zip", Optional.empty());
  }

  private record Gaps<T>(List<String> told) implements PlainBasin<T> {
    @Override
    public void row(String id, Instant at, T row) {}

    @Override
    public void item(Item item) {
      if (item instanceof Item.Gap gap) {
        told.add(gap.id() + " " + gap.what() + " " + gap.reason());
      }
    }
  }

  private <T> List<String> gaps(RecordSource<T> source, ExportOrder order) throws Exception {
    Gaps<T> gaps = new Gaps<>(new ArrayList<>());
    house.chat.database.jdbi().useTransaction(handle -> source.pour(handle, order, gaps));
    return gaps.told();
  }

  @Test
  void bytesThatSomethingHasAgainStay() throws Exception {
    Message message = house.said(papers, ada, 4, "one");
    house.chat.attach(house.chat.caller(ada), message, "a.txt", "abc");
    house
        .chat
        .database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO retention_file SELECT store_key FROM chat_file UNION SELECT"
                    + " 'chat/x'"));
    house.round.enforce();
    assertThat(house.chat.store.list("chat/")).hasSize(1);
    assertThat(house.count("retention_file")).isZero();
  }
}
