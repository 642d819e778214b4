package io.roomledger.dialect.feishu;

import io.roomledger.http.Call;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;

/** What the log-in and consent pages say, in one language. */
final class SignInWords {
  private static final SignInWords ENGLISH = new SignInWords("en");
  private static final SignInWords CHINESE = new SignInWords("zh");

  private final String tag;
  private final Properties words;

  private SignInWords(String tag) {
    this.tag = tag;
    this.words = read("/feishu/sign-in." + tag + ".properties");
  }

  /** The language that the browser asks for; English if it is none of ours. */
  static SignInWords of(Call call) {
    try {
      List<Locale.LanguageRange> ranges =
          Locale.LanguageRange.parse(call.header("Accept-Language").orElse("en"));
      return "zh".equals(Locale.lookupTag(ranges, List.of("en", "zh"))) ? CHINESE : ENGLISH;
    } catch (IllegalArgumentException e) {
      return ENGLISH;
    }
  }

  /** The language's tag. */
  String tag() {
    return tag;
  }

  /** What it says about {@code what}, as plain text. */
  String say(String key, String... what) {
    String said = Objects.requireNonNull(words.getProperty(key), key);
    return what.length == 0 ? said : said.formatted((Object[]) what);
  }

  /** What a scope means; empty if only its name is known. */
  String meaning(String scope) {
    return words.getProperty("scope." + scope, "");
  }

  private static Properties read(String name) {
    Properties properties = new Properties();
    try (Reader file =
        new InputStreamReader(
            Objects.requireNonNull(SignInWords.class.getResourceAsStream(name), name),
            StandardCharsets.UTF_8)) {
      properties.load(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return properties;
  }
}
