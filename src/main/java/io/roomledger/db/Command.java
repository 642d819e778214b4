package io.roomledger.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs to its end.
 *
 * @param exit what it ended with; 127 if it could not be started
 * @param output what it wrote, on both streams
 */
record Command(int exit, String output) {

  boolean succeeded() {
    return exit == 0;
  }

  /** Runs {@code words} in {@code directory}, and kills what takes longer than {@code limit}. */
  static Command run(List<String> words, Path directory, Duration limit) {
    Process process;
    try {
      process = prepare(words, directory).start();
    } catch (IOException e) {
      return new Command(127, String.valueOf(e.getMessage()));
    }
    Thread.ofVirtual().start(() -> killAfter(process, limit));
    try {
      process.outputWriter().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      return new Command(process.waitFor(), output.strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + words.getFirst(), e);
    }
  }

  /** With no variables of ours: PGPORT, PGDATA and their kin would be obeyed. */
  static ProcessBuilder prepare(List<String> words, Path directory) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.directory(directory.toFile());
    builder.redirectErrorStream(true);
    String path = System.getenv().getOrDefault("PATH", "");
    builder.environment().clear();
    builder
        .environment()
        .putAll(Map.of("PATH", path + ":/usr/sbin:/usr/bin:/sbin:/bin", "LANG", "C"));
    return builder;
  }

  private static void killAfter(Process process, Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
