// https://developer.rocket.chat/apidocs/get-thread-messages and .../list-threads
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageFilter;
import io.roomledger.chat.MessageFilter.Threads;
import io.roomledger.http.Endpoint;
import java.util.List;

/** Lists the threads of a room, and the replies of one. */
final class ChatThreads {
  private final ChatMessages messages;
  private final MessagePrinter printer;

  ChatThreads(ChatMessages messages, MessagePrinter printer) {
    this.messages = messages;
    this.printer = printer;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.get("chat.getThreadMessages", Schema.ANY.need("tmid", Schema::filled), this::replies),
        desk.get("chat.getThreadsList", Schema.ANY.need("rid", Schema::filled), this::threads));
  }

  /** The oldest first, unlike every other list. */
  private ObjectNode replies(Desk.Visit visit) {
    Message parent = parent(visit);
    return printer.list(
        "messages",
        visit,
        MessageFilter.all(parent.roomId(), Paging.of(visit.asked()))
            .of(new Threads.RepliesTo(parent.id()))
            .oldestFirst());
  }

  private Message parent(Desk.Visit visit) {
    String id = visit.asked().text("tmid");
    if (id.isEmpty()) {
      throw new FailureException(
          Failure.of("The required \"tmid\" query param is missing.", "error-invalid-params"));
    }
    return messages.get(visit.caller(), id);
  }

  private ObjectNode threads(Desk.Visit visit) {
    return printer.list(
        "threads",
        visit,
        MessageFilter.all(visit.asked().text("rid"), Paging.of(visit.asked()))
            .of(new Threads.Parents())
            .containing(visit.asked().text("text")));
  }
}
