package io.roomledger.export.format;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * CSV as RFC 4180 has it: UTF-8 with a byte order mark, without which Excel shows letters wrongly,
 * lines ended by CR LF, a first line of titles. A text that a spreadsheet would run as a formula,
 * because it begins with {@code = + - @}, a tab or a carriage return, gets an apostrophe before it.
 * Many and Fields are compact JSON. A gap is a line whose first cell begins with {@code GAP}; gaps
 * found after the rows are in {@code gaps.csv}. Section titles are for people and are left out.
 */
public final class CsvFormat implements Format {
  private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final byte[] NOTHING = {};

  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String ending() {
    return "csv";
  }

  @Override
  public String mediaType() {
    return "text/csv; charset=utf-8";
  }

  @Override
  public Set<Sheet.Layout> layouts() {
    return EnumSet.allOf(Sheet.Layout.class);
  }

  @Override
  public Writer open(Heading heading, Sheet<?> sheet, Target target) throws IOException {
    Table table = new Table(sheet, target, MARK);
    table.titles(sheet);
    return table;
  }

  @Override
  public int stretch(Sheet<?> sheet) {
    return 1;
  }

  @Override
  public Writer openStretch(Heading heading, Sheet<?> sheet, Target target, long before)
      throws IOException {
    return new Table(sheet, target, NOTHING);
  }

  /** {@code text} so that no spreadsheet takes it for a formula. */
  static String harmless(String text) {
    if (text.isEmpty()) {
      return text;
    }
    return switch (text.charAt(0)) {
      case '=', '+', '-', '@', '\t', '\r' -> "'" + text;
      default -> text;
    };
  }

  private static final class Table implements Writer {
    private final CellText cells = new CellText();
    private final Target target;
    private final LateGaps late;
    private final String[] line;
    private CsvWriter csv;

    Table(Sheet<?> sheet, Target target, byte[] mark) throws IOException {
      this.target = target;
      this.late = new LateGaps(target);
      this.line = new String[sheet.columns().size()];
      this.csv = writer(target.main(), mark);
    }

    private void titles(Sheet<?> sheet) {
      csv.writeRecord(
          sheet.columns().stream().map(Column::title).map(Table::text).toArray(String[]::new));
    }

    private static CsvWriter writer(OutputStream out, byte[] mark) throws IOException {
      out.write(mark);
      return CsvWriter.builder()
          .lineDelimiter(LineDelimiter.CRLF)
          .build(out, StandardCharsets.UTF_8);
    }

    private static String text(String text) {
      return harmless(WellFormed.printable(text));
    }

    @Override
    public void item(Item item) throws IOException {
      switch (item) {
        case Item.Row row -> row(row.cells());
        case Item.Gap gap -> {
          if (!late.took(gap)) {
            gap(gap);
          }
        }
        case Item.Section ignored -> {}
        case Item.Attachment ignored -> {}
      }
    }

    private void row(List<Cell> row) {
      for (int i = 0; i < line.length; i++) {
        Cell cell = row.get(i);
        line[i] = cell instanceof Cell.Amount ? cells.of(cell) : text(cells.of(cell));
      }
      csv.writeRecord(line);
    }

    private void gap(Item.Gap gap) {
      Arrays.fill(line, "");
      line[0] = WellFormed.printable("GAP: " + gap.what() + " [" + gap.id() + "]: " + gap.reason());
      csv.writeRecord(line);
    }

    @Override
    public boolean makeRoom(long rows, String told) throws IOException {
      csv.flush();
      return true;
    }

    @Override
    public void rowsDone() throws IOException {
      if (late.begin()) {
        csv.flush();
      }
    }

    @Override
    public void finish() throws IOException {
      if (late.any()) {
        csv = writer(target.entry("gaps.csv"), MARK);
        csv.writeRecord("id", "what", "reason");
        for (Item.Gap gap : late.gaps()) {
          csv.writeRecord(text(gap.id()), text(gap.what()), text(gap.reason()));
        }
      }
      if (!late.began() || late.any()) {
        csv.flush();
      }
    }
  }
}
