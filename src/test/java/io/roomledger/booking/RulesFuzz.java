package io.roomledger.booking;

import io.roomledger.base.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;

/** Rules of repetition and opening hours: what is taken can be followed. */
public final class RulesFuzz {
  private static final Instant FIRST = Instant.parse("2026-01-05T08:00:00Z");
  private static final Instant BEFORE = Instant.parse("2030-01-01T00:00:00Z");

  private RulesFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      new Recurrence(text).starts(FIRST, ZoneId.of("Europe/Brussels"), BEFORE, 1_000);
    } catch (RefusedException refused) {
      // in words
    }
    try {
      OpeningHours hours = OpeningHours.parse(text);
      if (!OpeningHours.parse(hours.toString()).equals(hours)) {
        throw new AssertionError("other hours: " + hours);
      }
    } catch (RefusedException refused) {
      // in words
    }
  }
}
