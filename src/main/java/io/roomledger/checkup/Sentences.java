package io.roomledger.checkup;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** What is said of findings, in one language; figures are written as that language writes them. */
final class Sentences {
  private static final Sentences ENGLISH = new Sentences("en", Locale.UK);
  private static final Sentences CHINESE = new Sentences("zh", Locale.SIMPLIFIED_CHINESE);

  private final Locale locale;
  private final Properties sentences = new Properties();

  private Sentences(String tag, Locale locale) {
    this.locale = locale;
    String name = "/checkup/findings." + tag + ".properties";
    try (Reader file =
        new InputStreamReader(
            Objects.requireNonNull(Sentences.class.getResourceAsStream(name), name),
            StandardCharsets.UTF_8)) {
      sentences.load(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static Sentences of(Locale locale) {
    return locale.getLanguage().equals("zh") ? CHINESE : ENGLISH;
  }

  String say(String key) {
    return say(key, List.of());
  }

  String say(String key, List<Object> figures) {
    return find(key, figures).orElseThrow(() -> new IllegalStateException("no words for " + key));
  }

  Optional<String> find(String key, List<Object> figures) {
    return Optional.ofNullable(sentences.getProperty(key))
        .map(text -> new MessageFormat(text, locale).format(figures.toArray()));
  }
}
