package io.roomledger.export.format;

import io.roomledger.export.Cell;
import io.roomledger.export.Change;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Heading;
import io.roomledger.export.Item;
import io.roomledger.export.Sheet;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An iCalendar file (RFC 5545): one VEVENT for each row, times in UTC. It reads the columns with
 * the keys {@code uid, start, end, summary, description, location, organizer} (a name), {@code
 * email} (the organizer's), {@code status} ({@code CONFIRMED}, {@code TENTATIVE} or {@code
 * CANCELLED}), {@code created} and {@code updated}; only {@code start} must be there, others are
 * left out. Since an earlier export each says what became of it, as {@code X-ROOMLEDGER-CHANGE};
 * what was deleted is cancelled. A gap is a further entry, with its reason, at the beginning of the
 * period, so that calendars show it; gaps found after the rows are in {@code gaps.ics}.
 */
public final class IcsFormat implements Format {
  @Override
  public String name() {
    return "ics";
  }

  @Override
  public String ending() {
    return "ics";
  }

  @Override
  public String mediaType() {
    return "text/calendar; charset=utf-8";
  }

  @Override
  public Set<Sheet.Layout> layouts() {
    return Set.of(Sheet.Layout.CALENDAR);
  }

  @Override
  public Writer open(Heading heading, Sheet<?> sheet, Target target) throws IOException {
    return new Calendar(heading, sheet, target);
  }

  private static final class Calendar implements Writer {
    private static final DateTimeFormatter UTC =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int LINE = 75;
    private static final Set<String> STATUSES = Set.of("CONFIRMED", "TENTATIVE", "CANCELLED");
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\"]");
    private static final Pattern ADDRESS =
        Pattern.compile("[\\p{Alnum}.!#$%&*+/=?^_`{|}~-]+@[\\p{Alnum}.-]+");

    private final List<String> keys;
    private final Heading heading;
    private final Target target;
    private final LateGaps late;
    private final CellText texts = new CellText();
    private final Utf8 out;

    Calendar(Heading heading, Sheet<?> sheet, Target target) throws IOException {
      this.keys = sheet.columns().stream().map(Column::key).toList();
      this.heading = heading;
      this.target = target;
      this.late = new LateGaps(target);
      this.out = new Utf8(target.main());
      begin();
    }

    private void begin() throws IOException {
      line("BEGIN", "VCALENDAR");
      line("VERSION", "2.0");
      line("PRODID", "-//Roomledger//Export//EN");
      line("CALSCALE", "GREGORIAN");
      line("METHOD", "PUBLISH");
      line("NAME", escaped(heading.title()));
      line("X-WR-CALNAME", escaped(heading.title()));
    }

    @Override
    public void item(Item item) throws IOException {
      switch (item) {
        case Item.Row row -> event(row);
        case Item.Gap gap -> {
          if (!late.took(gap)) {
            gap(gap);
          }
        }
        case Item.Section ignored -> {}
        case Item.Attachment ignored -> {}
      }
    }

    private void event(Item.Row row) throws IOException {
      line("BEGIN", "VEVENT");
      String uid = texts.of(cell(row, "uid"));
      line("UID", escaped(unique(uid.isEmpty() ? row.id() : uid)));
      line("DTSTAMP", UTC.format(time(row, "updated", row.at())));
      line("DTSTART", UTC.format(time(row, "start", row.at())));
      if (cell(row, "end") instanceof Cell.Moment(Instant end)) {
        line("DTEND", UTC.format(end));
      }
      property(row, "summary", "SUMMARY");
      property(row, "description", "DESCRIPTION");
      property(row, "location", "LOCATION");
      organizer(row);
      status(row);
      property(row, "change", "X-ROOMLEDGER-CHANGE");
      if (cell(row, "created") instanceof Cell.Moment(Instant created)) {
        line("CREATED", UTC.format(created));
      }
      line("END", "VEVENT");
    }

    /** Ids of ours are told from those of others, as RFC 5545 wishes. */
    private static String unique(String uid) {
      return uid.indexOf('@') < 0 ? uid + "@roomledger" : uid;
    }

    private void organizer(Item.Row row) throws IOException {
      String name = UNFIT.matcher(texts.of(cell(row, "organizer"))).replaceAll(" ");
      String email = texts.of(cell(row, "email"));
      if (!name.isEmpty() || !email.isEmpty()) {
        boolean address = ADDRESS.matcher(email).matches();
        line("ORGANIZER;CN=\"" + name + "\"", address ? "mailto:" + email : "invalid:nomail");
      }
    }

    private void status(Item.Row row) throws IOException {
      String change = texts.of(cell(row, "change"));
      String status =
          change.equals(Change.DELETED.word()) ? "CANCELLED" : texts.of(cell(row, "status"));
      if (STATUSES.contains(status)) {
        line("STATUS", status);
      }
    }

    private void property(Item.Row row, String key, String name) throws IOException {
      String text = texts.of(cell(row, key));
      if (!text.isEmpty()) {
        line(name, escaped(text));
      }
    }

    private Instant time(Item.Row row, String key, Instant otherwise) {
      return cell(row, key) instanceof Cell.Moment(Instant at) ? at : otherwise;
    }

    private Cell cell(Item.Row row, String key) {
      int column = keys.indexOf(key);
      return column < 0 ? Cell.EMPTY : row.cells().get(column);
    }

    private void gap(Item.Gap gap) throws IOException {
      line("BEGIN", "VEVENT");
      line("UID", escaped("gap-" + gap.id()));
      line("DTSTAMP", UTC.format(heading.period().from()));
      line("DTSTART", UTC.format(heading.period().from()));
      line("SUMMARY", escaped("Missing: " + gap.what()));
      line("DESCRIPTION", escaped(gap.reason() + " [" + gap.id() + "]"));
      line("TRANSP", "TRANSPARENT");
      line("END", "VEVENT");
    }

    private static String escaped(String text) {
      return WellFormed.printable(text)
          .replace("\\", "\\\\")
          .replace(";", "\\;")
          .replace(",", "\\,")
          .replace("\r\n", "\\n")
          .replace("\n", "\\n")
          .replace("\r", "\\n");
    }

    /** Folds after 75 bytes, never inside a character. */
    private void line(String name, String value) throws IOException {
      String line = name + ":" + value;
      int used = 0;
      int begun = 0;
      for (int i = 0; i < line.length(); ) {
        int character = line.codePointAt(i);
        int bytes = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
        if (used + bytes > LINE) {
          out.text(line, begun, i, Utf8.Escape.NONE).raw("\r\n ");
          begun = i;
          used = 1;
        }
        used += bytes;
        i += Character.charCount(character);
      }
      out.text(line, begun, line.length(), Utf8.Escape.NONE).raw("\r\n");
    }

    @Override
    public void rowsDone() throws IOException {
      if (late.begin()) {
        end();
      }
    }

    @Override
    public void finish() throws IOException {
      if (!late.began()) {
        end();
      } else if (late.any()) {
        out.to(target.entry("gaps.ics"));
        begin();
        for (Item.Gap gap : late.gaps()) {
          gap(gap);
        }
        end();
      }
    }

    private void end() throws IOException {
      line("END", "VCALENDAR");
      out.flush();
    }
  }
}
