package io.roomledger.export.format;

import io.roomledger.export.PackagePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Small pieces of HTML. */
final class HtmlText {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
  private static final String LINK_END = ".,;:!?)]}*_~'\"";
  private static final int LONGEST_LINK = 2_000;

  private HtmlText() {}

  /** Somebody's text, in which web addresses become links. */
  static void linked(Utf8 out, String text) throws IOException {
    int done = 0;
    int at = text.indexOf("http");
    while (at >= 0) {
      int end = address(text, at);
      if (end > at) {
        out.text(text, done, at, Utf8.Escape.MARKUP);
        out.raw("<a rel=\"noopener noreferrer\" href=\"");
        out.text(text, at, end, Utf8.Escape.MARKUP).raw("\">");
        out.text(text, at, end, Utf8.Escape.MARKUP).raw("</a>");
        done = end;
      }
      at = text.indexOf("http", Math.max(end, at + 4));
    }
    out.text(text, done, text.length(), Utf8.Escape.MARKUP);
  }

  /** The end of the web address that begins at {@code from}; {@code from} if there is none. */
  private static int address(String text, int from) {
    int start;
    if (text.startsWith("http://", from)) {
      start = from + 7;
    } else if (text.startsWith("https://", from)) {
      start = from + 8;
    } else {
      return from;
    }
    int end = start;
    while (end < text.length() && end - from < LONGEST_LINK && inAddress(text.charAt(end))) {
      end++;
    }
    while (end > start && LINK_END.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end > start ? end : from;
  }

  private static boolean inAddress(char c) {
    return c > ' ' && c < 0x7f && "<>\"`|\\^{}".indexOf(c) < 0;
  }

  /** {@code id} as the value of an {@code id} attribute. */
  static String anchor(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (!plain(id.charAt(i))) {
        StringBuilder safe = new StringBuilder("m-");
        id.chars().forEach(c -> appendSafe(safe, (char) c));
        return safe.toString();
      }
    }
    return "m-" + id;
  }

  private static void appendSafe(StringBuilder safe, char c) {
    if (plain(c)) {
      safe.append(c);
    } else {
      safe.append('.').append(Integer.toHexString(c));
    }
  }

  private static boolean plain(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /** The day for people. */
  static String day(LocalDate day) {
    return DAY.format(day);
  }

  /** The anchor of a day on its page. */
  static String dayAnchor(LocalDate day) {
    return "d-" + day;
  }

  /** Whether a link leads to the web. */
  static boolean web(String href) {
    return href.startsWith("https://") || href.startsWith("http://");
  }

  /** Whether a link leads into the package: any other scheme is only shown. */
  static boolean inside(String href) {
    int colon = href.indexOf(':');
    int slash = href.indexOf('/');
    return !href.isEmpty() && !href.startsWith("/") && (colon < 0 || (slash >= 0 && slash < colon));
  }

  /** A path inside the package as an address, seen from a page in a folder. */
  static String address(String path) {
    StringBuilder address = new StringBuilder("../");
    for (byte b : PackagePath.safe(path).getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (plain(c) || c == '/' || c == '.') {
        address.append(c);
      } else {
        address.append(String.format("%%%02X", b));
      }
    }
    return address.toString();
  }
}
