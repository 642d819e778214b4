package io.roomledger.console;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** What the console says, in one language. */
final class Words {
  private static final Words ENGLISH = new Words("en", Locale.UK);
  private static final Words CHINESE = new Words("zh", Locale.SIMPLIFIED_CHINESE);

  private final String tag;
  private final Locale locale;
  private final Properties words;

  private Words(String tag, Locale locale) {
    this.tag = tag;
    this.locale = locale;
    this.words = read(tag);
  }

  /** The language of that tag, if it is one of ours. */
  static Optional<Words> of(String tag) {
    return switch (tag) {
      case "en" -> Optional.of(ENGLISH);
      case "zh" -> Optional.of(CHINESE);
      default -> Optional.empty();
    };
  }

  /** The language that a browser asks for; English if it is none of ours. */
  static Words accepted(String header) {
    try {
      List<Locale.LanguageRange> ranges = Locale.LanguageRange.parse(header);
      return "zh".equals(Locale.lookupTag(ranges, List.of("en", "zh"))) ? CHINESE : ENGLISH;
    } catch (IllegalArgumentException e) {
      return ENGLISH;
    }
  }

  String tag() {
    return tag;
  }

  Locale locale() {
    return locale;
  }

  /** What it says about {@code what}, as plain text. */
  String say(String key, Object... what) {
    String said = Objects.requireNonNull(words.getProperty(key), key);
    return what.length == 0 ? said : said.formatted(what);
  }

  /** What it says about so many of something; there may be words of their own for one. */
  String count(String key, long number) {
    String one = number == 1 ? words.getProperty(key + ".one") : null;
    return (one == null ? say(key) : one).formatted(String.format(locale, "%,d", number));
  }

  /** What it says, or {@code otherwise} where it has no words of its own. */
  String sayOr(String key, String otherwise) {
    return words.getProperty(key, otherwise);
  }

  private static Properties read(String tag) {
    String name = "/console/words." + tag + ".properties";
    Properties properties = new Properties();
    try (Reader file =
        new InputStreamReader(
            Objects.requireNonNull(Words.class.getResourceAsStream(name), name),
            StandardCharsets.UTF_8)) {
      properties.load(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties;
  }
}
