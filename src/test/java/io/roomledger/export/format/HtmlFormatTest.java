package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.export.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlFormatTest extends FormatContract {
  private static final Pattern TEXT =
      Pattern.compile("(?:</h3>|:</b>)<p>(.*?)</p>", Pattern.DOTALL);

  @Override
  Format format() {
    return new HtmlFormat();
  }

  @Override
  List<String> texts(MemoryTarget files) {
    List<String> texts = new ArrayList<>();
    assertThat(files.files).containsKey("room");
    for (String path : pages(files)) {
      wellFormed(files.text(path));
      Matcher matcher = TEXT.matcher(files.text(path));
      while (matcher.find()) {
        texts.add(plain(matcher.group(1)));
      }
    }
    return texts;
  }

  /** All but the files of filters, which {@link HtmlFilterTest} reads. */
  static List<String> pages(MemoryTarget files) {
    return files.files.keySet().stream().filter(path -> !path.startsWith("search/")).toList();
  }

  /** Every element that is opened is closed, in order. */
  static void wellFormed(String whole) {
    String page =
        text(whole).replaceFirst("(?s)<script>\\(\\(\\) => \\{.*\\}\\)\\(\\);\n</script>", "");
    assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
    List<String> open = new ArrayList<>();
    Matcher tags = Pattern.compile("<(/?)([a-zA-Z0-9]+)[^>]*>").matcher(page.substring(15));
    while (tags.find()) {
      if (List.of("meta", "img", "br", "input").contains(tags.group(2))) {
        continue;
      }
      if (tags.group(1).isEmpty()) {
        open.add(tags.group(2));
      } else {
        assertThat(open.removeLast()).isEqualTo(tags.group(2));
      }
    }
    assertThat(open).isEmpty();
    assertThat(page).doesNotContainIgnoringCase("<script", "<iframe", "onerror=\"", " style=\"");
  }

  /** Read as a script a page is one text, which nothing in it ends: what a browser makes of it. */
  private static String text(String page) {
    if (!page.startsWith("<!--")) {
      return page;
    }
    Matcher script =
        Pattern.compile("(?s)<!--\nroomledger\\(\\d+,String\\.raw`-->\n(.*)<!--`\\)//-->\n")
            .matcher(page);
    assertThat(script.matches()).isTrue();
    assertThat(script.group(1)).doesNotContain("`", "${", "<!--");
    return script.group(1);
  }

  static String plain(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#96;", "`")
        .replace("&#36;", "$")
        .replace("&amp;", "&");
  }

  @Override
  String kept(String text) {
    return printable(text);
  }

  /** What no page can hold is shown as a replacement character. */
  static String printable(String text) {
    return text.replaceAll(
        "[\ud800-\udfff\ufffe\uffff\u0000-\u0008\u000b\u000c\u000e-\u001f]", "\ufffd");
  }

  @Override
  String everything(MemoryTarget files) {
    StringBuilder all = new StringBuilder();
    pages(files).forEach(path -> all.append(plain(files.text(path))));
    return all.toString();
  }

  @Test
  void pagesHoldAThousandRowsAndLeadToEachOther() throws Exception {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < 2_001; i++) {
      lines.add(line(i, "message " + i));
    }
    MemoryTarget files = write(true, lines);

    assertThat(files.files.keySet())
        .containsExactly(
            "pages/0001.html", "pages/0002.html", "pages/0003.html", "search/f0001.js", "room");
    assertThat(files.text("pages/0001.html"))
        .contains("href=\"0002.html\"", "href=\"../room\"", "message 999<")
        .doesNotContain("message 1000<", "rel=\"prev\"");
    assertThat(files.text("pages/0003.html"))
        .contains("href=\"0002.html\"", "message 2000<")
        .doesNotContain("rel=\"next\"");
    assertThat(files.text("room"))
        .contains("pages/0001.html#d-2024-03-15", "pages/0001.html#d-2024-03-16", "2,001");
  }

  @Test
  void onlyWebAddressesBecomeLinks() throws Exception {
    MemoryTarget files =
        write(
            true,
            List.of(line(1, "see https://example.org/a?b=1&c=(2), javascript:alert(1) http://")));

    assertThat(files.text("pages/0001.html"))
        .contains(
            "see <a rel=\"noopener noreferrer\" href=\"https://example.org/a?b=1&amp;c=(2\">"
                + "https://example.org/a?b=1&amp;c=(2</a>), javascript:alert(1) http://<");
  }
}
