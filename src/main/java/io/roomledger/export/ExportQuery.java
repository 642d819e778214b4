package io.roomledger.export;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Optional;

/**
 * Which exports are listed; what is empty does not matter.
 *
 * @param status where they stand
 * @param recipe the name of their recipe, exactly
 * @param owner who ordered them, exactly; see {@link io.roomledger.identity.Caller#key}
 * @param ordered when they were ordered
 * @param after where the last page ended
 * @param limit how many at most, 1 to {@link Exports#MOST_LISTED}
 */
public record ExportQuery(
    Optional<ExportStatus> status,
    Optional<String> recipe,
    Optional<String> owner,
    Period ordered,
    Optional<String> after,
    int limit) {

  /** Every export. */
  public static ExportQuery all(Optional<String> after, int limit) {
    return new ExportQuery(
        Optional.empty(), Optional.empty(), Optional.empty(), Period.ALWAYS, after, limit);
  }

  /** Below which number they are. */
  long below() {
    String key = after.orElse(Long.toString(Long.MAX_VALUE));
    try {
      return Long.parseLong(key);
    } catch (NumberFormatException e) {
      throw new RefusedException(
          new Refusal.Invalid("after", OrderCheck.shown(key), "the number of an export"));
    }
  }
}
