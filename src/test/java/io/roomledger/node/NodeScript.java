package io.roomledger.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.roomledger.base.Program;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A script of src/test/node, run by Node beside the packages of its package.json, which npm brings
 * once. The script is told everything by its environment and prints a line for each thing it
 * proved.
 *
 * <pre>{@code
 * List<String> lines = NodeScript.run("feishu-story.mjs", Map.of("ORIGIN", house.origin()));
 * assertThat(lines).contains("exported 12 rows");
 * }</pre>
 */
public final class NodeScript {
  private static final Path SOURCE = Path.of("src/test/node");
  private static final Path PLACE = Path.of("target/node");

  private NodeScript() {}

  /** What the script printed, line by line; fails with all of it when it does not end with 0. */
  public static List<String> run(String script, Map<String, String> environment) {
    try {
      prepare();
      return command(List.of("node", "--no-warnings", script), environment);
    } catch (IOException e) {
      throw new AssertionError("node: " + e.getMessage() + " (expected: node and npm)", e);
    }
  }

  /** As {@link #run(String, Map)}, of a module that is no file yet. */
  public static List<String> runText(String module) {
    try {
      prepare();
      Path file = Files.createTempFile(PLACE, "text", ".mjs");
      try {
        Files.writeString(file, module);
        return command(List.of("node", "--no-warnings", file.getFileName().toString()), Map.of());
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new AssertionError("node: " + e.getMessage() + " (expected: node and npm)", e);
    }
  }

  /** The text of a file of those packages, such as {@code axe-core/axe.min.js}. */
  public static String source(String path) {
    try {
      prepare();
      return Files.readString(PLACE.resolve("node_modules").resolve(path));
    } catch (IOException e) {
      throw new AssertionError("node: " + e.getMessage() + " (expected: node and npm)", e);
    }
  }

  /** Several processes of one build may come here at once; the first installs, the others wait. */
  private static void prepare() throws IOException {
    Files.createDirectories(PLACE);
    try (FileChannel channel =
            FileChannel.open(
                PLACE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      copySources();
      byte[] wanted = Files.readAllBytes(SOURCE.resolve("package-lock.json"));
      Path installed = PLACE.resolve("installed-lock.json");
      if (!Files.exists(installed) || !Arrays.equals(wanted, Files.readAllBytes(installed))) {
        command(List.of("npm", "ci", "--no-progress"), Map.of());
        Files.write(installed, wanted);
      }
    }
  }

  private static void copySources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, PLACE.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static List<String> command(List<String> words, Map<String, String> environment)
      throws IOException {
    return Program.run(PLACE, words, environment);
  }
}
