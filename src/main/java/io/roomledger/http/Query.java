package io.roomledger.http;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes apart what a query or a form is. */
final class Query {
  private static final int MOST_PARAMETERS = 1000;

  private Query() {}

  /**
   * The values of each name, in their order, decoded.
   *
   * @param field what it is, for a refusal
   * @throws RefusedException invalid, if it is not encoded as it must be or has too many parts
   */
  static Map<String, List<String>> parse(String field, String text) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    int parts = 0;
    for (int from = 0; from < text.length(); ) {
      int end = text.indexOf('&', from);
      String part = text.substring(from, end < 0 ? text.length() : end);
      from = end < 0 ? text.length() : end + 1;
      if (part.isEmpty()) {
        continue;
      }
      if (++parts > MOST_PARAMETERS) {
        throw new RefusedException(
            new Refusal.Invalid(field, parts + " values", "at most " + MOST_PARAMETERS));
      }
      int equals = part.indexOf('=');
      String name = decode(field, equals < 0 ? part : part.substring(0, equals));
      String value = equals < 0 ? "" : decode(field, part.substring(equals + 1));
      values.computeIfAbsent(name, key -> new ArrayList<>(1)).add(value);
    }
    return values;
  }

  private static String decode(String field, String encoded) {
    try {
      return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          new Refusal.Invalid(field, encoded, "two hexadecimal digits after each %"));
    }
  }
}
