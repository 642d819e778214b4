package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.util.UUID;

/**
 * What somebody wants to reserve.
 *
 * @param id the new reservation's id
 * @param room which room
 * @param topic what for, at most {@link #LONGEST_TOPIC} characters
 * @param reserver who for
 * @param guests how many
 * @param period when; at most {@link #LONGEST}
 */
public record Booking(
    UUID id, UUID room, String topic, Reserver reserver, Guests guests, Period period) {
  /** How long a topic may be, in characters. */
  public static final int LONGEST_TOPIC = 10_000;

  /** How long a room can be had in one piece. */
  public static final Duration LONGEST = Duration.ofDays(366);

  public Booking {
    if (!period.from().isBefore(period.to())
        || period.from().isBefore(Period.ALWAYS.from())
        || period.to().isAfter(Period.ALWAYS.to())
        || Duration.between(period.from(), period.to()).compareTo(LONGEST) > 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "period",
              period.from() + "/" + period.to(),
              "a start before the end, and at most " + LONGEST.toDays() + " days"));
    }
    if (topic.codePointCount(0, topic.length()) > LONGEST_TOPIC || topic.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "topic", topic.length() + " characters", "at most " + LONGEST_TOPIC + ", none zero"));
    }
  }
}
