package io.roomledger.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.export.Pseudonyms;
import io.roomledger.identity.Account;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives everybody, or everybody but one person, another name, see {@link Pseudonyms}: authors, also
 * of quotes, whoever reacted, edited or pinned, mentions, and the names in messages of the system.
 * A name that somebody wrote in plain words is a part of what they said, and stays.
 */
final class Disguise {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Kinds of messages of the system whose text is no user name. */
  private static final Set<String> VALUES =
      Set.of("r", "wm", "rm", "message_pinned", "discussion-created", "livechat-close", "command");

  private final boolean none;
  private final Optional<Account> self;
  private final Pseudonyms names = new Pseudonyms();

  private Disguise(boolean none, Optional<Account> self) {
    this.none = none;
    this.self = self;
  }

  /** Everybody keeps their name. */
  static Disguise ofNobody() {
    return new Disguise(true, Optional.empty());
  }

  /** Of everybody. */
  static Disguise ofAll() {
    return new Disguise(false, Optional.empty());
  }

  /** Of everybody but that one. */
  static Disguise ofAllBut(Account self) {
    return new Disguise(false, Optional.of(self));
  }

  /** The line as others may see it. */
  ChatLine of(ChatLine line) {
    if (none) {
      return line;
    }
    LineContext context = line.context();
    return new ChatLine(
        line.id(),
        line.sentAt(),
        name(line.username()),
        isSelf(line.username()) ? line.name() : name(line.username()),
        text(line),
        line.systemKind(),
        line.editedAt(),
        line.parentId(),
        line.reactions().stream().map(this::reaction).toList(),
        line.files(),
        new LineContext(
            isSelf(line.username()) ? context.authorId() : "",
            context.editor().isEmpty() ? "" : name(context.editor()),
            context.pinned().map(pin -> new Message.Edit(pin.at(), name(pin.by()))),
            context.shown(),
            context.replies(),
            context.repliedAt(),
            context.mentions().stream().filter(account -> isSelf(account.username())).toList(),
            attachments(context.attachments()),
            context.pictures().stream().map(this::described).toList()));
  }

  private FileView described(FileView view) {
    return view.saying(text(view.description()));
  }

  /** A text with other names in place of those that it mentions. */
  String text(String text) {
    return none ? text : Mentions.renamed(text, this::name);
  }

  private boolean isSelf(String username) {
    return self.isPresent() && username.equalsIgnoreCase(self.get().username());
  }

  /** What a user name becomes. */
  String name(String username) {
    return self.filter(account -> username.equalsIgnoreCase(account.username()))
        .map(Account::username)
        .orElseGet(() -> names.of(username));
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
