package io.roomledger.console;

import java.util.List;
import java.util.Optional;

/** What browsers call themselves, in the two words that people know. */
final class Agents {
  /** Later ones claim to be earlier ones too. */
  private static final List<String> BROWSERS =
      List.of("Edg", "OPR", "Firefox", "HeadlessChrome", "Chrome", "Safari", "curl", "Java");

  private static final List<String> SYSTEMS =
      List.of("Android", "iPhone", "iPad", "Windows", "Mac OS X", "Linux");

  private Agents() {}

  /** Such as "Firefox, Linux"; empty if nothing of it is known. */
  static String name(String agent) {
    List<String> known =
        List.of(first(BROWSERS, agent), first(SYSTEMS, agent)).stream()
            .flatMap(Optional::stream)
            .map(Agents::spelled)
            .toList();
    return String.join(", ", known);
  }

  private static Optional<String> first(List<String> names, String agent) {
    return names.stream().filter(agent::contains).findFirst();
  }

  private static String spelled(String name) {
    return switch (name) {
      case "Edg" -> "Edge";
      case "OPR" -> "Opera";
      case "HeadlessChrome" -> "Chrome";
      case "Mac OS X" -> "macOS";
      default -> name;
    };
  }
}
