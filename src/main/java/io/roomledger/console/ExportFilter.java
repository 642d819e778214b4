package io.roomledger.console;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportQuery;
import io.roomledger.export.ExportStatus;
import io.roomledger.identity.Account;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which exports are listed, as the address says it.
 *
 * @param values by name: words, state, kind, who, room, from, to
 */
record ExportFilter(Map<String, String> values) {
  private static final List<String> NAMES =
      List.of("words", "state", "kind", "who", "room", "from", "to");

  static ExportFilter asked(Visit visit) {
    Map<String, String> values = new TreeMap<>();
    NAMES.forEach(name -> visit.asked(name).ifPresent(said -> values.put(name, said)));
    return new ExportFilter(values);
  }

  /** The words for where exports stand. */
  static List<String> states() {
    return Stream.of(ExportStatus.values()).map(ExportFilter::word).toList();
  }

  private static String word(ExportStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String text(String name) {
    return values.getOrDefault(name, "");
  }

  boolean says(String name, String value) {
    return text(name).equals(value);
  }

  boolean empty() {
    return values.isEmpty();
  }

  /** The address of the page that begins there. */
  String address(String after) {
    return "/exports?"
        + values.entrySet().stream()
            .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&", "", "&"))
        + "after="
        + after;
  }

  /** The question for the door. */
  ExportQuery query(Visit visit, Console.Doors doors, int limit) {
    Optional<ExportStatus> status =
        Stream.of(ExportStatus.values()).filter(it -> says("state", word(it))).findFirst();
    return new ExportQuery(
        status,
        Optional.empty(),
        said("who").map(name -> owner(visit, doors, name)),
        period(visit),
        visit.asked("after"),
        limit,
        new ExportQuery.About(recipes(doors.exports().recipes()), said("room"), text("words")));
  }

  private Optional<String> said(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Whoever has that user name; nobody, if nobody has. */
  private static String owner(Visit visit, Console.Doors doors, String name) {
    return doors
        .entry()
        .accounts()
        .findByUsername(visit.caller().organisation(), name)
        .map(Account::id)
        .map(id -> "account:" + id)
        .orElse("nobody");
  }

  private List<String> recipes(Set<String> all) {
    return said("kind")
        .map(kind -> all.stream().filter(it -> ExportTitles.kind(it).equals(kind)).toList())
        .filter(some -> !some.isEmpty())
        .orElse(List.of());
  }

  private Period period(Visit visit) {
    Instant from =
        said("from").map(it -> visit.manners().start(day(it))).orElse(Period.ALWAYS.from());
    Instant to =
        said("to").map(it -> visit.manners().start(day(it).plusDays(1))).orElse(Period.ALWAYS.to());
    return new Period(from, to.isBefore(from) ? from : to);
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new RefusedException(new Refusal.Invalid("day", text, "a day such as 2026-03-01"));
    }
  }
}
