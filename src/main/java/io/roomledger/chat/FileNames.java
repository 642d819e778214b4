package io.roomledger.chat;

/** Makes names that are safe as a segment of a path on every system. */
public final class FileNames {
  private static final int LONGEST = 120;
  private static final String FORBIDDEN = "/\\:*?\"<>|";

  private FileNames() {}

  /**
   * {@code name} as one segment of a path: separators, control characters and what Windows refuses
   * become underscores, dots at either end go, and it is at most 120 characters long with its
   * ending kept. Never empty.
   */
  public static String safe(String name) {
    StringBuilder safe = new StringBuilder(name.length());
    name.codePoints().forEach(c -> safe.appendCodePoint(allowed(c) ? c : '_'));
    String stripped = strip(safe.toString());
    return stripped.isEmpty() ? "file" : shorten(stripped);
  }

  private static boolean allowed(int c) {
    return switch (Character.getType(c)) {
      // format characters include those that turn the direction of text and so disguise an ending
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> FORBIDDEN.indexOf(c) < 0;
    };
  }

  private static String strip(String name) {
    int from = 0;
    int to = name.length();
    while (from < to && isEdge(name.charAt(from))) {
      from++;
    }
    while (to > from && isEdge(name.charAt(to - 1))) {
      to--;
    }
    return name.substring(from, to);
  }

  private static boolean isEdge(char c) {
    return c == '.' || Character.isWhitespace(c);
  }

  private static String shorten(String name) {
    if (name.length() <= LONGEST) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && name.length() - dot <= 12 ? name.substring(dot) : "";
    int end = LONGEST - ending.length();
    if (Character.isHighSurrogate(name.charAt(end - 1))) {
      end--;
    }
    return name.substring(0, end) + ending;
  }
}
