package io.roomledger.chat;

import io.roomledger.identity.Account;
import io.roomledger.store.ObjectStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Makes lines of the rows of {@link ChatCopy}, with names in place of account ids. */
final class TranscriptReader {
  static final String LOST = "its bytes are no longer in the object store";

  private final AuthorNames names;
  private final ObjectStore store;
  private String room = "";

  TranscriptReader(AuthorNames names, ObjectStore store) {
    this.names = names;
    this.store = store;
  }

  /** The room of the line read last, if those of a person are read; else empty. */
  String room() {
    return room;
  }

  /** Reads the fields in the order of {@link ChatCopy}. */
  ChatLine read(CopyReader reader) throws IOException {
    String id = reader.textOrEmpty();
    Instant sentAt = Objects.requireNonNull(reader.moment());
    String author = reader.text();
    String alias = reader.textOrEmpty();
    String text = reader.textOrEmpty();
    String systemKind = reader.textOrEmpty();
    Instant editedAt = reader.moment();
    String editor = reader.text();
    Instant pinnedAt = reader.moment();
    String pinner = reader.text();
    String parentId = reader.textOrEmpty();
    boolean shown = !reader.textOrEmpty().isEmpty();
    String attachments = reader.textOrEmpty();
    List<Reaction> reactions = JsonColumns.reactions(reader.text());
    List<PicturedFile> files = JsonColumns.pictured(reader.text());
    room = reader.textOrEmpty();
    String replies = reader.textOrEmpty();
    Optional<Message.Edit> pinned =
        pinnedAt == null
            ? Optional.empty()
            : Optional.of(new Message.Edit(pinnedAt, names.username(pinner, "")));
    return new ChatLine(
        id,
        sentAt,
        names.username(author, alias),
        names.name(author, alias),
        text,
        systemKind,
        editedAt,
        parentId,
        reactions.isEmpty() ? reactions : named(reactions),
        files.isEmpty() ? List.of() : checked(files),
        new LineContext(
            author == null ? "" : author,
            editedAt == null ? "" : names.username(editor, ""),
            pinned,
            shown,
            replies.isEmpty() ? 0 : Long.parseLong(replies, 0, replies.indexOf(' '), 10),
            repliedAt(replies),
            systemKind.isEmpty() ? mentions(text) : List.of(),
            attachments,
            files.isEmpty() ? List.of() : views(files)));
  }

  /** From {@code <count> <microseconds>}. */
  private static Optional<Instant> repliedAt(String replies) {
    if (replies.isEmpty()) {
      return Optional.empty();
    }
    long micros = Long.parseLong(replies, replies.indexOf(' ') + 1, replies.length(), 10);
    return Optional.of(
        Instant.ofEpochSecond(
            Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000));
  }

  private List<Account> mentions(String text) {
    Set<String> mentioned = Mentions.people(text);
    return mentioned.isEmpty()
        ? List.of()
        : mentioned.stream().flatMap(name -> names.called(name).stream()).toList();
  }

  private List<Reaction> named(List<Reaction> reactions) {
    return reactions.stream()
        .map(r -> new Reaction(r.emoji(), r.by().stream().map(a -> names.username(a, "")).toList()))
        .toList();
  }

  /** Files as they will be in the package: what the store has lost is missing already here. */
  private List<ChatFile> checked(List<PicturedFile> files) throws IOException {
    List<ChatFile> checked = new ArrayList<>(files.size());
    for (PicturedFile pictured : files) {
      ChatFile file = pictured.file();
      boolean lost = file.missing().isEmpty() && store.find(file.storeKey()).isEmpty();
      checked.add(lost ? file.without(LOST) : file);
    }
    return checked;
  }

  private List<FileView> views(List<PicturedFile> files) throws IOException {
    List<FileView> views = new ArrayList<>(files.size());
    for (PicturedFile file : files) {
      views.add(file.view(store));
    }
    return views;
  }
}
