package io.roomledger.chat;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Column.Role;
import io.roomledger.export.Sheet;
import java.time.Instant;
import java.util.ArrayList;
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
              new Column<>("files", "Files", Role.FILES, ChatSheet::files),
              new Column<>("thumbnails", "Thumbnails", Role.THUMBNAILS, ChatSheet::thumbnails),
              new Column<>("quotes", "Quotes", Role.QUOTES, Quotes::cell),
              new Column<>("replies", "Replies", Role.REPLIES, ChatSheet::replies),
              new Column<>("pinned", "Pinned", Role.PINNED, ChatSheet::pinned),
              new Column<>("editor", "Edited by", line -> textOrEmpty(line.context().editor()))));

  /** The same of what one person wrote, and where. */
  public static final Sheet<PersonLine> OF_PERSON =
      SHEET.within(
          PersonLine::line,
          List.of(
              new Column<>("room", "Room", line -> Cell.text(line.room().id())),
              new Column<>("roomName", "Room name", line -> textOrEmpty(line.room().name()))));

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
    List<ChatFile> files = line.files();
    if (files.isEmpty()) {
      return Cell.EMPTY;
    }
    List<FileView> views = line.context().pictures();
    List<Cell> cells = new ArrayList<>(files.size());
    for (int i = 0; i < files.size(); i++) {
      cells.add(file(files.get(i), i < views.size() ? views.get(i) : FileView.NONE));
    }
    return new Cell.Many(cells);
  }

  private static Cell file(ChatFile file, FileView view) {
    String said = view.description();
    String name = said.isBlank() ? file.name() : file.name() + " \u2013 " + said;
    if (!view.address().isEmpty()) {
      return new Cell.Link(view.address(), name);
    }
    if (file.missing().equals(FilePlaces.LEFT)) {
      return Cell.text(name);
    }
    return file.missing().isEmpty()
        ? new Cell.Link(file.path(), name)
        : Cell.text(name + " (missing: " + file.missing() + ")");
  }

  private static Cell thumbnails(ChatLine line) {
    List<FileView> views = line.context().pictures();
    return views.isEmpty() || views.stream().noneMatch(view -> view.thumbPath().isPresent())
        ? Cell.EMPTY
        : new Cell.Many(views.stream().map(ChatSheet::thumbnail).toList());
  }

  private static Cell thumbnail(FileView view) {
    return view.picture()
        .flatMap(Picture::thumb)
        .<Cell>map(
            thumb -> new Cell.Link(FileView.path(thumb), thumb.width() + "x" + thumb.height()))
        .orElse(Cell.EMPTY);
  }

  private static Cell replies(ChatLine line) {
    long replies = line.context().replies();
    return replies == 0 ? Cell.EMPTY : Cell.number(replies);
  }

  private static Cell pinned(ChatLine line) {
    return momentOrEmpty(line.context().pinned().map(Message.Edit::at).orElse(null));
  }

  private static Cell textOrEmpty(String text) {
    return text.isEmpty() ? Cell.EMPTY : Cell.text(text);
  }

  private static Cell momentOrEmpty(@Nullable Instant at) {
    return at == null ? Cell.EMPTY : Cell.moment(at);
  }
}
