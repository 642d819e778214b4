package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.Excerpt;
import io.roomledger.chat.FoundMessage;
import io.roomledger.chat.FoundMessages;
import io.roomledger.chat.Message;
import io.roomledger.chat.SearchQuestion;
import io.roomledger.chat.Surroundings;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Messages by their words, in one room or in all that the person may read. */
final class SearchPages {
  private static final int ON_A_PAGE = 30;

  private final Gate gate;
  private final Pages pages;
  private final Console.Chat chat;

  SearchPages(Gate gate, Pages pages, Console.Chat chat) {
    this.gate = gate;
    this.pages = pages;
    this.chat = chat;
  }

  /**
   * What was found.
   *
   * @param words what was looked for
   * @param room in which room only, if in one
   * @param hits what was found
   * @param next the address of the next page, if there is one
   * @param whole whether everything was looked at
   */
  record Found(
      String words,
      Optional<ChatRoom> room,
      List<Hit> hits,
      Optional<String> next,
      boolean whole) {}

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
    String words = visit.asked("words").orElse("");
    Optional<ChatRoom> room = visit.asked("room").map(id -> chat.rooms().get(visit.caller(), id));
    Found found =
        words.isEmpty()
            ? new Found("", room, List.of(), Optional.empty(), true)
            : found(visit, words, room);
    return pages.page(visit, visit.partial() ? "hits" : "search", found);
  }

  private Found found(Visit visit, String words, Optional<ChatRoom> room) {
    SearchQuestion question =
        new SearchQuestion(
            words,
            room.map(ChatRoom::id),
            Optional.empty(),
            Period.ALWAYS,
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
        answer.page().next().map(key -> address(words, room) + "&after=" + encoded(key));
    return new Found(words, room, hits, next, answer.whole());
  }

  private static String address(String words, Optional<ChatRoom> room) {
    return "/search?words=" + encoded(words) + room.map(it -> "&room=" + it.id()).orElse("");
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
