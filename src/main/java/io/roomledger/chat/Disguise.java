package io.roomledger.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.identity.Account;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives everybody but one person another name, {@code User_1}, {@code User_2} and so on, and each
 * the same one throughout: authors of quotes, whoever reacted, edited or pinned, mentions, and the
 * names in messages of the system. A name that somebody wrote in plain words is a part of what they
 * said, and stays.
 */
final class Disguise {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Kinds of messages of the system whose text is no user name. */
  private static final Set<String> VALUES =
      Set.of("r", "wm", "rm", "message_pinned", "discussion-created", "livechat-close", "command");

  private final Account self;
  private final Map<String, String> names = new HashMap<>();

  Disguise(Account self) {
    this.self = self;
  }

  /** The line as others may see it. */
  ChatLine of(ChatLine line) {
    LineContext context = line.context();
    return new ChatLine(
        line.id(),
        line.sentAt(),
        line.username(),
        line.name(),
        text(line),
        line.systemKind(),
        line.editedAt(),
        line.parentId(),
        line.reactions().stream().map(this::reaction).toList(),
        line.files(),
        new LineContext(
            context.authorId(),
            context.editor().isEmpty() ? "" : name(context.editor()),
            context.pinned().map(pin -> new Message.Edit(pin.at(), name(pin.by()))),
            context.shown(),
            context.replies(),
            context.repliedAt(),
            context.mentions().stream().filter(account -> account.id().equals(self.id())).toList(),
            attachments(context.attachments()),
            context.pictures()));
  }

  /** What a user name becomes. */
  String name(String username) {
    return username.equalsIgnoreCase(self.username())
        ? self.username()
        : names.computeIfAbsent(
            username.toLowerCase(Locale.ROOT), name -> "User_" + (names.size() + 1));
  }

  private String text(ChatLine line) {
    String kind = line.systemKind();
    boolean name = !kind.isEmpty() && !VALUES.contains(kind) && !kind.startsWith("room");
    return name && !line.text().isBlank()
        ? name(line.text())
        : Mentions.renamed(line.text(), this::name);
  }

  private Reaction reaction(Reaction reaction) {
    return new Reaction(reaction.emoji(), reaction.by().stream().map(this::name).toList());
  }

  private String attachments(String list) {
    if (list.isEmpty()) {
      return list;
    }
    try {
      JsonNode all = JSON.readTree(list);
      for (JsonNode one : all) {
        if (one instanceof ObjectNode quote) {
          quote(quote);
        }
      }
      return JSON.writeValueAsString(all);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored list cannot be read: " + list, e);
    }
  }

  private void quote(ObjectNode quote) {
    String author = quote.path("author_name").asText("");
    if (!author.isEmpty()) {
      quote.put("author_name", name(author));
      quote.remove(List.of("author_link", "author_icon", "author_real_name"));
    }
    if (quote.path("text").isTextual()) {
      quote.put("text", Mentions.renamed(quote.path("text").textValue(), this::name));
    }
  }
}
