package io.roomledger.base;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands still until a test moves it. */
public final class SettableClock extends Clock {
  private volatile Instant now;

  private SettableClock(Instant now) {
    this.now = now;
  }

  /** Stands at {@code now}. */
  public static SettableClock at(String now) {
    return new SettableClock(Instant.parse(now));
  }

  /** Stands at a quiet noon of 2026. */
  public static SettableClock atNoon() {
    return at("2026-03-02T12:00:00Z");
  }

  /** Moves it forward. */
  public void tick(Duration by) {
    now = now.plus(by);
  }

  /** Sets it. */
  public void set(Instant to) {
    now = to;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("this clock is in UTC");
  }
}
