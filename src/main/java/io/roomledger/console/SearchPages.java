package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Window;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Excerpt;
import io.roomledger.chat.FoundMessage;
import io.roomledger.chat.FoundMessages;
import io.roomledger.chat.Message;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.RoomOverview;
import io.roomledger.chat.RoomQuery;
import io.roomledger.chat.SearchQuestion;
import io.roomledger.chat.Surroundings;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Messages by their words, in one room or in all that the person may read. */
final class SearchPages {
  private static final int ON_A_PAGE = 30;
  private static final int ROOMS = 5;

  private final Gate gate;
  private final Pages pages;
  private final Console.Doors doors;
  private final Console.Chat chat;

  SearchPages(Gate gate, Pages pages, Console.Doors doors) {
    this.gate = gate;
    this.pages = pages;
    this.doors = doors;
    this.chat = doors.chat();
  }

  /**
   * What was found.
   *
   * @param wish what was looked for
   * @param rooms rooms of that name, when messages are looked for in all
   * @param hits what was found
   * @param next the address of the next page, if there is one
   * @param whole whether everything was looked at
   */
  record Found(
      Wish wish, List<RoomOverview> rooms, List<Hit> hits, Optional<String> next, boolean whole) {
    /** The panel, filled in to export what was found; in all rooms, those of this page. */
    String export() {
      String where =
          wish
              .room()
              .map(room -> List.of(room.id()))
              .orElseGet(() -> hits.stream().map(hit -> hit.message().roomId()).distinct().toList())
              .stream()
              .map(id -> "&room=" + id)
              .collect(Collectors.joining());
      return "/exports/new?kind=chat" + where + wish.filters() + "&words=" + encoded(wish.plain());
    }
  }

  /**
   * What is looked for.
   *
   * @param words the words
   * @param room in which room only, if in one
   * @param person the user name of whose messages only; empty for everybody's
   * @param from from which day on; empty for all
   * @param to up to which day; empty for all
   */
  record Wish(String words, Optional<ChatRoom> room, String person, String from, String to) {
    String filters() {
      return part("person", person) + part("from", from) + part("to", to);
    }

    String address() {
      return "/search?words="
          + encoded(words)
          + room.map(it -> "&room=" + it.id()).orElse("")
          + filters();
    }

    /** The words without what means something to the search only. */
    String plain() {
      return words.replaceAll("(^|\\s)-\\S+", " ").replaceAll("[\"*]", " ").strip();
    }

    private static String part(String name, String value) {
      return value.isEmpty() ? "" : "&" + name + "=" + encoded(value);
    }
  }

  /**
   * A message that was found.
   *
   * @param room the name of the room
   * @param author who wrote it
   * @param pieces what it says, cut where a word was found
   */
  record Hit(Message message, String room, String author, List<Piece> pieces) {}

  /** A piece of a text, and whether it is what was looked for. */
  record Piece(String text, boolean sought) {}

  List<Endpoint> endpoints() {
    return List.of(gate.page("/search", this::search));
  }

  private Answer search(Visit visit) {
    Wish wish =
        new Wish(
            visit.asked("words").orElse(""),
            visit.asked("room").map(id -> chat.rooms().get(visit.caller(), id)),
            visit.asked("person").orElse(""),
            visit.asked("from").orElse(""),
            visit.asked("to").orElse(""));
    Found found =
        wish.words().isEmpty()
            ? new Found(wish, List.of(), List.of(), Optional.empty(), true)
            : found(visit, wish);
    return pages.page(visit, visit.partial() ? "hits" : "search", found);
  }

  private List<RoomOverview> rooms(Visit visit, Wish wish) {
    if (wish.room().isPresent() || visit.asked("after").isPresent()) {
      return List.of();
    }
    RoomQuery query =
        new RoomQuery(
            Set.of(RoomKind.values()),
            wish.words(),
            Optional.empty(),
            RoomQuery.Order.CHANGED,
            true,
            new Window(0, ROOMS));
    return chat.overviews().readable(visit.caller(), query).items();
  }

  private Optional<String> author(Visit visit, String person) {
    return person.isEmpty()
        ? Optional.empty()
        : Optional.of(
            doors
                .entry()
                .accounts()
                .findByUsername(visit.caller().organisation(), person)
                .map(Account::id)
                .orElse("nobody"));
  }

  private static Period period(Visit visit, Wish wish) {
    Instant from =
        wish.from().isEmpty() ? Period.ALWAYS.from() : visit.manners().start(day(wish.from()));
    Instant to =
        wish.to().isEmpty()
            ? Period.ALWAYS.to()
            : visit.manners().start(day(wish.to()).plusDays(1));
    return new Period(from, to.isBefore(from) ? from : to);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new RefusedException(new Refusal.Invalid("day", text, "a day such as 2026-03-01"));
    }
  }

  private Found found(Visit visit, Wish wish) {
    SearchQuestion question =
        new SearchQuestion(
            wish.words(),
            wish.room().map(ChatRoom::id),
            author(visit, wish.person()),
            period(visit, wish),
            SearchQuestion.Order.NEWEST);
    FoundMessages answer =
        chat.search().search(visit.caller(), question, visit.asked("after"), ON_A_PAGE);
    List<FoundMessage> items = answer.page().items();
    Surroundings around =
        chat.messages()
            .surroundings(visit.caller(), items.stream().map(FoundMessage::message).toList());
    Map<String, String> rooms = new HashMap<>();
    List<Hit> hits = new ArrayList<>();
    for (FoundMessage item : items) {
      Message message = item.message();
      hits.add(
          new Hit(
              message,
              rooms.computeIfAbsent(message.roomId(), id -> label(visit, id)),
              message.authorId().flatMap(around::person).map(Account::name).orElse(message.alias()),
              pieces(item.excerpt())));
    }
    Optional<String> next =
        answer.page().next().map(key -> wish.address() + "&after=" + encoded(key));
    return new Found(wish, rooms(visit, wish), hits, next, answer.whole());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String label(Visit visit, String room) {
    try {
      return ChatPages.label(chat.overviews().get(visit.caller(), room));
    } catch (RefusedException gone) {
      return room;
    }
  }

  private static List<Piece> pieces(Excerpt excerpt) {
    List<Piece> pieces = new ArrayList<>();
    String text = excerpt.text();
    int done = 0;
    for (Excerpt.Hit hit : excerpt.hits()) {
      pieces.add(new Piece(text.substring(done, hit.from()), false));
      pieces.add(new Piece(text.substring(hit.from(), hit.to()), true));
      done = hit.to();
    }
    pieces.add(new Piece(text.substring(done), false));
    return pieces;
  }
}
