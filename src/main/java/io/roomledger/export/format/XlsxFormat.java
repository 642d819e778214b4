package io.roomledger.export.format;

import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;

/**
 * An Office Open XML workbook (ECMA-376) with the titles in row 1, bold and frozen, and a filter.
 * Written by hand and streamed: libraries either keep the sheet in memory or drop blanks at the
 * ends of texts.
 *
 * <p>A Text stays a text, never a formula. A Moment is a date in UTC, a Span a duration, an Amount
 * of up to 15 digits a number; longer ones would be rounded and are texts. What a cell cannot hold,
 * text over 32,767 characters, is cut with a mark and counted as a gap. Rows past the 1,048,576th
 * go on in a further tab. Gaps are in a tab of their own, which is there only if there are any.
 */
public final class XlsxFormat implements Format {
  /** The most rows of a tab. */
  private static final int ROWS = 1_048_576;

  private final int rowsOfTab;

  public XlsxFormat() {
    this(ROWS);
  }

  XlsxFormat(int rowsOfTab) {
    this.rowsOfTab = rowsOfTab;
  }

  @Override
  public String name() {
    return "xlsx";
  }

  @Override
  public String ending() {
    return "xlsx";
  }

  @Override
  public String mediaType() {
    return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  }

  @Override
  public Set<Sheet.Layout> layouts() {
    return EnumSet.of(Sheet.Layout.TABLE, Sheet.Layout.CALENDAR, Sheet.Layout.TRANSCRIPT);
  }

  @Override
  public Writer open(Heading heading, Sheet<?> sheet, Target target) throws IOException {
    return new Book(new XlsxBook(target, sheet, rowsOfTab));
  }

  private record Book(XlsxBook book) implements Writer {
    @Override
    public void item(Item item) throws IOException {
      switch (item) {
        case Item.Row row -> book.row(row.id(), row.cells());
        case Item.Section section -> book.section(section.title());
        case Item.Gap gap -> book.gap(gap);
        case Item.Attachment ignored -> {}
      }
    }

    @Override
    public void rowsDone() throws IOException {
      book.rowsDone();
    }

    @Override
    public void finish() throws IOException {
      book.finish();
    }
  }
}
