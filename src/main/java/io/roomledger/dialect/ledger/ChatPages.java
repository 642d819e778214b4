// docs/ledger-api.md#chat-rooms
package io.roomledger.dialect.ledger;

import io.roomledger.base.Page;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.Member;
import io.roomledger.chat.MessagePages;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.RoomPages;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Chat rooms, who is in them, and what was said there. */
final class ChatPages {
  private static final String TAG = "Chat rooms";
  private static final String ONE = "/chat-rooms/{room}";
  private static final int USUAL = 100;

  private final ChatRooms rooms;
  private final RoomPages pages;
  private final MessagePages messages;

  ChatPages(ChatRooms rooms, RoomPages pages, MessagePages messages) {
    this.rooms = rooms;
    this.pages = pages;
    this.messages = messages;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/chat-rooms", TAG, "The rooms that the caller may read.")
            .needs(Gate.CHAT_READ)
            .with(
                Param.query("kind", Shape.oneOf(RoomKind.class), "What sort of room."),
                Param.query("words", Shape.text(), "What name, title or topic contain."),
                Param.after(),
                Param.limit(USUAL, ChatRooms.LONGEST_PAGE))
            .gives(ChatRoomPage.class, this::page),
        Route.get(ONE, TAG, "A room, by its id or its name.")
            .needs(Gate.CHAT_READ)
            .gives(
                ChatRoomView.class,
                ask -> ChatRoomView.of(rooms.resolve(ask.caller(), ask.need("room")))),
        Route.get(ONE + "/members", TAG, "Who is in a room.")
            .needs(Gate.CHAT_READ)
            .with(Param.after(), Param.limit(USUAL, ChatRooms.LONGEST_PAGE))
            .gives(MemberPage.class, this::members),
        Route.get(
                ONE + "/messages",
                TAG,
                "What was said in a room, the oldest first: the newest page, the one before or"
                    + " behind a key, or the one around a message.")
            .needs(Gate.CHAT_READ)
            .with(
                Param.query("earlier", Shape.text(), "The key of what came before."),
                Param.query("later", Shape.text(), "The key of what comes behind; empty: first."),
                Param.query("around", Shape.text(), "The id of a message of the room."),
                Param.limit(USUAL, ChatRooms.LONGEST_PAGE))
            .gives(MessagePage.class, this::messages));
  }

  /** A page of rooms. */
  record ChatRoomPage(
      @Means("By id.") List<ChatRoomView> rooms,
      @Means("The key of the next page.") Optional<String> next) {}

  /** A chat room. */
  record ChatRoomView(
      String id,
      RoomKind kind,
      @Means("Its short name; empty for a conversation without one.") String name,
      @Means("Its name for people; often empty.") String title,
      String topic,
      String description,
      Instant createdAt,
      @Means("The account that made it.") Optional<String> creator,
      boolean readOnly,
      boolean archived) {
    static ChatRoomView of(ChatRoom room) {
      return new ChatRoomView(
          room.id(),
          room.kind(),
          room.name(),
          room.title(),
          room.topic(),
          room.description(),
          room.createdAt(),
          room.creator(),
          room.readOnly(),
          room.archived());
    }
  }

  /** A page of members. */
  record MemberPage(
      @Means("By account.") List<MemberView> members,
      @Means("The key of the next page.") Optional<String> next) {}

  /** Somebody who is in a room. */
  record MemberView(
      @Means("The account.") String id,
      String username,
      @Means("The name for people.") String name,
      @Means("Their roles in this room, such as owner.") List<String> roles,
      Instant joinedAt) {
    static MemberView of(Member member) {
      return new MemberView(
          member.account().id(),
          member.account().username(),
          member.account().name(),
          member.membership().roles(),
          member.membership().joinedAt());
    }
  }

  private ChatRoomPage page(Ask ask) {
    Set<RoomKind> kinds = ask.choice("kind", RoomKind.class).map(Set::of).orElseGet(Set::of);
    Page<ChatRoom> page =
        pages.rooms(
            ask.caller(),
            new RoomPages.Asked(
                kinds, ask.text("words").orElse(""), ask.text("after"), ask.limit()));
    return new ChatRoomPage(page.items().stream().map(ChatRoomView::of).toList(), page.next());
  }

  private MemberPage members(Ask ask) {
    Page<Member> page = pages.members(ask.caller(), room(ask), ask.text("after"), ask.limit());
    return new MemberPage(page.items().stream().map(MemberView::of).toList(), page.next());
  }

  private MessagePage messages(Ask ask) {
    Optional<String> around = ask.text("around");
    Optional<String> later = ask.text("later");
    Optional<String> earlier = ask.text("earlier");
    if (around.stream().count() + later.stream().count() + earlier.stream().count() > 1) {
      throw Gate.invalid("around", "with a key", "one of earlier, later and around");
    }
    String room = room(ask);
    if (around.isPresent()) {
      return MessagePage.of(messages.around(ask.caller(), room, around.get(), ask.limit()));
    }
    return MessagePage.of(
        later.isPresent()
            ? messages.later(ask.caller(), room, later.filter(key -> !key.isEmpty()), ask.limit())
            : messages.earlier(ask.caller(), room, earlier, ask.limit()));
  }

  /** The id of the room, which the path may name by its name too. */
  private String room(Ask ask) {
    return rooms.resolve(ask.caller(), ask.need("room")).id();
  }
}
