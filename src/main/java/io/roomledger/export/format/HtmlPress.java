package io.roomledger.export.format;

import io.roomledger.export.Format;
import io.roomledger.export.Item;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Renders one page after the other into memory; several of these work at once. */
final class HtmlPress {
  private final HtmlShell shell;
  private final HtmlBody.Writer body;
  private final HtmlFilter filter = new HtmlFilter();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512 * 1024);
  private final Utf8 out = new Utf8(bytes);
  private @Nullable HtmlPage page;

  HtmlPress(HtmlShell shell, HtmlBody.Writer body) {
    this.shell = shell;
    this.body = body;
  }

  /** The page rendered last. */
  HtmlPage page() {
    return Objects.requireNonNull(page);
  }

  /** What can be found on that page. */
  HtmlFilter filter() {
    return filter;
  }

  /** Writes that page. */
  void write(Format.Target target) throws IOException {
    bytes.writeTo(target.entry("pages/" + HtmlShell.page(page().number())));
  }

  /** Renders a page. */
  HtmlPress print(HtmlPage next) throws IOException {
    page = next;
    bytes.reset();
    filter.clear();
    begin(next);
    for (HtmlPage.Piece piece : next.pieces()) {
      // a switch over the classes takes a tenth of the time of a page
      if (piece instanceof HtmlPage.Row row) {
        body.row(out, row, filter);
      } else if (piece instanceof HtmlPage.Day day) {
        body.day(out, day.date());
      } else if (piece instanceof HtmlPage.Aside aside) {
        aside(aside.item());
      }
    }
    end(next);
    return this;
  }

  private void begin(HtmlPage next) throws IOException {
    shell.page(out, next.number());
    out.raw("<header class=\"bar\"><div class=\"").raw(shell.width()).raw("\"><strong><bdi>");
    out.text(shell.heading().title()).raw("</bdi></strong><span>Page ");
    out.raw(HtmlShell.number(next.number())).raw("<i>, from no. ");
    out.raw(HtmlShell.number(next.before() + 1));
    out.raw("</i></span>");
    steps("Pages", next);
    out.raw("</div></header>\n<main class=\"").raw(shell.width()).raw("\" id=\"content\">\n");
    out.raw("<h1 class=\"hide\">").text(shell.heading().title()).raw(", page ");
    out.raw(next.number()).raw("</h1>\n");
    body.begin(out, next.number());
  }

  private void steps(String label, HtmlPage at) throws IOException {
    out.raw("<nav aria-label=\"").raw(label).raw("\">");
    if (at.number() > 1) {
      out.raw("<a class=\"step\" rel=\"prev\" href=\"").raw(HtmlShell.page(at.number() - 1));
      out.raw("\" aria-label=\"Previous page\">\u2190</a>");
    }
    out.raw("<a class=\"step\" href=\"").raw(shell.contents()).raw("\">Contents</a>");
    out.raw("<a class=\"step\" href=\"").raw(shell.contents()).raw("#search\">Search</a>");
    if (at.next() > 0) {
      out.raw("<a class=\"step\" rel=\"next\" href=\"").raw(HtmlShell.page(at.next()));
      out.raw("\" aria-label=\"Next page\">\u2192</a>");
    }
    out.raw("</nav>");
  }

  private void aside(Item item) throws IOException {
    body.interrupt(out);
    if (item instanceof Item.Section(String title)) {
      out.raw("<h2 class=\"sec\">").text(title).raw("</h2>\n");
    } else if (item instanceof Item.Gap gap) {
      gap(out, gap);
    }
  }

  /** A gap, where the reader would have met what is missing. */
  static void gap(Utf8 out, Item.Gap gap) throws IOException {
    out.raw("<aside class=\"gap\"><b>Missing:</b> <bdi>").text(gap.what()).raw("</bdi> \u2013 ");
    out.text(gap.reason());
    if (!gap.id().isEmpty()) {
      out.raw(" <code>").text(gap.id()).raw("</code>");
    }
    out.raw("</aside>\n");
  }

  private void end(HtmlPage done) throws IOException {
    body.end(out);
    out.raw("</main>\n<footer class=\"foot\"><div class=\"").raw(shell.width()).raw("\"><span>");
    out.raw("Times are UTC.</span>");
    steps("Pages, again", done);
    out.raw("</div></footer>\n");
    shell.endPage(out);
  }
}
