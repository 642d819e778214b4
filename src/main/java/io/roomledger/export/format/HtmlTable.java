package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Tables. */
final class HtmlTable implements HtmlBody {
  private final String name;
  private final List<String> titles;

  HtmlTable(Sheet<?> sheet) {
    this.name = sheet.name();
    this.titles = sheet.columns().stream().map(Column::title).toList();
  }

  @Override
  public String rows() {
    return "rows";
  }

  @Override
  public HtmlPage.Row take(Item.Row row, int page) {
    int volume = 0;
    for (Cell cell : row.cells()) {
      volume += cell instanceof Cell.Text(String text) ? text.length() : 1;
    }
    return new HtmlPage.Row(row, null, Map.of(), volume);
  }

  @Override
  public Writer writer() {
    return new Lines(name, titles);
  }

  /** Writes pages of a table. */
  private static final class Lines implements Writer {
    private final String name;
    private final List<String> titles;
    private final CellText texts = new CellText();
    private boolean open;
    private String day = "";
    private long number;

    Lines(String name, List<String> titles) {
      this.name = name;
      this.titles = titles;
    }

    @Override
    public void begin(Utf8 out, int page) {
      day = "";
      number = 0;
    }

    @Override
    public void day(Utf8 out, LocalDate date) {
      day = HtmlText.dayAnchor(date);
    }

    @Override
    public void interrupt(Utf8 out) throws IOException {
      if (open) {
        out.raw("</tbody></table></div>\n");
        open = false;
      }
    }

    @Override
    public void end(Utf8 out) throws IOException {
      interrupt(out);
    }

    @Override
    public void row(Utf8 out, HtmlPage.Row row, HtmlFilter filter) throws IOException {
      if (!open) {
        open(out);
      } else if (!day.isEmpty()) {
        out.raw("</tbody>");
        rows(out);
      }
      out.raw("<tr id=\"r").raw(++number).raw("\">");
      StringBuilder text = new StringBuilder();
      for (Cell cell : row.row().cells()) {
        cell(out, cell);
        text.append(text.isEmpty() ? "" : " \u00b7 ").append(shown(cell));
      }
      out.raw("</tr>\n");
      filter.text(text.toString());
    }

    private void open(Utf8 out) throws IOException {
      open = true;
      out.raw("<div class=\"roll\" role=\"region\" tabindex=\"0\" aria-label=\"").text(name);
      out.raw("\"><table><thead><tr>");
      for (String title : titles) {
        out.raw("<th scope=\"col\">").text(title).raw("</th>");
      }
      out.raw("</tr></thead>");
      rows(out);
    }

    /** Rows of one day stand together. */
    private void rows(Utf8 out) throws IOException {
      out.raw(day.isEmpty() ? "<tbody" : "<tbody id=\"")
          .raw(day)
          .raw(day.isEmpty() ? ">\n" : "\">\n");
      day = "";
    }

    private void cell(Utf8 out, Cell cell) throws IOException {
      switch (cell) {
        case Cell.Amount amount -> out.raw("<td class=\"n\">").text(shown(amount));
        case Cell.Moment moment -> {
          out.raw("<td class=\"t\"><time datetime=\"").raw(texts.of(moment)).raw("\">");
          out.raw(shown(moment)).raw("</time>");
        }
        case Cell.Flag flag -> out.raw("<td>").raw(shown(flag));
        case Cell.Link link -> link(out, link.href(), shown(link));
        default -> {
          out.raw("<td dir=\"auto\">");
          HtmlText.linked(out, shown(cell));
        }
      }
      out.raw("</td>");
    }

    /** A cell as people read it. */
    private String shown(Cell cell) {
      return switch (cell) {
        case Cell.Moment moment ->
            texts.of(moment).replace('T', ' ').replaceFirst("(\\.000)?Z$", "");
        case Cell.Flag(boolean flag) -> flag ? "yes" : "no";
        case Cell.Link(String href, String text) -> text.isBlank() ? href : text;
        default -> texts.of(cell);
      };
    }

    private static void link(Utf8 out, String href, String text) throws IOException {
      out.raw("<td>");
      if (HtmlText.web(href)) {
        out.raw("<a rel=\"noopener noreferrer\" href=\"").text(href).raw("\">");
        out.text(text).raw("</a>");
      } else if (HtmlText.inside(href)) {
        out.raw("<a href=\"").text(HtmlText.address(href)).raw("\">").text(text).raw("</a>");
      } else {
        out.text(text);
      }
    }
  }
}
