package io.roomledger.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Await;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatRoomsTest {
  @TempDir Path folder;
  private ChatHouse house;
  private Account ann;
  private Account bob;
  private ChatRoom room;

  @BeforeEach
  void open() {
    house = new ChatHouse(folder);
    ann = house.person("ann", "user");
    bob = house.person("bob", "user");
    room = house.room(RoomKind.CHANNEL, "general", ann);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private static Refusal refusal(Runnable act) {
    try {
      act.run();
    } catch (RefusedException e) {
      return e.refusal();
    }
    throw new AssertionError("not refused");
  }

  @Test
  void roomIsFoundByIdAndByNameWhateverItsCase() {
    assertThat(house.rooms.resolve(house.caller(ann), room.id())).isEqualTo(room);
    assertThat(house.rooms.resolve(house.caller(ann), "GENERAL")).isEqualTo(room);
    assertThat(refusal(() -> house.rooms.resolve(house.caller(ann), "lost")))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.CHAT_ROOM, "lost"));
  }

  @Test
  void secondRoomOfANameIsAConflict() {
    assertThat(refusal(() -> house.room(RoomKind.PRIVATE, "General", bob)))
        .isInstanceOf(Refusal.Conflict.class);
  }

  @Test
  void privateRoomIsReadByItsMembersOnly() {
    ChatRoom secret = house.room(RoomKind.PRIVATE, "secret", ann);
    assertThat(house.rooms.get(house.caller(ann), secret.id())).isEqualTo(secret);
    Refusal.Forbidden notIn = new Refusal.Forbidden(Refusal.Right.RELATION, "member");
    assertThat(refusal(() -> house.rooms.get(house.caller(bob), secret.id()))).isEqualTo(notIn);
    house.rooms.putMember(house.caller(ann), secret.id(), bob.id(), List.of());
    assertThat(house.rooms.get(house.caller(bob), secret.id())).isEqualTo(secret);
    house.rooms.removeMember(house.caller(bob), secret.id(), bob.id());
    assertThat(refusal(() -> house.rooms.get(house.caller(bob), secret.id()))).isEqualTo(notIn);
  }

  @Test
  void tokenWithoutTheScopeReadsNothing() {
    Caller limited = house.accounts.caller(ann, Set.of("vc:export"), "127.0.0.1");
    assertThat(refusal(() -> house.rooms.get(limited, room.id())))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.SCOPE, "chat:read"));
  }

  @Test
  void onlyKeepersGiveRolesAndStrangersJoinOnlyThemselves() {
    Caller caller = house.caller(bob);
    house.rooms.putMember(caller, room.id(), bob.id(), List.of());
    assertThat(
            refusal(() ->
                house.rooms.putMember(caller, room.id(), bob.id(), List.of(Membership.OWNER))))
        .isInstanceOf(Refusal.Forbidden.class);
    house.rooms.putMember(house.caller(ann), room.id(), bob.id(), List.of(Membership.MODERATOR));
    assertThat(house.rooms.members(house.caller(ann), room.id(), Optional.empty(), 10).items())
        .filteredOn(member -> member.accountId().equals(bob.id()))
        .extracting(Membership::roles)
        .containsExactly(List.of(Membership.MODERATOR));
  }

  @Test
  void messagesArePagedByKeyWithoutLossAlsoWhenTheyTie() {
    List<String> said = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      said.add(house.said(room, ann, ChatHouse.NOW.plusSeconds(i / 10), "" + i).id());
    }
    List<String> seen = new ArrayList<>();
    Optional<String> key = Optional.empty();
    do {
      Page<Message> page = house.messages.list(house.caller(bob), room.id(), key, 4);
      page.items().forEach(message -> seen.add(message.id()));
      key = page.next();
    } while (key.isPresent());
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(said);
    assertThatThrownBy(() -> house.messages.list(house.caller(bob), room.id(), Optional.of("x"), 4))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("page key");
  }

  @Test
  void othersNeitherEditNorDeleteAMessage() throws Exception {
    Message message = house.messages.post(house.caller(ann), Draft.of(room.id(), "mine"));
    assertThat(refusal(() -> house.messages.edit(house.caller(bob), message.id(), "yours")))
        .isEqualTo(new Refusal.Forbidden(Refusal.Right.RELATION, "author"));
    assertThatThrownBy(() -> house.messages.delete(house.caller(bob), message.id()))
        .isInstanceOf(RefusedException.class);
    Message changed = house.messages.edit(house.caller(ann), message.id(), "ours");
    assertThat(changed.text()).isEqualTo("ours");
    assertThat(changed.edited()).contains(new Message.Edit(ChatHouse.NOW, ann.id()));
  }

  @Test
  void deletedMessageIsGoneForEverybody() throws Exception {
    Message message = house.messages.post(house.caller(ann), Draft.of(room.id(), "oops"));
    house.messages.delete(house.caller(ann), message.id());
    assertThat(house.messages.list(house.operator, room.id(), Optional.empty(), 10).items())
        .isEmpty();
    assertThat(refusal(() -> house.messages.edit(house.operator, message.id(), "back")))
        .isEqualTo(new Refusal.NotFound(Refusal.Thing.MESSAGE, message.id()));
  }

  @Test
  void reactionComesAndGoes() {
    Message message = house.messages.post(house.caller(ann), Draft.of(room.id(), "cake?"));
    house.messages.react(house.caller(ann), message.id(), ":cake:", true);
    house.messages.react(house.caller(bob), message.id(), "cake", true);
    house.messages.react(house.caller(bob), message.id(), "cake", true);
    assertThat(house.messages.react(house.caller(bob), message.id(), "tada", true).reactions())
        .containsExactly(
            new Reaction(":cake:", List.of(ann.id(), bob.id())),
            new Reaction(":tada:", List.of(bob.id())));
    house.messages.react(house.caller(ann), message.id(), "cake", false);
    assertThat(house.messages.react(house.caller(bob), message.id(), "cake", false).reactions())
        .containsExactly(new Reaction(":tada:", List.of(bob.id())));
  }

  @Test
  void archivedAndReadOnlyRoomsTakeNoMessages() {
    ChatRoom closed = closed("closed", false, true);
    assertThat(refusal(() -> house.messages.post(house.caller(ann), Draft.of(closed.id(), "x"))))
        .isInstanceOf(Refusal.Conflict.class);
    ChatRoom quiet = closed("quiet", true, false);
    assertThat(refusal(() -> house.messages.post(house.caller(bob), Draft.of(quiet.id(), "x"))))
        .isInstanceOf(Refusal.Forbidden.class);
    assertThat(house.messages.post(house.caller(ann), Draft.of(quiet.id(), "x")).text())
        .isEqualTo("x");
  }

  private ChatRoom closed(String name, boolean readOnly, boolean archived) {
    ChatRoom made =
        new ChatRoom(
            "Room-" + name,
            room.organisation(),
            RoomKind.CHANNEL,
            name,
            "",
            "",
            "",
            ChatHouse.NOW,
            Optional.empty(),
            readOnly,
            archived);
    Membership owner = new Membership(ann.id(), List.of(Membership.OWNER), ChatHouse.NOW);
    return house.rooms.create(house.operator, made, List.of(owner));
  }

  @Test
  void textsThatCannotBeStoredAreRefused() {
    for (String text : List.of("", " ", "a\0b", "x".repeat(40_001))) {
      assertThat(refusal(() -> house.messages.post(house.caller(ann), Draft.of(room.id(), text))))
          .isInstanceOf(Refusal.Invalid.class);
    }
  }

  @Test
  void answersBelongToAMessageOfTheSameRoom() {
    ChatRoom other = house.room(RoomKind.CHANNEL, "other", ann);
    Message elsewhere = house.messages.post(house.caller(ann), Draft.of(other.id(), "there"));
    Draft answer = new Draft(room.id(), "here", Optional.of(elsewhere.id()), false);
    assertThat(refusal(() -> house.messages.post(house.caller(ann), answer)))
        .isInstanceOf(Refusal.NotFound.class);
  }

  @Test
  void anIdThatItsWriterMadeIsThereOnceWhateverTheYear() throws Exception {
    Draft mine =
        new Draft(
            room.id(),
            "x",
            Optional.empty(),
            false,
            Optional.of("mineMineMineMine1"),
            "",
            MessageExtras.NONE);
    try (var others = Executors.newFixedThreadPool(2);
        Handle first = house.database.jdbi().open()) {
      first.begin();
      first.execute("INSERT INTO chat_claim (id) VALUES ('mineMineMineMine1')");
      first.execute(
          "INSERT INTO chat_message (id, room_id, sent_at, text) VALUES ("
              + "'mineMineMineMine1', ?, '2020-01-01Z',"
              + " 'y')",
          room.id());
      first.execute("DELETE FROM chat_claim");
      Future<Refusal> second =
          others.submit(() -> refusal(() -> house.messages.post(house.caller(ann), mine)));
      Await.until(
          "it waits",
          Duration.ofSeconds(10),
          () ->
              house
                  .database
                  .jdbi()
                  .withHandle(handle ->
                      handle
                          .createQuery(
                              "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname ="
                                  + " current_database() AND wait_event_type = 'Lock')")
                          .mapTo(Boolean.class)
                          .one()));
      first.commit();
      assertThat(second.get()).isInstanceOf(Refusal.Conflict.class);
    }
  }

  @Test
  void editIsAuditedInTheSameTransaction() {
    Message message = house.messages.post(house.caller(ann), Draft.of(room.id(), "one"));
    house.messages.edit(house.caller(ann), message.id(), "two");
    List<String> actions =
        house
            .database
            .jdbi()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT action FROM audit WHERE subject = :subject")
                    .bind("subject", "message:" + message.id())
                    .mapTo(String.class)
                    .list());
    assertThat(actions).containsExactly("chat.message-edited");
  }
}
