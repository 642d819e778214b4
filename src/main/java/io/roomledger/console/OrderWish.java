package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.ExportOrder.Handling;
import io.roomledger.export.Exports;
import io.roomledger.export.Filters;
import io.roomledger.export.Selection;
import io.roomledger.schedule.Rhythm;
import io.roomledger.schedule.Schedule;
import io.roomledger.schedule.Span;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the panel: what is wanted, of whom it is asked, or which field cannot be read. */
final class OrderWish {
  /** The filters of records that are fields of the panel. */
  private static final List<String> FILTERS = List.of("person", "words", "names", "since");

  private static final List<String> SCOPE =
      List.of("room", "level", "exclude", "topics", "conference", "zone", "hours", "files");

  private static final int LONGEST_NAME = 60;

  private final Visit visit;
  private final OrderForm form;
  private final Exports exports;

  OrderWish(Visit visit, OrderForm form, Exports exports) {
    this.visit = visit;
    this.form = form;
    this.exports = exports;
  }

  /**
   * The order.
   *
   * @param title what the records are called, for the name of the file
   * @throws RefusedException invalid, with the name of the field
   */
  ExportOrder order(String title) {
    String recipe = form.kind().recipe(form.format(), form.packaged());
    return new ExportOrder(
        recipe,
        form.repeat().isEmpty() ? period() : Period.ALWAYS,
        selection(exports.filters(recipe)),
        fileName(title, exports.usualName(recipe)),
        Optional.empty(),
        handling());
  }

  /** The order with when it is to be repeated. */
  Schedule.Draft draft(String title) {
    ExportOrder order = order(title);
    if (form.one("since").isPresent()) {
      throw invalid("since", form.text("since"), "nothing, as the schedule has its own");
    }
    Optional<Integer> keepLast = form.one("keepLast").map(text -> number("keepLast", text, 10_000));
    return new Schedule.Draft(form.one("title").orElse(title), rhythm(), span(), order, keepLast);
  }

  private Rhythm rhythm() {
    Rhythm.Every every = word("repeat", form.repeat(), Rhythm.Every.values());
    int day = every == Rhythm.Every.DAY ? 1 : number("day", form.one("day").orElse("1"), 31);
    try {
      LocalTime at = LocalTime.parse(form.one("at").orElse("02:00"));
      return new Rhythm(
          every, day, at, form.one("clock").flatMap(Manners::zone).orElse(visit.manners().zone()));
    } catch (DateTimeException e) {
      throw invalid("at", form.text("at"), "a time of day such as 02:30");
    }
  }

  private Span span() {
    return word("span", form.one("span").orElse(Span.SINCE_LAST.name()), Span.values());
  }

  private static <E extends Enum<E>> E word(String field, String text, E[] words) {
    return Stream.of(words)
        .filter(word -> word.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> invalid(field, text, "one of " + List.of(words)));
  }

  /** That of the earlier export, if it is since one; else whole days where the person is. */
  private Period period() {
    Optional<Long> since = form.number("since");
    if (since.isPresent()) {
      return exports.get(visit.caller(), since.get()).order().period();
    }
    Instant first =
        form.one("from")
            .map(it -> visit.manners().start(day("from", it)))
            .orElse(Period.ALWAYS.from());
    Instant end =
        form.one("to")
            .map(it -> visit.manners().start(day("to", it).plusDays(1)))
            .orElse(Period.ALWAYS.to());
    if (!first.isBefore(end)) {
      throw invalid("to", form.text("to"), "not before the first day");
    }
    return new Period(first, end);
  }

  private static LocalDate day(String field, String text) {
    try {
      LocalDate day = LocalDate.parse(text);
      if (day.getYear() > 0 && day.getYear() < 9999) {
        return day;
      }
    } catch (DateTimeException e) {
      throw invalid(field, text, "a day such as 2026-03-01");
    }
    throw invalid(field, text, "a day such as 2026-03-01");
  }

  private Selection selection(Filters filters) {
    Map<String, List<String>> values = new TreeMap<>();
    for (String name : FILTERS) {
      take(filters, values, name);
    }
    if (form.kind() == OrderKind.CHAT) {
      take(filters, values, "attachments");
      if (form.whole()) {
        values.put("workspace", List.of("true"));
      } else if (form.many("room").isEmpty()) {
        throw invalid("room", "none", "at least one room");
      } else {
        values.put("room", form.many("room"));
      }
      return new Selection(values);
    }
    SCOPE.forEach(name -> take(filters, values, name));
    if (filters.has("organisation") && form.many("conference").isEmpty()) {
      values.put("organisation", List.of(visit.caller().organisation()));
    }
    return new Selection(values);
  }

  private void take(Filters filters, Map<String, List<String>> values, String name) {
    if (filters.has(name) && !form.many(name).isEmpty()) {
      values.put(name, form.many(name));
    }
  }

  private Handling handling() {
    Encryption encryption =
        switch (form.text("seal")) {
          case "keys" -> {
            List<String> keys = form.lines("recipients");
            if (keys.isEmpty()) {
              throw invalid("recipients", "none", "at least one public key, age1...");
            }
            yield new Encryption.ToRecipients(keys);
          }
          case "passphrase" -> new Encryption.WithPassphrase(form.text("passphrase"));
          default -> new Encryption.None();
        };
    Optional<Duration> keep =
        form.one("keep").map(text -> Duration.ofDays(number("keep", text, 3_660)));
    return new Handling(encryption, deliveries(), keep);
  }

  private List<Delivery> deliveries() {
    List<Delivery> deliveries = new ArrayList<>();
    List<String> mail = form.lines("mail");
    if (!mail.isEmpty()) {
      deliveries.add(new Delivery.Mail(mail));
    }
    form.many("webhook").forEach(id -> deliveries.add(new Delivery.Webhook(id)));
    if (form.says("toFolder", "true")) {
      deliveries.add(new Delivery.Folder(form.text("folder")));
    }
    if (form.says("toBucket", "true")) {
      deliveries.add(new Delivery.Bucket(form.text("bucket")));
    }
    return deliveries;
  }

  private static int number(String field, String text, int most) {
    if (text.matches("[0-9]{1,5}")) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= most) {
        return number;
      }
    }
    throw invalid(field, text, "1 to " + most);
  }

  private String fileName(String title, String usual) {
    String name = title.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceFirst("^[.-]+", "");
    String shortened =
        name.length() > LONGEST_NAME
            ? name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME / 2))
            : name;
    String day =
        form.repeat().isEmpty() ? visit.manners().date(Instant.now()).toString() : "{date}";
    String ending = usual.substring(usual.lastIndexOf('.'));
    return (shortened.isEmpty() ? form.kind().word() : shortened) + "-" + day + ending;
  }

  private static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, value, expected));
  }
}
