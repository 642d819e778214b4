package io.roomledger.export;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a package that has several, such as one for each room: each in a folder of its own
 * with everything that a package of it alone would have; and the main file, which leads to them.
 */
final class Parts {
  /** What the main file says of each. */
  private static final Sheet<Part> INDEX =
      new Sheet<>(
          "Parts",
          Sheet.Layout.TABLE,
          List.of(
              new Column<>("id", "Id", Column.Role.ID, part -> Cell.text(part.id())),
              new Column<>("part", "Part", part -> new Cell.Link(part.path(), part.title())),
              new Column<>("rows", "Rows", part -> Cell.number(part.rows()))));

  private final Format format;
  private final ExportPackage pack;
  private final List<Part> all = new ArrayList<>();
  private @Nullable Part under;

  /**
   * A part.
   *
   * @param id the id of what it is about
   * @param title what people call that
   * @param path its main file
   * @param rows how many rows it has
   */
  record Part(String id, String title, String path, long rows) {}

  Parts(Format format, ExportPackage pack) {
    this.format = format;
    this.pack = pack;
  }

  /** Begins a part. */
  Format.Target begin(RecordSource.Part part) {
    String main = part.heading().fileBase().replace('/', '_') + "." + format.ending();
    String path = part.folder() + "/" + main;
    under = new Part(part.id(), part.heading().title(), path, 0);
    return new Folder(part.folder() + "/", main);
  }

  /** Ends the part that began last, if one did, after so many rows. */
  void end(long rows) {
    Part ended = under;
    if (ended != null) {
      all.add(new Part(ended.id(), ended.title(), ended.path(), rows));
      under = null;
    }
  }

  /** Adds parts that another server has made. */
  void add(List<Part> made) {
    all.addAll(made);
  }

  /** Those that have ended. */
  List<Part> all() {
    return List.copyOf(all);
  }

  /** Writes the main file, with what is missing of the whole. */
  void index(Heading heading, Instant at, List<Item.Gap> gaps) throws IOException {
    Format.Writer writer = format.open(heading, INDEX, pack);
    for (Part part : all) {
      writer.item(new Item.Row(part.id(), at, INDEX.cells(part)));
    }
    for (Item.Gap gap : gaps) {
      writer.item(gap);
    }
    writer.rowsDone();
    writer.finish();
  }

  /** A folder of the package, as a package to the format. */
  private final class Folder implements Format.Target {
    private final String folder;
    private final String main;

    Folder(String folder, String main) {
      this.folder = folder;
      this.main = main;
    }

    @Override
    public OutputStream main() throws IOException {
      return pack.main(folder + main, format.mediaType());
    }

    @Override
    public OutputStream entry(String path) throws IOException {
      return pack.entry(folder + path);
    }

    @Override
    public String mainPath() {
      return main;
    }

    @Override
    public boolean packaged() {
      return true;
    }

    @Override
    public void gap(Item.Gap gap) {
      pack.gap(gap);
    }
  }
}
