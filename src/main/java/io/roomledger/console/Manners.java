package io.roomledger.console;

import io.roomledger.http.Call;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Map;
import java.util.Optional;

/**
 * How a person is spoken to: what they chose, or else what their browser says.
 *
 * @param words the language
 * @param zone where their clock stands
 * @param theme light, dark, or auto for what their system says
 * @param chosen what they chose themselves, by name
 */
record Manners(Words words, ZoneId zone, String theme, Map<String, String> chosen) {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");

  static final String LANGUAGE = "language";
  static final String ZONE = "zone";
  static final String THEME = "theme";

  /** The cookie in which the browser says where it is. */
  private static final String BROWSER_ZONE = "roomledger_zone";

  /** The cookie of language and theme, for pages that are seen before the log-in. */
  static final String LOOK = "roomledger_look";

  static Manners of(Call call, Map<String, String> choices) {
    Words words =
        choice(call, choices, LANGUAGE)
            .flatMap(Words::of)
            .orElseGet(() -> Words.accepted(call.header("Accept-Language").orElse("en")));
    ZoneId zone =
        choice(call, choices, ZONE)
            .flatMap(Manners::zone)
            .or(() -> call.cookie(BROWSER_ZONE).flatMap(Manners::zone))
            .orElse(ZoneId.of("UTC"));
    String theme =
        choice(call, choices, THEME)
            .filter(name -> name.equals("light") || name.equals("dark"))
            .orElse("auto");
    return new Manners(words, zone, theme, Map.copyOf(choices));
  }

  private static Optional<String> choice(Call call, Map<String, String> choices, String name) {
    return Optional.ofNullable(choices.get(name))
        .or(() -> call.cookie(LOOK).map(look -> part(look, name)));
  }

  private static String part(String look, String name) {
    int dot = look.indexOf('.');
    return dot < 0 || name.equals(ZONE)
        ? ""
        : name.equals(LANGUAGE) ? look.substring(0, dot) : look.substring(dot + 1);
  }

  /** The zone of that name, if there is one. */
  static Optional<ZoneId> zone(String name) {
    try {
      return name.length() > 64 ? Optional.empty() : Optional.of(ZoneId.of(name));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A moment by date and time. */
  String moment(Instant at) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
        .localizedBy(words.locale())
        .format(at.atZone(zone));
  }

  /** A moment by date and time, to the second. */
  String exactly(Instant at) {
    return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.MEDIUM)
        .localizedBy(words.locale())
        .format(at.atZone(zone));
  }

  String time(Instant at) {
    return CLOCK.format(at.atZone(zone));
  }

  LocalDate date(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  /** A day with its weekday. */
  String day(LocalDate date) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
        .localizedBy(words.locale())
        .format(date);
  }

  /** A day without its weekday. */
  String plain(LocalDate date) {
    return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
        .localizedBy(words.locale())
        .format(date);
  }

  /** From one day to another, or the one if it is the same. */
  String span(LocalDate first, LocalDate last) {
    return first.equals(last) ? plain(first) : plain(first) + " – " + plain(last);
  }

  /** A day in a few letters: its weekday and date. */
  String shortDay(LocalDate date) {
    String pattern = words.tag().equals("zh") ? "M月d日 EEE" : "EEE d MMM";
    return DateTimeFormatter.ofPattern(pattern, words.locale()).format(date);
  }

  /** The first moment of a day. */
  Instant start(LocalDate date) {
    return date.atStartOfDay(zone).toInstant();
  }

  String number(long number) {
    return String.format(words.locale(), "%,d", number);
  }

  String size(long bytes) {
    if (bytes < 1000) {
      return words.count("size.bytes", bytes);
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.5) {
      value /= 1000;
      unit++;
    }
    return String.format(words.locale(), value < 10 ? "%.1f" : "%.0f", value)
        + " "
        + "kMGTP".charAt(unit)
        + "B";
  }

  /** A length as clocks show it, such as 1:02:03. */
  String length(Duration duration) {
    return duration.toHours() > 0
        ? "%d:%02d:%02d"
            .formatted(duration.toHours(), duration.toMinutesPart(), duration.toSecondsPart())
        : "%d:%02d".formatted(duration.toMinutesPart(), duration.toSecondsPart());
  }
}
