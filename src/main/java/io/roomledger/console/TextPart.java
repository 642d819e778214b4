package io.roomledger.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A piece of what somebody wrote.
 *
 * @param kind what it is
 * @param text what is shown
 */
record TextPart(Kind kind, String text) {
  private static final Pattern MARKED =
      Pattern.compile(
          "```(?:[a-z]*\\n)?(?<block>.+?)```|`(?<code>[^`\\n]+)`"
              + "|(?<link>https?://[^\\s<>\"']+[^\\s<>\"'.,;:!?)\\]}])"
              + "|(?<![\\p{L}\\p{N}@])(?<mention>@[\\p{L}\\p{N}._-]*[\\p{L}\\p{N}_-])"
              + "|(?<![\\p{L}\\p{N}*])\\*(?<bold>[^*\\s](?:[^*\\n]*[^*\\s])?)\\*(?![\\p{L}\\p{N}*])",
          Pattern.DOTALL);

  /** Longer texts are shown as they are: looking for marks in them is not worth the time. */
  private static final int LONGEST = 20_000;

  /** What a piece can be. */
  enum Kind {
    PLAIN,
    BLOCK,
    CODE,
    LINK,
    MENTION,
    BOLD
  }

  /** The pieces of a text, which together are all of it but the marks. */
  static List<TextPart> of(String text) {
    List<TextPart> parts = new ArrayList<>();
    int done = 0;
    Matcher marked = MARKED.matcher(text.length() > LONGEST ? "" : text);
    while (marked.find()) {
      plain(parts, text.substring(done, marked.start()));
      parts.add(part(marked));
      done = marked.end();
    }
    plain(parts, text.substring(done));
    return parts;
  }

  private static void plain(List<TextPart> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new TextPart(Kind.PLAIN, text));
    }
  }

  private static TextPart part(Matcher marked) {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.PLAIN) {
        String text = marked.group(kind.name().toLowerCase(Locale.ROOT));
        if (text != null) {
          return new TextPart(kind, text);
        }
      }
    }
    throw new IllegalStateException("one of the marks was found");
  }
}
