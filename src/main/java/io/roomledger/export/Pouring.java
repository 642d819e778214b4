package io.roomledger.export;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at filling one file: takes what a source pours, hands it to the format, packs
 * attachments, counts.
 */
final class Pouring<T> implements RecordSource.Basin<T> {
  /** How many rows pass between two signs of progress, which also notice a cancellation. */
  private static final int SIGN = 0xff;

  private final Progress progress;
  private final Recipe<T> recipe;
  private final Sheet<Changed<T>> since;
  private final Into into;
  private final Tally tally;
  private final long total;
  private final Attaching attaching = new Attaching();
  private final List<Item.Gap> ofTheWhole = new ArrayList<>();
  private @Nullable Parts parts;
  private Format.@Nullable Writer writer;
  private String folder = "";
  private boolean rowsDone;

  /** Whether the writer has not written the rows before. */
  private boolean behind;

  private long rowsBefore;

  /** Is told how far it is, and breaks it off by throwing. */
  interface Progress {
    void reached(long rows, long total);
  }

  /**
   * Where rows go to.
   *
   * @param heading what all of it is about
   * @param target where the format writes
   * @param pack the package, or none for a file that stands alone
   * @param since whether only what changed since an earlier export is poured
   * @param taken when the snapshot was taken
   * @param stretch which rows of a part are all that is poured, if others pour the rest
   */
  record Into(
      Heading heading,
      Format.Target target,
      @Nullable ExportPackage pack,
      boolean since,
      Instant taken,
      RecordSource.@Nullable Stretch stretch) {}

  Pouring(Progress progress, Recipe<T> recipe, Into into, Tally tally, long total) {
    this.progress = progress;
    this.recipe = recipe;
    this.since = recipe.sheet().since();
    this.into = into;
    this.tally = tally;
    this.total = total;
    this.behind = into.stretch() != null && into.stretch().before() > 0;
  }

  @Override
  public void row(String id, Instant at, T row) throws IOException {
    row(new Item.Row(id, at, recipe.sheet().cells(row)));
  }

  @Override
  public void changed(Changed<T> changed) throws IOException {
    tally.change(changed.change());
    row(new Item.Row(changed.id(), changed.at(), since.cells(changed)));
  }

  @Override
  public Format.LookBack looksBack() throws IOException {
    return behind ? writer().looksBack() : Format.LookBack.NONE;
  }

  @Override
  public void earlier(RecordSource.Earlier<T> earlier) throws IOException {
    T row = earlier.row();
    // when it happened is of no matter any more
    Item.Row shown =
        row == null ? null : new Item.Row(earlier.id(), Instant.EPOCH, recipe.sheet().cells(row));
    writer().earlier(earlier.id(), earlier.place(), earlier.answered(), shown);
  }

  private void row(Item.Row row) throws IOException {
    if (rowsDone) {
      throw new IllegalStateException("row " + row.id() + " came after an attachment");
    }
    behind = false;
    writer().item(row);
    long rows = tally.row(row.id(), row.at());
    if ((rows & SIGN) == 0) {
      sign();
    }
  }

  /** Where the total was foreseen, there may be more. */
  private void sign() {
    progress.reached(tally.rows(), Math.max(tally.rows(), total));
  }

  /** The writer of this part, or of the whole where there are no parts. */
  private Format.Writer writer() throws IOException {
    Format.Writer open = writer;
    if (open == null) {
      open = open(into.heading(), into.target());
      writer = open;
    }
    return open;
  }

  private Format.Writer open(Heading heading, Format.Target target) throws IOException {
    Sheet<?> sheet = into.since() ? since : recipe.sheet();
    RecordSource.Stretch stretch = into.stretch();
    return stretch == null
        ? recipe.format().open(heading, sheet, target)
        : recipe.format().openStretch(heading, sheet, target, stretch.before());
  }

  @Override
  public void part(RecordSource.Part part) throws IOException {
    ExportPackage pack = into.pack();
    if (pack == null || (parts == null && writer != null)) {
      throw new IllegalStateException("part " + part.id() + " has no place in " + recipe.name());
    }
    String itsFolder = part.folder() + "/";
    if (writer != null && folder.equals(itsFolder)) {
      // another stretch of it
      return;
    }
    Parts all = parts(pack);
    endWriter();
    if (into.stretch() == null) {
      tally.section();
    }
    rowsBefore = tally.rows();
    writer = open(part.heading(), all.begin(part));
    folder = itsFolder;
    rowsDone = false;
  }

