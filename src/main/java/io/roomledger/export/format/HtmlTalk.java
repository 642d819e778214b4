package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Column.Role;
import io.roomledger.export.Item;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes pages of a conversation. Messages that one person wrote in a row share one head. There may
 * be millions of them, so what a style can say is said by {@code style.css}: the initials in their
 * circle, and that a text goes in the direction of its first letter.
 */
final class HtmlTalk implements HtmlBody.Writer {
  private static final long TOGETHER_SECONDS = 300;

  private static final byte[] SYSTEM = Utf8.ascii("<article class=\"sys\" id=\"");
  private static final byte[] MESSAGE = Utf8.ascii("<article id=\"");
  private static final byte[] ON = Utf8.ascii("<article class=\"on\" id=\"");
  private static final byte[] IN = Utf8.ascii("<article class=\"in\" id=\"");
  private static final byte[] ON_IN = Utf8.ascii("<article class=\"on in\" id=\"");
  private static final byte[] END_OF_TAG = Utf8.ascii("\">");
  private static final byte[] HIDDEN = Utf8.ascii("<b class=\"hide\">");
  private static final byte[] END_OF_HIDDEN = Utf8.ascii(":</b>");
  private static final byte[] END_OF_HEAD = Utf8.ascii("</h3>");
  private static final byte[] TEXT = Utf8.ascii("<p>");
  private static final byte[] END_OF_TEXT = Utf8.ascii("</p>");
  private static final byte[] END_OF_MESSAGE = Utf8.ascii("</article>\n");
  private static final byte[] AT = Utf8.ascii("<a href=\"#");
  private static final byte[] AT_TIME = Utf8.ascii("\"><time datetime=\"");
  private static final byte[] END_OF_AT = Utf8.ascii("</time></a>");

  private final HtmlRoles roles;
  private final CellText texts = new CellText();
  private final IsoTime time = new IsoTime();
  private final HtmlAttached attached = new HtmlAttached();
  private int page;
  private HtmlPeople.@Nullable Person last;
  private long lastSecond;
  private String lastParent = "";

  HtmlTalk(HtmlRoles roles) {
    this.roles = roles;
  }

  @Override
  public void begin(Utf8 out, int number) {
    page = number;
    interrupt(out);
  }

  @Override
  public void day(Utf8 out, LocalDate day) throws IOException {
    interrupt(out);
    out.raw("<h2 class=\"day\" id=\"").raw(HtmlText.dayAnchor(day)).raw("\">");
    out.raw(HtmlText.day(day)).raw("</h2>\n");
  }

  @Override
  public void interrupt(Utf8 out) {
    last = null;
    lastParent = "";
  }

  @Override
  public void end(Utf8 out) {}

  @Override
  public void row(Utf8 out, HtmlPage.Row row, HtmlFilter filter) throws IOException {
    if (roles.cell(row.row(), Role.DELETED) instanceof Cell.Moment(Instant at)) {
      deleted(out, row.row(), at);
      filter.text("Message " + row.row().id() + " was deleted, " + time.string(at));
      return;
    }
    HtmlPeople.Person person = Objects.requireNonNull(row.person());
    if (roles.text(row.row(), Role.SYSTEM).isEmpty()) {
      message(out, row, person);
    } else {
      system(out, row.row(), person);
    }
    filter.who(person.name);
    filter.text(searched(row.row()));
  }

  /** What was said, and the names of the files that came with it. */
  private String searched(Item.Row row) {
    String text = roles.text(row, Role.TEXT);
    if (roles.cell(row, Role.FILES) instanceof Cell.Many(List<Cell> files) && !files.isEmpty()) {
      StringBuilder more = new StringBuilder(text);
      for (Cell file : files) {
        more.append(more.isEmpty() ? "" : " \u00b7 ");
        more.append(file instanceof Cell.Link(String _, String name) ? name : texts.of(file));
      }
      return more.toString();
    }
    return text;
  }

