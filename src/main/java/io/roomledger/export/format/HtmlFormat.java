package io.roomledger.export.format;

import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Sheet;
import java.util.EnumSet;
import java.util.Set;

/**
 * HTML for people: an entry page with search, counts, people, a calendar and what is missing, and
 * pages of {@value HtmlPages#ROWS} rows, linked in both directions. A transcript is laid out as a
 * conversation, other sheets as tables. Times are UTC. The only script is the one that searches, on
 * the entry page alone and by its hash; the content security policy of all other pages allows none.
 * Nothing is fetched from anywhere; all text is escaped and stays text.
 */
public final class HtmlFormat implements Format {
  @Override
  public String name() {
    return "html";
  }

  @Override
  public String ending() {
    return "html";
  }

  @Override
  public String mediaType() {
    return "text/html; charset=utf-8";
  }

  @Override
  public Set<Sheet.Layout> layouts() {
    return EnumSet.allOf(Sheet.Layout.class);
  }

  @Override
  public boolean severalFiles() {
    return true;
  }

  /** Pages of a conversation can be told beforehand, if none is longer than usual. */
  @Override
  public int stretch(Sheet<?> sheet) {
    boolean known =
        sheet.layout() == Sheet.Layout.TRANSCRIPT && new HtmlRoles(sheet).has(Column.Role.REPLIES);
    return known ? HtmlStretch.ROWS : 0;
  }

  @Override
  public Writer open(Heading heading, Sheet<?> sheet, Target target) {
    HtmlPeople people = new HtmlPeople(HtmlPeople.KNOWN);
    HtmlBody body =
        sheet.layout() == Sheet.Layout.TRANSCRIPT
            ? new HtmlMessages(sheet, people)
            : new HtmlTable(sheet);
    HtmlShell shell = new HtmlShell(heading, sheet, target);
    return new HtmlPages(shell, body, new HtmlContents(shell, body.rows(), people));
  }

  @Override
  public Writer openStretch(Heading heading, Sheet<?> sheet, Target target, long before) {
    HtmlPeople people = new HtmlPeople(Integer.MAX_VALUE);
    HtmlBody body = new HtmlMessages(sheet, people);
    HtmlShell shell = new HtmlShell(heading, sheet, target);
    return HtmlPages.ofStretch(shell, body, new HtmlContents(shell, body.rows(), people), before);
  }
}
