package io.roomledger.dialect.rocketchat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Encodes text for addresses as the vendor's language does. */
final class Percent {
  private Percent() {}

  /** As {@code encodeURIComponent}: all but letters, digits and {@code - _ . ! ~ * ' ( )}. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%21", "!")
        .replace("%7E", "~")
        .replace("%27", "'")
        .replace("%28", "(")
        .replace("%29", ")");
  }
}
