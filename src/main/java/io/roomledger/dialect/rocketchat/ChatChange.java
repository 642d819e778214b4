// https://developer.rocket.chat/apidocs/update-message and .../delete-message
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.Message;
import io.roomledger.http.Endpoint;
import java.io.IOException;
import java.util.List;

/** Changes what was said, or takes it back. */
final class ChatChange {
  private static final Schema WHICH =
      Schema.ANY.need("roomId", Schema::string).need("msgId", Schema::string);
  private static final Schema UPDATE = WHICH.need("text", Schema::string);

  private final ChatMessages messages;
  private final MessagePrinter printer;

  ChatChange(ChatMessages messages, MessagePrinter printer) {
    this.messages = messages;
    this.printer = printer;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.post("chat.update", UPDATE, this::update),
        desk.post("chat.delete", WHICH, this::delete));
  }

  private ObjectNode update(Desk.Visit visit) {
    Message message = named(visit);
    try {
      Message changed = messages.edit(visit.caller(), message.id(), visit.asked().text("text"));
      return Wire.object().set("message", printer.print(visit.caller(), changed));
    } catch (RefusedException e) {
      throw spelled(e, "Message editing not allowed");
    }
  }

  private ObjectNode delete(Desk.Visit visit) throws IOException {
    Message message = named(visit);
    ObjectNode shown = printer.print(visit.caller(), message);
    try {
      messages.delete(visit.caller(), message.id());
    } catch (RefusedException e) {
      throw spelled(e, "Not allowed");
    }
    // a number as a text, here and nowhere else
    String now = Long.toString(message.sentAt().toEpochMilli());
    ObjectNode answer = Wire.object().put("_id", message.id()).put("ts", now);
    ObjectNode gone = answer.putObject("message");
    gone.put("_id", message.id()).put("rid", message.roomId()).set("u", shown.get("u"));
    return answer;
  }

  private Message named(Desk.Visit visit) {
    String id = visit.asked().text("msgId");
    Message message;
    try {
      message = messages.get(visit.caller(), id);
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        throw new FailureException(
            Failure.plain(400, "No message found with the id of \"" + id + "\"."));
      }
      throw e;
    }
    if (!message.roomId().equals(visit.asked().text("roomId"))) {
      throw new FailureException(
          Failure.plain(400, "The room id provided does not match where the message is from."));
    }
    return message;
  }

  private static RuntimeException spelled(RefusedException e, String words) {
    return e.refusal() instanceof Refusal.Forbidden
        ? new FailureException(Failure.of(words, "error-action-not-allowed"))
        : e;
  }
}
