package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Sheet;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The HTML of sheets that are no conversations. */
class HtmlTableTest extends FormatContract {
  private static final Pattern ROW =
      Pattern.compile(
          "<tr(?: id=\"[^\"]*\")?><td class=\"t\">.*?</td><td dir=\"auto\">(.*?)</td>",
          Pattern.DOTALL);

  @Override
  Format format() {
    return new HtmlFormat();
  }

  @Override
  Sheet<Line> sheet() {
    return new Sheet<>(
        "lines",
        Sheet.Layout.TABLE,
        List.of(
            new Column<>("at", "When", line -> Cell.moment(line.at())),
            new Column<>("text", "Text", line -> Cell.text(line.text())),
            new Column<>("size", "Length", line -> Cell.number(line.text().length())),
            new Column<>("file", "File", line -> new Cell.Link("assets/a b.txt", "a b.txt")),
            new Column<>("odd", "Odd", line -> new Cell.Link("javascript:alert(1)", "odd"))));
  }

  @Override
  List<String> texts(MemoryTarget files) {
    List<String> texts = new ArrayList<>();
    for (String path : HtmlFormatTest.pages(files)) {
      HtmlFormatTest.wellFormed(files.text(path));
      Matcher rows = ROW.matcher(files.text(path));
      while (rows.find()) {
        texts.add(HtmlFormatTest.plain(rows.group(1)));
      }
    }
    return texts;
  }

  @Override
  String kept(String text) {
    return HtmlFormatTest.printable(text);
  }

  @Override
  String everything(MemoryTarget files) {
    StringBuilder all = new StringBuilder();
    HtmlFormatTest.pages(files).forEach(path -> all.append(HtmlFormatTest.plain(files.text(path))));
    return all.toString();
  }

  @Test
  void aCellIsShownByItsKind() throws Exception {
    String page = write(true, List.of(line(0, "hi"))).text("pages/0001.html");

    assertThat(page)
        .contains(
            "<time datetime=\"2024-03-15T10:00:00.000Z\">2024-03-15 10:00:00</time>",
            "<td class=\"n\">2</td>",
            "<a href=\"../assets/a%20b.txt\">a b.txt</a>",
            "<td>odd</td>")
        .doesNotContain("javascript:");
  }
}
