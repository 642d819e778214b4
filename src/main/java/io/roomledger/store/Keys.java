package io.roomledger.store;

import java.util.regex.Pattern;

/** Tells keys from other texts. */
final class Keys {
  private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}";
  private static final Pattern KEY = Pattern.compile(SEGMENT + "(/" + SEGMENT + "){0,15}");
  private static final int LONGEST = 800;

  private Keys() {}

  /** Whether that is one. */
  static boolean is(String key) {
    return key.length() <= LONGEST && KEY.matcher(key).matches();
  }

  /** Answers {@code key} if it is one. */
  static String check(String key) {
    if (!is(key)) {
      String shown = key.length() > 100 ? key.substring(0, 100) + "..." : key;
      throw new IllegalArgumentException(
          "key: "
              + shown
              + " (expected: segments of letters, digits, dot, underscore and hyphen that do not"
              + " begin with a dot, joined by slashes)");
    }
    return key;
  }

  /** Answers {@code prefix} if a key can begin with it. */
  static String checkPrefix(String prefix) {
    check(prefix + "x");
    return prefix;
  }
}
