package io.roomledger.retention;

import static io.roomledger.retention.RetentionHouse.all;
import static io.roomledger.retention.RetentionHouse.days;
import static io.roomledger.retention.RetentionHouse.room;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.RoomKind;
import io.roomledger.hold.HeldKind;
import io.roomledger.hold.Holds;
import io.roomledger.identity.Account;
import io.roomledger.identity.App;
import io.roomledger.identity.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How rules are set and what a preview tells. */
class RetentionRulesTest {
  private static final KeptKind MESSAGES = KeptKind.MESSAGES;
  private static final Keep FOR_EVER = new Keep.ForEver();
  private static final Keep AS_ABOVE = new Keep.AsAbove();

  @TempDir Path folder;
  private RetentionHouse house;
  private Account ada;
  private Account bob;
  private ChatRoom papers;
  private ChatRoom lunch;

  @BeforeEach
  void open() {
    house = new RetentionHouse(folder);
    ada = house.chat.person("ada", "user");
    bob = house.chat.person("bob", "user");
    papers = house.chat.room(RoomKind.PRIVATE, "papers", ada, bob);
    lunch = house.chat.room(RoomKind.CHANNEL, "lunch", ada, bob);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static void assertRefused(ThrowingCallable call, Class<? extends Refusal> refusal) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.refusal()).isInstanceOf(refusal));
  }

  @Test
  void aPreviewTellsWhatWouldGoAndWhatIsHeld() throws Exception {
    house.said(papers, ada, 400, "one");
    house.chat.attach(house.chat.caller(ada), house.said(papers, ada, 40, "two"), "a.txt", "abc");
    house.said(papers, bob, 35, "bob's");
    house.said(papers, ada, 5, "new");
    house.said(lunch, ada, 31, "soup");
    new Holds(house.chat.database, house.chat.audit, house.chat.clock)
        .place(house.boss, HeldKind.PERSON, "bob", "case 7");

    Preview preview = house.rules.preview(house.boss, all(MESSAGES, days(30)));
    assertThat(preview.loses()).isTrue();
    assertThat(preview.effectiveAt()).isEqualTo(ChatHouse.NOW.plus(RetentionRules.GRACE));
    assertThat(preview.all())
        .isEqualTo(
            new Preview.Loss(
                3,
                1,
                3,
                Optional.of(ChatHouse.NOW.minus(Duration.ofDays(400))),
                Optional.of(ChatHouse.NOW.minus(Duration.ofDays(31))),
                1));
    assertThat(preview.rooms())
        .extracting(Preview.RoomLoss::name)
        .containsExactly("papers", "lunch");
    assertThat(preview.rooms().getFirst().loss().things()).isEqualTo(2);
    assertThat(preview.moreRooms()).isZero();
    // what 30 days take already is not told again
    house.counting(all(MESSAGES, days(60)));
    assertThat(house.rules.preview(house.boss, all(MESSAGES, days(30))).all().things())
        .isEqualTo(2);
    // one minute before it counts, a message that was sent 30 days before is not yet past its time
    assertThat(house.rules.preview(house.boss, room(lunch, days(32))).all().things()).isEqualTo(1);
    assertThat(house.rules.preview(house.boss, room(lunch, days(34))).all())
        .isEqualTo(Preview.Loss.NOTHING);
    assertThat(house.rules.preview(house.boss, room(lunch, FOR_EVER)).loses()).isFalse();
  }

  @Test
  void whatLosesSomethingIsConfirmedAndCountsADayLater() {
    RuleWish wish = all(MESSAGES, days(30));
    house.said(papers, ada, 50, "old");
    assertRefused(
        () -> house.rules.set(house.boss, wish, Optional.empty()), Refusal.Conflict.class);
    String other = house.rules.preview(house.boss, all(MESSAGES, days(31))).confirmation();
    assertRefused(
        () -> house.rules.set(house.boss, wish, Optional.of(other)), Refusal.Conflict.class);
    Caller second = house.chat.caller(house.chat.person("second", "admin"));
    String theirs = house.rules.preview(second, wish).confirmation();
    assertRefused(
        () -> house.rules.set(house.boss, wish, Optional.of(theirs)), Refusal.Conflict.class);
    String late = house.rules.preview(house.boss, wish).confirmation();
    house.chat.clock.tick(Duration.ofHours(1));
    assertRefused(
        () -> house.rules.set(house.boss, wish, Optional.of(late)), Refusal.Conflict.class);

    Rule rule = house.set(wish);
    assertThat(rule.pending()).isTrue();
    assertThat(rule.effectiveAt()).isEqualTo(house.chat.clock.instant().plus(RetentionRules.GRACE));
    house.chat.clock.set(rule.effectiveAt().minusMillis(1));
    assertThat(house.enforced().removed().nothing()).isTrue();
    house.chat.clock.set(rule.effectiveAt());
    assertThat(house.enforced().removed().messages()).isEqualTo(1);
    assertThat(house.chat.audited("retention.rule-set")).containsExactly("organisation");
    assertThat(house.count("audit WHERE details ->> 'loses' = '1 messages, 0 files'")).isEqualTo(1);
  }

  @Test
  void whatKeepsLongerCountsAtOnceAndNeedsNoConfirmation() {
    house.counting(all(MESSAGES, days(30)));
    Rule longer = house.rules.set(house.boss, all(MESSAGES, days(60)), Optional.empty());
    assertThat(longer.pending()).isFalse();
    assertThat(house.rules.set(house.boss, room(papers, FOR_EVER), Optional.empty()).pending())
        .isFalse();
    // back to 60 days it loses something again
    assertRefused(
        () -> house.rules.set(house.boss, room(papers, AS_ABOVE), Optional.empty()),
        Refusal.Conflict.class);
    assertThat(house.set(room(papers, AS_ABOVE)).pending()).isTrue();
    assertThat(house.rules.list(house.boss)).hasSize(3);
    house.chat.clock.tick(RetentionRules.GRACE);
    assertThat(house.rules.list(house.boss)).hasSize(1);
    assertThat(house.rules.set(house.boss, all(MESSAGES, FOR_EVER), Optional.empty()).pending())
        .isFalse();
  }

  @Test
  void whatIsPendingAboveCountsForWhoFallsBackToIt() {
    house.counting(room(papers, days(365)));
    house.set(all(MESSAGES, days(30)));
    // now everything else is kept for ever, but from tomorrow on for 30 days
    assertRefused(
        () -> house.rules.set(house.boss, room(papers, AS_ABOVE), Optional.empty()),
        Refusal.Conflict.class);
  }

  @Test
  void aRuleThatIsPendingIsWithdrawnAndNothingGoes() {
    house.said(papers, ada, 50, "old");
    Rule rule = house.set(all(MESSAGES, days(30)));
    house.rules.withdraw(house.boss, rule.id());
    house.chat.clock.tick(Duration.ofDays(2));
    assertThat(house.enforced().removed().nothing()).isTrue();
    assertThat(house.rules.list(house.boss)).isEmpty();
    assertRefused(() -> house.rules.withdraw(house.boss, rule.id()), Refusal.Conflict.class);
    assertRefused(() -> house.rules.withdraw(house.boss, 99), Refusal.NotFound.class);

    Rule first = house.set(all(MESSAGES, days(20)));
    Rule second = house.set(all(MESSAGES, days(25)));
    assertThat(house.rules.list(house.boss)).extracting(Rule::id).containsExactly(second.id());
    house.chat.clock.set(second.effectiveAt());
    assertRefused(() -> house.rules.withdraw(house.boss, second.id()), Refusal.Conflict.class);
    assertRefused(() -> house.rules.withdraw(house.boss, first.id()), Refusal.Conflict.class);
    assertThat(house.chat.audited("retention.rule-withdrawn")).containsExactly("organisation");
  }

  @Test
  void onlyWhoMaySaysHowLongThingsAreKept() {
    Caller user = house.chat.caller(ada);
    Caller program =
        new Caller.Program(
            new App("cli_p", ada.organisation(), "P", Set.of("chat:read"), true), "192.0.2.1");
    RuleWish wish = all(MESSAGES, days(30));
    for (Caller caller : new Caller[] {user, program}) {
      assertRefused(() -> house.rules.list(caller), Refusal.Forbidden.class);
      assertRefused(() -> house.rules.preview(caller, wish), Refusal.Forbidden.class);
      assertRefused(() -> house.rules.set(caller, wish, Optional.empty()), Refusal.Forbidden.class);
      assertRefused(() -> house.rules.withdraw(caller, 1), Refusal.Forbidden.class);
      assertRefused(() -> house.rules.runs(caller, 1), Refusal.Forbidden.class);
    }
  }

  @Test
  void rulesThatMakeNoSenseAreRefused() {
    assertRefused(() -> days(0), Refusal.Invalid.class);
    assertRefused(() -> days(36_501), Refusal.Invalid.class);
    assertRefused(() -> all(MESSAGES, AS_ABOVE), Refusal.Invalid.class);
    assertRefused(
        () -> new RuleWish(MESSAGES, Scope.MEETING_ROOM, "x", FOR_EVER), Refusal.Invalid.class);
    assertRefused(
        () -> new RuleWish(KeptKind.RESERVATIONS, Scope.CHAT_ROOM, "x", FOR_EVER),
        Refusal.Invalid.class);
    assertRefused(() -> KeptKind.of("x"), Refusal.Invalid.class);
    assertRefused(() -> Scope.of("x".repeat(100)), Refusal.Invalid.class);
    for (String name : new String[] {"nowhere", "", "a\0b", "x".repeat(201)}) {
      RuleWish wish = new RuleWish(MESSAGES, Scope.CHAT_ROOM, name, days(3));
      assertRefused(() -> house.rules.preview(house.boss, wish), Refusal.NotFound.class);
    }
    assertThat(
            house
                .rules
                .preview(house.boss, new RuleWish(MESSAGES, Scope.CHAT_ROOM, "Lunch", days(3)))
                .target()
                .id())
        .isEqualTo(lunch.id());
  }
}
