package io.roomledger.console;

import io.roomledger.base.Counted;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Window;
import io.roomledger.chat.ChatFile;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Member;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageFilter;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.RoomOverview;
import io.roomledger.chat.RoomOverviews;
import io.roomledger.chat.RoomQuery;
import io.roomledger.chat.Stretch;
import io.roomledger.chat.Surroundings;
import io.roomledger.chat.Tombstone;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Permissions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Chat rooms: which there are, and what was said in one, as a conversation. */
final class ChatPages {
  private static final int ON_A_PAGE = 40;
  private static final int STRETCH = 50;
  private static final int IN_A_THREAD = 500;
  private static final long LARGEST_SHOWN = 4L << 20;

  private final Gate gate;
  private final Pages pages;
  private final Console.Chat chat;

  ChatPages(Gate gate, Pages pages, Console.Chat chat) {
    this.gate = gate;
    this.pages = pages;
    this.chat = chat;
  }

  /**
   * A page of rooms.
   *
   * @param words what they were looked for by
   * @param next how many are before the next page, if there is one
   */
  record Rooms(List<RoomOverview> rooms, long total, String words, Optional<Long> next) {}

  /**
   * A room and a part of its conversation.
   *
   * @param at the day that was asked for, if one was
   * @param exportable whether the person may export it
   */
  record Room(RoomOverview overview, Conversation conversation, String at, boolean exportable) {
    ChatRoom room() {
      return overview.room();
    }
  }

  /**
   * Who is in a room.
   *
   * @param words what they were looked for by
   * @param next how many are before the next page, if there is one
   */
  record People(ChatRoom room, Counted<Member> found, String words, Optional<Long> next) {}

  /** A thread: the message it is about, and the replies. */
  record Replies(ChatRoom room, Conversation conversation) {}

  /** What people call a room; a conversation without a name by who is in it. */
  static String label(RoomOverview overview) {
    ChatRoom room = overview.room();
    boolean nameless = room.title().isEmpty() && room.name().isEmpty();
    return nameless && !overview.people().isEmpty()
        ? overview.people().stream().map(Account::name).collect(Collectors.joining(", "))
        : room.label();
  }

  /** How many messages a room has, as far as they were counted. */
  static String messages(Visit visit, RoomOverview overview) {
    return overview.messageCount() < RoomOverviews.GLANCE
        ? visit.count("messages", overview.messageCount())
        : visit.count("messages.more", RoomOverviews.GLANCE);
  }

