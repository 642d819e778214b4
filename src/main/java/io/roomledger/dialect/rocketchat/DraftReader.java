// https://developer.rocket.chat/apidocs/post-message: what a message may carry
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.RefusedException;
import io.roomledger.chat.ChatMessages;
import io.roomledger.chat.Draft;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageExtras;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what somebody wants to say, and looks up the messages that it quotes by their links. */
final class DraftReader {
  private static final int MOST_QUOTES = 5;
  private static final Pattern LINK =
      Pattern.compile("(https?://[^\\s/()\\[\\]]+)/[^\\s()\\[\\]]*[?&]msg=([A-Za-z0-9]{17,24})");

  private final ChatMessages messages;
  private final MessagePrinter printer;

  DraftReader(ChatMessages messages, MessagePrinter printer) {
    this.messages = messages;
    this.printer = printer;
  }

  /**
   * The draft for a room.
   *
   * @param fields the message as it was sent, whose text is {@code text} or {@code msg}
   */
  Draft read(Desk.Visit visit, Asked fields, String roomId) {
    String text = fields.find("msg").orElse(fields.text("text"));
    ArrayNode attachments = attachments(fields.get("attachments"));
    quotes(visit, text).forEach(attachments::add);
    return new Draft(
        roomId,
        text,
        fields.find("tmid"),
        fields.truth("tshow"),
        fields.find("_id"),
        fields.text("alias"),
        new MessageExtras(
            fields.text("emoji"),
            fields.text("avatar"),
            attachments.isEmpty() ? "" : attachments.toString(),
            fields.get("customFields").isObject() ? fields.get("customFields").toString() : "",
            Optional.empty()));
  }

  private static ArrayNode attachments(JsonNode sent) {
    if (sent.isMissingNode() || sent.isNull()) {
      return Json.array();
    }
    ArrayNode attachments = Json.array();
    for (JsonNode attachment : sent) {
      if (!attachment.isObject() || !sound(attachment.path("fields"))) {
        throw misshapen();
      }
      attachments.add(attachment);
    }
    if (!sent.isArray()) {
      throw misshapen();
    }
    return attachments;
  }

  /** Fields are pairs of texts. */
  private static boolean sound(JsonNode fields) {
    boolean sound = fields.isMissingNode() || fields.isNull() || fields.isArray();
    for (JsonNode field : fields) {
      sound &= field.path("title").isTextual() && field.path("value").isTextual();
    }
    return sound;
  }

  private static FailureException misshapen() {
    return new FailureException(
        Failure.of(
            "attachments: expected a list of objects, whose fields have a title and a value",
            "error-invalid-params"));
  }

  /** Of links that lead to nothing the caller may read, nothing is shown. */
  private List<ObjectNode> quotes(Desk.Visit visit, String text) {
    List<ObjectNode> quotes = new ArrayList<>();
    Matcher link = LINK.matcher(text);
    while (link.find() && quotes.size() < MOST_QUOTES) {
      if (link.group(1).equals(visit.call().origin())) {
        quote(visit.caller(), link.group(), link.group(2)).ifPresent(quotes::add);
      }
    }
    return quotes;
  }

  private Optional<ObjectNode> quote(Caller caller, String address, String messageId) {
    try {
      Message quoted = messages.get(caller, messageId);
      ObjectNode shown = printer.print(caller, quoted);
      ObjectNode quote = Wire.object().put("text", quoted.text());
      String author = shown.path("u").path("username").asText();
      quote.put("author_name", author).put("author_icon", "/avatar/" + Percent.encode(author));
      quote.put("message_link", address).put("ts", Iso.text(quoted.sentAt()));
      if (shown.has("attachments")) {
        quote.set("attachments", shown.get("attachments"));
      }
      return Optional.of(quote);
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }
}
