package io.roomledger.intake.ics;

import io.roomledger.base.Period;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.fortuna.ical4j.model.TemporalAmountAdapter;

/**
 * What an event says about when and how often.
 *
 * @param uid what names it for ever
 * @param recurrence which occurrence of the event {@code uid} it stands for, if it is one that
 *     differs from the rule
 * @param start when it begins the first time
 * @param length how long it lasts
 * @param repeats when else it occurs
 * @param people who, where and whether
 */
record IcsEvent(
    String uid,
    Optional<Instant> recurrence,
    IcsTime start,
    Length length,
    Repeats repeats,
    IcsPeople people) {
  /** How far an event without an end is followed. */
  static final int YEARS_WITHOUT_END = 2;

  /** How often an event occurs at most. */
  static final int MOST_OCCURRENCES = 5_000;

  private static final int YEARS_WITH_END = 50;
  private static final int LONGEST_UID = 500;

  /** From the beginning to the end, by the wall clock for days and exactly for hours. */
  sealed interface Length {
    Instant end(IcsTime start);
  }

  private record ByWall(TemporalAmount amount) implements Length {
    @Override
    public Instant end(IcsTime start) {
      return start.with(start.local().plus(amount)).instant();
    }
  }

  private record Exact(Duration amount) implements Length {
    @Override
    public Instant end(IcsTime start) {
      return start.instant().plus(amount);
    }
  }

  /**
   * When else it occurs.
   *
   * @param rules by rule
   * @param also at these times
   * @param except not at these
   */
  record Repeats(List<IcsRule> rules, List<IcsTime> also, Set<Instant> except) {
    boolean none() {
      return rules.isEmpty() && also.isEmpty();
    }
  }

  /**
   * Once.
   *
   * @param original when the rule has it, which names it among the occurrences
   * @param period when it is
   */
  record Occurrence(Instant original, Period period) {}

  static IcsEvent of(IcsComponent event, IcsZones zones) throws BrokenEntryException {
    String uid = event.need("UID").value().strip();
    if (uid.isEmpty() || uid.length() > LONGEST_UID) {
      throw new BrokenEntryException(
          "UID: %s characters (expected: 1 to %s)", uid.length(), LONGEST_UID);
    }
    IcsTime start = IcsTime.of(event.need("DTSTART"), zones);
    return new IcsEvent(
        uid,
        recurrence(event, zones),
        start,
        length(event, start, zones),
        repeats(event, zones),
        IcsPeople.of(event));
  }

  private static Optional<Instant> recurrence(IcsComponent event, IcsZones zones)
      throws BrokenEntryException {
    Optional<IcsComponent.Property> id = event.one("RECURRENCE-ID");
    if (id.isEmpty()) {
      return Optional.empty();
    }
    if (id.get().parameter("RANGE").isPresent()) {
      throw new BrokenEntryException(
          "RECURRENCE-ID: RANGE is not understood (expected: one entry for each occurrence)");
    }
    return Optional.of(IcsTime.of(id.get(), zones).instant());
  }

  private static Length length(IcsComponent event, IcsTime start, IcsZones zones)
      throws BrokenEntryException {
    Optional<IcsComponent.Property> end = event.one("DTEND");
    if (end.isPresent()) {
      IcsTime at = IcsTime.of(end.get(), zones);
      return at.wholeDay()
          ? new ByWall(Duration.between(start.local(), at.local()))
          : new Exact(Duration.between(start.instant(), at.instant()));
    }
    Optional<IcsComponent.Property> duration = event.one("DURATION");
    if (duration.isPresent()) {
      return length(duration.get().value().strip());
    }
    return new ByWall(start.wholeDay() ? java.time.Period.ofDays(1) : Duration.ZERO);
  }

  private static Length length(String text) throws BrokenEntryException {
    try {
      TemporalAmount amount = TemporalAmountAdapter.parse(text).getDuration();
      return amount instanceof Duration exact ? new Exact(exact) : new ByWall(amount);
    } catch (java.time.DateTimeException | IllegalArgumentException e) {
      throw new BrokenEntryException(
          "DURATION: %s (expected: such as PT1H30M)", IcsTime.shortened(text));
    }
  }

  private static Repeats repeats(IcsComponent event, IcsZones zones) throws BrokenEntryException {
    List<IcsRule> rules = new ArrayList<>();
    for (IcsComponent.Property rule : event.all("RRULE")) {
      rules.add(IcsRule.parse(rule.value()));
    }
    Set<Instant> except = new HashSet<>();
    for (IcsTime time : times(event, "EXDATE", zones)) {
      except.add(time.instant());
    }
    return new Repeats(rules, times(event, "RDATE", zones), except);
  }

  private static List<IcsTime> times(IcsComponent event, String name, IcsZones zones)
      throws BrokenEntryException {
    List<IcsTime> times = new ArrayList<>();
    for (IcsComponent.Property property : event.all(name)) {
      for (String value : property.value().split(",", -1)) {
        // of a period only its start counts: the length is the event's own
        int slash = value.indexOf('/');
        String from = slash < 0 ? value : value.substring(0, slash);
        times.add(IcsTime.of(from.strip(), property, zones));
      }
    }
    return times;
  }

  /**
   * Every time it occurs, in order: up to the end that the rule gives, else for {@link
   * #YEARS_WITHOUT_END} years, and {@link #MOST_OCCURRENCES} times at most.
   */
  List<Occurrence> occurrences() throws BrokenEntryException {
    TreeMap<Instant, IcsTime> starts = new TreeMap<>();
    starts.put(start.instant(), start);
    for (IcsRule rule : repeats.rules()) {
      for (IcsTime time : follow(rule)) {
        starts.put(time.instant(), time);
      }
    }
    for (IcsTime time : repeats.also()) {
      starts.put(time.instant(), time);
    }
    starts.keySet().removeAll(repeats.except());
    List<Occurrence> occurrences = new ArrayList<>();
    for (Map.Entry<Instant, IcsTime> once : starts.entrySet()) {
      if (occurrences.size() == MOST_OCCURRENCES) {
        break;
      }
      occurrences.add(
          new Occurrence(recurrence.orElse(once.getKey()), period(once.getKey(), once.getValue())));
    }
    return occurrences;
  }

  private Period period(Instant from, IcsTime at) throws BrokenEntryException {
    try {
      return new Period(from, length.end(at));
    } catch (RefusedException e) {
      throw new BrokenEntryException("it ends before it begins (expected: DTEND after DTSTART)");
    }
  }

  private List<IcsTime> follow(IcsRule rule) throws BrokenEntryException {
    LocalDateTime end = start.local().plusYears(rule.ends() ? YEARS_WITH_END : YEARS_WITHOUT_END);
    Optional<Instant> last = Optional.empty();
    if (rule.until().isPresent()) {
      String until = rule.until().get();
      LocalDateTime local = IcsTime.local(until);
      boolean wholeDay = until.length() == 8;
      IcsTime inZone = start.with(wholeDay ? local.plusDays(1).minusSeconds(1) : local);
      last =
          Optional.of(
              until.endsWith("Z")
                  ? new IcsTime(local, IcsZones.UTC, false).instant()
                  : inZone.instant());
      LocalDateTime slack = local.plusDays(2);
      end = slack.isBefore(end) ? slack : end;
    }
    List<IcsTime> times = new ArrayList<>();
    for (LocalDateTime local : rule.expand(start.local(), end, MOST_OCCURRENCES)) {
      IcsTime time = start.with(local);
      if (last.isEmpty() || !time.instant().isAfter(last.get())) {
        times.add(time);
      }
    }
    return times;
  }
}
