package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import io.roomledger.export.ZipStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A workbook under way: its tabs one after the other, then the parts that name them. */
final class XlsxBook {
  private static final String SPREADSHEET =
      "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String OFFICE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  private static final String XML =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

  /** The styles that {@link XlsxTab} uses, in the order of their numbers. */
  private static final String STYLES =
      """
      <styleSheet xmlns="%s"><numFmts count="2">\
      <numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>\
      <numFmt numFmtId="165" formatCode="[h]:mm:ss"/></numFmts>\
      <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
      <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
      <fills count="2"><fill><patternFill patternType="none"/></fill>\
      <fill><patternFill patternType="gray125"/></fill></fills>\
      <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
      <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
      <cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
      <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
      <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
      <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
      </cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
      </styleSheet>\
      """
          .formatted(SPREADSHEET);

  private final Format.Target target;
  private final int rowsOfTab;
  private final String name;
  private final List<String> titles;
  private final ZipStream zip;
  private final Utf8 out;
  private final List<XlsxTab> tabs = new ArrayList<>();
  private final List<Item.Gap> gaps = new ArrayList<>();
  private long moreGaps;
  private XlsxTab tab;

  XlsxBook(Format.Target target, Sheet<?> sheet, int rowsOfTab) throws IOException {
    this.rowsOfTab = rowsOfTab;
    this.target = target;
    this.name = sheet.name();
    this.titles = sheet.columns().stream().map(Column::title).toList();
    this.zip = new ZipStream(target.main(), Instant.parse("2000-01-01T00:00:00Z"));
    this.out = new Utf8(zip.entry("_rels/.rels", false));
    out.raw(XML + "<Relationships xmlns=\"" + PACKAGE + "relationships\">");
    relation("rId1", "officeDocument", "xl/workbook.xml");
    out.raw("</Relationships>");
    this.tab = begin(name, titles);
  }

  void row(String id, List<Cell> cells) throws IOException {
    if (tab.rows() >= rowsOfTab) {
      tab.end(out);
      tab = begin(name + " (" + (tabs.size() + 1) + ")", titles);
    }
    tab.row(out, id, cells);
  }

  void section(String title) throws IOException {
    if (tab.rows() < rowsOfTab) {
      tab.section(out, title);
    }
  }

  void gap(Item.Gap gap) {
    if (gaps.size() < Format.LATE_GAPS) {
      gaps.add(gap);
    } else {
      moreGaps++;
    }
  }

  /** A text was too long for a cell. */
  void cut(String id, String column, int length) {
    Item.Gap gap =
        new Item.Gap(
            id,
            "the end of " + column,
            length + " characters; a cell of a workbook holds " + XlsxTab.LONGEST);
    gap(gap);
    target.gap(gap);
  }

  /** In a package the workbook ends here, and later gaps are in a file beside it. */
  void rowsDone() throws IOException {
    if (target.packaged()) {
      end();
      gaps.clear();
    }
  }

  void finish() throws IOException {
    if (!target.packaged()) {
      end();
    } else if (!gaps.isEmpty()) {
      out.to(target.entry("gaps.csv"));
      out.raw("\ufeffid,what,reason\r\n");
      for (Item.Gap gap : gaps) {
        quoted(gap.id(), ",");
        quoted(gap.what(), ",");
        quoted(gap.reason(), "\r\n");
      }
      out.flush();
    }
  }

  private void quoted(String text, String after) throws IOException {
    String quoted = CsvFormat.harmless(WellFormed.printable(text)).replace("\"", "\"\"");
    out.raw("\"" + quoted + "\"" + after);
  }

  private void end() throws IOException {
    tab.end(out);
    if (!gaps.isEmpty()) {
      gapsTab();
    }
    part("xl/workbook.xml");
    workbook();
    part("xl/_rels/workbook.xml.rels");
    relations();
    part("xl/styles.xml");
    out.raw(STYLES);
    part("[Content_Types].xml");
    contentTypes();
    out.flush();
    zip.finish();
  }

  private void gapsTab() throws IOException {
    XlsxTab list = begin("Gaps", List.of("Id", "Missing", "Reason"));
    for (Item.Gap gap : List.copyOf(gaps)) {
      list.row(
          out,
          gap.id(),
          List.of(Cell.text(gap.id()), Cell.text(gap.what()), Cell.text(gap.reason())));
    }
    if (moreGaps > 0) {
      list.section(out, moreGaps + " more gaps are not listed");
    }
    list.end(out);
  }

  private XlsxTab begin(String title, List<String> columns) throws IOException {
    XlsxTab begun = new XlsxTab(this, tabName(title), columns, tabs.isEmpty());
    tabs.add(begun);
    part("xl/worksheets/sheet" + tabs.size() + ".xml");
    return begun;
  }

  /** At most 31 characters and none of those that Excel refuses. */
  private static String tabName(String title) {
    String safe = WellFormed.printable(title).replaceAll("[\\[\\]:*?/\\\\'\\s]+", " ").strip();
    String named = safe.isEmpty() ? "Sheet" : safe;
    return named.length() <= 31
        ? named
        : named.substring(0, 20) + named.substring(named.length() - 11);
  }

  private void part(String path) throws IOException {
    out.flush();
    out.to(zip.entry(path, false));
    out.raw(XML);
  }

  private void relation(String id, String type, String to) throws IOException {
    out.raw("<Relationship Id=\"" + id + "\" Type=\"" + OFFICE + "/" + type + "\" Target=\"" + to)
        .raw("\"/>");
  }

  private void workbook() throws IOException {
    out.raw("<workbook xmlns=\"" + SPREADSHEET + "\" xmlns:r=\"" + OFFICE + "\"><sheets>");
    for (int i = 0; i < tabs.size(); i++) {
      out.raw("<sheet name=\"").text(tabs.get(i).name()).raw("\" sheetId=\"" + (i + 1));
      out.raw("\" r:id=\"rId" + (i + 1) + "\"/>");
    }
    out.raw("</sheets><definedNames>");
    for (int i = 0; i < tabs.size(); i++) {
      out.raw("<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"" + i);
      out.raw("\" hidden=\"1\">'").text(tabs.get(i).name()).raw("'!").raw(tabs.get(i).area(true));
      out.raw("</definedName>");
    }
    out.raw("</definedNames></workbook>");
  }

  private void relations() throws IOException {
    out.raw("<Relationships xmlns=\"" + PACKAGE + "relationships\">");
    for (int i = 1; i <= tabs.size(); i++) {
      relation("rId" + i, "worksheet", "worksheets/sheet" + i + ".xml");
    }
    relation("rId" + (tabs.size() + 1), "styles", "styles.xml");
    out.raw("</Relationships>");
  }

  private void contentTypes() throws IOException {
    out.raw("<Types xmlns=\"" + PACKAGE + "content-types\">");
    out.raw("<Default Extension=\"rels\" ContentType=\"");
    out.raw("application/vnd.openxmlformats-package.relationships+xml\"/>");
    out.raw("<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    override("/xl/workbook.xml", "sheet.main");
    override("/xl/styles.xml", "styles");
    for (int i = 1; i <= tabs.size(); i++) {
      override("/xl/worksheets/sheet" + i + ".xml", "worksheet");
    }
    out.raw("</Types>");
  }

  private void override(String part, String type) throws IOException {
    out.raw("<Override PartName=\"" + part + "\" ContentType=\"" + TYPE + type + "+xml\"/>");
  }
}
