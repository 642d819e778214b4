package io.roomledger.export.format;

import io.roomledger.export.Format;
import io.roomledger.export.Item;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes pages of rows, and at the end the entry page that leads to them. Pages are gathered here
 * and rendered elsewhere, several at once; they are written in their order.
 */
final class HtmlPages implements Format.Writer {
  /** How many rows a page has; a browser shows as many at once without a pause. */
  static final int ROWS = 1_000;

  /** A page ends earlier if what is said on it is longer than a browser shows without a pause. */
  private static final long VOLUME = 1_500_000;

  private static final int DAY_SECONDS = 86_400;

  private final HtmlShell shell;
  private final HtmlBody body;
  private final HtmlContents contents;
  private final HtmlFilters filters;
  private final Ahead<HtmlPress> presses = new Ahead<>();
  private final Deque<HtmlPress> idle = new ArrayDeque<>();
  private final boolean stretch;
  private final long first;
  private long before;
  private @Nullable HtmlPage open;
  private int page;
  private long waiting;
  private long day = Long.MIN_VALUE;

  HtmlPages(HtmlShell shell, HtmlBody body, HtmlContents contents) {
    this(shell, body, contents, false, 0);
  }

  /** Writes the pages of a stretch, which others follow, behind so many rows on full pages. */
  static HtmlPages ofStretch(HtmlShell shell, HtmlBody body, HtmlContents contents, long before) {
    return new HtmlPages(shell, body, contents, true, before);
  }

  private HtmlPages(
      HtmlShell shell, HtmlBody body, HtmlContents contents, boolean stretch, long before) {
    this.stretch = stretch;
    this.first = before;
    this.before = before;
    this.page = Math.toIntExact(before / ROWS);
    this.shell = shell;
    this.body = body;
    this.contents = contents;
    this.filters = new HtmlFilters(shell.target());
  }

  @Override
  public void item(Item item) throws IOException {
    switch (item) {
      case Item.Row row -> row(row);
      case Item.Section section -> page(false).add(new HtmlPage.Aside(section));
      case Item.Gap gap -> {
        contents.gap(gap);
        if (open != null) {
          open.add(new HtmlPage.Aside(gap));
        }
      }
      case Item.Attachment ignored -> {}
    }
  }

  private void row(Item.Row row) throws IOException {
    HtmlPage to = page(true);
    long newDay = Math.floorDiv(row.at().getEpochSecond(), (long) DAY_SECONDS);
    if (newDay != day || to.rows() == 0) {
      day = newDay;
      LocalDate date =
          Instant.ofEpochSecond(newDay * DAY_SECONDS).atZone(ZoneOffset.UTC).toLocalDate();
      contents.day(date, page);
      to.add(new HtmlPage.Day(date));
    }
    before++;
    contents.row();
    to.add(body.take(row, page));
  }

  /** The open page; for a row a new one if it is full. */
  private HtmlPage page(boolean row) throws IOException {
    HtmlPage to = open;
    if (to != null && row && (to.rows() == ROWS || to.volume() > VOLUME)) {
      render(to.followed());
      to = null;
    }
    if (to == null) {
      page++;
      to = new HtmlPage(page, before);
      open = to;
    }
    return to;
  }

  private void render(HtmlPage full) throws IOException {
    waiting += full.volume();
    HtmlPress press = idle.isEmpty() ? new HtmlPress(shell, body.writer()) : idle.pop();
    presses.begin(() -> press.print(full));
    while (presses.due() || (waiting > 2 * VOLUME && presses.any())) {
      write(presses.next());
    }
  }

  private void write(HtmlPress press) throws IOException {
    waiting -= press.page().volume();
    press.write(shell.target());
    filters.take(press.page().number(), press.filter().bits());
    idle.push(press);
  }

  @Override
  public void rowsDone() throws IOException {
    if (open != null) {
      render(stretch ? open.followed() : open);
      open = null;
    }
    writeAll();
    filters.finish();
  }

  private void writeAll() throws IOException {
    while (presses.any()) {
      write(presses.next());
    }
  }

  @Override
  public void finish() throws IOException {
    if (!stretch) {
      contents.write(page);
    }
  }

  @Override
  public String told() {
    return contents.told(first, page - Math.toIntExact(first / ROWS)).text();
  }

  /** Pages are told beforehand if all are full: none ended earlier because it was long. */
  @Override
  public boolean makeRoom(long rows, String told) throws IOException {
    HtmlStretch other = HtmlStretch.parse(told);
    boolean full = before % HtmlStretch.ROWS == 0 && page == before / ROWS;
    if (!full || other.before() != before || !other.full(rows)) {
      return false;
    }
    if (open != null) {
      render(open.followed());
      open = null;
    }
    writeAll();
    before += rows;
    page += other.pages();
    contents.add(other, rows);
    body.forget();
    return true;
  }

  @Override
  public Format.LookBack looksBack() {
    return new Format.LookBack(HtmlPlaces.REMEMBERED, ROWS);
  }

  @Override
  public void earlier(String id, long place, boolean answered, Item.@Nullable Row row) {
    body.earlier(id, Math.toIntExact(place / ROWS) + 1, answered, row);
  }
}
