package io.roomledger.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both languages say everything that the pages ask for. */
class WordsTest {
  private static final Path WORDS = Path.of("src/main/resources/console");
  private static final Pattern SAID =
      Pattern.compile("(?:say|count)\\(\"([a-zA-Z0-9.-]+)\"(?=[,)])");

  @Test
  void bothLanguagesHaveTheSameKeysAndPlaces() throws IOException {
    Properties english = words("en");
    Properties chinese = words("zh");
    Set<String> keys = new TreeSet<>(english.stringPropertyNames());
    // Chinese has no words of its own for one of something
    keys.removeIf(key -> key.endsWith(".one"));
    assertThat(new TreeSet<>(chinese.stringPropertyNames())).isEqualTo(keys);
    for (String key : keys) {
      assertThat(places(chinese.getProperty(key)))
          .as(key)
          .isEqualTo(places(english.getProperty(key)));
    }
  }

  @Test
  void everythingThatIsSaidHasWords() throws IOException {
    Properties english = words("en");
    Set<String> said = new TreeSet<>();
    for (String folder : new String[] {"src/main/jte", "src/main/java/io/roomledger/console"}) {
      try (Stream<Path> files = Files.list(Path.of(folder))) {
        for (Path file : files.toList()) {
          Matcher found = SAID.matcher(Files.readString(file));
          while (found.find()) {
            said.add(found.group(1));
          }
        }
      }
    }
    assertThat(said).hasSizeGreaterThan(60);
    said.removeIf(english::containsKey);
    assertThat(said).isEmpty();
  }

  private static int places(String text) {
    return text.split("%s", -1).length;
  }

  private static Properties words(String tag) throws IOException {
    Properties words = new Properties();
    try (Reader file = Files.newBufferedReader(WORDS.resolve("words." + tag + ".properties"))) {
      words.load(file);
    }
    return words;
  }
}
