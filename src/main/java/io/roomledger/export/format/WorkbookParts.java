package io.roomledger.export.format;

import io.roomledger.export.ZipStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;

/** The parts of a report's workbook: tabs, charts, and what names them. */
final class WorkbookParts {
  static final String OFFICE =
      "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  private static final String SPREADSHEET =
      "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006/";
  private static final String TYPE = "application/vnd.openxmlformats-officedocument.";
  private static final String XML =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

  /** Plain, bold, per cent: the styles that {@link WorkbookTab} uses. */
  private static final String STYLES =
      """
      <styleSheet xmlns="%s"><numFmts count="1">\
      <numFmt numFmtId="164" formatCode="0.0%%"/></numFmts>\
      <fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>\
      <font><b/><sz val="11"/><name val="Calibri"/></font></fonts>\
      <fills count="2"><fill><patternFill patternType="none"/></fill>\
      <fill><patternFill patternType="gray125"/></fill></fills>\
      <borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
      <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
      <cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
      <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
      <xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
      </cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
      </styleSheet>\
      """
          .formatted(SPREADSHEET);

  private final List<WorkbookTab> tabs;

  WorkbookParts(List<WorkbookTab> tabs) {
    this.tabs = tabs;
  }

  /** Writes what a part holds. */
  private interface Body {
    void write(Utf8 out) throws IOException;
  }

  /** A relation of a part to another. */
  private record Relation(String type, String to) {}

  void write(OutputStream to) throws IOException {
    ZipStream zip = new ZipStream(to, Instant.parse("2000-01-01T00:00:00Z"));
    relations(zip, "_rels/.rels", new Relation("officeDocument", "xl/workbook.xml"));
    for (int i = 0; i < tabs.size(); i++) {
      tab(zip, i);
    }
    part(zip, "xl/workbook.xml", this::workbook);
    Relation[] sheets = new Relation[tabs.size() + 1];
    for (int i = 0; i < tabs.size(); i++) {
      sheets[i] = new Relation("worksheet", "worksheets/sheet" + (i + 1) + ".xml");
    }
    sheets[tabs.size()] = new Relation("styles", "styles.xml");
    relations(zip, "xl/_rels/workbook.xml.rels", sheets);
    part(zip, "xl/styles.xml", out -> out.raw(STYLES));
    part(zip, "[Content_Types].xml", this::contentTypes);
    zip.finish();
  }

  private void tab(ZipStream zip, int index) throws IOException {
    WorkbookTab tab = tabs.get(index);
    int number = index + 1;
    part(zip, "xl/worksheets/sheet" + number + ".xml", out -> tab.write(out, index == 0));
    if (tab.chart().isPresent()) {
      WorkbookChart chart = tab.chart().get();
      relations(
          zip,
          "xl/worksheets/_rels/sheet" + number + ".xml.rels",
          new Relation("drawing", "../drawings/drawing" + number + ".xml"));
      part(zip, "xl/drawings/drawing" + number + ".xml", chart::place);
      relations(
          zip,
          "xl/drawings/_rels/drawing" + number + ".xml.rels",
          new Relation("chart", "../charts/chart" + number + ".xml"));
      part(zip, "xl/charts/chart" + number + ".xml", chart::write);
    }
  }

  private static void part(ZipStream zip, String path, Body body) throws IOException {
    Utf8 out = new Utf8(zip.entry(path, false));
    out.raw(XML);
    body.write(out);
    out.flush();
  }

  private static void relations(ZipStream zip, String path, Relation... relations)
      throws IOException {
    part(
        zip,
        path,
        out -> {
          out.raw("<Relationships xmlns=\"" + PACKAGE + "relationships\">");
          for (int i = 0; i < relations.length; i++) {
            out.raw("<Relationship Id=\"rId").raw(i + 1).raw("\" Type=\"" + OFFICE + "/");
            out.raw(relations[i].type()).raw("\" Target=\"").raw(relations[i].to()).raw("\"/>");
          }
          out.raw("</Relationships>");
        });
  }

  private void workbook(Utf8 out) throws IOException {
    out.raw("<workbook xmlns=\"" + SPREADSHEET + "\" xmlns:r=\"" + OFFICE + "\"><sheets>");
    for (int i = 1; i <= tabs.size(); i++) {
      out.raw("<sheet name=\"").text(tabs.get(i - 1).name()).raw("\" sheetId=\"").raw(i);
      out.raw("\" r:id=\"rId").raw(i).raw("\"/>");
    }
    out.raw("</sheets></workbook>");
  }

  private void contentTypes(Utf8 out) throws IOException {
    out.raw("<Types xmlns=\"" + PACKAGE + "content-types\">");
    out.raw("<Default Extension=\"rels\" ContentType=\"");
    out.raw("application/vnd.openxmlformats-package.relationships+xml\"/>");
    out.raw("<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    override(out, "/xl/workbook.xml", "spreadsheetml.sheet.main");
    override(out, "/xl/styles.xml", "spreadsheetml.styles");
    for (int i = 1; i <= tabs.size(); i++) {
      override(out, "/xl/worksheets/sheet" + i + ".xml", "spreadsheetml.worksheet");
      if (tabs.get(i - 1).chart().isPresent()) {
        override(out, "/xl/drawings/drawing" + i + ".xml", "drawing");
        override(out, "/xl/charts/chart" + i + ".xml", "drawingml.chart");
      }
    }
    out.raw("</Types>");
  }

  private static void override(Utf8 out, String part, String type) throws IOException {
    out.raw("<Override PartName=\"" + part + "\" ContentType=\"" + TYPE + type + "+xml\"/>");
  }
}
