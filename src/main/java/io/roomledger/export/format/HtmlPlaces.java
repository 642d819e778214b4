package io.roomledger.export.format;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the last messages are, for links to them. Of older ones only the id is said, so that memory
 * stays the same however long a conversation is. Whose a message is and how it begins is kept only
 * of those that are replied to.
 */
final class HtmlPlaces {
  /** How many messages are remembered, and how many of those that are replied to. */
  static final int REMEMBERED = 20_000;

  private static final int GIST = 80;

  private final Map<String, Place> repliedTo = new LinkedHashMap<>();
  private final long[] marks = new long[REMEMBERED];
  private final int[] pages = new int[REMEMBERED];
  private int next;

  /**
   * Where a message is.
   *
   * @param page the number of the page
   * @param person whose it is, if that is known
   * @param text how it begins
   */
  record Place(int page, HtmlPeople.@Nullable Person person, String text) {
    /** How it begins, in one line. */
    String gist() {
      String gist = text.substring(0, end()).replaceAll("\\s+", " ");
      return end() < text.length() ? gist + "\u2026" : gist;
    }

    private int end() {
      int end = Math.min(text.length(), GIST);
      return end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
  }

  /** Remembers where a message is. */
  void put(String id, int page) {
    marks[next] = mark(id);
    pages[next] = page;
    next = (next + 1) % REMEMBERED;
  }

  /** Remembers a message that is replied to. */
  void put(String id, int page, HtmlPeople.@Nullable Person person, String text) {
    String beginning = text.substring(0, Math.min(text.length(), GIST + 2));
    repliedTo.put(id, new Place(page, person, beginning));
    if (repliedTo.size() > REMEMBERED) {
      repliedTo.remove(repliedTo.keySet().iterator().next());
    }
  }

  /** Forgets all. */
  void clear() {
    repliedTo.clear();
    Arrays.fill(pages, 0);
    next = 0;
  }

  /** Where a message is, if that is known. */
  @Nullable Place find(String id) {
    Place place = repliedTo.get(id);
    if (place != null) {
      return place;
    }
    long mark = mark(id);
    for (int i = 0; i < REMEMBERED; i++) {
      if (marks[i] == mark && pages[i] > 0) {
        return new Place(pages[i], null, "");
      }
    }
    return null;
  }

  /** Nearly 64 bits of an id: two that share them are not to be expected among so few. */
  private static long mark(String id) {
    long ends = id.isEmpty() ? 0 : id.charAt(0) << 16 ^ id.charAt(id.length() / 2) << 8;
    long last = id.isEmpty() ? 0 : id.charAt(id.length() - 1);
    return (long) id.hashCode() << 32 ^ ends ^ last;
  }

  /** Says what a message of page {@code page} replies to, with a link if that is known. */
  static void reply(Utf8 out, int page, String parent, @Nullable Place place) throws IOException {
    if (place == null || place.person() == null) {
      out.raw("<span class=\"re\">\u21a9 in reply to message ").text(parent).raw("</span>");
      return;
    }
    link(out, page, parent, place);
    out.raw(" class=\"re\">\u21a9 <bdi>").text(place.person().name).raw("</bdi> ");
    out.raw("<q dir=\"auto\">").text(place.gist()).raw("</q></a>");
  }

  /** Writes a link to a message, if it is known where that is. */
  static void link(Utf8 out, int page, String id, @Nullable Place place, String text)
      throws IOException {
    if (place != null) {
      link(out, page, id, place);
      out.raw(">").raw(text).raw("</a>");
    }
  }

  private static void link(Utf8 out, int page, String id, Place place) throws IOException {
    out.raw("<a href=\"");
    if (place.page() != page) {
      out.raw(HtmlShell.page(place.page()));
    }
    out.raw("#").raw(HtmlText.anchor(id)).raw("\"");
  }
}
