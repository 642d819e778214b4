package io.roomledger.export;

import io.roomledger.base.Content;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The smallest kind of record: a table of notes, and a few ways to go wrong. */
final class TestNotes implements RecordSource<TestNotes.Note> {
  static final Instant START = Instant.parse("2024-03-15T10:00:00Z");

  static final Sheet<Note> SHEET =
      new Sheet<>(
          "notes",
          Sheet.Layout.TRANSCRIPT,
          List.of(
              new Column<>("id", "Id", Column.Role.ID, note -> Cell.text(note.id())),
              new Column<>("msg", "Text", Column.Role.TEXT, note -> Cell.text(note.text()))));

  private final Database database;

  /** Attachments and gaps that come after the rows. */
  final List<Item> after = new ArrayList<>();

  /** Called once in the middle of pouring. */
  Hook middle = () -> {};

  /** What every note that is added says behind its number. */
  String more = "";

  /** Added to the count. */
  long lie;

  /** What every order is refused with, if with anything. */
  Optional<Refusal> refusal = Optional.empty();

  interface Hook {
    void run() throws IOException;
  }

  record Note(String id, Instant at, String text) {}

  TestNotes(Database database) {
    this.database = database;
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "CREATE TABLE note (id text PRIMARY KEY, at timestamptz NOT NULL, text text NOT"
                    + " NULL)"));
  }

  void add(int from, int to) {
    database
        .jdbi()
        .useHandle(handle -> {
          var batch = handle.prepareBatch("INSERT INTO note VALUES (:id, :at, :text)");
          for (int i = from; i < to; i++) {
            batch
                .bind("id", String.format("n%05d", i))
                .bind("at", START.plusSeconds(i).atOffset(ZoneOffset.UTC))
                .bind("text", "note " + i + more)
                .add();
          }
          batch.execute();
        });
  }

  void change(int number, String text) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "UPDATE note SET text = ? WHERE id = ?", text, String.format("n%05d", number)));
  }

  void remove(int number) {
    database
        .jdbi()
        .useHandle(handle ->
            handle.execute("DELETE FROM note WHERE id = ?", String.format("n%05d", number)));
  }

  void clear() {
    database.jdbi().useHandle(handle -> handle.execute("DELETE FROM note"));
  }

  @Override
  public Filters filters() {
    return Filters.of(Filter.texts("room", "Room", "a room"), Filter.SINCE);
  }

  @Override
  public String kind() {
    return "note";
  }

  @Override
  public void authorise(Caller caller, ExportOrder order) {
    caller.needPermission(Permissions.MAIL_MESSAGES);
    refusal.ifPresent(why -> {
      throw new RefusedException(why);
    });
  }

  @Override
  public Heading heading(Handle snapshot, ExportOrder order) {
    return new Heading("Notes", "notes", order.period(), List.of());
  }

  @Override
  public long count(Handle snapshot, ExportOrder order) {
    return lie + snapshot.createQuery("SELECT count(*) FROM note").mapTo(Long.class).one();
  }

  @Override
  public void pour(Handle snapshot, ExportOrder order, Basin<Note> basin)
      throws IOException, SQLException {
    List<Note> notes =
        snapshot
            .createQuery("SELECT id, at, text FROM note ORDER BY at, id")
            .map((row, context) ->
                new Note(
                    row.getString(1),
                    row.getObject(2, OffsetDateTime.class).toInstant(),
                    row.getString(3)))
            .list();
    for (int i = 0; i < notes.size(); i++) {
      if (i == notes.size() / 2) {
        middle.run();
      }
      basin.row(notes.get(i).id(), notes.get(i).at(), notes.get(i));
    }
    for (Item item : after) {
      basin.item(item);
    }
  }

  /** An attachment of {@code size} bytes of which only {@code readable} can be read. */
  static Item.Attachment attachment(String id, int size, int readable) {
    Content content =
        new Content() {
          @Override
          public long size() {
            return size;
          }

          @Override
          public InputStream open(long position) throws IOException {
            if (readable < 0) {
              throw new IOException("no such object");
            }
            return new ByteArrayInputStream(new byte[readable]) {
              @Override
              public synchronized int read(byte[] into, int from, int length) {
                int now = super.read(into, from, length);
                if (now < 0 && readable < size) {
                  throw new IllegalStateException("the disk is broken");
                }
                return now;
              }
            };
          }
        };
    return new Item.Attachment(id, "assets/" + id + ".bin", "application/octet-stream", content);
  }
}
