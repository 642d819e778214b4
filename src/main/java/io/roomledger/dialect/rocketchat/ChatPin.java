// https://developer.rocket.chat/apidocs/pin-a-message
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageFilter;
import io.roomledger.http.Endpoint;
import java.util.List;

/** Pins messages to their rooms, takes them off, and lists what is pinned. */
final class ChatPin {
  private final ChatMessages messages;
  private final MessagePrinter printer;

  ChatPin(ChatMessages messages, MessagePrinter printer) {
    this.messages = messages;
    this.printer = printer;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.post("chat.pinMessage", this::pin),
        desk.post("chat.unPinMessage", this::unpin),
        desk.get(
            "chat.getPinnedMessages", Schema.ANY.need("roomId", Schema::filled), this::pinned));
  }

  private ObjectNode pin(Desk.Visit visit) {
    Message message = ChatReact.message(messages, visit);
    Message pinned = messages.pin(visit.caller(), message.id(), true);
    return Wire.object().set("message", printer.print(visit.caller(), pinned));
  }

  private ObjectNode unpin(Desk.Visit visit) {
    Message message = ChatReact.message(messages, visit);
    Message _ = messages.pin(visit.caller(), message.id(), false);
    return Wire.object();
  }

  private ObjectNode pinned(Desk.Visit visit) {
    return printer.list(
        "messages",
        visit,
        MessageFilter.all(visit.asked().text("roomId"), Paging.of(visit.asked())).pinnedOnly());
  }
}
