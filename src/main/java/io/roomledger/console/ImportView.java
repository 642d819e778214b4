package io.roomledger.console;

import io.roomledger.intake.Problem;
import io.roomledger.intake.desk.BroughtFile;
import io.roomledger.intake.desk.BroughtKind;
import io.roomledger.intake.desk.ImportOrder;
import io.roomledger.intake.desk.Imports;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An import as pages show it.
 *
 * @param order the import
 * @param refused what could not be taken in, the first of it
 */
record ImportView(ImportOrder order, List<Imports.Refused> refused) {
  /** What is told of files, in this order. */
  private static final List<String> TOLD =
      List.of(
          "rooms",
          "people",
          "messages",
          "days",
          "meetingRooms",
          "entries",
          "reservations",
          "recordings",
          "there",
          "missing",
          "doubleBooked",
          "damaged");

  /** Those of them that are worth a word only if there are some. */
  private static final List<String> RARE = List.of("there", "missing", "doubleBooked", "damaged");

  long id() {
    return order.id();
  }

  String address() {
    return "/imports/" + id();
  }

  /** Where it stands, in a word that names what is said and how it looks. */
  String state() {
    return order.work().map(ImportOrder.Work::state).orElse("open");
  }

  boolean ended() {
    return order.ended();
  }

  boolean running() {
    return state().equals("running");
  }

  /** Whether it came to nothing and can be tried again. */
  boolean repeatable() {
    boolean ill = state().equals("failed") || state().equals("cancelled");
    return ill && (order.sample() || !order.cleared());
  }

  String reason() {
    return order.work().map(ImportOrder.Work::reason).orElse("");
  }

  int percent() {
    return order
        .work()
        .filter(job -> job.total() > 0)
        .map(job -> Math.clamp(100 * job.done() / job.total(), 0, 100))
        .orElse(0);
  }

  boolean measured() {
    return order.work().filter(job -> job.total() > 0).isPresent();
  }

  /** What it is called in lists. */
  String title(Visit visit) {
    if (order.sample()) {
      return visit.say("import.sample");
    }
    List<BroughtFile> files = order.files();
    return files.isEmpty()
        ? visit.say("import")
        : files.size() == 1
            ? files.getFirst().name()
            : visit.say("import.titleMany", files.getFirst().name(), files.size() - 1);
  }

  /** What came of all of it, in words. */
  List<String> sums(Visit visit) {
    Map<String, Long> all = new java.util.HashMap<>();
    for (BroughtFile file : order.files()) {
      file.outcome().orElse(Map.of()).forEach((word, count) -> all.merge(word, count, Long::sum));
    }
    return words(visit, all);
  }

  /** Numbers as words, in their order. */
  static List<String> words(Visit visit, Map<String, Long> numbers) {
    return TOLD.stream()
        .filter(word ->
            numbers.getOrDefault(word, 0L) > 0
                || (numbers.containsKey(word) && !RARE.contains(word)))
        .map(word -> visit.count("import.of." + word, numbers.getOrDefault(word, 0L)))
        .toList();
  }

  /** What is inside a file, in words. */
  static String inside(Visit visit, BroughtFile file) {
    Map<String, Long> inside = file.found().map(BroughtFile.Found::inside).orElse(Map.of());
    List<String> words = new java.util.ArrayList<>(words(visit, inside));
    Optional.ofNullable(inside.get("seconds"))
        .ifPresent(it -> words.addFirst(visit.manners().length(java.time.Duration.ofSeconds(it))));
    return String.join(" · ", words);
  }

  /** The kind of a file, for words. */
  static String kind(BroughtFile file) {
    return file.found().map(it -> it.kind().name().toLowerCase(Locale.ROOT)).orElse("unknown");
  }

  /** Whether it is one of ours. */
  static boolean known(BroughtFile file) {
    return file.found().filter(it -> it.kind() != BroughtKind.UNKNOWN).isPresent();
  }

  static int percent(BroughtFile file) {
    return (int) (100 * file.received() / Math.max(1, file.size()));
  }

  /** What is wrong, in the reader's language. */
  static String said(Visit visit, Problem problem) {
    return problem.in(visit.manners().words().locale());
  }
}
