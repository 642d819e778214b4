package io.roomledger.export.format;

import io.roomledger.export.Workbook;
import java.io.IOException;
import java.util.List;

/**
 * A chart of a tab, as a DrawingML part (ECMA-376, part 1, chapter 21).
 *
 * @param look what was wanted
 * @param tab the tab whose cells are drawn
 * @param category the column that names the points
 * @param values the columns that are drawn
 * @param rows how many rows are drawn, from the one below the titles on
 * @param share whether the values are parts of one
 */
record WorkbookChart(
    Workbook.Look.Chart look,
    String tab,
    int category,
    List<Integer> values,
    int rows,
    boolean share) {
  private static final String CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart";
  private static final String MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main";

  /** Told apart by people who see fewer colours, too. */
  private static final List<String> COLOURS =
      List.of("0072B2", "56B4E9", "D55E00", "BBBBBB", "009E73", "E69F00");

  void write(Utf8 out) throws IOException {
    out.raw("<c:chartSpace xmlns:c=\"" + CHART + "\" xmlns:a=\"" + MAIN + "\" xmlns:r=\"");
    out.raw(WorkbookParts.OFFICE).raw("\"><c:roundedCorners val=\"0\"/><c:chart><c:title><c:tx>");
    out.raw("<c:rich><a:bodyPr/><a:p><a:pPr><a:defRPr sz=\"1300\" b=\"1\"/></a:pPr><a:r>");
    out.raw("<a:rPr lang=\"en\" sz=\"1300\" b=\"1\"/><a:t>").text(look.title());
    out.raw("</a:t></a:r></a:p></c:rich></c:tx><c:overlay val=\"0\"/></c:title>");
    out.raw("<c:autoTitleDeleted val=\"0\"/><c:plotArea><c:layout/>");
    boolean lines = look.kind() == Workbook.Kind.LINES;
    boolean stacked =
        look.kind() == Workbook.Kind.STACKED_BARS || look.kind() == Workbook.Kind.STACKED_COLUMNS;
    out.raw(lines ? "<c:lineChart><c:grouping val=\"standard\"/>" : bars(stacked));
    out.raw("<c:varyColors val=\"0\"/>");
    for (int i = 0; i < values.size(); i++) {
      series(out, i, lines);
    }
    if (lines) {
      out.raw("<c:marker val=\"1\"/><c:axId val=\"1\"/><c:axId val=\"2\"/></c:lineChart>");
    } else {
      out.raw("<c:gapWidth val=\"60\"/>").raw(stacked ? "<c:overlap val=\"100\"/>" : "");
      out.raw("<c:axId val=\"1\"/><c:axId val=\"2\"/></c:barChart>");
    }
    axes(out);
    out.raw("</c:plotArea><c:legend><c:legendPos val=\"b\"/><c:overlay val=\"0\"/></c:legend>");
    out.raw("<c:plotVisOnly val=\"1\"/><c:dispBlanksAs val=\"gap\"/></c:chart></c:chartSpace>");
  }

  private boolean flat() {
    return look.kind() == Workbook.Kind.STACKED_BARS;
  }

  private String bars(boolean stacked) {
    return "<c:barChart><c:barDir val=\""
        + (flat() ? "bar" : "col")
        + "\"/><c:grouping val=\""
        + (stacked ? "stacked" : "clustered")
        + "\"/>";
  }

  private void series(Utf8 out, int number, boolean line) throws IOException {
    String colour = COLOURS.get(number % COLOURS.size());
    out.raw("<c:ser><c:idx val=\"").raw(number).raw("\"/><c:order val=\"").raw(number);
    out.raw("\"/><c:tx><c:strRef><c:f>");
    cell(out, values.get(number), 1, 1);
    out.raw("</c:f></c:strRef></c:tx><c:spPr>");
    String fill = "<a:solidFill><a:srgbClr val=\"" + colour + "\"/></a:solidFill>";
    out.raw(line ? "<a:ln w=\"22225\">" + fill + "</a:ln>" : fill).raw("</c:spPr>");
    out.raw(
        line ? "<c:marker><c:symbol val=\"none\"/></c:marker>" : "<c:invertIfNegative val=\"0\"/>");
    out.raw("<c:cat><c:strRef><c:f>");
    cell(out, category, 2, rows + 1);
    out.raw("</c:f></c:strRef></c:cat><c:val><c:numRef><c:f>");
    cell(out, values.get(number), 2, rows + 1);
    out.raw("</c:f></c:numRef></c:val>").raw(line ? "<c:smooth val=\"0\"/>" : "").raw("</c:ser>");
  }

  private void cell(Utf8 out, int column, int first, int last) throws IOException {
    String letters = "$" + WorkbookTab.letters(column) + "$";
    int top = height() + 1;
    out.raw("'").text(tab.replace("'", "''")).raw("'!" + letters + (top + first));
    out.raw(first == last ? "" : ":" + letters + (top + last));
  }

  private void axes(Utf8 out) throws IOException {
    out.raw("<c:catAx><c:axId val=\"1\"/><c:scaling><c:orientation val=\"");
    out.raw(flat() ? "maxMin" : "minMax").raw("\"/></c:scaling><c:delete val=\"0\"/>");
    out.raw("<c:axPos val=\"").raw(flat() ? "l" : "b").raw("\"/><c:numFmt formatCode=\"General\" ");
    out.raw("sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/>");
    out.raw("<c:tickLblPos val=\"low\"/><c:crossAx val=\"2\"/><c:crosses val=\"autoZero\"/>");
    out.raw("<c:auto val=\"0\"/><c:lblAlgn val=\"ctr\"/><c:lblOffset val=\"100\"/>");
    out.raw("<c:noMultiLvlLbl val=\"1\"/></c:catAx>");
    out.raw("<c:valAx><c:axId val=\"2\"/><c:scaling><c:orientation val=\"minMax\"/>");
    out.raw("<c:min val=\"0\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"");
    out.raw(flat() ? "b" : "l").raw("\"/><c:majorGridlines><c:spPr><a:ln w=\"6350\"><a:solidFill>");
    out.raw("<a:srgbClr val=\"DDDDDD\"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>");
    out.raw("<c:numFmt formatCode=\"").raw(share ? "0%" : "General").raw("\" sourceLinked=\"0\"/>");
    out.raw("<c:majorTickMark val=\"out\"/><c:minorTickMark val=\"none\"/>");
    out.raw("<c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"1\"/><c:crosses val=\"");
    out.raw(flat() ? "max" : "autoZero").raw("\"/><c:crossBetween val=\"between\"/></c:valAx>");
  }

  /** How many rows of the tab it takes, so that every bar has room; the table comes below. */
  int height() {
    return flat() ? Math.max(16, 8 + rows) : 24;
  }

  /** Where it stands: at the top. */
  void place(Utf8 out) throws IOException {
    out.raw("<xdr:wsDr xmlns:xdr=\"");
    out.raw("http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing");
    out.raw("\" xmlns:a=\"" + MAIN + "\"><xdr:twoCellAnchor>");
    corner(out, "from", 0, 0);
    corner(out, "to", 12, height());
    out.raw(
        "<xdr:graphicFrame macro=\"\"><xdr:nvGraphicFramePr><xdr:cNvPr id=\"2\" name=\"Chart\" ");
    out.raw("descr=\"").text(look.title()).raw("\"/><xdr:cNvGraphicFramePr/>");
    out.raw("</xdr:nvGraphicFramePr><xdr:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"0\" cy=\"0\"/>");
    out.raw("</xdr:xfrm><a:graphic><a:graphicData uri=\"" + CHART + "\"><c:chart xmlns:c=\"");
    out.raw(CHART + "\" xmlns:r=\"" + WorkbookParts.OFFICE + "\" r:id=\"rId1\"/></a:graphicData>");
    out.raw("</a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>");
  }

  private static void corner(Utf8 out, String name, int column, int row) throws IOException {
    out.raw("<xdr:" + name + "><xdr:col>").raw(column).raw("</xdr:col><xdr:colOff>0</xdr:colOff>");
    out.raw("<xdr:row>").raw(row).raw("</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:" + name + ">");
  }
}
