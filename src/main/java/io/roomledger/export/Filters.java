package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that a selection of one kind of record may say.
 *
 * @param all the filters, each name once
 */
public record Filters(List<Filter> all) {
  /** The most characters of values that the head of a file shows. */
  private static final int SHOWN = 500;

  public Filters {
    all = List.copyOf(all);
  }

  /** These. */
  public static Filters of(Filter... filters) {
    return new Filters(List.of(filters));
  }

  /** Whether there is one of that name. */
  public boolean has(String name) {
    return all.stream().anyMatch(filter -> filter.name().equals(name));
  }

  /**
   * Refuses names that are not among these, several values where one is taken, and values that are
   * not taken.
   *
   * @throws RefusedException invalid, with what is expected
   */
  public void check(Selection selection) {
    for (Map.Entry<String, List<String>> said : selection.values().entrySet()) {
      check(called(said.getKey()), said.getValue());
    }
  }

  private Filter called(String name) {
    return all.stream()
        .filter(filter -> filter.name().equals(name))
        .findFirst()
        .orElseThrow(() -> {
          List<String> names = all.stream().map(Filter::name).toList();
          String expected = names.isEmpty() ? "nothing" : "of " + String.join(", ", names);
          return invalid("selection", name, expected);
        });
  }

  private static void check(Filter filter, List<String> values) {
    if (values.size() > 1 && !filter.several()) {
      throw invalid(filter.name(), values.size() + " values", "one");
    }
    for (String value : values) {
      if (!filter.takes().test(value)) {
        throw invalid(filter.name(), value, filter.expected());
      }
    }
  }

  private static RefusedException invalid(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, OrderCheck.shown(value), expected));
  }

  /** What the selection says, for the head of a file. */
  public List<Heading.Fact> facts(Selection selection) {
    List<Heading.Fact> facts = new ArrayList<>();
    for (Filter filter : all) {
      List<String> values = selection.many(filter.name());
      if (!values.isEmpty() && !filter.title().isEmpty()) {
        facts.add(new Heading.Fact(filter.title(), shown(values)));
      }
    }
    return facts;
  }

  private static String shown(List<String> values) {
    String text = String.join(", ", values);
    return text.length() <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN / 2)) + "... (" + values.size() + ")";
  }
}
