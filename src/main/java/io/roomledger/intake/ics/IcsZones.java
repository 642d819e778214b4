package io.roomledger.intake.ics;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The time zones of a file. A name that Java knows means what Java says, since files often carry
 * the rules of one year only; any other name means what its {@code VTIMEZONE} says. Nothing is ever
 * looked up elsewhere.
 */
final class IcsZones {
  /** How many changes of the clock one rule can make: Outlook's begin in 1601. */
  private static final int MOST_ONSETS = 1_000;

  /** How many changes of the clock all zones of a file can make, which are in memory together. */
  private static final int MOST_IN_FILE = 200_000;

  /** The zone of times that end in Z. */
  static final Zone UTC = new Rules(ZoneOffset.UTC);

  private final Map<String, Zone> own = new HashMap<>();
  private Zone floating;
  private int left = MOST_IN_FILE;

  /** A zone in which times without one are read, unless the file says otherwise. */
  IcsZones(ZoneId floating) {
    this.floating = new Rules(floating);
  }

  /** What clocks show somewhere. */
  sealed interface Zone {
    /** How far ahead of UTC a clock there is that shows {@code local}. */
    ZoneOffset offset(LocalDateTime local);
  }

  private record Rules(ZoneId id) implements Zone {
    @Override
    public ZoneOffset offset(LocalDateTime local) {
      return local.atZone(id).getOffset();
    }
  }

  private record Onsets(ZoneOffset before, NavigableMap<LocalDateTime, ZoneOffset> at)
      implements Zone {
    @Override
    public ZoneOffset offset(LocalDateTime local) {
      Map.Entry<LocalDateTime, ZoneOffset> last = at.floorEntry(local);
      return last == null ? before : last.getValue();
    }
  }

  /** The zone of times that name none. */
  Zone floating() {
    return floating;
  }

  /** Takes the file's own zone for times that name none; a name that means nothing is left. */
  void floatIn(String name) {
    if (isKnown(name)) {
      floating = new Rules(ZoneId.of(plain(name)));
    }
  }

  private static boolean isKnown(String name) {
    try {
      return !known(name).getId().isEmpty();
    } catch (BrokenEntryException e) {
      return false;
    }
  }

  /** The zone of that name. */
  Zone find(String name) throws BrokenEntryException {
    Zone zone = own.get(name);
    if (zone != null) {
      return zone;
    }
    Zone known = new Rules(known(name));
    own.put(name, known);
    return known;
  }

  private static ZoneId known(String name) throws BrokenEntryException {
    try {
      return ZoneId.of(plain(name));
    } catch (DateTimeException e) {
      throw new BrokenEntryException(
          "TZID: %s (expected: a name such as Europe/Brussels, or a VTIMEZONE for it)",
          IcsTime.shortened(name));
    }
  }

  /** Of /maker/version/Area/City only what follows the maker's prefix. */
  private static String plain(String name) {
    String[] parts = name.split("/", -1);
    return name.startsWith("/") && parts.length > 2
        ? parts[parts.length - 2] + "/" + parts[parts.length - 1]
        : name;
  }

  /** Learns a zone that the file defines. */
  void define(IcsComponent zone) throws BrokenEntryException {
    String name = zone.need("TZID").value();
    if (!isKnown(name)) {
      own.put(name, onsets(zone));
    }
  }

  /** Counts each date that a rule makes, also those that another has made before. */
  private void count(int onsets) throws BrokenEntryException {
    left -= onsets;
    if (left < 0) {
      throw new BrokenEntryException(
          "VTIMEZONE: more than %s changes of the clock in this file", MOST_IN_FILE);
    }
  }

  private Zone onsets(IcsComponent zone) throws BrokenEntryException {
    NavigableMap<LocalDateTime, ZoneOffset> all = new TreeMap<>();
    NavigableMap<LocalDateTime, ZoneOffset> before = new TreeMap<>();
    for (IcsComponent observance : zone.inside()) {
      LocalDateTime start = IcsTime.local(observance.need("DTSTART").value());
      ZoneOffset to = offset(observance.need("TZOFFSETTO").value());
      count(1);
      all.put(start, to);
      before.put(start, offset(observance.need("TZOFFSETFROM").value()));
      for (IcsComponent.Property rule : observance.all("RRULE")) {
        List<LocalDateTime> onsets = onsets(rule.value(), start);
        count(1 + onsets.size());
        for (LocalDateTime onset : onsets) {
          all.put(onset, to);
        }
      }
      for (IcsComponent.Property dates : observance.all("RDATE")) {
        for (String date : dates.value().split(",", -1)) {
          count(1);
          all.put(IcsTime.local(date), to);
        }
      }
    }
    if (all.isEmpty()) {
      throw new BrokenEntryException("VTIMEZONE: without STANDARD or DAYLIGHT (expected: one)");
    }
    return new Onsets(before.firstEntry().getValue(), all);
  }

  private static List<LocalDateTime> onsets(String rule, LocalDateTime start)
      throws BrokenEntryException {
    IcsRule parsed = IcsRule.parse(rule);
    // the last onset is given in UTC; a day of slack is nothing between two changes of the clock
    LocalDateTime end =
        parsed.until().isPresent()
            ? IcsTime.local(parsed.until().get()).plusDays(1)
            : LocalDateTime.MAX;
    return parsed.expand(start, start.plusYears(MOST_ONSETS), MOST_ONSETS).stream()
        .filter(onset -> !onset.isAfter(end))
        .toList();
  }

  private static ZoneOffset offset(String text) throws BrokenEntryException {
    try {
      return ZoneOffset.of(text);
    } catch (DateTimeException e) {
      throw new BrokenEntryException("offset: %s (expected: such as +0100)", text);
    }
  }
}
