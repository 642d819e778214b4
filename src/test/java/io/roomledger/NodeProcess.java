package io.roomledger;

import io.roomledger.db.Await;
import io.roomledger.db.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A server in a process of its own, with a small heap, which may be killed. */
final class NodeProcess implements AutoCloseable {
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(3);

  private final Process process;
  private final Path log;

  private NodeProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts one, and does not wait until it is ready.
   *
   * @param data its folder, which others may use too
   * @param log where it writes what it has to say; what was there is gone
   * @param before what stands before the program's own words, such as {@code taskset}
   */
  static NodeProcess start(Path data, Path log, Map<String, String> settings, String... before)
      throws IOException {
    List<String> words = new ArrayList<>(List.of(before));
    words.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx96m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "io.roomledger.Main",
            "serve",
            "--port",
            "0",
            "--data",
            data.toString()));
    Files.deleteIfExists(log);
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    settings.forEach((name, value) ->
        builder
            .environment()
            .put("ROOMLEDGER_" + name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), value));
    return new NodeProcess(builder.start(), log);
  }

  /** Where a database is, as settings of a server. */
  static Map<String, String> on(DatabaseSettings database) {
    return Map.of(
        "database.url", database.url(),
        "database.user", database.user(),
        "database.password", database.password(),
        "database.pool-size", "10");
  }

  /** Waits until it listens. */
  NodeProcess ready() {
    Await.until(
        "the server is ready",
        STARTS_WITHIN,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError("the server ended: " + said());
          }
          return listens();
        });
    return this;
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Whether it has come so far. */
  boolean listens() {
    return said().contains("Roomledger is ready");
  }

  /** All it has said so far. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  /** Asks it to end, and waits until it has. */
  void stop() {
    process.destroy();
    Await.until("the server has ended", STARTS_WITHIN, () -> !process.isAlive());
  }

  /** As {@code kill -9} does: no chance to tidy up. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