  /** What was there at the earlier export, and is no more. */
  private void deleted(Utf8 out, Item.Row row, Instant at) throws IOException {
    interrupt(out);
    String anchor = HtmlText.anchor(row.id());
    out.raw(SYSTEM).raw(anchor).raw(END_OF_TAG);
    time(out, row, anchor);
    out.raw("<p>Message <code>").text(row.id()).raw("</code> was deleted, ");
    out.raw(time.string(at)).raw("</p></article>\n");
  }

  private void system(Utf8 out, Item.Row row, HtmlPeople.Person person) throws IOException {
    interrupt(out);
    String anchor = HtmlText.anchor(row.id());
    out.raw(SYSTEM).raw(anchor).raw(END_OF_TAG);
    time(out, row, anchor);
    out.raw("<p><bdi>").raw(person.nameMarkup).raw("</bdi> ");
    HtmlText.linked(out, roles.text(row, Role.TEXT));
    out.raw("</p></article>\n");
  }

  private void message(Utf8 out, HtmlPage.Row piece, HtmlPeople.Person person) throws IOException {
    Item.Row row = piece.row();
    long second = row.at().getEpochSecond();
    String parent = roles.text(row, Role.PARENT);
    boolean goesOn =
        person.same(last) && second - lastSecond <= TOGETHER_SECONDS && parent.equals(lastParent);
    last = person;
    lastSecond = second;
    String anchor = HtmlText.anchor(row.id());
    boolean in = !parent.isEmpty();
    out.raw(goesOn ? in ? ON_IN : ON : in ? IN : MESSAGE).raw(anchor).raw(END_OF_TAG);
    if (goesOn) {
      time(out, row, anchor);
      out.raw(HIDDEN).raw(person.nameMarkup).raw(END_OF_HIDDEN);
    } else {
      out.raw(person.head);
      time(out, row, anchor);
      out.raw(END_OF_HEAD);
    }
    if (in && !parent.equals(lastParent)) {
      HtmlPlaces.reply(out, page, parent, piece.places().get(parent));
    }
    lastParent = parent;
    content(out, piece);
    out.raw(END_OF_MESSAGE);
  }

  private void content(Utf8 out, HtmlPage.Row piece) throws IOException {
    Item.Row row = piece.row();
    attached.quotes(out, roles.cell(row, Role.QUOTES), page, piece.places());
    String text = roles.text(row, Role.TEXT);
    Cell edited = roles.cell(row, Role.EDITED);
    if (!text.isEmpty() || edited instanceof Cell.Moment) {
      out.raw(TEXT);
      HtmlText.linked(out, text);
      if (edited instanceof Cell.Moment(Instant at)) {
        out.raw(" <span class=\"ed\" title=\"edited ")
            .raw(time.string(at))
            .raw("\">(edited)</span>");
      }
      out.raw(END_OF_TEXT);
    }
    attached.files(out, roles.cell(row, Role.FILES), roles.cell(row, Role.THUMBNAILS));
    attached.reactions(out, roles.cell(row, Role.REACTIONS));
    marks(out, row);
  }

  private void marks(Utf8 out, Item.Row row) throws IOException {
    String change = roles.text(row, Role.CHANGE);
    if (!change.isEmpty()) {
      out.raw("<p class=\"mk\">").text(change).raw("</p>");
    }
    if (roles.cell(row, Role.REPLIES) instanceof Cell.Amount(BigDecimal replies)) {
      boolean one = replies.compareTo(BigDecimal.ONE) == 0;
      out.raw("<p class=\"mk\">").raw(replies.toPlainString());
      out.raw(one ? " reply</p>" : " replies</p>");
    }
    if (roles.cell(row, Role.PINNED) instanceof Cell.Moment(Instant at)) {
      out.raw("<p class=\"mk\" title=\"").raw(time.string(at)).raw("\">pinned</p>");
    }
  }

  private void time(Utf8 out, Item.Row row, String anchor) throws IOException {
    out.raw(AT).raw(anchor).raw(AT_TIME);
    int length = time.write(row.at());
    int clock = time.text()[10] == 'T' ? 11 : new String(time.text(), 0, length).indexOf('T') + 1;
    out.raw(time.text(), 0, length).raw(END_OF_TAG).raw(time.text(), clock, 5).raw(END_OF_AT);
  }
}
