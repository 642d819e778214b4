package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.fortuna.ical4j.model.Recur;

/**
 * When an event is repeated: a rule of RFC 5545, section 3.3.10, by days or longer. It is followed
 * by the clock on the wall, so a meeting at nine stays at nine when the clocks change.
 *
 * @param rule such as {@code FREQ=WEEKLY;BYDAY=MO;COUNT=10}; never with both an end and a count
 */
public record Recurrence(String rule) {
  /** The longest rule, in characters. */
  public static final int LONGEST = 2_000;

  private static final String UNTIL = "UNTIL=";
  private static final List<String> FREQUENCIES =
      List.of("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY");
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss");
  private static final LocalDateTime SOME_DAY = LocalDateTime.of(2022, 6, 15, 9, 0);

  /** A rule is only given out when it can be followed. */
  public Recurrence {
    rule = rule.strip().toUpperCase(Locale.ROOT);
    if (rule.startsWith("RRULE:")) {
      rule = rule.substring("RRULE:".length());
    }
    List<String> parts = List.of(rule.split(";", -1));
    if (rule.length() > LONGEST
        || parts.stream().filter(FREQUENCIES::contains).count() != 1
        || parts.stream().anyMatch(Recurrence::unusable)
        || (has(parts, UNTIL) && has(parts, "COUNT="))) {
      throw refused(rule);
    }
    try {
      until(rule).ifPresent(end -> end(end, ZoneOffset.UTC));
      new Recur<LocalDateTime>(withoutUntil(rule)).getDates(SOME_DAY, SOME_DAY, SOME_DAY, 1);
    } catch (IllegalArgumentException
        | DateTimeException
        | ArithmeticException
        | IndexOutOfBoundsException e) {
      throw refused(rule);
    }
  }

  private static boolean has(List<String> parts, String start) {
    return parts.stream().anyMatch(part -> part.startsWith(start));
  }

  /** Within a day, or a number that is none. */
  private static boolean unusable(String part) {
    return part.startsWith("BYHOUR")
        || part.startsWith("BYMINUTE")
        || part.startsWith("BYSECOND")
        || (part.matches("(INTERVAL|COUNT)=.*") && !part.matches("[A-Z]+=[1-9]\\d{0,4}"));
  }

  /**
   * The starts, {@code first} included, in order.
   *
   * @param first the first start
   * @param zone whose clock hangs on the wall
   * @param before only those before it
   * @param most how many to give at most
   */
  List<Instant> starts(Instant first, ZoneId zone, Instant before, int most) {
    LocalDateTime seed = first.atZone(zone).toLocalDateTime();
    Optional<Instant> last = until(rule).map(text -> end(text, zone));
    LocalDateTime end = before.atZone(zone).toLocalDateTime().plus(Duration.ofDays(1));
    TreeSet<LocalDateTime> all =
        new TreeSet<>(new Recur<LocalDateTime>(withoutUntil(rule)).getDates(seed, seed, end, most));
    all.add(seed);
    return all.stream()
        .map(local -> local.equals(seed) ? first : local.atZone(zone).toInstant())
        .filter(start -> start.isBefore(before))
        .filter(start -> last.isEmpty() || !start.isAfter(last.get()))
        .limit(most)
        .toList();
  }

  /** The last moment at which an occurrence may start, as it stands in the rule. */
  private static Optional<String> until(String rule) {
    return Stream.of(rule.split(";", -1))
        .filter(part -> part.startsWith(UNTIL))
        .map(part -> part.substring(UNTIL.length()))
        .findFirst();
  }

  private static String withoutUntil(String rule) {
    return String.join(
        ";", Stream.of(rule.split(";", -1)).filter(part -> !part.startsWith(UNTIL)).toList());
  }

  private static Instant end(String until, ZoneId zone) {
    if (until.endsWith("Z")) {
      return LocalDateTime.parse(until.substring(0, until.length() - 1), TIME)
          .toInstant(ZoneOffset.UTC);
    }
    if (until.contains("T")) {
      return LocalDateTime.parse(until, TIME).atZone(zone).toInstant();
    }
    // the whole of that day
    return LocalDate.parse(until, DATE).plusDays(1).atStartOfDay(zone).toInstant().minusSeconds(1);
  }

  private static RefusedException refused(String rule) {
    String shown = rule.length() > 100 ? rule.substring(0, 100) + "..." : rule;
    return new RefusedException(
        new Refusal.Invalid(
            "recurrence",
            shown,
            "a rule such as FREQ=WEEKLY;BYDAY=MO;COUNT=10, by days, weeks, months or years, with"
                + " COUNT or UNTIL or neither, at most "
                + LONGEST
                + " characters"));
  }
}
