package io.roomledger;

import io.roomledger.base.Period;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code export} that narrow what is told, the same for every kind of record. */
final class ExportFilters {
  @Option(
      names = "--person",
      paramLabel = "PERSON",
      description = "Only of this person, by user name or account id; may be repeated.")
  private List<String> people = List.of();

  @Option(
      names = "--words",
      paramLabel = "WORDS",
      description = "Only with these words in it, all of them, whatever their case.")
  private List<String> words = List.of();

  @Option(
      names = "--names",
      paramLabel = "HOW",
      description = "keep, or replace: people become User_1, User_2 and so on.")
  @Nullable
  private String names;

  @Option(
      names = "--since",
      paramLabel = "NUMBER",
      description = {
        "Only what is new, edited or deleted since that export, which must have had",
        "the same period and the same other options."
      })
  @Nullable
  private Long since;

  /** The selection with what these options say. */
  Selection with(Selection selection) {
    Selection more = many(many(selection, "person", people), "words", words);
    if (names != null) {
      more = more.and("names", names);
    }
    return since == null ? more : more.and("since", since.toString());
  }

  /**
   * The period: that of the earlier export, where none is said.
   *
   * @param said what the command line says
   */
  Period period(Wiring house, Period said) {
    if (since == null || !said.equals(Period.ALWAYS)) {
      return said;
    }
    ExportOrder earlier = house.exports().get(house.operator(), since).order();
    return earlier.period();
  }

  private static Selection many(Selection selection, String name, List<String> values) {
    return values.isEmpty() ? selection : selection.and(name, values);
  }
}
