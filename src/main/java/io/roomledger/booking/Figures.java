package io.roomledger.booking;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How some rooms were used for some time. Lengths are inside the time in which the rooms could be
 * had; {@link #outside} has the rest. The exact meaning of each is in docs/words.md.
 */
public final class Figures {
  private static final Sum NOTHING = new Sum();

  private long available;
  private long outside;
  private final Map<Fate, Sum> sums = new EnumMap<>(Fate.class);

  Figures() {}

  /** Of one fate. */
  private static final class Sum {
    private long millis;
    private long count;
  }

  private Sum of(Fate fate) {
    Sum sum = sums.get(fate);
    if (sum == null) {
      sum = new Sum();
      sums.put(fate, sum);
    }
    return sum;
  }

  void open(long more) {
    available += more;
  }

  /** So much time of one fate: while the rooms could be had, and beyond it. */
  void add(Fate fate, long inside, long beyond) {
    of(fate).millis += inside;
    outside += fate.booked() ? beyond : 0;
  }

  /** One more that began, and whether it ended before its time. */
  void count(Fate fate, boolean early) {
    of(fate).count++;
    if (early) {
      of(Fate.ENDED_EARLY).count++;
    }
  }

  void add(Figures other) {
    available += other.available;
    outside += other.outside;
    other.sums.forEach((fate, more) -> {
      of(fate).millis += more.millis;
      of(fate).count += more.count;
    });
  }

  private Duration time(Fate... fates) {
    long sum = 0;
    for (Fate fate : fates) {
      sum += sums.getOrDefault(fate, NOTHING).millis;
    }
    return Duration.ofMillis(sum);
  }

  private long countOf(Fate fate) {
    return sums.getOrDefault(fate, NOTHING).count;
  }

  /** How long the rooms could be had. */
  public Duration available() {
    return Duration.ofMillis(available);
  }

  /** How long they were kept for somebody: used, unchecked, no-show and pending. */
  public Duration booked() {
    return time(Fate.USED, Fate.UNCHECKED, Fate.NO_SHOW, Fate.PENDING);
  }

  /** Of what was booked: people came. */
  public Duration used() {
    return time(Fate.USED);
  }

  /** Of what was booked: nobody had to say whether they came. */
  public Duration unchecked() {
    return time(Fate.UNCHECKED);
  }

  /** Of what was booked: kept for people who did not come. */
  public Duration noShow() {
    return time(Fate.NO_SHOW);
  }

  /** Of what was booked: still to come. */
  public Duration pending() {
    return time(Fate.PENDING);
  }

  /** Kept for what nobody has agreed to yet; not booked. */
  public Duration awaiting() {
    return time(Fate.AWAITING);
  }

  /** Given back, one way or another; not booked. */
  public Duration released() {
    return time(Fate.CANCELLED, Fate.RECOVERED, Fate.ENDED_EARLY);
  }

  /** Of what was released: before it began. */
  public Duration cancelled() {
    return time(Fate.CANCELLED);
  }

  /** Of what was released: by those who were there, before their time. */
  public Duration endedEarly() {
    return time(Fate.ENDED_EARLY);
  }

  /** Booked while the rooms could not be had: out of hours, or closed. */
  public Duration outside() {
    return Duration.ofMillis(outside);
  }

  /** How many reservations began for which a room was kept. */
  public long reservations() {
    return checkedIn() + uncheckedCount() + noShows() + pendingCount();
  }

  /** Of those, to how many people came. */
  public long checkedIn() {
    return countOf(Fate.USED);
  }

  /** Of those, of how many nobody had to say whether they came. */
  public long uncheckedCount() {
    return countOf(Fate.UNCHECKED);
  }

  /** Of those, to how many nobody came. */
  public long noShows() {
    return countOf(Fate.NO_SHOW);
  }

  /** Of those, how many are still to come. */
  public long pendingCount() {
    return countOf(Fate.PENDING);
  }

  /** Of those, how many ended before their time. */
  public long earlyEnds() {
    return countOf(Fate.ENDED_EARLY);
  }

  /** How many nobody has agreed to yet. */
  public long awaitingCount() {
    return countOf(Fate.AWAITING);
  }

  /** How many were given back before they began. */
  public long cancellations() {
    return countOf(Fate.CANCELLED);
  }

  /** How many nobody ever agreed to. */
  public long declined() {
    return countOf(Fate.DECLINED);
  }

  /** Booked of available, from 0 to 1; empty if the rooms could not be had. */
  public OptionalDouble bookedRate() {
    return share(millis(booked()), available);
  }

  /** Used of available, from 0 to 1; empty if the rooms could not be had. */
  public OptionalDouble usedRate() {
    return share(millis(used()), available);
  }

  /** Of the reservations of which it is known whether people came: how many did not. */
  public OptionalDouble noShowRate() {
    return share(noShows(), noShows() + checkedIn());
  }

  /** Of the reservations that somebody agreed to: how many were given back before they began. */
  public OptionalDouble cancelledRate() {
    return share(cancellations(), cancellations() + reservations());
  }

  private static long millis(Duration length) {
    return length.toMillis();
  }

  private static OptionalDouble share(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
