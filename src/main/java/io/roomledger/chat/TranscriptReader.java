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
import org.jspecify.annotations.Nullable;

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

  /**
   * What most messages have nothing of.
   *
   * @param editor the account that edited it
   * @param pinner the account that pinned it
   * @param shown whether a reply is shown in the room as well
   */
  private record More(
      String alias,
      String systemKind,
      @Nullable Instant editedAt,
      @Nullable String editor,
      @Nullable Instant pinnedAt,
      @Nullable String pinner,
      String parentId,
      boolean shown,
      String attachments,
      List<Reaction> reactions,
      List<PicturedFile> files) {
    static final More NOTHING =
        new More("", "", null, null, null, null, "", false, "", List.of(), List.of());

    static More of(CopyReader reader) {
      if (!reader.enter()) {
        return NOTHING;
      }
      More more =
          new More(
              reader.textOrEmpty(),
              reader.textOrEmpty(),
              reader.moment(),
              reader.text(),
              reader.moment(),
              reader.text(),
              reader.textOrEmpty(),
              !reader.textOrEmpty().isEmpty(),
              reader.textOrEmpty(),
              JsonColumns.reactions(reader.text()),
              JsonColumns.pictured(reader.text()));
      reader.leave();
      return more;
    }
  }

  /** Reads the fields in the order of {@link ChatCopy}. */
  ChatLine read(CopyReader reader) throws IOException {
    String id = reader.textOrEmpty();
    Instant sentAt = Objects.requireNonNull(reader.moment());
    String author = reader.text();
    String text = reader.textOrEmpty();
    room = reader.textOrEmpty();
    String replies = reader.textOrEmpty();
    More more = More.of(reader);
    return new ChatLine(
        id,
        sentAt,
        names.username(author, more.alias),
        names.name(author, more.alias),
        text,
        more.systemKind,
        more.editedAt,
        more.parentId,
        more.reactions.isEmpty() ? more.reactions : named(more.reactions),
        more.files.isEmpty() ? List.of() : checked(more.files),
        context(author, text, replies, more));
  }

  private LineContext context(@Nullable String author, String text, String replies, More more)
      throws IOException {
    Optional<Message.Edit> pinned =
        more.pinnedAt == null
            ? Optional.empty()
            : Optional.of(new Message.Edit(more.pinnedAt, names.username(more.pinner, "")));
    return new LineContext(
        author == null ? "" : author,
        more.editedAt == null ? "" : names.username(more.editor, ""),
        pinned,
        more.shown,
        replies.isEmpty() ? 0 : Long.parseLong(replies, 0, replies.indexOf(' '), 10),
        repliedAt(replies),
        more.systemKind.isEmpty() ? mentions(text) : List.of(),
        more.attachments,
        more.files.isEmpty() ? List.of() : views(more.files));
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
