package io.roomledger.export.format;

import io.roomledger.export.Cell;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** One tab of a workbook under way. The first rows are held back, to measure the columns. */
final class XlsxTab {
  /** The most characters of a cell. */
  static final int LONGEST = 32_767;

  private static final int MEASURED = 100;
  private static final int BOLD = 1;
  private static final int TIME = 2;
  private static final int LENGTH = 3;

  /** Before it, Excel counts a day that there never was. */
  private static final Instant FIRST = Instant.parse("1900-03-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");
  private static final Instant ZERO = Instant.parse("1899-12-30T00:00:00Z");

  /** Excel reads {@code _x0041_} in a text as the character of that number. */
  private static final Pattern ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

  private final XlsxBook book;
  private final String name;
  private final List<String> titles;
  private final boolean selected;
  private final String[] letters;
  private final CellText text = new CellText();
  private final List<Held> held = new ArrayList<>();
  private boolean open;
  private int rows;

  /** A row that waits; a section's has one cell. */
  private record Held(String id, List<Cell> cells, int style) {}

  XlsxTab(XlsxBook book, String name, List<String> titles, boolean selected) {
    this.book = book;
    this.name = name;
    this.titles = titles;
    this.selected = selected;
    this.letters = new String[Math.max(1, titles.size())];
    for (int i = 0; i < letters.length; i++) {
      letters[i] = letters(i);
    }
    held.add(new Held("", titles.stream().map(Cell::text).toList(), BOLD));
  }

  String name() {
    return name;
  }

  /** How many rows it has, the titles included. */
  int rows() {
    return rows + held.size();
  }

  /** The cells that hold rows, such as {@code A1:C9}. */
  String area(boolean fixed) {
    String dollar = fixed ? "$" : "";
    return dollar + "A" + dollar + "1:" + dollar + letters[letters.length - 1] + dollar + rows;
  }

  void row(Utf8 out, String id, List<Cell> cells) throws IOException {
    take(out, new Held(id, cells, 0));
  }

  void section(Utf8 out, String title) throws IOException {
    take(out, new Held("", List.of(Cell.text(title)), BOLD));
  }

  private void take(Utf8 out, Held row) throws IOException {
    if (open) {
      write(out, row);
    } else {
      held.add(row);
      if (held.size() > MEASURED) {
        open(out);
      }
    }
  }

  private void open(Utf8 out) throws IOException {
    open = true;
    out.raw("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">");
    out.raw("<sheetViews><sheetView ").raw(selected ? "tabSelected=\"1\" " : "");
    out.raw("workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" ");
    out.raw("activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><cols>");
    for (int i = 0; i < letters.length; i++) {
      out.raw("<col min=\"" + (i + 1) + "\" max=\"" + (i + 1) + "\" width=\"" + width(i));
      out.raw("\" customWidth=\"1\"/>");
    }
    out.raw("</cols><sheetData>");
    for (Held row : held) {
      write(out, row);
    }
    held.clear();
  }

  private int width(int column) {
    int widest = 6;
    for (Held row : held) {
      if (column < row.cells().size()) {
        Cell cell = row.cells().get(column);
        String shown = cell instanceof Cell.Moment ? "2024-03-15 10:00:00" : text.of(cell);
        widest = Math.max(widest, shown.codePoints().limit(60).map(XlsxTab::cells).sum());
      }
    }
    return Math.min(60, widest + 3);
  }

  /** Ideographs are twice as wide. */
  private static int cells(int character) {
    return character >= 0x1100 ? 2 : 1;
  }

  void end(Utf8 out) throws IOException {
    if (!open) {
      open(out);
    }
    out.raw("</sheetData><autoFilter ref=\"").raw(area(false)).raw("\"/></worksheet>");
  }

  private void write(Utf8 out, Held row) throws IOException {
    rows++;
    String number = Integer.toString(rows);
    out.raw("<row r=\"").raw(number).raw("\">");
    for (int i = 0; i < row.cells().size() && i < letters.length; i++) {
      Cell cell = row.cells().get(i);
      if (!(cell instanceof Cell.Empty)) {
        out.raw("<c r=\"").raw(letters[i]).raw(number).raw("\"");
        value(out, row, i);
        out.raw("</c>");
      }
    }
    out.raw("</row>");
  }

  private void value(Utf8 out, Held row, int column) throws IOException {
    Cell cell = row.cells().get(column);
    switch (cell) {
      case Cell.Amount(BigDecimal amount) when amount.precision() <= 15 ->
          out.raw("><v>").raw(amount.toString()).raw("</v>");
      case Cell.Flag(boolean flag) -> out.raw(" t=\"b\"><v>").raw(flag ? "1" : "0").raw("</v>");
      case Cell.Moment(Instant at) when !at.isBefore(FIRST) && !at.isAfter(LAST) ->
          number(out, TIME, days(Duration.between(ZERO, at)));
      case Cell.Span(Duration length) when !length.isNegative() ->
          number(out, LENGTH, days(length));
      default -> text(out, row, column, text.of(cell));
    }
  }

  private static double days(Duration length) {
    return length.toMillis() / 86_400_000.0;
  }

  private static void number(Utf8 out, int style, double number) throws IOException {
    out.raw(" s=\"").raw(style).raw("\"><v>").raw(Double.toString(number)).raw("</v>");
  }

  private void text(Utf8 out, Held row, int column, String whole) throws IOException {
    if (row.style() != 0) {
      out.raw(" s=\"").raw(row.style()).raw("\"");
    }
    out.raw(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    String shown = whole;
    if (whole.length() > LONGEST) {
      String mark = " [cut here: " + whole.length() + " characters are too many for a cell]";
      int end = LONGEST - mark.length();
      shown = whole.substring(0, Character.isHighSurrogate(whole.charAt(end - 1)) ? end - 1 : end);
      shown += mark;
      book.cut(row.id(), titles.get(column), whole.length());
    }
    out.text(shown.indexOf("_x") < 0 ? shown : ESCAPE.matcher(shown).replaceAll("_x005F_"));
    out.raw("</t></is>");
  }

  private static String letters(int column) {
    return (column >= 26 ? letters(column / 26 - 1) : "") + (char) ('A' + column % 26);
  }
}
