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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipsTest {
  private static final Window ALL = new Window(0, 50);

  @TempDir Path folder;
  private ChatHouse house;
  private Memberships memberships;
  private Account ann;
  private Account bob;
  private Account cid;
  private ChatRoom channel;
  private ChatRoom secret;

  @BeforeEach
  void open() {
    house = new ChatHouse(folder);
    memberships = house.memberships;
    ann = house.person("ann", "user");
    bob = house.person("bob", "user");
    cid = house.person("cid", "user");
    channel = house.room(RoomKind.CHANNEL, "general", ann);
    secret = house.room(RoomKind.PRIVATE, "secret", ann);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Caller.Person as(Account account) {
    return house.caller(account);
  }

  private List<String> names(ChatRoom room) {
    return memberships.list(as(ann), room.id(), "", false, ALL).items().stream()
        .map(member -> member.account().username())
        .toList();
  }

  private List<String> said(ChatRoom room) {
    return house.messagesOf(room).stream().map(m -> m.systemKind() + " " + m.text()).toList();
  }

  @Test
  void ownerInvitesAndTheRoomAndTheAuditLogTellIt() {
    memberships.invite(as(ann), secret.id(), List.of(bob.id(), cid.id(), bob.id()));
    assertThat(names(secret)).containsExactly("ann", "bob", "cid");
    assertThat(said(secret)).containsExactlyInAnyOrder("au bob", "au cid");
    assertThat(house.audited("chat.member-put"))
        .containsExactly("chat-room:" + secret.id(), "chat-room:" + secret.id());
  }

  @Test
  void plainMembersAndStrangersInviteNobody() {
    memberships.invite(as(ann), secret.id(), List.of(bob.id()));
    assertThat(refusal(() -> memberships.invite(as(bob), secret.id(), List.of(cid.id()))))
        .isEqualTo(
            new Refusal.Forbidden(Refusal.Right.PERMISSION, Administration.ADD_TO_JOINED_ROOMS));
    assertThat(refusal(() -> memberships.invite(as(cid), secret.id(), List.of(cid.id()))))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.RELATION, "member"));
    assertThat(refusal(() -> memberships.invite(as(ann), secret.id(), List.of("nobody"))))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.ACCOUNT, "nobody"));
  }

  @Test
  void administratorPutsPeopleIntoChannelsButNotIntoPrivateRooms() {
    Account root = house.person("root", "admin");
    memberships.invite(as(root), channel.id(), List.of(bob.id()));
    assertThat(names(channel)).containsExactly("ann", "bob");
    assertThat(refusal(() -> memberships.invite(as(root), secret.id(), List.of(bob.id()))))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.RELATION, "member"));
  }

  @Test
  void everybodyJoinsAndLeavesChannelsAndNobodyPrivateRooms() {
    memberships.join(as(bob), channel.id());
    memberships.join(as(bob), channel.id());
    house.clock.tick(Duration.ofSeconds(1));
    memberships.leave(as(bob), channel.id());
    assertThat(said(channel)).containsExactly("uj bob", "ul bob");
    assertThat(refusal(() -> memberships.leave(as(bob), channel.id())))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.RELATION, "member"));
    assertThat(refusal(() -> memberships.join(as(bob), secret.id())))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.RELATION, "member"));
  }

  @Test
  void lastOwnerStays() {
    memberships.invite(as(ann), secret.id(), List.of(bob.id()));
    assertThat(refusal(() -> memberships.leave(as(ann), secret.id())))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(
            refusal(
                () -> memberships.setRole(as(ann), secret.id(), ann.id(), Membership.OWNER, false)))
        .isInstanceOf(Refusal.Conflict.class);
    memberships.setRole(as(ann), secret.id(), bob.id(), Membership.OWNER, true);
    memberships.leave(as(ann), secret.id());
    assertThat(memberships.keepers(as(bob), secret.id()))
        .extracting(member -> member.account().username())
        .containsExactly("bob");
  }

  @Test
  void rolesOfARoomHoldThereAndOnlyThere() {
    memberships.invite(as(ann), secret.id(), List.of(bob.id()));
    memberships.setRole(as(ann), secret.id(), bob.id(), Membership.MODERATOR, true);
    memberships.invite(as(bob), secret.id(), List.of(cid.id()));
    memberships.kick(as(bob), secret.id(), cid.id());
    assertThat(said(secret))
        .containsExactlyInAnyOrder("au bob", "subscription-role-added bob", "au cid", "ru cid");
    assertThat(
            refusal(
                () -> memberships.setRole(as(bob), secret.id(), bob.id(), Membership.OWNER, true)))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.PERMISSION, Administration.SET_OWNER));
    assertThat(
            refusal(() ->
                memberships.setRole(as(ann), secret.id(), bob.id(), Membership.MODERATOR, true)))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal(() -> memberships.setRole(as(ann), secret.id(), bob.id(), "king", true)))
        .isEqualTo(new Refusal.Invalid("role", "king", "owner, moderator or leader"));
    assertThat(house.rooms.may(as(bob), channel.id(), Administration.REMOVE_MEMBERS)).isFalse();
  }

  @Test
  void conversationOfTheSamePeopleIsTheSameRoom() {
    Set<String> two = Set.of(ann.id(), bob.id());
    ChatRoom begun = memberships.conversation(as(ann), two);
    assertThat(memberships.conversation(as(bob), two)).isEqualTo(begun);
    assertThat(memberships.conversation(as(ann), Set.of(ann.id(), bob.id(), cid.id())).id())
        .isNotEqualTo(begun.id());
    assertThat(memberships.conversation(as(ann), Set.of(ann.id())).id()).isNotEqualTo(begun.id());
    assertThat(house.overviews.get(as(bob), begun.id()).people())
        .extracting(Account::username)
        .containsExactlyInAnyOrder("ann", "bob");
    assertThat(refusal(() -> memberships.leave(as(bob), begun.id())))
        .isInstanceOf(Refusal.Conflict.class);
    assertThat(refusal(() -> house.overviews.get(as(cid), begun.id())))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.RELATION, "member"));
  }

  @Test
  void membersAreFoundByWordsAndCounted() {
    memberships.invite(as(ann), channel.id(), List.of(bob.id(), cid.id()));
    assertThat(memberships.list(as(ann), channel.id(), "", true, new Window(1, 1)))
        .satisfies(page -> {
          assertThat(page.total()).isEqualTo(3);
          assertThat(page.items()).extracting(m -> m.account().username()).containsExactly("bob");
        });
    assertThat(memberships.list(as(ann), channel.id(), "CI", false, ALL).total()).isEqualTo(1);
    assertThat(memberships.list(as(ann), channel.id(), "%", false, ALL).total()).isZero();
  }

  @Test
  void deletedAccountIsInNoRoomAndStaysTheAuthor() {
    memberships.invite(as(ann), channel.id(), List.of(bob.id()));
    house
        .database
        .jdbi()
        .useTransaction(handle -> house.accounts.delete(handle, bob.id(), ChatHouse.NOW));
    assertThat(names(channel)).containsExactly("ann");
    assertThat(house.overviews.get(as(ann), channel.id()).memberCount()).isEqualTo(1);
    assertThat(refusal(() -> memberships.invite(as(ann), channel.id(), List.of(bob.id()))))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.ACCOUNT, bob.id()));
    assertThat(house.person("bob", "user").id()).isNotEqualTo(bob.id());
  }
}
