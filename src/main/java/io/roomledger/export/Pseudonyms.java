package io.roomledger.export;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Other names for people, {@code User_1}, {@code User_2} and so on in the order in which they are
 * met: each has the same one throughout an export, and another in the next.
 */
public final class Pseudonyms {
  private final Map<String, String> names = new HashMap<>();

  /** What somebody becomes; nobody stays nobody. */
  public String of(String name) {
    return name.isEmpty()
        ? name
        : names.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> "User_" + (names.size() + 1));
  }
}
