package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page of a conversation. Messages that one person wrote in a row share one head. */
final class HtmlMessages implements HtmlBody {
  private static final long TOGETHER_SECONDS = 300;

  private final Map<Column.Role, Integer> columns = new EnumMap<>(Column.Role.class);
  private final HtmlPeople people;
  private final CellText texts = new CellText();
  private final IsoTime time = new IsoTime();
  private final HtmlPlaces places = new HtmlPlaces();
  private final HtmlAttached attached = new HtmlAttached(places);
  private String found = "";
  private HtmlPeople.@Nullable Person last;
  private long lastSecond;
  private String lastParent = "";

  HtmlMessages(Sheet<?> sheet, HtmlPeople people) {
    this.people = people;
    for (int i = 0; i < sheet.columns().size(); i++) {
      columns.put(sheet.columns().get(i).role(), i);
    }
  }

  @Override
  public String rows() {
    return "messages";
  }

  @Override
  public void begin(Utf8 out, int number) {
    places.page(number);
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
  public void row(Utf8 out, Item.Row row, HtmlSearch search) throws IOException {
    HtmlPeople.Person person =
        people.said(text(row, Column.Role.AUTHOR), text(row, Column.Role.AUTHOR_NAME));
    found = search.anchor();
    String system = text(row, Column.Role.SYSTEM);
    if (!system.isEmpty()) {
      system(out, row, person);
    } else {
      message(out, row, person);
    }
    search.row(row.at(), person.name, searched(row));
    places.put(row.id(), person, text(row, Column.Role.TEXT));
  }

  /** What was said, and the names of the files that came with it. */
  private String searched(Item.Row row) {
    String text = text(row, Column.Role.TEXT);
    if (cell(row, Column.Role.FILES) instanceof Cell.Many(List<Cell> files) && !files.isEmpty()) {
      StringBuilder more = new StringBuilder(text);
      for (Cell file : files) {
        more.append(more.isEmpty() ? "" : " \u00b7 ");
        more.append(file instanceof Cell.Link(String _, String name) ? name : texts.of(file));
      }
      return more.toString();
    }
    return text;
  }

  private void system(Utf8 out, Item.Row row, HtmlPeople.Person person) throws IOException {
    interrupt(out);
    out.raw("<article class=\"sys\" id=\"").raw(HtmlText.anchor(row.id())).raw("\">");
    time(out, row);
    out.raw("<p dir=\"auto\"><bdi>").text(person.name).raw("</bdi> ");
    HtmlText.linked(out, text(row, Column.Role.TEXT));
    out.raw("</p></article>\n");
  }

  private void message(Utf8 out, Item.Row row, HtmlPeople.Person person) throws IOException {
    long second = row.at().getEpochSecond();
    String parent = text(row, Column.Role.PARENT);
    boolean goesOn =
        person == last && second - lastSecond <= TOGETHER_SECONDS && parent.equals(lastParent);
    last = person;
    lastSecond = second;
    out.raw("<article class=\"msg").raw(goesOn ? " on" : "").raw(parent.isEmpty() ? "" : " in");
    out.raw("\" id=\"").raw(HtmlText.anchor(row.id())).raw("\">");
    if (goesOn) {
      time(out, row);
      out.raw("<div><span class=\"hide\">").text(person.name).raw(":</span>");
    } else {
      head(out, row, person);
    }
    if (!parent.isEmpty() && !parent.equals(lastParent)) {
      places.reply(out, parent);
    }
    lastParent = parent;
    content(out, row);
    out.raw("</div></article>\n");
  }

  private void head(Utf8 out, Item.Row row, HtmlPeople.Person person) throws IOException {
    out.raw("<span class=\"face c").raw(person.colour).raw("\" aria-hidden=\"true\">");
    out.text(person.initials).raw("</span><div><h3 class=\"who\"><b><bdi>");
    out.text(person.name).raw("</bdi></b>");
    if (!person.name.equals(person.username)) {
      out.raw("<i><bdi>@").text(person.username).raw("</bdi></i>");
    }
    time(out, row);
    out.raw("</h3>");
  }

  private void content(Utf8 out, Item.Row row) throws IOException {
    attached.quotes(out, cell(row, Column.Role.QUOTES));
    String text = text(row, Column.Role.TEXT);
    boolean edited = cell(row, Column.Role.EDITED) instanceof Cell.Moment;
    if (!text.isEmpty() || edited) {
      out.raw("<p class=\"txt\" dir=\"auto\">");
      HtmlText.linked(out, text);
      if (edited && cell(row, Column.Role.EDITED) instanceof Cell.Moment(Instant at)) {
        out.raw(" <span class=\"ed\" title=\"edited ")
            .raw(time.string(at))
            .raw("\">(edited)</span>");
      }
      out.raw("</p>");
    }
    attached.files(out, cell(row, Column.Role.FILES), cell(row, Column.Role.THUMBNAILS));
    attached.reactions(out, cell(row, Column.Role.REACTIONS));
    marks(out, row);
  }

  private void marks(Utf8 out, Item.Row row) throws IOException {
    if (cell(row, Column.Role.REPLIES) instanceof Cell.Amount(BigDecimal replies)) {
      boolean one = replies.compareTo(BigDecimal.ONE) == 0;
      out.raw("<p class=\"mk\">").raw(replies.toPlainString());
      out.raw(one ? " reply</p>" : " replies</p>");
    }
    if (cell(row, Column.Role.PINNED) instanceof Cell.Moment(Instant at)) {
      out.raw("<p class=\"mk\" title=\"").raw(time.string(at)).raw("\">pinned</p>");
    }
  }

  private void time(Utf8 out, Item.Row row) throws IOException {
    String iso = time.string(row.at());
    out.raw("<a class=\"at\" id=\"")
        .raw(found)
        .raw("\" href=\"#")
        .raw(HtmlText.anchor(row.id()))
        .raw("\"><time datetime=\"");
    int clock = iso.indexOf('T') + 1;
    out.raw(iso).raw("\">").text(iso, clock, clock + 5, Utf8.Escape.NONE).raw("</time></a>");
  }

  private Cell cell(Item.Row row, Column.Role role) {
    Integer column = columns.get(role);
    return column == null ? Cell.EMPTY : row.cells().get(column);
  }

  private String text(Item.Row row, Column.Role role) {
    Cell cell = cell(row, role);
    return cell instanceof Cell.Text(String text) ? text : texts.of(cell);
  }
}
