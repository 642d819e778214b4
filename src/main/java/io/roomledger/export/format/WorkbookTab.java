package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Workbook;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A tab of a report.
 *
 * @param name its name
 * @param rows its cells; the first row has the titles, and stands below the chart
 * @param percents the numbers of the columns that are shown as per cent
 * @param heat whether its numbers are coloured
 * @param chart what is drawn above it
 */
record WorkbookTab(
    String name,
    List<List<Cell>> rows,
    Set<Integer> percents,
    boolean heat,
    Optional<WorkbookChart> chart) {
  private static final int BOLD = 1;
  private static final int PERCENT = 2;
  private static final int WIDEST = 70;

  /** Excel reads {@code _x0041_} in a text as the character of that number. */
  private static final Pattern ESCAPE = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

  /** Rows with their columns' keys and titles. */
  record Table(List<String> keys, List<String> titles, List<List<Cell>> rows) {
    int at(String key) {
      int at = keys.indexOf(key);
      if (at < 0) {
        throw new IllegalArgumentException(key + ": no column of the sheet");
      }
      return at;
    }
  }

  static WorkbookTab of(Workbook.Chapter chapter, Table table, Workbook workbook) {
    return switch (chapter.look()) {
      case Workbook.Look.Chart chart -> charted(chapter, chart, table, workbook.shares());
      case Workbook.Look.Heat heat -> heated(chapter.title(), heat, table);
    };
  }

  private static WorkbookTab charted(
      Workbook.Chapter chapter, Workbook.Look.Chart chart, Table table, Set<String> shares) {
    List<Integer> shown = chapter.columns().stream().map(table::at).toList();
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(shown.stream().map(at -> Cell.text(table.titles().get(at))).toList());
    for (List<Cell> row : table.rows()) {
      rows.add(shown.stream().map(row::get).toList());
    }
    Set<Integer> percents = new HashSet<>();
    for (int i = 0; i < shown.size(); i++) {
      if (shares.contains(chapter.columns().get(i))) {
        percents.add(i);
      }
    }
    boolean share = shares.containsAll(chart.values());
    WorkbookChart drawn =
        new WorkbookChart(
            chart,
            chapter.title(),
            chapter.columns().indexOf(chart.category()),
            chart.values().stream().map(chapter.columns()::indexOf).toList(),
            Math.min(chart.most(), table.rows().size()),
            share);
    return new WorkbookTab(chapter.title(), rows, percents, false, Optional.of(drawn));
  }

  private static WorkbookTab heated(String title, Workbook.Look.Heat heat, Table table) {
    Map<String, Integer> across = new LinkedHashMap<>();
    Map<String, List<Cell>> down = new LinkedHashMap<>();
    CellText text = new CellText();
    for (List<Cell> row : table.rows()) {
      across.putIfAbsent(text.of(row.get(table.at(heat.across()))), across.size() + 1);
    }
    List<Cell> head = new ArrayList<>();
    head.add(Cell.EMPTY);
    across.keySet().forEach(column -> head.add(Cell.text(column)));
    for (List<Cell> row : table.rows()) {
      String name = text.of(row.get(table.at(heat.down())));
      List<Cell> line =
          down.computeIfAbsent(
              name, any -> new ArrayList<>(Collections.nCopies(head.size(), Cell.EMPTY)));
      line.set(0, Cell.text(name));
      line.set(
          across.getOrDefault(text.of(row.get(table.at(heat.across()))), 0),
          row.get(table.at(heat.value())));
    }
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(head);
    rows.addAll(down.values());
    return new WorkbookTab(title, rows, Set.copyOf(across.values()), true, Optional.empty());
  }

  /** What the report is about, and what its words mean. */
  static WorkbookTab about(Heading heading) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.text(heading.title()), Cell.EMPTY));
    rows.add(pair("From", heading.period().from().toString()));
    rows.add(pair("To", heading.period().to().toString()));
    heading.facts().forEach(fact -> rows.add(pair(fact.name(), fact.value())));
    return new WorkbookTab("About", rows, Set.of(), false, Optional.empty());
  }

  static WorkbookTab gaps(List<Item.Gap> gaps) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.text("Id"), Cell.text("Missing"), Cell.text("Reason")));
    for (Item.Gap gap : gaps) {
      rows.add(List.of(Cell.text(gap.id()), Cell.text(gap.what()), Cell.text(gap.reason())));
    }
    return new WorkbookTab("Gaps", rows, Set.of(), false, Optional.empty());
  }

  private static List<Cell> pair(String name, String value) {
    return List.of(Cell.text(name), Cell.text(value));
  }

  /** How many rows stand above the titles. */
  private int top() {
    return chart.map(drawn -> drawn.height() + 1).orElse(0);
  }

  private int width() {
    return rows.getFirst().size();
  }

  void write(Utf8 out, boolean first) throws IOException {
    out.raw("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"");
    out.raw(" xmlns:r=\"").raw(WorkbookParts.OFFICE).raw("\"><sheetPr><pageSetUpPr ");
    out.raw("fitToPage=\"1\"/></sheetPr><sheetViews><sheetView ");
    out.raw(first ? "tabSelected=\"1\" " : "").raw("workbookViewId=\"0\"/></sheetViews><cols>");
    for (int column = 0; column < width(); column++) {
      out.raw("<col min=\"").raw(column + 1).raw("\" max=\"").raw(column + 1).raw("\" width=\"");
      out.raw(widest(column)).raw("\" customWidth=\"1\"/>");
    }
    out.raw("</cols><sheetData>");
    for (int row = 0; row < rows.size(); row++) {
      row(out, row);
    }
    out.raw("</sheetData>");
    if (heat && rows.size() > 1) {
      out.raw("<conditionalFormatting sqref=\"B2:").raw(letters(width() - 1)).raw(rows.size());
      out.raw("\"><cfRule type=\"colorScale\" priority=\"1\"><colorScale><cfvo type=\"num\" ");
      out.raw("val=\"0\"/><cfvo type=\"max\"/><color rgb=\"FFFFFFFF\"/><color ");
      out.raw("rgb=\"FFC2410C\"/></colorScale></cfRule></conditionalFormatting>");
    }
    out.raw("<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/>");
    out.raw(chart.isPresent() ? "<drawing r:id=\"rId1\"/>" : "").raw("</worksheet>");
  }

  private int widest(int column) {
    int widest = 6;
    for (int row = 0; row < rows.size(); row++) {
      String text = new CellText().of(rows.get(row).get(column));
      int cells = text.codePoints().limit(WIDEST).map(c -> c >= 0x1100 ? 2 : 1).sum();
      widest = Math.max(widest, row > 0 && percents.contains(column) ? 6 : cells);
    }
    return Math.min(WIDEST, widest + 2);
  }

  private void row(Utf8 out, int row) throws IOException {
    int number = top() + row + 1;
    out.raw("<row r=\"").raw(number).raw("\">");
    for (int column = 0; column < width(); column++) {
      Cell cell = rows.get(row).get(column);
      if (!(cell instanceof Cell.Empty)) {
        out.raw("<c r=\"").raw(letters(column)).raw(number).raw("\"");
        if (cell instanceof Cell.Amount(BigDecimal amount)) {
          out.raw(percents.contains(column) ? " s=\"" + PERCENT + "\"" : "");
          out.raw("><v>").raw(amount.toPlainString()).raw("</v></c>");
        } else {
          text(out, new CellText().of(cell), row == 0 || (heat && column == 0));
        }
      }
    }
    out.raw("</row>");
  }

  private static void text(Utf8 out, String text, boolean bold) throws IOException {
    String shown = text.length() <= XlsxTab.LONGEST ? text : text.substring(0, XlsxTab.LONGEST);
    out.raw(bold ? " s=\"" + BOLD + "\"" : "")
        .raw(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
    out.text(ESCAPE.matcher(shown).replaceAll("_x005F_")).raw("</t></is></c>");
  }

  static String letters(int column) {
    return (column >= 26 ? letters(column / 26 - 1) : "") + (char) ('A' + column % 26);
  }
}
