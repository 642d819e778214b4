package io.roomledger.console;

import io.roomledger.stock.Condition;
import io.roomledger.stock.Stock;
import java.util.List;
import java.util.Locale;

/**
 * What is stored, how it grew, and what somebody should decide.
 *
 * @param counts as they were counted last
 * @param past of the last days
 * @param condition of the machine itself
 */
record HouseView(List<Stock.Count> counts, List<Stock.Past> past, Condition condition) {
  private static final List<String> SHOWN =
      List.of(
          "rooms", "messages", "files", "meetingRooms", "reservations", "recordings", "exports");
  private static final List<String> DECIDED = List.of("awaiting", "damaged", "leaving", "holds");

  /** The size of the small picture of how something grew. */
  private static final int WIDE = 120;

  private static final int HIGH = 28;

  /** What is stored, of which there is something. */
  List<Stock.Count> stored() {
    return some(SHOWN);
  }

  /** What somebody should decide. */
  List<Stock.Count> decisions() {
    return some(DECIDED);
  }

  private List<Stock.Count> some(List<String> wanted) {
    return wanted.stream()
        .flatMap(what ->
            counts.stream().filter(count -> count.what().equals(what) && count.things() > 0))
        .toList();
  }

  /** Whether nothing wants a decision. */
  boolean calm() {
    return decisions().isEmpty()
        && condition.mail()
        && condition.films()
        && !condition.nearlyFull();
  }

  /** Where to go for something. */
  static String address(String what) {
    return switch (what) {
      case "meetingRooms", "reservations", "awaiting" -> "/meeting-rooms";
      case "recordings", "leaving", "holds" -> "/recordings";
      case "damaged" -> "/recordings?state=damaged";
      case "exports" -> "/exports";
      default -> "/chat-rooms";
    };
  }

  /** The share of the largest kind's bytes that this kind has, of 100. */
  int share(Stock.Count count) {
    long most = stored().stream().mapToLong(Stock.Count::bytes).max().orElse(0);
    return most == 0 ? 0 : Math.clamp(100 * count.bytes() / most, 0, 100);
  }

  /** The points of the line that shows how something grew; empty if it is too young for that. */
  String line(String what) {
    List<Stock.Past> some = past.stream().filter(it -> it.what().equals(what)).toList();
    if (some.size() < 2) {
      return "";
    }
    long most = Math.max(1, some.stream().mapToLong(Stock.Past::things).max().orElse(1));
    long first = some.getFirst().day().toEpochDay();
    long days = Math.max(1, some.getLast().day().toEpochDay() - first);
    StringBuilder points = new StringBuilder();
    for (Stock.Past it : some) {
      double x = (double) (it.day().toEpochDay() - first) / days * WIDE;
      double y = HIGH - (double) it.things() / most * (HIGH - 2) - 1;
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x, y));
    }
    return points.toString().strip();
  }
}
