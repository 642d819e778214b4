// https://developer.rocket.chat/apidocs/export-room: the file of messages in the format json
package io.roomledger.dialect.rocketchat;

import io.roomledger.chat.ChatLine;
import io.roomledger.chat.FileView;
import io.roomledger.chat.Message;
import io.roomledger.chat.PersonLine;
import io.roomledger.chat.Reaction;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Column.Role;
import io.roomledger.export.Sheet;
import io.roomledger.identity.Account;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's layout of a room's messages: its keys in its order, and behind them, under the names
 * that its messages have elsewhere, what its export drops.
 */
public final class RoomExportColumns {
  /** The layout. */
  public static final Sheet<ChatLine> SHEET =
      new Sheet<>(
          "Messages",
          Sheet.Layout.TRANSCRIPT,
          List.of(
              new Column<>("msg", "Message", Role.TEXT, line -> Cell.text(line.sentence())),
              new Column<>("username", "User", Role.AUTHOR, line -> Cell.text(line.username())),
              new Column<>("ts", "Time", line -> iso(line.sentAt())),
              new Column<>("attachments", "Files", RoomExportColumns::attachments),
              new Column<>("type", "Kind", Role.SYSTEM, line -> textOrEmpty(line.systemKind())),
              new Column<>("_id", "Message id", Role.ID, line -> Cell.text(line.id())),
              new Column<>("name", "Name", Role.AUTHOR_NAME, line -> textOrEmpty(line.name())),
              new Column<>("tmid", "Reply to", Role.PARENT, line -> textOrEmpty(line.parentId())),
              new Column<>("tshow", "In the room", line -> flag(line.context().shown())),
              new Column<>("tcount", "Replies", line -> count(line.context().replies())),
              new Column<>("tlm", "Last reply", line -> iso(line.context().repliedAt())),
              new Column<>("editedAt", "Edited", line -> iso(line.editedAt())),
              new Column<>("editedBy", "Edited by", line -> user(line.context().editor())),
              new Column<>("pinned", "Pinned", line -> flag(line.context().pinned().isPresent())),
              new Column<>("pinnedAt", "Pinned at", RoomExportColumns::pinnedAt),
              new Column<>("pinnedBy", "Pinned by", RoomExportColumns::pinnedBy),
              new Column<>("reactions", "Reactions", RoomExportColumns::reactions),
              new Column<>("mentions", "Mentions", RoomExportColumns::mentions),
              new Column<>("files", "Package", RoomExportColumns::files)));

  /** The same of what one person wrote, and where. */
  public static final Sheet<PersonLine> OF_PERSON =
      SHEET.within(
          PersonLine::line,
          List.of(
              new Column<>("rid", "Room", line -> Cell.text(line.room().id())),
              new Column<>("room", "Room name", line -> textOrEmpty(line.room().name()))));

  private RoomExportColumns() {}

  private static Cell iso(@Nullable Instant at) {
    return at == null ? Cell.EMPTY : Cell.text(Iso.text(at));
  }

  private static Cell iso(Optional<Instant> at) {
    return iso(at.orElse(null));
  }

  private static Cell flag(boolean there) {
    return there ? new Cell.Flag(true) : Cell.EMPTY;
  }

  private static Cell count(long number) {
    return number == 0 ? Cell.EMPTY : Cell.number(number);
  }

  private static Cell user(String username) {
    return username.isEmpty()
        ? Cell.EMPTY
        : new Cell.Fields(List.of(new Cell.Field("username", Cell.text(username))));
  }

  private static Cell pinnedAt(ChatLine line) {
    return iso(line.context().pinned().map(Message.Edit::at));
  }

  private static Cell pinnedBy(ChatLine line) {
    return user(line.context().pinned().map(Message.Edit::by).orElse(""));
  }

  private static Cell mentions(ChatLine line) {
    return line.context().mentions().isEmpty()
        ? Cell.EMPTY
        : new Cell.Many(line.context().mentions().stream().map(RoomExportColumns::person).toList());
  }

  private static Cell person(Account account) {
    return new Cell.Fields(
        List.of(
            new Cell.Field("_id", Cell.text(account.id())),
            new Cell.Field("username", Cell.text(account.username())),
            new Cell.Field("name", textOrEmpty(account.name()))));
  }

  private static Cell attachments(ChatLine line) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < line.files().size(); i++) {
      cells.add(AttachmentCells.file(line.files().get(i), view(line, i)));
    }
    cells.addAll(AttachmentCells.attached(line.context().attachments()));
    return cells.isEmpty() ? Cell.EMPTY : new Cell.Many(cells);
  }

  private static FileView view(ChatLine line, int index) {
    List<FileView> views = line.context().pictures();
    return index < views.size() ? views.get(index) : FileView.NONE;
  }

  /** Where the bytes lie in this package, or why they do not. */
  private static Cell files(ChatLine line) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < line.files().size(); i++) {
      cells.add(AttachmentCells.packed(line.files().get(i), view(line, i)));
    }
    return cells.isEmpty() ? Cell.EMPTY : new Cell.Many(cells);
  }

  private static Cell reactions(ChatLine line) {
    return line.reactions().isEmpty()
        ? Cell.EMPTY
        : new Cell.Fields(line.reactions().stream().map(RoomExportColumns::reaction).toList());
  }

  private static Cell.Field reaction(Reaction reaction) {
    Cell usernames = new Cell.Many(reaction.by().stream().map(Cell::text).toList());
    return new Cell.Field(
        reaction.emoji(), new Cell.Fields(List.of(new Cell.Field("usernames", usernames))));
  }

  private static Cell textOrEmpty(String text) {
    return text.isEmpty() ? Cell.EMPTY : Cell.text(text);
  }
}
