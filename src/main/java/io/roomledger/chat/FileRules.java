package io.roomledger.chat;

import java.util.Set;

/**
 * What files people may send.
 *
 * @param enabled whether any
 * @param largest the most bytes of one
 * @param refusedTypes the media types that are not taken
 */
public record FileRules(boolean enabled, long largest, Set<String> refusedTypes) {
  /** As Rocket.Chat begins: 100 MiB, and no drawings that can hold scripts. */
  public static final FileRules STANDARD = new FileRules(true, 100L << 20, Set.of("image/svg+xml"));

  public FileRules {
    refusedTypes = Set.copyOf(refusedTypes);
  }
}
