package io.roomledger.export;

import io.roomledger.job.Worker;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at filling one file: takes what a source pours, hands it to the format, packs
 * attachments, counts.
 */
final class Pouring<T> implements RecordSource.Basin<T> {
  /** How many rows pass between two signs of progress, which also notice a cancellation. */
  private static final int SIGN = 0xff;

  private final Worker.Run run;
  private final Sheet<T> sheet;
  private final Format.Writer writer;
  private final @Nullable ExportPackage pack;
  private final Tally tally;
  private final long total;
  private final Attaching attaching = new Attaching();
  private boolean rowsDone;

  /**
   * Where rows go to.
   *
   * @param writer the format
   * @param pack the package, or none for a file that stands alone
   */
  record Into(Format.Writer writer, @Nullable ExportPackage pack) {}

  Pouring(Worker.Run run, Sheet<T> sheet, Into into, Tally tally, long total) {
    this.run = run;
    this.sheet = sheet;
    this.writer = into.writer();
    this.pack = into.pack();
    this.tally = tally;
    this.total = total;
  }

  @Override
  public void row(String id, Instant at, T row) throws IOException {
    row(new Item.Row(id, at, sheet.cells(row)));
  }

  private void row(Item.Row row) throws IOException {
    if (rowsDone) {
      throw new IllegalStateException("row " + row.id() + " came after an attachment");
    }
    writer.item(row);
    long rows = tally.row(row.id(), row.at());
    if ((rows & SIGN) == 0) {
      run.progress(rows, total);
    }
  }

  @Override
  public void item(Item item) throws IOException {
    switch (item) {
      case Item.Row row -> row(row);
      case Item.Section section -> {
        tally.section();
        writer.item(section);
      }
      case Item.Gap gap -> gap(gap);
      case Item.Attachment attachment -> attachment(attachment);
    }
  }

  /** Ends the rows, if that was not done, and the format's files. */
  void finish() throws IOException {
    endRows();
    writer.finish();
    run.progress(tally.rows(), total);
  }

  private void endRows() throws IOException {
    if (!rowsDone) {
      rowsDone = true;
      writer.rowsDone();
    }
  }

  private void gap(Item.Gap gap) throws IOException {
    tally.gap(gap);
    writer.item(gap);
  }

  /** A file that stands alone has no room for attachments; its rows name them. */
  private void attachment(Item.Attachment attachment) throws IOException {
    endRows();
    if (pack != null) {
      run.progress(tally.rows(), total);
      Optional<Item.Gap> gap =
          attaching.copy(attachment, pack, () -> run.progress(tally.rows(), total));
      tally.attachment();
      if (gap.isPresent()) {
        gap(gap.get());
      }
    }
  }
}
