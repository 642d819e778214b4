package io.roomledger;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that works on a data directory. */
final class CommonOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data directory (environment: ROOMLEDGER_DATA). Default: the one that is here,"
              + " roomledger-data or roomledger-demo.")
  private @Nullable Path data;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "File of settings (environment: ROOMLEDGER_CONFIG). Default: roomledger.properties, if it"
              + " is here.")
  private @Nullable Path config;

  /** The data directory that was said, if one was. */
  Optional<Path> data() {
    return said(data, "ROOMLEDGER_DATA");
  }

  /** What the command line said of the data directory and settings, for another command to say. */
  String said() {
    return words("--data", data) + words("--config", config);
  }

  private static String words(String option, @Nullable Path path) {
    return path == null ? "" : " " + option + " " + path;
  }

  /** The data directory of a command that works on what is there. */
  Path existingData() {
    return DataChoice.existing(data(), Path.of("")).toAbsolutePath().normalize();
  }

  /** The file of settings, if there is one. */
  Optional<Path> config() {
    return said(config, "ROOMLEDGER_CONFIG")
        .or(() ->
            Optional.of(Path.of("roomledger.properties")).filter(java.nio.file.Files::exists));
  }

  private static Optional<Path> said(@Nullable Path option, String variable) {
    return Optional.ofNullable(option)
        .or(() ->
            Optional.ofNullable(System.getenv(variable)).filter(v -> !v.isBlank()).map(Path::of));
  }
}
