// https://developer.rocket.chat/apidocs/react-to-message
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.Message;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;

/** Puts an emoji under a message or takes it away; without a word which, the other of both. */
final class ChatReact {
  private final ChatMessages messages;

  ChatReact(ChatMessages messages) {
    this.messages = messages;
  }

  Endpoint endpoint(Desk desk) {
    return desk.post("chat.react", this::answer);
  }

  private ObjectNode answer(Desk.Visit visit) {
    Message message = message(messages, visit);
    Asked asked = visit.asked();
    String emoji = asked.find("emoji").orElse(asked.text("reaction"));
    if (emoji.isEmpty()) {
      throw new FailureException(
          Failure.of("The required \"emoji\" param is missing.", "error-emoji-param-not-provided"));
    }
    boolean there =
        asked.has("shouldReact")
            ? asked.truth("shouldReact")
            : !reacted(visit.caller(), message, emoji);
    Message _ = messages.react(visit.caller(), message.id(), emoji, there);
    return Wire.object();
  }

  private static boolean reacted(Caller.Person caller, Message message, String emoji) {
    String name = ":" + emoji.replace(":", "") + ":";
    return message.reactions().stream()
        .anyMatch(r -> r.emoji().equals(name) && r.by().contains(caller.account().id()));
  }

  /** The message that the call names. */
  static Message message(ChatMessages messages, Desk.Visit visit) {
    String id = visit.asked().text("messageId");
    if (id.isBlank()) {
      throw new FailureException(
          Failure.of(
              "The required \"messageId\" param is missing.",
              "error-messageid-param-not-provided"));
    }
    try {
      return messages.get(visit.caller(), id);
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.NotFound) {
        throw new FailureException(
            Failure.of(
                "The provided \"messageId\" does not match any existing message.",
                "error-message-not-found"));
      }
      throw e;
    }
  }
}
