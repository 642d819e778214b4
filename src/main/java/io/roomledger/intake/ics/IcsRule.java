package io.roomledger.intake.ics;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import net.fortuna.ical4j.model.Recur;

/**
 * A rule of recurrence, RFC 5545, section 3.3.10. It is expanded by the clock on the wall, so a
 * meeting at nine stays at nine when the clocks change. Its end is kept apart, because that may be
 * given in UTC.
 *
 * @param recur the rule without its end
 * @param counted whether it says how often
 * @param until the last occurrence as it stands, if the rule says so
 */
record IcsRule(Recur<LocalDateTime> recur, boolean counted, Optional<String> until) {

  static IcsRule parse(String text) throws BrokenEntryException {
    List<String> parts = new ArrayList<>();
    boolean counted = false;
    Optional<String> until = Optional.empty();
    for (String part : text.strip().toUpperCase(Locale.ROOT).split(";", -1)) {
      if (part.startsWith("UNTIL=")) {
        until = Optional.of(part.substring("UNTIL=".length()));
        IcsTime.local(until.get());
      } else if (!part.isEmpty()) {
        counted |= part.startsWith("COUNT=");
        parts.add(part);
      }
    }
    if (parts.contains("FREQ=SECONDLY") || parts.contains("FREQ=MINUTELY")) {
      throw new BrokenEntryException(
          "RRULE: %s (expected: a room at most once an hour)", IcsTime.shortened(text));
    }
    try {
      return new IcsRule(new Recur<>(String.join(";", parts)), counted, until);
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      throw new BrokenEntryException(
          "RRULE: %s (expected: such as FREQ=WEEKLY;COUNT=10)", IcsTime.shortened(text));
    }
  }

  /** Whether it ends by itself. */
  boolean ends() {
    return counted || until.isPresent();
  }

  /**
   * When it occurs, {@code start} included, up to {@code end}.
   *
   * @param most how many to give at most
   */
  List<LocalDateTime> expand(LocalDateTime start, LocalDateTime end, int most)
      throws BrokenEntryException {
    try {
      TreeSet<LocalDateTime> all = new TreeSet<>(recur.getDates(start, start, end, most));
      all.add(start);
      return all.stream().limit(most).toList();
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
      throw new BrokenEntryException(
          "RRULE: %s cannot be followed: %s",
          IcsTime.shortened(recur.toString()), String.valueOf(e.getMessage()));
    }
  }
}
