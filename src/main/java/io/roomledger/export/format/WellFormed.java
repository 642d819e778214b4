package io.roomledger.export.format;

/** Makes text fit for files: what no encoding or reader takes becomes U+FFFD, never nothing. */
final class WellFormed {
  static final char REPLACEMENT = '\ufffd';

  private WellFormed() {}

  /** {@code text} without surrogates that stand alone. */
  static String unicode(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        if (Character.isHighSurrogate(c)
            && i + 1 < length
            && Character.isLowSurrogate(text.charAt(i + 1))) {
          i++;
        } else {
          return repaired(text, i);
        }
      }
    }
    return text;
  }

  private static String repaired(String text, int from) {
    StringBuilder repaired = new StringBuilder(text);
    for (int i = from; i < repaired.length(); i++) {
      if (Character.isSurrogatePair(
          repaired.charAt(i), i + 1 < repaired.length() ? repaired.charAt(i + 1) : 'x')) {
        i++;
      } else if (Character.isSurrogate(repaired.charAt(i))) {
        repaired.setCharAt(i, REPLACEMENT);
      }
    }
    return repaired.toString();
  }

  /** {@code text} with no control characters but tab and line breaks. */
  static String printable(String text) {
    String unicode = unicode(text);
    for (int i = 0; i < unicode.length(); i++) {
      if (control(unicode.charAt(i))) {
        StringBuilder printable = new StringBuilder(unicode);
        for (int at = i; at < printable.length(); at++) {
          if (control(printable.charAt(at))) {
            printable.setCharAt(at, REPLACEMENT);
          }
        }
        return printable.toString();
      }
    }
    return unicode;
  }

  private static boolean control(char c) {
    return (c < ' ' && c != '\t' && c != '\n' && c != '\r')
        || c == 0x7f
        || c == '\ufffe'
        || c == '\uffff';
  }
}
