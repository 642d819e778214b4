package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which records: named values that the record source understands, such as {@code room} or {@code
 * level}. Stored with the order and printed in the manifest.
 *
 * @param values the values by name
 */
public record Selection(Map<String, List<String>> values) {
  public Selection {
    Map<String, List<String>> sorted = new TreeMap<>();
    values.forEach((name, list) -> sorted.put(name, List.copyOf(list)));
    values = java.util.Collections.unmodifiableMap(sorted);
  }

  /** A selection by one value. */
  public static Selection of(String name, String value) {
    return new Selection(Map.of(name, List.of(value)));
  }

  /** This with one more name. */
  public Selection and(String name, List<String> list) {
    Map<String, List<String>> more = new TreeMap<>(values);
    more.put(name, list);
    return new Selection(more);
  }

  /** This with one more value. */
  public Selection and(String name, String value) {
    return and(name, List.of(value));
  }

  /** The only value of that name. */
  public Optional<String> one(String name) {
    return many(name).stream().findFirst();
  }

  /** The only value of that name, refused if it is not there. */
  public String need(String name) {
    return one(name)
        .orElseThrow(() -> new RefusedException(new Refusal.Invalid(name, "missing", "a value")));
  }

  /** All values of that name. */
  public List<String> many(String name) {
    return values.getOrDefault(name, List.of());
  }

  /** The words of {@link Filter#WORDS}, one by one. */
  public List<String> words() {
    return many(Filter.WORDS.name()).stream()
        .flatMap(text -> Arrays.stream(text.strip().split("\\s+")))
        .distinct()
        .toList();
  }

  /** Whether people are to have other names, see {@link Filter#NAMES}. */
  public boolean renamed() {
    return one(Filter.NAMES.name()).filter("replace"::equals).isPresent();
  }

  /** Whether the value of that name is {@code true}. */
  public boolean flag(String name) {
    return one(name).map(Boolean::parseBoolean).orElse(false);
  }
}
