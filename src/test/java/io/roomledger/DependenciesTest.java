package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the server and its tests are made of: nothing comes in unseen, nothing is other bytes than
 * it was, and nothing is known to be weak.
 */
class DependenciesTest {
  private static final Path REVIEWED = Path.of("packaging/dependencies.txt");
  private static final Path ADVISORIES = Path.of("packaging/advisories.txt");

  /**
   * The jars of the class path: artifact and version, and what its bytes hash to. Hashed by
   * coreutils, as a short-lived JVM is ten times slower at it.
   */
  private static Map<String, String> present() throws Exception {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> words = new ArrayList<>(List.of("sha256sum"));
    Arrays.stream(path.split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry)))
        .filter(entry -> !entry.contains("/surefire") && !entry.contains("console-standalone"))
        .forEach(words::add);
    Process hashing = new ProcessBuilder(words).redirectErrorStream(true).start();
    Map<String, String> jars = new TreeMap<>();
    String said = new String(hashing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    said.lines()
        .forEach(line -> {
          String name = Path.of(line.substring(line.indexOf(' ')).strip()).toFile().getName();
          jars.put(
              name.substring(0, name.length() - ".jar".length()),
              line.substring(0, line.indexOf(' ')));
        });
    assertThat(hashing.waitFor()).as(said).isZero();
    return jars;
  }

  private static Stream<List<String>> lines(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> List.of(line.strip().split("\\s+", -1)));
  }

  @Test
  void nothingComesInUnseenAndNothingIsOtherBytesThanItWas() throws Exception {
    Map<String, String> reviewed = new TreeMap<>();
    lines(REVIEWED).forEach(line -> reviewed.put(line.getFirst(), line.getLast()));
    Map<String, String> present = present();
    StringBuilder now = new StringBuilder();
    present.forEach((jar, hash) -> now.append(jar).append(' ').append(hash).append('\n'));
    Files.writeString(Path.of("target/dependencies.txt"), now);

    assertThat(present)
        .as("what changed is in target/dependencies.txt; look at it, then put it into " + REVIEWED)
        .containsExactlyInAnyOrderEntriesOf(reviewed);
  }

  @Test
  void nothingIsOfAVersionThatIsKnownToBeWeak() throws Exception {
    List<List<String>> advisories = lines(ADVISORIES).toList();
    List<List<String>> reviewed = lines(REVIEWED).toList();
    assertThat(advisories).hasSizeGreaterThan(10);
    for (List<String> advisory : advisories) {
      String prefix = advisory.getFirst() + "-";
      List<String> versions =
          reviewed.stream()
              .map(List::getFirst)
              .filter(
                  jar -> jar.startsWith(prefix) && jar.substring(prefix.length()).matches("\\d.*"))
              .map(jar -> jar.substring(prefix.length()))
              .toList();
      assertThat(versions)
          .as(advisory.toString())
          .isNotEmpty()
          .allSatisfy(version ->
              assertThat(Version.parse(version))
                  .isGreaterThanOrEqualTo(Version.parse(advisory.get(1))));
    }
  }
}
