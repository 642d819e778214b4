package io.roomledger.audit;

import io.roomledger.base.Period;
import java.util.Optional;

/**
 * Which rows are wanted; what is empty does not matter.
 *
 * @param actor who, exactly
 * @param action what, exactly
 * @param subject to what, exactly
 * @param period when
 */
public record AuditFilter(
    Optional<String> actor, Optional<String> action, Optional<String> subject, Period period) {
  /** Every row. */
  public static final AuditFilter ALL =
      new AuditFilter(Optional.empty(), Optional.empty(), Optional.empty(), Period.ALWAYS);
}
