package io.roomledger.console;

import io.roomledger.identity.Caller;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the panel orders: the kinds of record, and what files can be made of them. */
enum OrderKind {
  /** What was said in chat rooms; always a package. */
  CHAT("html xlsx csv json text"),
  /** Reservations of meeting rooms. */
  RESERVATIONS("xlsx csv json ics feishu"),
  /** How meeting rooms are used. */
  UTILISATION("xlsx csv json"),
  /** Recordings, one by one. */
  RECORDINGS("xlsx csv json"),
  /** Conferences and who was there. */
  CONFERENCES("xlsx csv json"),
  /** All there is of one conference; always a package. */
  CONFERENCE("zip");

  /** The layout that Feishu's administrators know; never in a package. */
  private static final String FEISHU = "feishu.resource_reservation_list";

  /** With blanks between. */
  private final String formats;

  OrderKind(String formats) {
    this.formats = formats;
  }

  /** What the words about exports call it. */
  String file() {
    return this == CONFERENCES ? "conference" : word();
  }

  /** What addresses and words call it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<OrderKind> of(String word) {
    return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  /** The kind whose recipe has that name, if the panel can order it. */
  static Optional<OrderKind> ofRecipe(String recipe) {
    return of(recipe.replaceFirst("\\..*", ""))
        .or(() -> recipe.matches("rocketchat\\.(html|json)") ? Optional.of(CHAT) : Optional.empty())
        .or(() -> recipe.equals(FEISHU) ? Optional.of(RESERVATIONS) : Optional.empty());
  }

  List<String> formats() {
    return List.of(formats.split(" ", -1));
  }

  /** Whether its file is a package whatever is said. */
  boolean always() {
    return this == CHAT || this == CONFERENCE;
  }

  /** The recipe for a format, in a package with a manifest or alone. */
  String recipe(String format, boolean packaged) {
    if (format.equals("feishu")) {
      return FEISHU;
    }
    return word() + "." + format + (packaged && !always() ? ".zip" : "");
  }

  /** The recipe by which it is asked which filters there are. */
  String anyRecipe() {
    return recipe(formats().getFirst(), false);
  }

  /** Whether the caller may order all there is, without naming what. */
  boolean wholeFor(Caller caller) {
    return switch (this) {
      case CHAT -> caller.may("export-workspace");
      case RECORDINGS -> caller.may("view-all-recordings");
      default -> true;
    };
  }
}
