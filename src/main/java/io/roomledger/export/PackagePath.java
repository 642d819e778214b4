package io.roomledger.export;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a path safe to unpack anywhere: relative, without {@code ..}, back-slashes, drive letters,
 * control characters or over-long names. Formats that link into the package and the package itself
 * use the same function, so links lead to where the files are.
 */
public final class PackagePath {
  /** The longest name of a file or folder, in characters. */
  private static final int NAME = 120;

  private static final String FORBIDDEN = "\\:*?\"<>|";

  private PackagePath() {}

  /** {@code path} as it is written into a package. */
  public static String safe(String path) {
    if (plain(path)) {
      return path;
    }
    List<String> names = new ArrayList<>();
    for (String name : path.replace('\\', '/').split("/", -1)) {
      if (!name.isEmpty() && !name.equals(".") && !name.equals("..")) {
        names.add(safeName(name));
      }
    }
    return names.isEmpty() ? "unnamed" : String.join("/", names);
  }

  /** Whether {@code path} can be unpacked without harm; that of a folder ends with a slash. */
  static boolean harmless(String path) {
    String names = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (String name : names.split("/", -1)) {
      boolean good = !name.isEmpty() && !name.equals(".") && !name.equals("..");
      if (!good || !name.codePoints().allMatch(PackagePath::allowed)) {
        return false;
      }
    }
    return true;
  }

  /** {@code path} with a number before its ending. */
  static String numbered(String path, int number) {
    int dot = path.lastIndexOf('.');
    int slash = path.lastIndexOf('/');
    return dot > slash + 1
        ? path.substring(0, dot) + "-" + number + path.substring(dot)
        : path + "-" + number;
  }

  private static boolean plain(String path) {
    if (path.isEmpty() || path.length() > NAME) {
      return false;
    }
    char before = '/';
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!letter && (before == '/' || "-_/.".indexOf(c) < 0)) {
        return false;
      }
      if (before == '.' && (c == '.' || c == '/')) {
        return false;
      }
      before = c;
    }
    return before != '/' && before != '.';
  }

  private static String safeName(String name) {
    StringBuilder safe = new StringBuilder(name.length());
    name.codePoints().map(c -> allowed(c) ? c : '_').forEach(safe::appendCodePoint);
    shorten(safe);
    int last = safe.length() - 1;
    if (safe.charAt(last) == '.' || safe.charAt(last) == ' ') {
      safe.setCharAt(last, '_');
    }
    return safe.toString();
  }

  /** Takes from the middle, so that the id in front and the ending stay. */
  private static void shorten(StringBuilder name) {
    if (name.length() <= NAME) {
      return;
    }
    int dot = name.lastIndexOf(".");
    int tail = dot > 0 && name.length() - dot <= 16 ? name.length() - dot : 0;
    int cut = NAME - tail;
    if (Character.isHighSurrogate(name.charAt(cut - 1))) {
      cut--;
    }
    name.delete(cut, name.length() - tail);
  }

  private static boolean allowed(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> FORBIDDEN.indexOf(c) < 0;
    };
  }
}
