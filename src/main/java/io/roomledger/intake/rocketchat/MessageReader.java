package io.roomledger.intake.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Ids;
import io.roomledger.chat.IncomingMessage;
import io.roomledger.chat.Message;
import io.roomledger.chat.MessageExtras;
import io.roomledger.chat.Reaction;
import io.roomledger.chat.SystemSentence;
import io.roomledger.identity.Account;
import io.roomledger.intake.Fields;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.chat.People;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Turns a message as the vendor's JSON has it into ours. */
final class MessageReader {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{17,24}");

  private final String roomId;
  private final Function<String, Optional<Account>> byName;
  private final FileReader files;

  /**
   * The messages of a room.
   *
   * @param byName who a user name means
   */
  MessageReader(String roomId, Function<String, Optional<Account>> byName, FileReader files) {
    this.roomId = roomId;
    this.byName = byName;
    this.files = files;
  }

  /** The message, if it has a time that is one. */
  Optional<IncomingMessage> read(JsonNode json) throws IOException {
    Optional<Instant> sent = time(json.path("ts"));
    if (sent.isEmpty()) {
      return Optional.empty();
    }
    String username = username(json);
    Optional<Account> author = byName.apply(username);
    Optional<String> id = id(json, "_id");
    Optional<String> parent = id(json, "tmid");
    String key =
        Ids.derived(
            IncomingMessage.KEY_LENGTH,
            "rocketchat message",
            roomId,
            id.orElse(sent.get() + username));
    String kind = Fields.first(json, "t", "type");
    return Optional.of(
        new IncomingMessage(
            key,
            sent.get(),
            author.map(Account::id),
            alias(json, username, author.isPresent()),
            text(json, kind, username),
            kind,
            Optional.empty(),
            json.path("tshow").asBoolean(),
            act(json, "editedAt", "editedBy"),
            reactions(json.path("reactions")),
            files.of(json, key),
            extras(json),
            new IncomingMessage.Ids(id, parent)));
  }

  /** In exports the name stands alone, in the collection within the author. */
  static String username(JsonNode json) {
    String alone = Fields.text(json, "username");
    return alone.isEmpty() ? Fields.text(json.path("u"), "username") : alone;
  }

  private static String alias(JsonNode json, String username, boolean known) {
    String alias = Fields.text(json, "alias");
    if (!alias.isEmpty() || known) {
      return People.clean(alias, 100);
    }
    return People.clean(username.isEmpty() ? "unknown" : username, 100);
  }

  /** Exports have a sentence for what the system says; older servers put words into the file. */
  private static String text(JsonNode json, String kind, String username) {
    String text = Fields.text(json, "msg");
    if (!kind.isEmpty()) {
      return json.has("t") ? text : SystemSentence.textOf(kind, text, username);
    }
    List<String> parts = new ArrayList<>();
    parts.add(text);
    for (JsonNode attachment : json.path("attachments")) {
      if (FileReader.isFile(attachment)) {
        parts.add(Fields.text(attachment, "description"));
      }
    }
    parts.removeIf(String::isBlank);
    return String.join("\n", parts);
  }

  /** ISO text, milliseconds, or MongoDB's way of writing either. */
  static Optional<Instant> time(JsonNode json) {
    JsonNode time = json.has("$date") ? json.path("$date") : json;
    if (time.has("$numberLong")) {
      return ChatImport.moment(time.path("$numberLong").asLong());
    }
    return time.isNumber()
        ? ChatImport.moment(time.asLong())
        : ChatImport.moment(time.isTextual() ? time.textValue() : "");
  }

  private static Optional<String> id(JsonNode json, String field) {
    return Optional.of(Fields.text(json, field)).filter(id -> ID.matcher(id).matches());
  }

  private Optional<Message.Edit> act(JsonNode json, String at, String by) {
    return time(json.path(at))
        .map(time ->
            new Message.Edit(
                time,
                byName.apply(Fields.text(json.path(by), "username")).map(Account::id).orElse("")));
  }

  private List<Reaction> reactions(JsonNode json) {
    List<Reaction> reactions = new ArrayList<>();
    json.properties()
        .forEach(reaction -> {
          List<String> by = new ArrayList<>();
          for (String username : Fields.texts(reaction.getValue().path("usernames"))) {
            byName.apply(username).map(Account::id).filter(a -> !by.contains(a)).ifPresent(by::add);
          }
          if (!by.isEmpty()) {
            reactions.add(new Reaction(reaction.getKey(), by));
          }
        });
    return reactions;
  }

  private MessageExtras extras(JsonNode json) {
    ArrayNode others = JsonNodeFactory.instance.arrayNode();
    for (JsonNode attachment : json.path("attachments")) {
      if (attachment instanceof ObjectNode object && !FileReader.isFile(attachment)) {
        others.add(cleaned(object));
      }
    }
    Optional<Message.Edit> pinned =
        json.path("pinned").asBoolean() ? act(json, "pinnedAt", "pinnedBy") : Optional.empty();
    return new MessageExtras(
        Fields.text(json, "emoji"),
        Fields.text(json, "avatar"),
        Fields.stored(others),
        Fields.stored(json.path("customFields")),
        pinned);
  }

  /** Without what an export adds. */
  private static ObjectNode cleaned(ObjectNode attachment) {
    ObjectNode clean = attachment.deepCopy();
    clean.remove("remote");
    String url = Fields.text(clean, "url");
    boolean repeated =
        url.isEmpty()
            || url.equals(
                Fields.first(
                    clean, "title_link", "image_url", "audio_url", "video_url", "message_link"));
    if (repeated) {
      clean.remove("url");
    }
    return clean;
  }
}
