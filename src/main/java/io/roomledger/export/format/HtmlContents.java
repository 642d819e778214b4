package io.roomledger.export.format;

import io.roomledger.base.Period;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The entry page: what this is, how much, who, when, and what is missing. */
final class HtmlContents {
  /** Days past this many, 54 years, are left to the list of pages. */
  private static final int DAYS = 20_000;

  private static final int PEOPLE = 60;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMMM uuuu", Locale.ENGLISH);

  private final HtmlShell shell;
  private final String rowsName;
  private final HtmlPeople people;
  private final NavigableMap<LocalDate, Day> days = new TreeMap<>();
  private Day today = new Day(0);
  private final List<Item.Gap> gaps = new ArrayList<>();
  private boolean moreDays;
  private long gapCount;
  private long rows;

  /** What a day has, and the page on which it begins. */
  private static final class Day {
    final int page;
    long rows;

    Day(int page) {
      this.page = page;
    }
  }

  HtmlContents(HtmlShell shell, String rowsName, HtmlPeople people) {
    this.shell = shell;
    this.rowsName = rowsName;
    this.people = people;
  }

  /** Says on which page rows of that day begin or go on. */
  void day(LocalDate date, int page) {
    Day known = days.get(date);
    if (known != null) {
      today = known;
    } else {
      today = new Day(page);
      if (days.size() < DAYS) {
        days.put(date, today);
      } else {
        moreDays = true;
      }
    }
  }

  void row() {
    rows++;
    today.rows++;
  }

  /** What is known of the rows so far, as a stretch behind so many others. */
  HtmlStretch told(long before, int pages) {
    List<HtmlStretch.Day> told = new ArrayList<>();
    days.forEach(
        (date, day) -> told.add(new HtmlStretch.Day(date.toEpochDay(), day.page, day.rows)));
    return new HtmlStretch(before, pages, told, moreDays, people.told());
  }

  /** Takes what is known of a stretch that others wrote. */
  void add(HtmlStretch stretch, long more) {
    rows += more;
    moreDays |= stretch.moreDays();
    for (HtmlStretch.Day day : stretch.days()) {
      day(LocalDate.ofEpochDay(day.day()), day.page());
      today.rows += day.rows();
    }
    people.add(stretch.people());
  }

  void gap(Item.Gap gap) {
    gapCount++;
    if (gaps.size() < Format.LATE_GAPS) {
      gaps.add(gap);
    }
  }

  /** Writes the page. */
  void write(int pages) throws IOException {
    Heading heading = shell.heading();
    Utf8 out = new Utf8(shell.target().main());
    shell.entry(out, heading.title());
    out.raw("<main class=\"wrap\" id=\"content\">\n<header class=\"top\"><p class=\"kind\">");
    out.raw(shell.sheet().layout() == Sheet.Layout.TRANSCRIPT ? "Transcript" : "Table");
    out.raw("</p><h1><bdi>").text(heading.title()).raw("</bdi></h1>\n<p class=\"when\">");
    out.text(period(heading.period(), days)).raw("</p>\n");
    if (pages > 0) {
      out.raw("<nav class=\"go\" aria-label=\"Start\"><a href=\"pages/0001.html\">Read from the ");
      out.raw("beginning</a><a href=\"pages/")
          .raw(HtmlShell.page(pages))
          .raw("\">Go to the end</a>");
      out.raw("</nav>\n");
    }
    out.raw("</header>\n");
    if (pages > 0) {
      search(out, pages);
    }
    counts(out);
    missing(out);
    facts(out);
    people(out);
    calendar(out);
    pages(out, pages);
    out.raw("</main>\n<footer class=\"foot\"><div class=\"wrap\"><span>Times are UTC. ");
    out.raw("<code>manifest.json</code> beside this page proves what is in this export.</span>");
    out.raw("</div></footer>\n");
    if (pages > 0) {
      shell.script(out);
    }
    shell.end(out);
  }

  /** Hidden until the script shows it, for it is of no use without. */
  private void search(Utf8 out, int pages) throws IOException {
    out.raw("<section class=\"find\" id=\"search\" data-pages=\"").raw(pages);
    out.raw("\" hidden>\n<form role=\"search\"><label class=\"hide\" for=\"q\">Search all ");
    out.raw(rowsName).raw("</label><input id=\"q\" type=\"search\" autocomplete=\"off\" ");
    out.raw("spellcheck=\"false\" placeholder=\"Search all ").raw(HtmlShell.number(rows));
    out.raw(" ").raw(rowsName).raw("\"><label class=\"hide\" for=\"o\">Order</label>");
    out.raw("<select id=\"o\"><option value=\"newest\">Newest first</option>");
    out.raw("<option value=\"oldest\">Oldest first</option></select></form>\n");
    out.raw("<p role=\"status\"></p><ol></ol><button hidden>Show more</button></section>\n");
  }

  private static String period(Period period, NavigableMap<LocalDate, Day> days) {
    boolean begins = period.from().isAfter(Period.ALWAYS.from());
    boolean ends = period.to().isBefore(Period.ALWAYS.to());
    if (!begins && !ends) {
      return days.isEmpty()
          ? "From the beginning to the day of the export"
          : "Everything, " + days(days.firstKey(), days.lastKey());
    }
    ZonedDateTime from = period.from().atZone(ZoneOffset.UTC);
    ZonedDateTime to = period.to().atZone(ZoneOffset.UTC);
    boolean whole =
        from.toLocalTime().equals(LocalTime.MIDNIGHT)
            && to.toLocalTime().equals(LocalTime.MIDNIGHT);
    if (whole && begins && ends && from.isBefore(to)) {
      return days(from.toLocalDate(), to.toLocalDate().minusDays(1));
    }
    return (begins ? MINUTE.format(from) : "From the beginning")
        + (ends ? " to " + MINUTE.format(to) : " on")
        + " UTC";
  }