  private Parts parts(ExportPackage pack) {
    Parts all = parts == null ? new Parts(recipe.format(), pack) : parts;
    parts = all;
    return all;
  }

  /**
   * Adds parts that another server has made.
   *
   * @return false, and nothing is added, if one server would have named their files otherwise
   */
  boolean join(MadeShare made, ZipJoin.Packed packed) throws IOException {
    endWriter();
    ExportPackage pack = Objects.requireNonNull(into.pack());
    if (!pack.join(packed)) {
      return false;
    }
    joined(made, packed, pack);
    parts(pack).add(made.parts());
    return true;
  }

  private void joined(MadeShare made, ZipJoin.Packed packed, ExportPackage pack)
      throws IOException {
    if (!packed.sha256().equals(made.sha256())) {
      throw new ZipJoin.DamagedException("its SHA-256 is another");
    }
    pack.markIfDue();
    tally.add(made.counted());
    sign();
  }

  /**
   * Adds a stretch of the part under way that another server has made.
   *
   * @return false, and nothing is added, if one server would have made it otherwise
   */
  boolean joinStretch(MadeShare made, ZipJoin.Packed packed) throws IOException {
    ExportPackage pack = Objects.requireNonNull(into.pack());
    if (!pack.free(packed) || !writer().makeRoom(made.counted().rows(), made.told())) {
      return false;
    }
    behind = true;
    pack.append(packed);
    joined(made, packed, pack);
    return true;
  }

  /** Ends the last part of a share, and answers what is to be told of it, if it is a stretch. */
  String endShare() throws IOException {
    Format.Writer last = writer;
    endWriter();
    return last == null || into.stretch() == null ? "" : last.told();
  }

  @Override
  public void item(Item item) throws IOException {
    switch (item) {
      case Item.Row row -> row(row);
      case Item.Section section -> {
        tally.section();
        writer().item(section);
      }
      case Item.Gap gap -> gap(gap);
      case Item.Attachment attachment -> attachment(attachment);
    }
  }

  @Override
  public void gapOfTheWhole(Item.Gap gap) {
    tally.gap(gap);
    ofTheWhole.add(gap);
  }

  /** Ends the rows, if that was not done, and the format's files. */
  void finish() throws IOException {
    Parts all = parts;
    if (all == null) {
      for (Item.Gap gap : ofTheWhole) {
        writer().item(gap);
      }
      Format.Writer _ = writer();
    }
    endWriter();
    if (all != null) {
      all.index(into.heading(), into.taken(), ofTheWhole);
    }
    progress.reached(tally.rows(), tally.rows());
  }

  /** How many rows there are so far. */
  long rows() {
    return tally.rows();
  }

  /** The parts of the package, if it has any. */
  List<Parts.Part> parts() {
    return parts == null ? List.of() : parts.all();
  }

  private void endWriter() throws IOException {
    Format.Writer open = writer;
    if (open != null) {
      endRows(open);
      open.finish();
      writer = null;
      if (parts != null) {
        parts.end(tally.rows() - rowsBefore);
      }
    }
  }

  private void endRows(Format.Writer open) throws IOException {
    if (!rowsDone) {
      rowsDone = true;
      open.rowsDone();
    }
  }

  private void gap(Item.Gap gap) throws IOException {
    tally.gap(gap);
    writer().item(gap);
  }

  /** A file that stands alone has no room for attachments; its rows name them. */
  private void attachment(Item.Attachment attachment) throws IOException {
    endRows(writer());
    ExportPackage pack = into.pack();
    if (pack != null) {
      sign();
      Item.Attachment placed =
          new Item.Attachment(
              attachment.id(),
              folder + attachment.path(),
              attachment.mediaType(),
              attachment.content());
      Optional<Item.Gap> gap = attaching.copy(placed, pack, this::sign);
      tally.attachment();
      if (gap.isPresent()) {
        gap(gap.get());
      }
    }
  }
}
