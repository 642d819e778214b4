package io.roomledger.chat;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Column.Role;
import io.roomledger.export.Sheet;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The house's own layout of a chat transcript: whole, and the same in every format. */
public final class ChatSheet {
  /** The layout. */
  public static final Sheet<ChatLine> SHEET =
      new Sheet<>(
          "Messages",
          Sheet.Layout.TRANSCRIPT,
          List.of(
              new Column<>("id", "Message id", Role.ID, line -> Cell.text(line.id())),
              new Column<>("time", "Time", Role.MOMENT, line -> Cell.moment(line.sentAt())),
              new Column<>("username", "User", Role.AUTHOR, line -> Cell.text(line.username())),
              new Column<>("name", "Name", Role.AUTHOR_NAME, line -> textOrEmpty(line.name())),
              new Column<>("text", "Message", Role.TEXT, line -> Cell.text(line.sentence())),
              new Column<>("kind", "Kind", Role.SYSTEM, line -> textOrEmpty(line.systemKind())),
              new Column<>("edited", "Edited", Role.EDITED, line -> momentOrEmpty(line.editedAt())),
              new Column<>("parent", "Reply to", Role.PARENT, line -> textOrEmpty(line.parentId())),
              new Column<>("reactions", "Reactions", Role.REACTIONS, ChatSheet::reactions),
              new Column<>("files", "Files", Role.FILES, ChatSheet::files)));

  private ChatSheet() {}

  private static Cell reactions(ChatLine line) {
    if (line.reactions().isEmpty()) {
      return Cell.EMPTY;
    }
    return new Cell.Many(line.reactions().stream().map(ChatSheet::reaction).toList());
  }

  private static Cell reaction(Reaction reaction) {
    List<Cell> by = reaction.by().stream().map(Cell::text).toList();
    return new Cell.Fields(
        List.of(
            new Cell.Field("emoji", Cell.text(reaction.emoji())),
            new Cell.Field("usernames", new Cell.Many(by))));
  }

  private static Cell files(ChatLine line) {
    if (line.files().isEmpty()) {
      return Cell.EMPTY;
    }
    return new Cell.Many(line.files().stream().map(ChatSheet::file).toList());
  }

  private static Cell file(ChatFile file) {
    return file.missing().isEmpty()
        ? new Cell.Link(file.path(), file.name())
        : Cell.text(file.name() + " (missing: " + file.missing() + ")");
  }

  private static Cell textOrEmpty(String text) {
    return text.isEmpty() ? Cell.EMPTY : Cell.text(text);
  }

  private static Cell momentOrEmpty(@Nullable Instant at) {
    return at == null ? Cell.EMPTY : Cell.moment(at);
  }
}
