// https://developer.rocket.chat/apidocs/get-message
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.chat.ChatMessages;
import io.roomledger.http.Endpoint;

/** Shows one message. */
final class ChatGetMessage {
  private static final Schema QUERY = Schema.ANY.need("msgId", Schema::filled).closed();

  private final ChatMessages messages;
  private final MessagePrinter printer;

  ChatGetMessage(ChatMessages messages, MessagePrinter printer) {
    this.messages = messages;
    this.printer = printer;
  }

  Endpoint endpoint(Desk desk) {
    return desk.get("chat.getMessage", QUERY, this::answer);
  }

  private ObjectNode answer(Desk.Visit visit) {
    return Wire.object()
        .set(
            "message",
            printer.print(
                visit.caller(), messages.get(visit.caller(), visit.asked().text("msgId"))));
  }
}
