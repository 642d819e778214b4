package io.roomledger.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is wrong with something that was brought, and how to put it right: a sentence and what
 * stands in it. The sentence is English and the key of its translation, so that a log and the
 * command line print it as it is and a page in the reader's language.
 *
 * @param sentence with {@code %s} for each value
 * @param values what stands in it: names, numbers, pieces of the file, or another problem
 */
public record Problem(String sentence, List<Object> values) {
  public Problem {
    values = List.copyOf(values);
  }

  /** A problem of that sentence; each value is a {@link Problem} or is shown as its text. */
  public static Problem of(String sentence, Object... values) {
    List<Object> shown = new ArrayList<>();
    for (Object value : values) {
      shown.add(value instanceof Problem ? value : String.valueOf(value));
    }
    return new Problem(sentence, shown);
  }

  /** One of which there is no more than a text, such as what a library said. */
  public static Problem text(String text) {
    return of("%s", text);
  }

  /** In the language of that locale: Chinese or, for all others, English. */
  public String in(Locale locale) {
    Object[] shown =
        values.stream()
            .map(value -> value instanceof Problem inner ? inner.in(locale) : value)
            .toArray();
    return String.format(Locale.ROOT, Translations.of(sentence, locale), shown);
  }

  /** In English. */
  @Override
  public String toString() {
    return in(Locale.ENGLISH);
  }
}
