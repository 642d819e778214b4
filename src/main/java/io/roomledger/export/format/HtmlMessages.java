package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A page of a conversation. Messages that one person wrote in a row share one head. */
final class HtmlMessages implements HtmlBody {
  /** Links to parents are made to the last so many messages; older ones are named by their id. */
  private static final int REMEMBERED = 20_000;

  private static final long TOGETHER_SECONDS = 300;
  private static final Set<String> PICTURES =
      Set.of("png", "jpg", "jpeg", "gif", "webp", "avif", "bmp");

  private final Map<Column.Role, Integer> columns = new EnumMap<>(Column.Role.class);
  private final HtmlPeople people;
  private final CellText texts = new CellText();
  private final IsoTime time = new IsoTime();
  private final Map<String, Place> places = new LinkedHashMap<>(1 << 15);
  private int page;
  private String found = "";
  private HtmlPeople.@Nullable Person last;
  private long lastSecond;

  /** Where a message is, and whose it is. */
  private record Place(int page, HtmlPeople.Person person) {}

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
    page = number;
    last = null;
  }

  @Override
  public void day(Utf8 out, LocalDate day) throws IOException {
    last = null;
    out.raw("<h2 class=\"day\" id=\"").raw(HtmlText.dayAnchor(day)).raw("\">");
    out.raw(HtmlText.day(day)).raw("</h2>\n");
  }

  @Override
  public void interrupt(Utf8 out) {
    last = null;
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
    places.put(row.id(), new Place(page, person));
    if (places.size() > REMEMBERED) {
      places.remove(places.keySet().iterator().next());
    }
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
    last = null;
    out.raw("<article class=\"sys\" id=\"").raw(HtmlText.anchor(row.id())).raw("\">");
    time(out, row);
    out.raw("<p dir=\"auto\"><bdi>").text(person.name).raw("</bdi> ");
    HtmlText.linked(out, text(row, Column.Role.TEXT));
    out.raw("</p></article>\n");
  }

  private void message(Utf8 out, Item.Row row, HtmlPeople.Person person) throws IOException {
    long second = row.at().getEpochSecond();
    boolean goesOn =
        person == last
            && second - lastSecond <= TOGETHER_SECONDS
            && cell(row, Column.Role.PARENT) instanceof Cell.Empty;
    last = person;
    lastSecond = second;
    out.raw(goesOn ? "<article class=\"msg on\" id=\"" : "<article class=\"msg\" id=\"");
    out.raw(HtmlText.anchor(row.id())).raw("\">");
    if (goesOn) {
      time(out, row);
      out.raw("<div><span class=\"hide\">").text(person.name).raw(":</span>");
    } else {
      head(out, row, person);
    }
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
    String parent = text(row, Column.Role.PARENT);
    if (!parent.isEmpty()) {
      reply(out, parent);
    }
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
    if (cell(row, Column.Role.FILES) instanceof Cell.Many(List<Cell> files) && !files.isEmpty()) {
      files(out, files);
    }
    if (cell(row, Column.Role.REACTIONS) instanceof Cell.Many(List<Cell> reactions)
        && !reactions.isEmpty()) {
      reactions(out, reactions);
    }
  }

  private void reply(Utf8 out, String parent) throws IOException {
    Place place = places.get(parent);
    if (place == null) {
      out.raw("<span class=\"re\">\u21a9 in reply to message ").text(parent).raw("</span>");
      return;
    }
    out.raw("<a class=\"re\" href=\"");
    if (place.page() != page) {
      out.raw(HtmlShell.page(place.page()));
    }
    out.raw("#").raw(HtmlText.anchor(parent)).raw("\">\u21a9 in reply to <bdi>");
    out.text(place.person().name).raw("</bdi></a>");
  }

  private void files(Utf8 out, List<Cell> files) throws IOException {
    out.raw("<ul class=\"files\">");
    for (Cell file : files) {
      out.raw("<li>");
      if (file instanceof Cell.Link(String href, String name)) {
        file(out, href, name.isBlank() ? href : name);
      } else {
        out.raw("<span class=\"file lost\"><bdi>")
            .text(texts.of(file))
            .raw("</bdi> (missing)</span>");
      }
      out.raw("</li>");
    }
    out.raw("</ul>");
  }

  private static void file(Utf8 out, String href, String name) throws IOException {
    if (HtmlText.inside(href)) {
      String address = HtmlText.address(href);
      boolean picture =
          PICTURES.contains(href.substring(href.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
      out.raw(picture ? "<a href=\"" : "<a class=\"file\" href=\"").text(address).raw("\">");
      if (picture) {
        out.raw("<img loading=\"lazy\" src=\"").text(address).raw("\" alt=\"").text(name);
        out.raw("\" title=\"").text(name).raw("\">");
      } else {
        out.raw("<bdi>").text(name).raw("</bdi>");
      }
      out.raw("</a>");
    } else if (HtmlText.web(href)) {
      out.raw("<a class=\"file\" rel=\"noopener noreferrer\" href=\"").text(href).raw("\"><bdi>");
      out.text(name).raw("</bdi></a>");
    } else {
      out.raw("<span class=\"file\"><bdi>").text(name).raw("</bdi></span>");
    }
  }

  private void reactions(Utf8 out, List<Cell> reactions) throws IOException {
    out.raw("<ul class=\"rx\" aria-label=\"Reactions\">");
    for (Cell reaction : reactions) {
      if (reaction instanceof Cell.Fields(List<Cell.Field> fields)) {
        Cell names = field(fields, "usernames");
        List<Cell> who = names instanceof Cell.Many(List<Cell> cells) ? cells : List.of(names);
        out.raw("<li title=\"");
        for (int i = 0; i < who.size(); i++) {
          out.raw(i == 0 ? "" : ", ").text(texts.of(who.get(i)));
        }
        out.raw("\">").text(HtmlEmoji.of(texts.of(field(fields, "emoji"))));
        out.raw("<b>").raw(who.size()).raw("</b></li>");
      }
    }
    out.raw("</ul>");
  }

  private static Cell field(List<Cell.Field> fields, String key) {
    for (Cell.Field field : fields) {
      if (field.key().equals(key)) {
        return field.cell();
      }
    }
    return Cell.EMPTY;
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
