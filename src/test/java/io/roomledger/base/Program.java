package io.roomledger.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another program, run to its end. */
public final class Program {
  private static final long PATIENCE_SECONDS = 120;

  private Program() {}

  /**
   * What a program printed, line by line; fails with all of it when it does not end with 0.
   *
   * @param folder where it runs, and where what it prints lies meanwhile
   */
  public static List<String> run(Path folder, List<String> words, Map<String, String> environment)
      throws IOException {
    Path output = Files.createTempFile(folder, "output", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      String text = Files.readString(output);
      assertThat(ended).as("%s ended in time; it printed:%n%s", words, text).isTrue();
      assertThat(process.exitValue()).as("%s printed:%n%s", words, text).isZero();
      return text.lines().toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(words + " was interrupted", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
