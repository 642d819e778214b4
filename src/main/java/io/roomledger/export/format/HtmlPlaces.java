package io.roomledger.export.format;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the last messages are, for links to them. Of older ones only the id is said, so that memory
 * stays the same however long a conversation is.
 */
final class HtmlPlaces {
  private static final int REMEMBERED = 20_000;
  private static final int GIST = 80;

  private final Map<String, Place> places = new LinkedHashMap<>(1 << 15);
  private int page;

  /** Where a message is, whose it is, and how it begins. */
  private record Place(int page, HtmlPeople.Person person, String gist) {}

  /** Says which page is written now. */
  void page(int number) {
    page = number;
  }

  /** Remembers a message of this page. */
  void put(String id, HtmlPeople.Person person, String text) {
    places.put(id, new Place(page, person, gist(text)));
    if (places.size() > REMEMBERED) {
      places.remove(places.keySet().iterator().next());
    }
  }

  private static String gist(String text) {
    int end = Math.min(text.length(), GIST);
    if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    String gist = text.substring(0, end).replaceAll("\\s+", " ");
    return end < text.length() ? gist + "\u2026" : gist;
  }

  /** Says what a message replies to, with a link if that is known. */
  void reply(Utf8 out, String parent) throws IOException {
    Place place = places.get(parent);
    if (place == null) {
      out.raw("<span class=\"re\">\u21a9 in reply to message ").text(parent).raw("</span>");
      return;
    }
    link(out, parent, place);
    out.raw(" class=\"re\">\u21a9 <bdi>").text(place.person().name).raw("</bdi> ");
    out.raw("<q dir=\"auto\">").text(place.gist()).raw("</q></a>");
  }

  /** Writes a link to a message, if it is known where that is. */
  void link(Utf8 out, String id, String text) throws IOException {
    Place place = places.get(id);
    if (place != null) {
      link(out, id, place);
      out.raw(">").raw(text).raw("</a>");
    }
  }

  private void link(Utf8 out, String id, Place place) throws IOException {
    out.raw("<a href=\"");
    if (place.page() != page) {
      out.raw(HtmlShell.page(place.page()));
    }
    out.raw("#").raw(HtmlText.anchor(id)).raw("\"");
  }
}
