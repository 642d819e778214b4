package io.roomledger.console;

import io.roomledger.base.Refusal;
import java.util.Map;

/**
 * Why something that was filled in is refused.
 *
 * @param field the field that it is about; empty if it is about no single one
 * @param text what is wrong and what is expected
 */
record Trouble(String field, String text) {
  /** Fields of the panel by what the doors call what they say. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("recipient", "recipients"),
          Map.entry("recipients", "recipients"),
          Map.entry("selection", "room"),
          Map.entry("notice", "mail"),
          Map.entry("period", "to"),
          Map.entry("name", "title"));

  static Trouble of(Visit visit, Refusal refusal) {
    return switch (refusal) {
      case Refusal.Invalid invalid -> {
        String field = FIELDS.getOrDefault(invalid.field(), invalid.field());
        String key = invalid.field().equals("period") ? "wrong.period" : "wrong." + field;
        yield new Trouble(field, said(visit, key, invalid.value(), invalid.message()));
      }
      case Refusal.NotFound missing -> {
        String field =
            switch (missing.what()) {
              case ACCOUNT -> "person";
              case EXPORT -> "since";
              case WEBHOOK -> "webhook";
              case CONFERENCE -> "conference";
              default -> "room";
            };
        yield new Trouble(
            field, said(visit, "wrong.missing." + field, missing.id(), missing.message()));
      }
      case Refusal.Forbidden forbidden when forbidden.what().equals("manage-exports") ->
          new Trouble("toFolder", Problem.of(visit, refusal).text());
      default -> new Trouble("", Problem.of(visit, refusal).text());
    };
  }

  private static String said(Visit visit, String key, String value, String otherwise) {
    String words = visit.manners().words().sayOr(key, "");
    return words.isEmpty() ? otherwise : words.replace("%s", value);
  }
}
