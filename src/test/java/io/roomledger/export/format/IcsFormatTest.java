package io.roomledger.export.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.export.Cell;
import io.roomledger.export.Column;
import io.roomledger.export.Format;
import io.roomledger.export.Sheet;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import org.junit.jupiter.api.Test;

class IcsFormatTest extends FormatContract {
  @Override
  Format format() {
    return new IcsFormat();
  }

  @Override
  Sheet<Line> sheet() {
    return new Sheet<>(
        "reservations",
        Sheet.Layout.CALENDAR,
        List.of(
            new Column<>("uid", "Id", line -> Cell.text(line.id())),
            new Column<>("start", "Start", line -> Cell.moment(line.at())),
            new Column<>("end", "End", line -> Cell.moment(line.at().plusSeconds(1800))),
            new Column<>("summary", "Subject", line -> Cell.text(line.text())),
            new Column<>("organizer", "Who", line -> Cell.text(line.author())),
            new Column<>("status", "Status", line -> Cell.text("CONFIRMED"))));
  }

  private static List<VEvent> events(MemoryTarget files) throws Exception {
    String text = files.text("room");
    assertThat(text).startsWith("BEGIN:VCALENDAR\r\n").endsWith("END:VCALENDAR\r\n");
    assertThat(text.split("\r\n"))
        .allMatch(line -> line.getBytes(StandardCharsets.UTF_8).length <= 75);
    Calendar calendar = new CalendarBuilder().build(new StringReader(text));
    return calendar.getComponents("VEVENT");
  }

  @Override
  List<String> texts(MemoryTarget files) throws Exception {
    return events(files).stream().map(event -> value(event, "SUMMARY")).toList();
  }

  private static String value(VEvent event, String name) {
    return event.getProperty(name).map(Property::getValue).orElseThrow();
  }

  /** Blanks at the ends are in the file; this reader drops them. */
  @Override
  String kept(String text) {
    return text.replaceAll(
            "[\ud800-\udfff\ufffe\uffff\u0000-\u0008\u000b\u000c\u000e-\u001f]", "\ufffd")
        .strip();
  }

  @Override
  String everything(MemoryTarget files) {
    return files.text("room").replace("\r\n ", "");
  }

  @Test
  void anEventHasItsTimesAndStatus() throws Exception {
    VEvent event = events(write(false, List.of(line(1, "Planning")))).getFirst();

    assertThat(value(event, "UID")).isEqualTo("id1@roomledger");
    assertThat(value(event, "DTSTART")).isEqualTo("20240315T100100Z");
    assertThat(value(event, "DTEND")).isEqualTo("20240315T103100Z");
    assertThat(value(event, "STATUS")).isEqualTo("CONFIRMED");
  }
}