  /** Whether a file is shown where it was sent, and not only to be saved. */
  static boolean shown(ChatFile file) {
    return ChatFilePages.PICTURES.contains(file.mediaType()) && file.size() <= LARGEST_SHOWN;
  }

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/chat-rooms", this::list),
        gate.page("/chat-rooms/{room}", this::room),
        gate.page("/chat-rooms/{room}/messages", this::more),
        gate.page("/chat-rooms/{room}/members", this::members),
        gate.page("/chat-rooms/{room}/threads/{message}", this::thread));
  }

  private Answer list(Visit visit) {
    String words = visit.asked("words").orElse("");
    long from =
        visit.asked("from").filter(it -> it.matches("[0-9]{1,9}")).map(Long::valueOf).orElse(0L);
    RoomQuery query =
        new RoomQuery(
            Set.of(RoomKind.values()),
            words,
            Optional.empty(),
            RoomQuery.Order.CHANGED,
            true,
            new Window(from, ON_A_PAGE));
    var found = chat.overviews().readable(visit.caller(), query);
    long shown = from + found.items().size();
    Rooms rooms =
        new Rooms(
            found.items(),
            found.total(),
            words,
            shown < found.total() ? Optional.of(shown) : Optional.empty());
    return pages.page(visit, visit.partial() ? "roomRows" : "rooms", rooms);
  }

  private Answer room(Visit visit) {
    String id = visit.call().pathParameter("room");
    RoomOverview overview = chat.overviews().get(visit.caller(), id);
    Optional<LocalDate> day = visit.asked("at").map(ChatPages::day);
    Conversation conversation = beginning(visit, id, day);
    String at = day.map(LocalDate::toString).orElse("");
    boolean exportable = chat.rooms().may(visit.caller(), id, Permissions.MAIL_MESSAGES);
    return pages.page(visit, "room", new Room(overview, conversation, at, exportable));
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new RefusedException(new Refusal.Invalid("at", text, "a day such as 2026-03-01"));
    }
  }

  /** The end of the conversation, or what was said around a message, or from a day on. */
  private Conversation beginning(Visit visit, String room, Optional<LocalDate> day) {
    if (day.isPresent()) {
      String place = ChatMessages.placeOf(visit.manners().start(day.get()));
      return conversation(visit, room, Stretch.Way.AFTER, place);
    }
    Optional<String> around = visit.asked("message");
    if (around.isPresent()) {
      Message message = chat.messages().get(visit.caller(), around.get());
      Instant before = message.sentAt().minus(1, ChronoUnit.MICROS);
      return conversation(visit, room, Stretch.Way.AFTER, ChatMessages.placeOf(before));
    }
    Optional<String> after = visit.asked("after");
    if (after.isPresent()) {
      return conversation(visit, room, Stretch.Way.AFTER, after.get());
    }
    String end = visit.asked("before").orElseGet(() -> ChatMessages.placeOf(Period.ALWAYS.to()));
    return conversation(visit, room, Stretch.Way.BEFORE, end);
  }

  private Conversation conversation(Visit visit, String room, Stretch.Way way, String place) {
    Stretch stretch = chat.messages().stretch(visit.caller(), room, way, place, STRETCH);
    List<Tombstone> gone = chat.messages().deleted(visit.caller(), room, stretch);
    return new Conversation(room, stretch, surroundings(visit, stretch.messages()), gone);
  }

  private Surroundings surroundings(Visit visit, List<Message> messages) {
    return chat.messages().surroundings(visit.caller(), messages);
  }

  private Answer more(Visit visit) {
    Stretch.Way way = visit.asked("before").isPresent() ? Stretch.Way.BEFORE : Stretch.Way.AFTER;
    String place = visit.asked("before").or(() -> visit.asked("after")).orElse("");
    String room = visit.call().pathParameter("room");
    return pages.page(visit, "messages", conversation(visit, room, way, place));
  }

  private Answer thread(Visit visit) {
    ChatRoom room = chat.rooms().get(visit.caller(), visit.call().pathParameter("room"));
    Message parent = chat.messages().get(visit.caller(), visit.call().pathParameter("message"));
    MessageFilter filter =
        MessageFilter.all(room.id(), new Window(0, IN_A_THREAD))
            .of(new MessageFilter.Threads.RepliesTo(parent.id()))
            .oldestFirst();
    List<Message> all = new ArrayList<>(List.of(parent));
    all.addAll(chat.messages().list(visit.caller(), filter).items());
    Stretch stretch = new Stretch(all, Optional.empty(), Optional.empty());
    Conversation conversation =
        new Conversation(room.id(), stretch, surroundings(visit, all), List.of());
    return pages.page(visit, "thread", new Replies(room, conversation));
  }

  private Answer members(Visit visit) {
    ChatRoom room = chat.rooms().get(visit.caller(), visit.call().pathParameter("room"));
    String words = visit.asked("words").orElse("");
    long from =
        visit.asked("from").filter(it -> it.matches("[0-9]{1,9}")).map(Long::valueOf).orElse(0L);
    Counted<Member> found =
        chat.memberships()
            .list(visit.caller(), room.id(), words, false, new Window(from, ON_A_PAGE));
    long shown = from + found.items().size();
    Optional<Long> next = shown < found.total() ? Optional.of(shown) : Optional.empty();
    return pages.page(
        visit, visit.partial() ? "memberRows" : "members", new People(room, found, words, next));
  }
}
