// https://developer.rocket.chat/apidocs/get-channel-history, .../get-channel-messages and others
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Period;
import io.roomledger.base.Window;
import io.roomledger.chat.MessageFilter;
import io.roomledger.chat.RoomOverview;
import io.roomledger.http.Endpoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What was said in a room: a stretch of its history, or all of it in parts. */
final class RoomReading {
  private static final int USUAL_HISTORY = 20;

  private final RoomFinder finder;
  private final MessagePrinter printer;

  RoomReading(RoomFinder finder, MessagePrinter printer) {
    this.finder = finder;
    this.printer = printer;
  }

  List<Endpoint> endpoints(Desk desk) {
    List<Endpoint> all = new ArrayList<>();
    for (Family family : Family.values()) {
      all.add(desk.get(family.call("history"), visit -> history(visit, family)));
      all.add(desk.get(family.call("messages"), visit -> messages(visit, family)));
    }
    return all;
  }

  /** The newest first, between two moments; replies only when they are wished for. */
  private ObjectNode history(Desk.Visit visit, Family family) {
    RoomOverview found = finder.find(visit, family);
    Window window = Paging.of(visit.asked(), USUAL_HISTORY);
    MessageFilter filter = MessageFilter.all(found.room().id(), window).in(stretch(visit.asked()));
    if (!visit.asked().truth("showThreadMessages")) {
      filter = filter.of(new MessageFilter.Threads.RoomOnly());
    }
    ObjectNode listed = printer.list("messages", visit, filter);
    ObjectNode answer = Wire.object();
    return answer.set("messages", listed.get("messages"));
  }

  /** Milliseconds are the vendor's smallest unit, so a moment means all of its millisecond. */
  private static Period stretch(Asked asked) {
    boolean inclusive = asked.truth("inclusive");
    Instant from =
        asked
            .moment("oldest")
            .map(oldest -> inclusive ? oldest : oldest.plusMillis(1))
            .orElse(Period.ALWAYS.from());
    Instant to =
        asked
            .moment("latest")
            .map(latest -> inclusive ? latest.plusMillis(1) : latest)
            .orElse(Period.ALWAYS.to());
    return to.isBefore(from) ? new Period(from, from) : new Period(from, to);
  }

  private ObjectNode messages(Desk.Visit visit, Family family) {
    RoomOverview found = finder.find(visit, family);
    MessageFilter filter = MessageFilter.all(found.room().id(), Paging.of(visit.asked()));
    if (visit.asked().truth("pinned")) {
      filter = filter.pinnedOnly();
    }
    Set<String> mentioned = Set.copyOf(visit.asked().commaTexts("mentionIds"));
    if (!mentioned.isEmpty()) {
      filter = filter.mentioning(mentioned);
    }
    boolean ascending =
        Sorting.of(visit.asked(), Map.of("ts", "ts")).map(s -> !s.descending()).orElse(false);
    return printer.list("messages", visit, ascending ? filter.oldestFirst() : filter);
  }
}
