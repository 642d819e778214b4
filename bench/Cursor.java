import io.roomledger.base.Period;
import io.roomledger.chat.ChatLine;
import io.roomledger.chat.ChatSheet;
import io.roomledger.chat.LineContext;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.format.HtmlFormat;
import io.roomledger.export.format.JsonLinesFormat;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What a script would do: a JDBC cursor into one ZipOutputStream at its default level. It writes
 * the very files of our own formats, so that only reading and packing differ. {@code java -cp
 * 'target/roomledger.jar:target/lib/*' Cursor.java DATA ROOM html|json OUT.zip}.
 */
final class Cursor {
  private static final String QUERY =
      """
      select m.id, m.sent_at, m.author_id, coalesce(a.username, ''), coalesce(a.name, ''), m.text,
             m.system_kind, m.edited_at, m.parent_id
        from chat_message m left join account a on a.id = m.author_id
       where m.deleted_at is null and m.room_id = (select id from chat_room where name = ?)
       order by m.sent_at, m.id
      """;

  public static void main(String[] args) throws Exception {
    Format format = args[2].equals("html") ? new HtmlFormat() : new JsonLinesFormat();
    long start = System.nanoTime();
    long rows;
    try (Connection database = FillRoom.connect(Path.of(args[0]));
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(Path.of(args[3])));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      database.setAutoCommit(false);
      rows = pour(database, args[1], format, zip);
    }
    System.out.printf(
        Locale.ROOT,
        "cursor: %,d rows, %,d bytes in %.2f s%n",
        rows,
        Files.size(Path.of(args[3])),
        (System.nanoTime() - start) / 1e9);
  }

  private static long pour(Connection database, String room, Format format, ZipOutputStream zip)
      throws Exception {
    Heading heading = new Heading(room, room, Period.ALWAYS, List.of());
    Format.Writer writer =
        format.open(heading, ChatSheet.SHEET, new Entries(zip, room + "." + format.ending()));
    long count = 0;
    try (PreparedStatement query = database.prepareStatement(QUERY)) {
      query.setFetchSize(1000);
      query.setString(1, room);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          ChatLine line = line(rows);
          writer.item(new Item.Row(line.id(), line.sentAt(), ChatSheet.SHEET.cells(line)));
          count++;
        }
      }
    }
    writer.rowsDone();
    writer.finish();
    return count;
  }

  private static ChatLine line(ResultSet row) throws Exception {
    Timestamp edited = row.getTimestamp(8);
    String kind = row.getString(7);
    String parent = row.getString(9);
    Instant editedAt = edited == null ? null : edited.toInstant();
    return new ChatLine(
        row.getString(1),
        row.getTimestamp(2).toInstant(),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        kind == null ? "" : kind,
        editedAt,
        parent == null ? "" : parent,
        List.of(),
        List.of(),
        LineContext.NONE);
  }

  /** The entries of one zip. */
  private record Entries(ZipOutputStream zip, String mainPath) implements Format.Target {
    @Override
    public OutputStream main() throws IOException {
      return entry(mainPath);
    }

    @Override
    public OutputStream entry(String path) throws IOException {
      zip.putNextEntry(new ZipEntry(path));
      return zip;
    }

    @Override
    public boolean packaged() {
      return true;
    }

    @Override
    public void gap(Item.Gap gap) {
      throw new IllegalStateException(gap.toString());
    }
  }
}
