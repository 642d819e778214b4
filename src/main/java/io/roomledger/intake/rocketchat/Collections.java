package io.roomledger.intake.rocketchat;

import io.roomledger.intake.Archive;
import java.util.Optional;
import java.util.Set;

/** The collections of a dump: where each of them lies, as tools name them. */
final class Collections {
  private Collections() {}

  /** Whether the archive is a dump. */
  static boolean areIn(Archive archive) {
    return find(archive, "message").isPresent()
        && (find(archive, "room").isPresent() || find(archive, "user").isPresent());
  }

  /**
   * The entry of a collection.
   *
   * @param name its name without an s
   */
  static Optional<String> find(Archive archive, String name) {
    Set<String> stems = Set.of(name, name + "s", "rocketchat_" + name, "rocketchat_" + name + "s");
    return archive.names("").stream()
        .filter(entry -> entry.endsWith(".json") || entry.endsWith(".jsonl"))
        .filter(entry -> entry.indexOf('/') == entry.lastIndexOf('/'))
        .filter(entry -> !entry.startsWith("__MACOSX/"))
        .filter(entry -> {
          String file = entry.substring(entry.lastIndexOf('/') + 1);
          return stems.contains(file.substring(0, file.lastIndexOf('.')));
        })
        .findFirst();
  }
}
