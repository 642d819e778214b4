package io.roomledger.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProblemTest {
  private static final String LITERAL = "((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)";
  private static final Pattern SAID =
      Pattern.compile("(?:Problem\\.of|(?:Unreadable|BrokenEntry)Exception)\\(\\s*" + LITERAL);

  @Test
  void whatIsWrongIsSaidInTheReadersLanguage() {
    Problem inner = Problem.of("malformed JSON: %s", "at 100%");
    Problem problem = Problem.of("%s; nothing behind it was taken in", inner);

    assertThat(problem).hasToString("malformed JSON: at 100%; nothing behind it was taken in");
    assertThat(problem.in(Locale.CHINESE)).isEqualTo("JSON 格式错误：at 100%；其后的内容均未导入");
    assertThat(Problem.text("what a library said").in(Locale.CHINESE))
        .isEqualTo("what a library said");
  }

  @Test
  void everySentenceIsThereInChineseWithAsManyValues() throws IOException {
    Set<String> said = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java/io/roomledger/intake"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Matcher found = SAID.matcher(Files.readString(file));
        while (found.find()) {
          said.add(literal(found.group(1)));
        }
      }
    }
    assertThat(said).hasSizeGreaterThan(60).contains("no account of theirs: %s");
    List<String> lines =
        Files.readAllLines(Path.of("src/main/resources/intake/problems.zh.txt")).stream()
            .filter(line -> !line.isBlank())
            .toList();
    Set<String> translated = new TreeSet<>();
    for (int i = 0; i < lines.size(); i += 2) {
      translated.add(lines.get(i));
      assertThat(places(lines.get(i + 1))).as(lines.get(i)).isEqualTo(places(lines.get(i)));
    }
    assertThat(translated).containsAll(said);
  }

  private static int places(String text) {
    return text.split("%s", -1).length;
  }

  /** What a literal of Java, or several with a plus between them, stands for. */
  private static String literal(String source) {
    Matcher part = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"").matcher(source);
    StringBuilder all = new StringBuilder();
    while (part.find()) {
      all.append(part.group(1));
    }
    return all.toString().replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
