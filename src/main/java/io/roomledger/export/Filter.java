package io.roomledger.export;

import java.util.List;
import java.util.function.Predicate;

/**
 * A name that a {@link Selection} may have, and which values.
 *
 * @param name what orders call it, such as {@code person}
 * @param title what people call it, in the head of the file; empty if the source says it there in
 *     words of its own
 * @param several whether there may be more than one value
 * @param expected which values are taken, in words, for a refusal
 * @param takes which values are taken
 */
public record Filter(
    String name, String title, boolean several, String expected, Predicate<String> takes) {

  /** The order is for what changed since an earlier export, whose number is the value. */
  public static final Filter SINCE =
      new Filter(
          "since", "Changed since export", false, "the number of an export", Filter::isNumber);

  private static boolean isNumber(String value) {
    try {
      return Long.parseLong(value) > 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** People, by account or user name: only what they wrote, booked or recorded. */
  public static final Filter PERSON =
      texts("person", "People", "the id or the user name of an account");

  /** Words that all must occur, whatever their case. */
  public static final Filter WORDS = texts("words", "Words", "words");

  /** Whether people keep their names. */
  public static final Filter NAMES = word("names", "Names", "keep", "replace");

  /** Any text. */
  public static Filter text(String name, String title, String expected) {
    return new Filter(name, title, false, expected, value -> !value.isBlank());
  }

  /** Any texts. */
  public static Filter texts(String name, String title, String expected) {
    return new Filter(name, title, true, expected, value -> !value.isBlank());
  }

  /** One of these words. */
  public static Filter word(String name, String title, String... words) {
    List<String> all = List.of(words);
    return new Filter(name, title, false, "one of " + String.join(", ", all), all::contains);
  }

  /** Yes or no. */
  public static Filter flag(String name, String title) {
    return word(name, title, "true", "false");
  }
}
