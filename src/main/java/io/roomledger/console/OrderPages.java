package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.base.Window;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.MessageFilter;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Exports;
import io.roomledger.export.Selection;
import io.roomledger.http.Answer;
import io.roomledger.http.Endpoint;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Where an export of a chat room is ordered, after it is said how much that is. */
final class OrderPages {
  private static final List<String> FORMATS = List.of("html", "xlsx", "csv", "json", "text");
  private static final int LONGEST_NAME = 60;

  private final Gate gate;
  private final Pages pages;
  private final Console.Chat chat;
  private final Exports exports;

  OrderPages(Gate gate, Pages pages, Console.Chat chat, Exports exports) {
    this.gate = gate;
    this.pages = pages;
    this.chat = chat;
    this.exports = exports;
  }

  /**
   * The panel.
   *
   * @param room of which room
   * @param formats what it can be exported as
   * @param count how many messages are in it now
   */
  record Panel(ChatRoom room, List<String> formats, long count) {}

  List<Endpoint> endpoints() {
    return List.of(
        gate.page("/chat-rooms/{room}/export", this::panel),
        gate.page("/chat-rooms/{room}/export/count", this::count),
        gate.post("/chat-rooms/{room}/export", this::order));
  }

  private Answer panel(Visit visit) {
    ChatRoom room = room(visit);
    return pages.page(visit, "order", new Panel(room, FORMATS, count(visit, room, Period.ALWAYS)));
  }

  private Answer count(Visit visit) {
    ChatRoom room = room(visit);
    Period period = period(visit, visit.asked("from"), visit.asked("to"));
    return pages.page(visit, "orderCount", new Panel(room, FORMATS, count(visit, room, period)));
  }

  private ChatRoom room(Visit visit) {
    return chat.rooms().exportable(visit.caller(), visit.call().pathParameter("room"));
  }

  private long count(Visit visit, ChatRoom room, Period period) {
    MessageFilter filter = MessageFilter.all(room.id(), new Window(0, 1)).in(period);
    return chat.messages().list(visit.caller(), filter).total();
  }

  private Answer order(Visit visit) {
    ChatRoom room = room(visit);
    String format = visit.field("format");
    if (!FORMATS.contains(format)) {
      throw new RefusedException(new Refusal.Invalid("format", format, "one of " + FORMATS));
    }
    Period period = period(visit, filled(visit, "from"), filled(visit, "to"));
    ExportJob ordered =
        exports.order(
            visit.caller(),
            new ExportOrder(
                "chat." + format,
                period,
                Selection.of("room", room.id()),
                fileName(room, visit),
                Optional.empty()));
    return Pages.redirect(visit, "/exports/" + ordered.id() + "?said=ordered");
  }

  private static Optional<String> filled(Visit visit, String field) {
    return Optional.of(visit.field(field)).filter(text -> !text.isEmpty());
  }

  /** Whole days where the person is, the last one included. */
  private static Period period(Visit visit, Optional<String> from, Optional<String> to) {
    Instant first = from.map(it -> visit.manners().start(day(it))).orElse(Period.ALWAYS.from());
    Instant end =
        to.map(it -> visit.manners().start(day(it).plusDays(1))).orElse(Period.ALWAYS.to());
    if (!first.isBefore(end)) {
      throw new RefusedException(new Refusal.Conflict(visit.say("order.dates")));
    }
    return new Period(first, end);
  }

  private static LocalDate day(String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() > 0 && day.getYear() < 9999) {
        return day;
      }
    } catch (DateTimeParseException e) {
      // said below
    }
    throw new RefusedException(new Refusal.Invalid("day", text, "a day such as 2026-03-01"));
  }

  private static String fileName(ChatRoom room, Visit visit) {
    String name = room.label().replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    String shortened = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
    return shortened + "-" + visit.manners().date(Instant.now()) + ".zip";
  }
}
