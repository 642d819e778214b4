package io.roomledger;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which data directory a command means when none is said. */
final class DataChoice {
  static final Path SERVE = Path.of("roomledger-data");
  static final Path DEMO = Path.of("roomledger-demo");

  private DataChoice() {}

  /**
   * The directory for a command that works on what is there.
   *
   * @param said what the command line or {@code ROOMLEDGER_DATA} said
   * @param home where to look
   * @throws ConfigException if it is not clear which is meant
   */
  static Path existing(Optional<Path> said, Path home) {
    if (said.isPresent()) {
      return said.get();
    }
    List<Path> there =
        Stream.of(SERVE, DEMO).map(home::resolve).filter(Files::isDirectory).toList();
    if (there.size() == 2) {
      throw new ConfigException(
          List.of(
              "--data: not said, and both "
                  + SERVE
                  + " and "
                  + DEMO
                  + " are here (expected: --data with one of them)"));
    }
    return there.isEmpty() ? home.resolve(SERVE) : there.getFirst();
  }
}