  private static String days(LocalDate first, LocalDate last) {
    return first.equals(last)
        ? DATE.format(first)
        : DATE.format(first) + " to " + DATE.format(last);
  }

  private void counts(Utf8 out) throws IOException {
    out.raw("<dl class=\"sum\">");
    count(out, "", Character.toUpperCase(rowsName.charAt(0)) + rowsName.substring(1), rows);
    if (people.size() > 0) {
      out.raw("<div><dt>People</dt><dd>").raw(people.count()).raw("</dd></div>");
    }
    out.raw("<div><dt>Days</dt><dd>").raw(moreDays ? "over " : "");
    out.raw(HtmlShell.number(days.size())).raw("</dd></div>");
    count(out, gapCount > 0 ? " class=\"bad\"" : "", "Missing", gapCount);
    out.raw("</dl>\n");
  }

  private static void count(Utf8 out, String attribute, String name, long count)
      throws IOException {
    out.raw("<div").raw(attribute).raw("><dt>").raw(name).raw("</dt><dd>");
    out.raw(HtmlShell.number(count)).raw("</dd></div>");
  }

  private void missing(Utf8 out) throws IOException {
    if (gapCount > 0) {
      part(out, "Missing");
      out.raw("<p>These could not be exported. Everything else is here.</p>");
      for (Item.Gap gap : gaps) {
        HtmlPress.gap(out, gap);
      }
      if (gapCount > gaps.size()) {
        out.raw("<p>And ").raw(HtmlShell.number(gapCount - gaps.size())).raw(" more.</p>");
      }
      out.raw("</section>\n");
    }
  }

  private static void part(Utf8 out, String title) throws IOException {
    out.raw("<section class=\"part\"><h2>").raw(title).raw("</h2>\n");
  }

  private void facts(Utf8 out) throws IOException {
    if (!shell.heading().facts().isEmpty()) {
      part(out, "About");
      out.raw("<dl class=\"facts\">");
      for (Heading.Fact fact : shell.heading().facts()) {
        out.raw("<dt>").text(fact.name()).raw("</dt><dd dir=\"auto\">");
        HtmlText.linked(out, fact.value());
        out.raw("</dd>");
      }
      out.raw("</dl></section>\n");
    }
  }

  private void people(Utf8 out) throws IOException {
    if (people.size() == 0) {
      return;
    }
    part(out, "People");
    out.raw("<ul class=\"people\">\n");
    for (HtmlPeople.Person person : people.most(PEOPLE)) {
      out.raw("<li><span class=\"face c").raw(person.colour).raw("\" aria-hidden=\"true\">");
      out.text(person.initials).raw("</span><bdi>").text(person.name).raw("</bdi><span>");
      out.raw(HtmlShell.number(person.rows)).raw("</span></li>\n");
    }
    out.raw("</ul>");
    if (people.size() > PEOPLE) {
      out.raw("<p>The ").raw(PEOPLE).raw(" who wrote most of ").raw(people.count()).raw(".</p>");
    }
    out.raw("</section>\n");
  }

  private void calendar(Utf8 out) throws IOException {
    if (days.isEmpty()) {
      out.raw("<section class=\"part\"><p>No ").raw(rowsName);
      out.raw(" in this period.</p></section>\n");
      return;
    }
    part(out, "Days");
    out.raw("<div class=\"months\">\n");
    long most = days.values().stream().mapToLong(day -> day.rows).max().orElse(1);
    for (LocalDate day = days.firstKey(); day != null; ) {
      YearMonth month = YearMonth.from(day);
      month(out, month, most);
      day = days.higherKey(month.atEndOfMonth());
    }
    out.raw("</div></section>\n");
  }

  private void month(Utf8 out, YearMonth month, long most) throws IOException {
    out.raw("<div><h3>").raw(MONTH.format(month)).raw("</h3><ol class=\"cal w");
    out.raw(month.atDay(1).getDayOfWeek().getValue()).raw("\">");
    for (int number = 1; number <= month.lengthOfMonth(); number++) {
      Day day = days.get(month.atDay(number));
      if (day == null) {
        out.raw("<li>").raw(number).raw("</li>");
      } else {
        day(out, month.atDay(number), day, shade(day.rows, most));
      }
    }
    out.raw("</ol></div>\n");
  }

  /** From 1 to 4, the darker the more was said. */
  private static int shade(long rows, long most) {
    return Math.clamp((long) Math.ceil(4 * Math.sqrt((double) rows / most)), 1, 4);
  }

  private void day(Utf8 out, LocalDate date, Day day, int shade) throws IOException {
    out.raw("<li class=\"q").raw(shade).raw("\"><a href=\"pages/");
    out.raw(HtmlShell.page(day.page)).raw("#").raw(HtmlText.dayAnchor(date));
    out.raw("\" title=\"").raw(HtmlText.day(date)).raw(": ").raw(HtmlShell.number(day.rows));
    out.raw(" ").raw(rowsName).raw("\">").raw(date.getDayOfMonth()).raw("</a></li>");
  }

  private static void pages(Utf8 out, int pages) throws IOException {
    if (pages > 1) {
      out.raw("<section class=\"part\"><details><summary>All ").raw(HtmlShell.number(pages));
      out.raw(" pages</summary><ol class=\"pages\">");
      for (int page = 1; page <= pages; page++) {
        out.raw("<li><a href=\"pages/").raw(HtmlShell.page(page)).raw("\">").raw(page);
        out.raw("</a></li>");
      }
      out.raw("</ol></details></section>\n");
    }
  }
}
