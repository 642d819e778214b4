package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/**
 * Of which rooms somebody wants to know how they are used, and when.
 *
 * @param level the level whose rooms are meant, with all levels below it
 * @param rooms which of them; empty for all
 * @param exclude whether all but {@code rooms} are meant instead
 * @param period at most {@link #LONGEST}, and not before 1970
 * @param zone whose days and hours are meant
 * @param hours when the rooms are there to be used
 */
public record UtilisationQuestion(
    UUID level, List<UUID> rooms, boolean exclude, Period period, ZoneId zone, OpeningHours hours) {
  /** The longest period. */
  public static final Duration LONGEST = Duration.ofDays(5 * 366);

  public UtilisationQuestion {
    rooms = List.copyOf(rooms);
    if (period.from().isBefore(Instant.EPOCH)
        || !period.from().isBefore(period.to())
        || Duration.between(period.from(), period.to()).compareTo(LONGEST) > 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              "period",
              period.from() + "/" + period.to(),
              "from before to, not before 1970, and at most five years"));
    }
  }
}
