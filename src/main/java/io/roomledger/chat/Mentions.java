package io.roomledger.chat;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in a text whom and which rooms it mentions: {@code @name} and {@code #room}. */
public final class Mentions {
  private static final String NAME = "[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_.-]*[\\p{L}\\p{N}_-])?";
  private static final Pattern PEOPLE = Pattern.compile("(?<![\\p{L}\\p{N}_.@/-])@(" + NAME + ")");
  private static final Pattern ROOMS = Pattern.compile("(?<![\\p{L}\\p{N}_.#/&-])#(" + NAME + ")");

  private Mentions() {}

  /** The user names, each once, in their order; {@code all} and {@code here} are among them. */
  public static Set<String> people(String text) {
    return found(PEOPLE, '@', text);
  }

  /** The names of rooms, each once, in their order. */
  public static Set<String> rooms(String text) {
    return found(ROOMS, '#', text);
  }

  /** The text with other names in place of those of people; {@code all} and {@code here} stay. */
  static String renamed(String text, UnaryOperator<String> names) {
    if (text.indexOf('@') < 0) {
      return text;
    }
    return PEOPLE
        .matcher(text)
        .replaceAll(mention -> {
          String name = mention.group(1);
          boolean everybody = name.equals("all") || name.equals("here");
          return Matcher.quoteReplacement("@" + (everybody ? name : names.apply(name)));
        });
  }

  private static Set<String> found(Pattern pattern, char sign, String text) {
    if (text.indexOf(sign) < 0) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }
}
