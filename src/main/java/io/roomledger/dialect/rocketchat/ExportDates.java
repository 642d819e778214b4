package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Period;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The two dates of an order as a period. A date is midnight in UTC; the last day belongs to it as a
 * whole, so a day is added to the end, also when the end is now. The vendor takes a message exactly
 * at the next midnight too; here the period is half-open and it is left out.
 */
final class ExportDates {
  private static final Duration DAY = Duration.ofDays(1);

  private final RocketChatSettings settings;
  private final Instant now;

  ExportDates(RocketChatSettings settings, Instant now) {
    this.settings = settings;
    this.now = now;
  }

  /** From the first moment of {@code dateFrom}, or 1970, to the last of {@code dateTo}, or now. */
  Period period(JsonNode dateFrom, JsonNode dateTo) {
    Instant from = read(dateFrom).orElse(Instant.EPOCH);
    Instant to = read(dateTo).orElse(now).plus(DAY);
    if (from.isAfter(to)) {
      throw new FailureException(
          Failure.of("From date cannot be after To date", "error-invalid-dates"));
    }
    return new Period(bounded(from), bounded(to));
  }

  /** What is longer ago or further ahead than any message is not further than that. */
  private static Instant bounded(Instant at) {
    Instant first = Period.ALWAYS.from();
    Instant last = Period.ALWAYS.to();
    return at.isBefore(first) ? first : at.isAfter(last) ? last : at;
  }

  private Optional<Instant> read(JsonNode date) {
    String text = date.isTextual() ? date.textValue() : "";
    boolean absent = date.isMissingNode() || date.isNull() || (date.isTextual() && text.isEmpty());
    if (absent) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
    } catch (DateTimeException notADate) {
      return Optional.of(moment(text));
    }
  }

  /** The servers of 3.8 take a time of day as well; the schema of the current ones does not. */
  private Instant moment(String text) {
    if (!settings.current()) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException neither) {
        // refused below
      }
    }
    throw new FailureException(Failure.of("error-invalid-params"));
  }
}
