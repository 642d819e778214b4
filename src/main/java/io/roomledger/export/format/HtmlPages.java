package io.roomledger.export.format;

import io.roomledger.export.Format;
import io.roomledger.export.Item;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Writes pages of rows, and at the end the entry page that leads to them. */
final class HtmlPages implements Format.Writer {
  /** How many rows a page has; a browser shows as many at once without a pause. */
  static final int ROWS = 1_000;

  /** A page ends earlier if what is said on it is longer than a browser shows without a pause. */
  private static final long VOLUME = 1_500_000;

  private static final int DAY_SECONDS = 86_400;

  private final HtmlShell shell;
  private final HtmlBody body;
  private final HtmlContents contents;
  private final HtmlSearch search;
  private final long total;
  private long before;
  private @Nullable Utf8 out;
  private int page;
  private int onPage;
  private long day = Long.MIN_VALUE;

  HtmlPages(HtmlShell shell, HtmlBody body, HtmlContents contents, long rows) {
    this.shell = shell;
    this.body = body;
    this.contents = contents;
    this.search = new HtmlSearch(shell.target());
    this.total = rows;
  }

  @Override
  public void item(Item item) throws IOException {
    switch (item) {
      case Item.Row row -> row(row);
      case Item.Section section -> {
        Utf8 to = page(false);
        body.interrupt(to);
        to.raw("<h2 class=\"sec\">").text(section.title()).raw("</h2>\n");
      }
      case Item.Gap gap -> {
        contents.gap(gap);
        if (out != null) {
          body.interrupt(out);
          gap(out, gap);
        }
      }
      case Item.Attachment ignored -> {}
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

  private void row(Item.Row row) throws IOException {
    Utf8 to = page(true);
    long newDay = Math.floorDiv(row.at().getEpochSecond(), (long) DAY_SECONDS);
    if (newDay != day || onPage == 0) {
      day = newDay;
      LocalDate date =
          Instant.ofEpochSecond(newDay * DAY_SECONDS).atZone(ZoneOffset.UTC).toLocalDate();
      contents.day(date, page);
      body.day(to, date);
    }
    onPage++;
    before++;
    contents.row();
    body.row(to, row, search);
  }

  /** The open page; for a row a new one if it is full. */
  private Utf8 page(boolean row) throws IOException {
    if (out != null && row && (onPage == ROWS || search.volume() > VOLUME)) {
      end(out, page + 1);
      out = null;
    }
    if (out == null) {
      page++;
      onPage = 0;
      out = new Utf8(shell.target().entry("pages/" + HtmlShell.page(page)));
      search.begin(page);
      begin(out);
    }
    return out;
  }

  private void begin(Utf8 to) throws IOException {
    shell.page(to, shell.heading().title() + " \u2013 page " + page);
    to.raw("<header class=\"bar\"><div class=\"").raw(shell.width()).raw("\"><strong><bdi>");
    to.text(shell.heading().title()).raw("</bdi></strong><span>Page ");
    to.raw(HtmlShell.number(page)).raw("<i>, from ").raw(HtmlShell.number(before + 1));
    to.raw(" of ").raw(HtmlShell.number(total)).raw("</i></span>");
    steps(to, "Pages", total - before > ROWS ? page + 1 : 0);
    to.raw("</div></header>\n<main class=\"").raw(shell.width()).raw("\" id=\"content\">\n");
    to.raw("<h1 class=\"hide\">").text(shell.heading().title()).raw(", page ").raw(page);
    to.raw("</h1>\n");
    body.begin(to, page);
  }

  private void steps(Utf8 to, String label, int next) throws IOException {
    to.raw("<nav aria-label=\"").raw(label).raw("\">");
    if (page > 1) {
      to.raw("<a class=\"step\" rel=\"prev\" href=\"").raw(HtmlShell.page(page - 1));
      to.raw("\" aria-label=\"Previous page\">\u2190</a>");
    }
    to.raw("<a class=\"step\" href=\"").raw(shell.contents()).raw("\">Contents</a>");
    to.raw("<a class=\"step\" href=\"").raw(shell.contents()).raw("#search\">Search</a>");
    if (next > 0) {
      to.raw("<a class=\"step\" rel=\"next\" href=\"").raw(HtmlShell.page(next));
      to.raw("\" aria-label=\"Next page\">\u2192</a>");
    }
    to.raw("</nav>");
  }

  private void end(Utf8 to, int next) throws IOException {
    body.end(to);
    to.raw("</main>\n<footer class=\"foot\"><div class=\"").raw(shell.width()).raw("\"><span>");
    to.raw("Times are UTC.</span>");
    steps(to, "Pages, again", next);
    to.raw("</div></footer>\n");
    shell.end(to);
    search.end();
  }

  @Override
  public void rowsDone() throws IOException {
    if (out != null) {
      end(out, 0);
      out = null;
    }
    search.finish();
  }

  @Override
  public void finish() throws IOException {
    contents.write(page);
  }
}
