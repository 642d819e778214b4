package io.roomledger.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How the command line reaches the database of a running server: {@code
 * postgres/connection.properties} in the data directory, there only while the server runs.
 *
 * @param url of the database
 * @param user who owns it
 * @param password of that user
 * @param pid the server's process; a file of another process is outdated
 */
record ConnectionFile(String url, String user, String password, long pid) {

  static ConnectionFile of(DatabaseSettings settings) {
    return new ConnectionFile(
        settings.url(), settings.user(), settings.password(), ProcessHandle.current().pid());
  }

  void write(Path data) throws IOException {
    PrivateFile.write(
        file(data),
        Map.of("url", url, "user", user, "password", password, "pid", String.valueOf(pid)));
  }

  /** The file, if process {@code holder} wrote it. */
  static Optional<ConnectionFile> read(Path data, long holder) throws IOException {
    if (!Files.exists(file(data))) {
      return Optional.empty();
    }
    Map<String, String> values = PrivateFile.read(file(data));
    if (!String.valueOf(holder).equals(values.get("pid"))) {
      return Optional.empty();
    }
    return Optional.of(
        new ConnectionFile(
            values.getOrDefault("url", ""),
            values.getOrDefault("user", ""),
            values.getOrDefault("password", ""),
            holder));
  }

  static void delete(Path data) throws IOException {
    Files.deleteIfExists(file(data));
  }

  private static Path file(Path data) {
    return data.resolve("postgres").resolve("connection.properties");
  }
}
