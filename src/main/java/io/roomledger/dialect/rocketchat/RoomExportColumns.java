// https://developer.rocket.chat/apidocs/export-room: the file of messages in the format json
package io.roomledger.dialect.rocketchat;

import io.roomledger.chat.ChatFile;
import io.roomledger.chat.ChatLine;
import io.roomledger.chat.Reaction;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Column.Role;
import io.roomledger.export.Sheet;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's layout of a room's messages: its keys in its order, and behind them, under the names
 * that its messages have elsewhere, what its export drops.
 */
public final class RoomExportColumns {
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** What the vendor shows in place, with keys of its own. */
  private static final Set<String> PLAYED = Set.of("image", "audio", "video");

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
              new Column<>("editedAt", "Edited", line -> iso(line.editedAt())),
              new Column<>("reactions", "Reactions", RoomExportColumns::reactions)));

  private RoomExportColumns() {}

  private static Cell iso(@Nullable Instant at) {
    return at == null ? Cell.EMPTY : Cell.text(ISO.format(at));
  }

  private static Cell attachments(ChatLine line) {
    return line.files().isEmpty()
        ? Cell.EMPTY
        : new Cell.Many(line.files().stream().map(RoomExportColumns::attachment).toList());
  }

  /** {@code remote} says that the bytes are not in the package. */
  private static Cell attachment(ChatFile file) {
    Cell link = Cell.text("/file-upload/" + file.id() + "/" + Percent.encode(file.name()));
    List<Cell.Field> fields = new ArrayList<>();
    fields.add(new Cell.Field("type", Cell.text("file")));
    fields.add(new Cell.Field("title", Cell.text(file.name())));
    fields.add(new Cell.Field("title_link", link));
    String media = file.mediaType().replaceFirst("/.*", "");
    if (PLAYED.contains(media)) {
      fields.add(new Cell.Field(media + "_url", link));
      fields.add(new Cell.Field(media + "_type", Cell.text(file.mediaType())));
      fields.add(new Cell.Field(media + "_size", Cell.number(file.size())));
    }
    fields.add(new Cell.Field("url", link));
    fields.add(new Cell.Field("remote", new Cell.Flag(!file.missing().isEmpty())));
    fields.add(new Cell.Field("fileId", Cell.text(file.id())));
    fields.add(new Cell.Field("fileName", Cell.text(file.name())));
    return new Cell.Fields(fields);
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
