// https://developer.rocket.chat/apidocs/send-message
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.Message;
import io.roomledger.http.Endpoint;

/** Says something in a room that is known by its id. */
final class ChatSendMessage {
  private static final Schema BODY = Schema.ANY.need("message", Schema::object);

  private final ChatMessages messages;
  private final DraftReader drafts;
  private final MessagePrinter printer;

  ChatSendMessage(ChatMessages messages, DraftReader drafts, MessagePrinter printer) {
    this.messages = messages;
    this.drafts = drafts;
    this.printer = printer;
  }

  Endpoint endpoint(Desk desk) {
    return desk.post("chat.sendMessage", BODY, this::answer);
  }

  private ObjectNode answer(Desk.Visit visit) {
    if (!visit.asked().get("message").isObject()) {
      throw new FailureException(
          Failure.of("The \"message\" parameter must be provided.", "error-invalid-params"));
    }
    Asked message = visit.asked().object("message");
    String roomId = message.text("rid");
    if (roomId.isEmpty()) {
      throw new FailureException(
          Failure.plain(400, "The 'rid' property on the message object is missing."));
    }
    if (message.find("t").isPresent()) {
      throw new FailureException(
          Failure.plain(400, "Cannot send system messages using sendMessage"));
    }
    Message posted = messages.post(visit.caller(), drafts.read(visit, message, roomId));
    return Wire.object().set("message", printer.print(visit.caller(), posted));
  }
}
