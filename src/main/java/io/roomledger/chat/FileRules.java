package io.roomledger.chat;

import java.util.Set;

/**
 * What files people may send.
 *
 * @param enabled whether any
 * @param largest the most bytes of one
 * @param daily the most bytes that one person may send on a day; 0 for any number
 * @param refusedTypes the media types that are not taken
 */
public record FileRules(boolean enabled, long largest, long daily, Set<String> refusedTypes) {
  /** As Rocket.Chat begins: 100 MiB, and no drawings that can hold scripts. */
  public static final FileRules STANDARD =
      new FileRules(true, 100L << 20, 0, Set.of("image/svg+xml"));

  public FileRules {
    refusedTypes = Set.copyOf(refusedTypes);
  }
}
