// https://developer.rocket.chat/apidocs/search-message
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.chat.MessageFilter;
import io.roomledger.http.Endpoint;
import java.util.List;
import java.util.Set;

/** Finds messages of a room: by words, or those that mention the caller. */
final class ChatSearch {
  private static final Schema WORDS =
      Schema.ANY.need("roomId", Schema::filled).need("searchText", Schema::filled);

  private final MessagePrinter printer;

  ChatSearch(MessagePrinter printer) {
    this.printer = printer;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.get("chat.search", WORDS, this::search),
        desk.get(
            "chat.getMentionedMessages",
            Schema.ANY.need("roomId", Schema::filled),
            this::mentioned));
  }

  private ObjectNode search(Desk.Visit visit) {
    String words = visit.asked().text("searchText");
    if (words.isEmpty()) {
      throw new FailureException(
          Failure.of(
              "The required \"searchText\" query param is missing.",
              "error-searchText-param-not-provided"));
    }
    ObjectNode found =
        printer.list(
            "messages",
            visit,
            MessageFilter.all(visit.asked().text("roomId"), Paging.of(visit.asked()))
                .containing(words));
    // the vendor tells nothing but the messages here
    return Wire.object().set("messages", found.get("messages"));
  }

  private ObjectNode mentioned(Desk.Visit visit) {
    return printer.list(
        "messages",
        visit,
        MessageFilter.all(visit.asked().text("roomId"), Paging.of(visit.asked()))
            .mentioning(Set.of(visit.caller().account().id())));
  }
}
