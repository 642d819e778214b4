package io.roomledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** What the documents tell people to type is understood by the command line. */
class DocumentedCommandsTest {
  /** Up to the end of the code, a comment, or the column in which README explains a line. */
  private static final Pattern COMMAND =
      Pattern.compile("bin/roomledger ((?:(?! {2,}|`|;| #).)+)", Pattern.MULTILINE);

  private static final Pattern CHOICE = Pattern.compile("\\S*\\|\\S*");

  /** Code within a sentence, where the line ends in the middle of it. */
  private static final Pattern BROKEN = Pattern.compile("(`[^`\n]+)\n([^`\n]+`)");

  static List<String> documented() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> pages = Files.list(Path.of("docs"))) {
      List<Path> read =
          Stream.concat(
                  Stream.of(Path.of("README.md")), pages.filter(f -> f.toString().endsWith(".md")))
              .sorted()
              .toList();
      for (Path page : read) {
        COMMAND
            .matcher(BROKEN.matcher(Files.readString(page)).replaceAll("$1 $2"))
            .results()
            .map(MatchResult::group)
            .flatMap(DocumentedCommandsTest::choices)
            .map(line -> page + ": " + line)
            .forEach(all::add);
      }
    }
    return all.stream().distinct().toList();
  }

  /** A line for each of what {@code a|b|c} leaves to choose from. */
  private static Stream<String> choices(String line) {
    return CHOICE
        .matcher(line)
        .results()
        .findFirst()
        .map(found ->
            Stream.of(found.group().split("\\|"))
                .map(one -> line.substring(0, found.start()) + one + line.substring(found.end()))
                .flatMap(DocumentedCommandsTest::choices))
        .orElseGet(() -> Stream.of(line));
  }

  @Test
  void theDocumentsAreFound() throws IOException {
    assertThat(documented())
        .hasSizeGreaterThan(50)
        .contains(
            "README.md: bin/roomledger demo",
            "README.md: bin/roomledger export utilisation --from 2026-01-01 --to 2026-03-31"
                + " --format xlsx --out U.xlsx");
  }

  @ParameterizedTest
  @MethodSource("documented")
  void isUnderstood(String line) {
    String[] words =
        line.substring(line.indexOf("bin/roomledger ") + 15)
            .strip()
            .replace("NUMBER", "7")
            .split(" ");
    CommandLine root = Main.commandLine();
    try {
      CommandLine _ = root.parseArgs(words).asCommandLineList().getLast();
    } catch (MissingParameterException e) {
      assertThat(e.getCommandLine().getCommandName())
          .as("a line with arguments has all that are needed: %s", e.getMessage())
          .isEqualTo(words[words.length - 1]);
    } catch (ParameterException e) {
      throw new AssertionError(line + ": " + e.getMessage(), e);
    }
  }
}
