package io.roomledger.hold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.BookingHouse;
import io.roomledger.chat.ChatHouse;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Message;
import io.roomledger.chat.RoomKind;
import io.roomledger.db.Await;
import io.roomledger.db.Database;
import io.roomledger.identity.Account;
import io.roomledger.identity.App;
import io.roomledger.identity.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HoldsTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private ChatHouse house;
  private Holds holds;
  private Account ada;
  private Account bob;
  private Caller boss;
  private ChatRoom room;
  private Message said;

  @BeforeEach
  void open() {
    house = new ChatHouse(folder);
    holds = new Holds(house.database, house.audit, house.clock);
    ada = house.person("ada", "user");
    bob = house.person("bob", "user");
    boss = house.caller(house.person("boss", "admin"));
    room = house.room(RoomKind.CHANNEL, "papers", ada, bob);
    said = house.said(room, ada, ChatHouse.NOW, "the price");
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

  private static void assertHeld(ThrowingCallable call, Hold hold) {
    assertRefused(call, Refusal.Conflict.class);
    assertThatThrownBy(call)
        .hasMessageContaining("hold " + hold.id())
        .hasMessageNotContaining("case 7");
  }

  private void assertDatabaseRefuses(Database database, String sql) {
    assertThatThrownBy(() -> database.jdbi().useHandle(handle -> handle.execute(sql)))
        .isInstanceOf(UnableToExecuteStatementException.class)
        .hasMessageContaining("is held and cannot be deleted");
  }

  @Test
  void nobodyDeletesOrWritesOverWhatIsInARoomThatIsHeld() throws Exception {
    Hold hold = holds.place(boss, HeldKind.CHAT_ROOM, "papers", "case 7");
    assertThat(hold.subject().id()).isEqualTo(room.id());
    for (Caller caller : new Caller[] {house.caller(ada), house.operator}) {
      assertHeld(() -> house.messages.edit(caller, said.id(), "another"), hold);
      assertHeld(() -> house.messages.delete(caller, said.id()), hold);
    }
    assertHeld(() -> house.changes.delete(house.operator, room.id()), hold);
    assertDatabaseRefuses(house.database, "DELETE FROM chat_message");
    assertDatabaseRefuses(house.database, "DELETE FROM chat_room");
    assertDatabaseRefuses(house.database, "UPDATE chat_message SET text = ''");
    assertThat(house.messagesOf(room)).extracting(Message::text).containsExactly("the price");

    assertThat(house.messages.react(house.caller(bob), said.id(), "eyes", true).reactions())
        .hasSize(1);
    Hold lifted = holds.lift(boss, hold.id(), "settled");
    assertThat(lifted.lifted().flatMap(Hold.Lift::reason)).contains("settled");
    assertThat(holds.lift(boss, hold.id(), "again")).isEqualTo(lifted);
    house.messages.delete(house.caller(ada), said.id());
    house.changes.delete(house.operator, room.id());
    assertThat(holds.list(boss, HoldFilter.NOW, Optional.empty(), 10).items()).isEmpty();
    assertThat(
            holds
                .list(boss, HoldFilter.on(HeldKind.CHAT_ROOM, room.id()), Optional.empty(), 10)
                .items())
        .as("what was held is gone, that it was held is not")
        .containsExactly(lifted);
    assertThat(house.audited("hold.placed")).containsExactly("chat-room:" + room.id());
    assertThat(house.audited("hold.lifted")).containsExactly("chat-room:" + room.id());
  }

  @Test
  void whatAPersonWroteIsKeptInEveryRoom() throws Exception {
    Message other = house.said(room, bob, ChatHouse.NOW.plusSeconds(1), "ok");
    Hold hold = holds.place(boss, HeldKind.PERSON, "ada", "case 7");
    assertHeld(() -> house.messages.delete(house.operator, said.id()), hold);
    assertHeld(() -> house.changes.delete(house.operator, room.id()), hold);
    assertDatabaseRefuses(house.database, "DELETE FROM chat_message");
    house.messages.delete(house.operator, other.id());
    holds.lift(boss, hold.id(), "settled");
    house.changes.delete(house.operator, room.id());
    assertThat(house.audited("hold.placed")).containsExactly("account:" + ada.id());
  }

  @Test
  void reservationsOfAMeetingRoomThatIsHeldStay() {
    try (BookingHouse rooms = new BookingHouse()) {
      rooms.reservations.book(
          rooms.ada, rooms.booking(rooms.ada, rooms.oak, "2022-06-15T08:00:00Z", 30));
      rooms.reservations.book(
          rooms.ada, rooms.booking(rooms.ada, rooms.elm, "2022-06-15T08:00:00Z", 30));
      Holds there = new Holds(rooms.database, rooms.audit, rooms.clock);
      Caller operator = new Caller.Operator("main");
      Hold hold = there.place(operator, HeldKind.MEETING_ROOM, "Oak", "case 7");
      rooms.database.jdbi().useHandle(handle -> handle.execute("DELETE FROM reservation_step"));
      assertDatabaseRefuses(rooms.database, "DELETE FROM reservation");
      String elm = "DELETE FROM reservation WHERE room = '" + rooms.elm.id() + "'";
      rooms.database.jdbi().useHandle(handle -> handle.execute(elm));
      there.lift(operator, hold.id(), "settled");
      rooms.database.jdbi().useHandle(handle -> handle.execute("DELETE FROM reservation"));
    }
  }

  @Test
  void onlyWhoMayHoldsSeesAndLifts() {
    Hold hold = holds.place(boss, HeldKind.CHAT_ROOM, room.id(), "case 7");
    Caller plain = house.caller(ada);
    assertRefused(
        () -> holds.place(plain, HeldKind.CHAT_ROOM, room.id(), "mine"), Refusal.Forbidden.class);
    assertRefused(() -> holds.get(plain, hold.id()), Refusal.Forbidden.class);
    assertRefused(() -> holds.lift(plain, hold.id(), "mine"), Refusal.Forbidden.class);
    assertRefused(
        () -> holds.list(plain, HoldFilter.NOW, Optional.empty(), 10), Refusal.Forbidden.class);
    App app = new App("films", "main", "Films", Set.of("recordings:manage"), true);
    Caller films = new Caller.Program(app, "192.0.2.1");
    assertRefused(() -> holds.lift(films, hold.id(), "mine"), Refusal.Forbidden.class);
    assertThat(holds.list(films, HoldFilter.NOW, Optional.empty(), 10).items()).isEmpty();
    Caller elsewhere = new Caller.Operator("far");
    assertRefused(() -> holds.get(elsewhere, hold.id()), Refusal.NotFound.class);
    assertRefused(
        () -> holds.place(elsewhere, HeldKind.CHAT_ROOM, room.id(), "x"), Refusal.NotFound.class);
    assertRefused(() -> holds.lift(boss, hold.id(), " "), Refusal.Invalid.class);
    assertRefused(() -> holds.place(boss, HeldKind.PERSON, "ada", ""), Refusal.Invalid.class);
    assertRefused(() -> holds.place(boss, HeldKind.EXPORT, "12", "x"), Refusal.NotFound.class);
    assertThat(holds.list(boss, HoldFilter.NOW, Optional.empty(), 10).items())
        .containsExactly(hold);
  }

  @Test
  void aHoldWaitsForWhoeverDeletesAndFindsItGone() {
    CompletableFuture<Hold> placed =
        house
            .database
            .jdbi()
            .inTransaction(handle -> {
              Held.refuse(handle, HeldKind.CHAT_ROOM, room.id());
              handle.execute("DELETE FROM chat_message WHERE room_id = ?", room.id());
              handle.execute("DELETE FROM chat_room WHERE id = ?", room.id());
              CompletableFuture<Hold> other =
                  CompletableFuture.supplyAsync(
                      () -> holds.place(boss, HeldKind.CHAT_ROOM, room.id(), "case 7"));
              awaitOneThatWaits();
              return other;
            });
    assertRefused(() -> result(placed), Refusal.NotFound.class);
  }

  @Test
  void whoeverDeletesWaitsForAHoldAndIsRefused() {
    CompletableFuture<Message> deleted =
        house
            .database
            .jdbi()
            .inTransaction(handle -> {
              Hold _ = holds.place(boss, HeldKind.CHAT_ROOM, room.id(), "case 7");
              CompletableFuture<Message> other =
                  CompletableFuture.supplyAsync(() -> {
                    try {
                      return house.messages.delete(house.operator, said.id());
                    } catch (java.io.IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
              awaitOneThatWaits();
              return other;
            });
    assertRefused(() -> result(deleted), Refusal.Conflict.class);
    assertThat(house.messagesOf(room)).hasSize(1);
  }

  private void awaitOneThatWaits() {
    Await.until(
        "somebody waits for the lock of holds",
        LONG,
        () -> {
          try (var other = house.database.dataSource().getConnection();
              var rows =
                  other
                      .createStatement()
                      .executeQuery(
                          "SELECT FROM pg_locks WHERE locktype = 'advisory'"
                              + " AND NOT granted AND database = (SELECT oid FROM pg_database"
                              + " WHERE datname = current_database())")) {
            return rows.next();
          }
        });
  }

  private static void result(CompletableFuture<?> future) throws Throwable {
    try {
      Object _ = future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | CompletionException e) {
      throw e.getCause();
    }
  }
}
