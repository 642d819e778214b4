package io.roomledger.booking;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Map;
import java.util.Optional;

/**
 * What is planned.
 *
 * @param topic at most {@link #LONGEST_TOPIC} characters
 * @param description at most {@link #LONGEST_DESCRIPTION} characters
 * @param time when; of a series, its first occurrence
 * @param recurrence how it is repeated, if it is
 * @param sharing who sees what of it, and may do what
 * @param extras what a dialect keeps with it, by name; no door reads it
 */
public record EventPlan(
    String topic,
    String description,
    EventTime time,
    Optional<Recurrence> recurrence,
    Sharing sharing,
    Map<String, String> extras) {
  /** How long a topic may be, in characters. */
  public static final int LONGEST_TOPIC = 1_000;

  /** How long a description may be, in characters. */
  public static final int LONGEST_DESCRIPTION = 40_960;

  private static final int LARGEST_EXTRAS = 64 << 10;

  public EventPlan {
    needLength("summary", topic, LONGEST_TOPIC);
    needLength("description", description, LONGEST_DESCRIPTION);
    extras = Map.copyOf(extras);
    int size = extras.values().stream().mapToInt(String::length).sum();
    if (size > LARGEST_EXTRAS) {
      throw new RefusedException(new Refusal.TooLarge("event", LARGEST_EXTRAS));
    }
  }

  /**
   * Who sees what of an event, and may do what.
   *
   * @param visibility who sees what it is about
   * @param ability what those may do who are asked to come
   */
  public record Sharing(Visibility visibility, Ability ability) {
    /** As long as nobody says otherwise. */
    public static final Sharing USUAL = new Sharing(Visibility.DEFAULT, Ability.NONE);
  }

  /** Who sees what an event is about. */
  public enum Visibility {
    /** As the calendar has it. */
    DEFAULT,
    PUBLIC,
    /** Only those who are asked to come. */
    PRIVATE
  }

  /** What those may do who are asked to come; each includes those before it. */
  public enum Ability {
    NONE,
    SEE_OTHERS,
    INVITE_OTHERS,
    CHANGE;

    boolean includes(Ability wanted) {
      return compareTo(wanted) >= 0;
    }
  }

  private static void needLength(String field, String text, int longest) {
    if (text.codePointCount(0, text.length()) > longest || text.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid(
              field, text.length() + " characters", "at most " + longest + ", none zero"));
    }
  }
}
