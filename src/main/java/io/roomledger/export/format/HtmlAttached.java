package io.roomledger.export.format;

import io.roomledger.export.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What hangs on a message of a page: quotes, files and reactions. */
final class HtmlAttached {
  private static final Set<String> PICTURES =
      Set.of("png", "jpg", "jpeg", "gif", "webp", "avif", "bmp");
  private static final Pattern MEASURES = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");

  private final CellText texts = new CellText();

  /** The ids of the messages that are quoted. */
  static List<String> quoted(Cell cell) {
    List<String> ids = new ArrayList<>();
    if (cell instanceof Cell.Many(List<Cell> quotes)) {
      for (Cell quote : quotes) {
        if (quote instanceof Cell.Fields(List<Cell.Field> fields)
            && field(fields, "id") instanceof Cell.Text(String id)) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  /** Writes quotes on page {@code page}; {@code places} knows where what is quoted is. */
  void quotes(Utf8 out, Cell cell, int page, Map<String, HtmlPlaces.Place> places)
      throws IOException {
    if (cell instanceof Cell.Many(List<Cell> quotes)) {
      for (Cell quote : quotes) {
        if (quote instanceof Cell.Fields(List<Cell.Field> fields)) {
          String id = texts.of(field(fields, "id"));
          quote(out, fields, page, id, places.get(id));
        }
      }
    }
  }

  private void quote(
      Utf8 out, List<Cell.Field> fields, int page, String id, HtmlPlaces.@Nullable Place place)
      throws IOException {
    out.raw("<blockquote class=\"qt\" dir=\"auto\">");
    String who = texts.of(field(fields, "who"));
    if (!who.isEmpty()) {
      out.raw("<b><bdi>").text(who).raw("</bdi></b> ");
    }
    HtmlPlaces.link(out, page, id, place, "in this export");
    out.raw("<p>");
    HtmlText.linked(out, texts.of(field(fields, "text")));
    out.raw("</p></blockquote>");
  }

  void files(Utf8 out, Cell cell, Cell thumbnails) throws IOException {
    if (cell instanceof Cell.Many(List<Cell> files) && !files.isEmpty()) {
      List<Cell> small =
          thumbnails instanceof Cell.Many(List<Cell> cells) ? cells : List.<Cell>of();
      out.raw("<ul class=\"files\">");
      for (int i = 0; i < files.size(); i++) {
        out.raw("<li>");
        if (files.get(i) instanceof Cell.Link(String href, String name)) {
          Cell thumbnail = i < small.size() ? small.get(i) : Cell.EMPTY;
          file(out, href, name.isBlank() ? href : name, thumbnail);
        } else {
          out.raw("<span class=\"file lost\"><bdi>").text(texts.of(files.get(i)));
          out.raw("</bdi></span>");
        }
        out.raw("</li>");
      }
      out.raw("</ul>");
    }
  }

  private static void file(Utf8 out, String href, String name, Cell thumbnail) throws IOException {
    if (HtmlText.inside(href)) {
      String ending = href.substring(href.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      if (PICTURES.contains(ending) || thumbnail instanceof Cell.Link) {
        picture(out, href, name, thumbnail);
      } else {
        out.raw("<a class=\"file\" href=\"").text(HtmlText.address(href)).raw("\"><bdi>");
        out.text(name).raw("</bdi></a>");
      }
    } else if (HtmlText.web(href)) {
      out.raw("<a class=\"file\" rel=\"noopener noreferrer\" href=\"").text(href).raw("\"><bdi>");
      out.text(name).raw("</bdi></a>");
    } else {
      out.raw("<span class=\"file\"><bdi>").text(name).raw("</bdi></span>");
    }
  }

  /** The small one if there is one, and the link to the large one. */
  private static void picture(Utf8 out, String href, String name, Cell thumbnail)
      throws IOException {
    String shown = href;
    String measures = "";
    if (thumbnail instanceof Cell.Link(String small, String text) && HtmlText.inside(small)) {
      shown = small;
      Matcher matcher = MEASURES.matcher(text);
      if (matcher.matches()) {
        measures = " width=\"" + matcher.group(1) + "\" height=\"" + matcher.group(2) + "\"";
      }
    }
    out.raw("<a href=\"").text(HtmlText.address(href)).raw("\"><img loading=\"lazy\" src=\"");
    out.text(HtmlText.address(shown)).raw("\"").raw(measures).raw(" alt=\"").text(name);
    out.raw("\" title=\"").text(name).raw("\"></a>");
  }

  void reactions(Utf8 out, Cell cell) throws IOException {
    if (cell instanceof Cell.Many(List<Cell> reactions) && !reactions.isEmpty()) {
      out.raw("<ul class=\"rx\" aria-label=\"Reactions\">");
      for (Cell reaction : reactions) {
        if (reaction instanceof Cell.Fields(List<Cell.Field> fields)) {
          reaction(out, fields);
        }
      }
      out.raw("</ul>");
    }
  }

  private void reaction(Utf8 out, List<Cell.Field> fields) throws IOException {
    Cell names = field(fields, "usernames");
    List<Cell> who = names instanceof Cell.Many(List<Cell> cells) ? cells : List.of(names);
    out.raw("<li title=\"");
    for (int i = 0; i < who.size(); i++) {
      out.raw(i == 0 ? "" : ", ").text(texts.of(who.get(i)));
    }
    out.raw("\">").text(HtmlEmoji.of(texts.of(field(fields, "emoji"))));
    out.raw("<b>").raw(who.size()).raw("</b></li>");
  }

  private static Cell field(List<Cell.Field> fields, String key) {
    for (Cell.Field field : fields) {
      if (field.key().equals(key)) {
        return field.cell();
      }
    }
    return Cell.EMPTY;
  }
}
