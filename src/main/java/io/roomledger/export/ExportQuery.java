package io.roomledger.export;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.List;
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
 * @param about what they are about
 */
public record ExportQuery(
    Optional<ExportStatus> status,
    Optional<String> recipe,
    Optional<String> owner,
    Period ordered,
    Optional<String> after,
    int limit,
    About about) {

  /**
   * What exports are about; what is empty does not matter.
   *
   * @param recipes the names of their recipes, one of which it must be
   * @param room a room that they were ordered for, by its id
   * @param words what the name of the file contains, whatever its case, or how the number begins
   */
  public record About(List<String> recipes, Optional<String> room, String words) {
    /** Whatever they are about. */
    public static final About ANYTHING = new About(List.of(), Optional.empty(), "");

    public About {
      recipes = List.copyOf(recipes);
    }
  }

  /** Exports, whatever they are about. */
  public ExportQuery(
      Optional<ExportStatus> status,
      Optional<String> recipe,
      Optional<String> owner,
      Period ordered,
      Optional<String> after,
      int limit) {
    this(status, recipe, owner, ordered, after, limit, About.ANYTHING);
  }

  /** Those of these that are about something. */
  public ExportQuery about(About other) {
    return new ExportQuery(status, recipe, owner, ordered, after, limit, other);
  }

  /** Every export. */
  public static ExportQuery all(Optional<String> after, int limit) {
    return new ExportQuery(
        Optional.empty(), Optional.empty(), Optional.empty(), Period.ALWAYS, after, limit);
  }

  /** How many, refused unless it is 1 to {@code most}. */
  int bounded(int most) {
    if (limit < 1 || limit > most) {
      throw new RefusedException(
          new Refusal.Invalid("limit", Integer.toString(limit), "1 to " + most));
    }
    return limit;
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
