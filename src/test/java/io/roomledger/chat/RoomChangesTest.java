package io.roomledger.chat;

import static io.roomledger.chat.RoomRefusals.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Refusal;
import io.roomledger.base.Window;
import io.roomledger.identity.Account;
import io.roomledger.identity.Administration;
import io.roomledger.identity.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoomChangesTest {
  private static final Window ALL = new Window(0, 50);

  @TempDir Path folder;
  private ChatHouse house;
  private RoomChanges changes;
  private Account ann;
  private Account bob;
  private ChatRoom channel;
  private ChatRoom secret;

  @BeforeEach
  void open() {
    house = new ChatHouse(folder);
    changes = house.changes;
    ann = house.person("ann", "user");
    bob = house.person("bob", "user");
    channel = house.room(RoomKind.CHANNEL, "general", ann);
    secret = house.room(RoomKind.PRIVATE, "secret", ann, bob);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Caller.Person as(Account account) {
    return house.caller(account);
  }

  private List<String> names(RoomQuery query, Account account) {
    return house.overviews.list(as(account), query).items().stream()
        .map(overview -> overview.room().name())
        .toList();
  }

  @Test
  void everyChangeIsToldInTheRoomAndInTheAuditLog() {
    String room = channel.id();
    changes.rename(as(ann), room, "plans");
    changes.say(as(ann), room, RoomChanges.Words.TOPIC, "today");
    changes.say(as(ann), room, RoomChanges.Words.DESCRIPTION, "what for");
    changes.say(as(ann), room, RoomChanges.Words.ANNOUNCEMENT, "hear");
    changes.setReadOnly(as(ann), room, true);
    changes.archive(as(ann), room, true);
    changes.convert(as(ann), room, RoomKind.PRIVATE);
    RoomOverview now = house.overviews.get(as(ann), room);
    assertThat(now.room().name()).isEqualTo("plans");
    assertThat(now.room().topic()).isEqualTo("today");
    assertThat(now.room().description()).isEqualTo("what for");
    assertThat(now.announcement()).isEqualTo("hear");
    assertThat(now.room().readOnly()).isTrue();
    assertThat(now.room().archived()).isTrue();
    assertThat(now.room().kind()).isEqualTo(RoomKind.PRIVATE);
    assertThat(now.messageCount()).isEqualTo(7);
    assertThat(house.messagesOf(channel))
        .extracting(m -> m.systemKind() + " " + m.text())
        .containsExactlyInAnyOrder(
            "r plans",
            "room_changed_topic today",
            "room_changed_description what for",
            "room_changed_announcement hear",
            "room-set-read-only ",
            "room-archived ",
            "room_changed_privacy private");
    assertThat(house.audited("chat.room-changed")).hasSize(7);
  }

  @Test
  void eachChangeNeedsItsPermission() {
    assertThat(refusal(() -> changes.rename(as(bob), secret.id(), "x")))
        .isEqualTo(permission(Administration.EDIT_ROOMS));
    assertThat(refusal(() -> changes.setReadOnly(as(bob), secret.id(), true)))
        .isEqualTo(permission(Administration.SET_READ_ONLY));
    assertThat(refusal(() -> changes.archive(as(bob), secret.id(), true)))
        .isEqualTo(permission(Administration.ARCHIVE_ROOMS));
    assertThat(refusal(() -> changes.archive(as(ann), secret.id(), false)))
        .isEqualTo(permission(Administration.UNARCHIVE_ROOMS));
    assertThat(refusal(() -> changes.delete(as(bob), secret.id())))
        .isEqualTo(permission(Administration.DELETE_PRIVATE_ROOMS));
    assertThat(refusal(() -> changes.rename(as(ann), "lost", "x")))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.CHAT_ROOM, "lost"));
  }

  @Test
  void tokenThatOnlyReadsChangesNothing() {
    Caller.Person reader = house.accounts.caller(ann, Set.of("chat:read"), "here");
    Refusal scope = new Refusal.Forbidden(Refusal.Right.SCOPE, "chat:manage");
    assertThat(refusal(() -> changes.rename(reader, channel.id(), "x"))).isEqualTo(scope);
    assertThat(refusal(() -> changes.delete(reader, channel.id()))).isEqualTo(scope);
    assertThat(refusal(() -> house.memberships.invite(reader, channel.id(), List.of(bob.id()))))
        .isEqualTo(scope);
    assertThat(refusal(() -> house.memberships.conversation(reader, Set.of(bob.id()))))
        .isEqualTo(scope);
    assertThat(house.overviews.get(reader, channel.id()).room()).isEqualTo(channel);
  }

  private static Refusal permission(String name) {
    return new Refusal.Forbidden(Refusal.Right.PERMISSION, name);
  }

  @Test
  void namesStayUniqueAndConversationsStayConversations() {
    assertThat(refusal(() -> changes.rename(as(ann), channel.id(), "SECRET")))
        .isInstanceOf(Refusal.Conflict.class);
    changes.rename(as(ann), channel.id(), "General");
    ChatRoom direct = house.memberships.conversation(as(ann), Set.of(ann.id(), bob.id()));
    changes.say(as(bob), direct.id(), RoomChanges.Words.TOPIC, "us");
    assertThat(refusal(() -> changes.rename(as(ann), direct.id(), "us")))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal(() -> changes.convert(as(ann), direct.id(), RoomKind.CHANNEL)))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal(() -> changes.delete(as(ann), direct.id())))
        .isEqualTo(permission(Administration.DELETE_DIRECT_ROOMS));
  }

  @Test
  void deletedRoomIsGoneWithItsFilesAndItsMembersLearnIt() throws Exception {
    Message message = house.said(secret, ann, ChatHouse.NOW, "look");
    ChatFile file = house.attach(as(ann), message, "a.txt", "bytes");
    house.clock.tick(Duration.ofMinutes(1));
    changes.delete(as(ann), secret.id());
    assertThat(house.store.find(file.storeKey())).isEmpty();
    assertThat(refusal(() -> house.overviews.get(as(ann), secret.id())))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.CHAT_ROOM, secret.id()));
    assertThat(house.overviews.updates(as(bob), Optional.of(ChatHouse.NOW)).gone())
        .extracting(GoneRoom::id)
        .containsExactly(secret.id());
    Account cid = house.person("cid", "user");
    assertThat(house.overviews.updates(as(cid), Optional.of(ChatHouse.NOW)).gone()).isEmpty();
    assertThat(house.audited("chat.room-deleted")).containsExactly("chat-room:" + secret.id());
    assertThat(house.room(RoomKind.PRIVATE, "secret", ann).id()).isNotEqualTo(secret.id());
  }

  @Test
  void listsShowWhatTheCallerMayReadAndNoMore() {
    Account cid = house.person("cid", "user");
    Account root = house.person("root", "admin");
    assertThat(names(RoomQuery.of(RoomKind.CHANNEL, ALL), cid)).containsExactly("general");
    assertThat(names(RoomQuery.of(RoomKind.PRIVATE, ALL), cid)).isEmpty();
    assertThat(names(RoomQuery.of(RoomKind.PRIVATE, ALL), root)).isEmpty();
    assertThat(names(RoomQuery.of(RoomKind.PRIVATE, ALL), bob)).containsExactly("secret");
    house.said(secret, ann, ChatHouse.NOW, "psst");
    assertThat(house.overviews.administered(as(root), RoomQuery.of(RoomKind.PRIVATE, ALL)).items())
        .singleElement()
        .satisfies(overview -> {
          assertThat(overview.messageCount()).isEqualTo(1);
          assertThat(overview.latest()).isEmpty();
        });
    assertThat(
            refusal(
                () -> house.overviews.administered(as(ann), RoomQuery.of(RoomKind.CHANNEL, ALL))))
        .isEqualTo(permission(Administration.VIEW_ALL_ROOMS));
  }

  @Test
  void listsAreOrderedFilteredAndCounted() {
    house.room(RoomKind.CHANNEL, "Alpha", ann, bob);
    house.room(RoomKind.CHANNEL, "zebra_x", ann);
    RoomQuery query = RoomQuery.of(RoomKind.CHANNEL, ALL);
    assertThat(names(query, ann)).containsExactly("Alpha", "general", "zebra_x");
    assertThat(names(query.by(RoomQuery.Order.MEMBERS, true), ann)).startsWith("Alpha");
    assertThat(names(query.by(RoomQuery.Order.NAME, true), ann)).startsWith("zebra_x");
    assertThat(names(query.only(Optional.of(channel.id())), ann)).containsExactly("general");
    RoomQuery worded =
        new RoomQuery(
            Set.of(RoomKind.CHANNEL),
            "A_X",
            Optional.empty(),
            RoomQuery.Order.NAME,
            false,
            new Window(0, 1));
    assertThat(house.overviews.list(as(ann), worded).total()).isEqualTo(1);
    assertThat(house.overviews.list(as(ann), query).total()).isEqualTo(3);
    assertThat(house.overviews.nameExists(as(bob), "SECRET")).isTrue();
    assertThat(house.overviews.nameExists(as(bob), "nothing")).isFalse();
  }

  @Test
  void updatesAreTheRoomsThatChangedSince() {
    house.clock.tick(Duration.ofMinutes(1));
    changes.say(as(ann), secret.id(), RoomChanges.Words.TOPIC, "new");
    assertThat(house.overviews.updates(as(bob), Optional.of(ChatHouse.NOW)).changed())
        .extracting(overview -> overview.room().name())
        .containsExactly("secret");
    assertThat(house.overviews.updates(as(ann), Optional.empty()).changed()).hasSize(2);
    assertThat(
            house.overviews.updates(as(ann), Optional.of(ChatHouse.NOW.plusSeconds(60))).changed())
        .isEmpty();
  }
}
