package io.roomledger.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The sentences of {@link Problem} in Chinese, from {@code intake/problems.zh.txt}: a line of
 * English, and below it the same in Chinese.
 */
final class Translations {
  private static final Map<String, String> CHINESE = read();

  private Translations() {}

  /** The sentence in that language, or as it is if there is no translation. */
  static String of(String sentence, Locale locale) {
    return locale.getLanguage().equals("zh") ? CHINESE.getOrDefault(sentence, sentence) : sentence;
  }

  private static Map<String, String> read() {
    try (InputStream in = Translations.class.getResourceAsStream("/intake/problems.zh.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      List<String> all = lines.lines().filter(line -> !line.isBlank()).toList();
      Map<String, String> read = new HashMap<>();
      for (int i = 0; i + 1 < all.size(); i += 2) {
        read.put(all.get(i), all.get(i + 1));
      }
      return Map.copyOf(read);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
