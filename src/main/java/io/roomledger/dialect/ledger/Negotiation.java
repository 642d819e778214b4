package io.roomledger.dialect.ledger;

import java.util.List;
import java.util.Locale;

/** Which media types client and route have in common. */
final class Negotiation {
  private Negotiation() {}

  /**
   * Whether one of these types is what an Accept header takes; nothing to give suits everybody.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1">RFC 9110, 12.5.1</a>
   */
  static boolean accepts(String header, List<String> types) {
    if (types.isEmpty() || header.isBlank()) {
      return true;
    }
    for (String range : header.split(",", -1)) {
      String wanted = bare(range);
      boolean refused = range.replace(" ", "").matches(".*;q=0(\\.0*)?");
      if (!refused && types.stream().anyMatch(type -> matches(wanted, type))) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String wanted, String type) {
    return wanted.equals("*/*")
        || wanted.equals(type)
        || (wanted.endsWith("/*") && type.startsWith(wanted.substring(0, wanted.length() - 1)))
        || type.equals("*/*");
  }

  /** Whether a body of that Content-Type is one of these; one that does not say what it is, is. */
  static boolean takes(String header, List<String> types) {
    String type = bare(header);
    boolean json = types.contains(Route.JSON) && type.endsWith("+json");
    return type.isEmpty() || types.isEmpty() || types.contains(type) || json;
  }

  /** A media type without its parameters. */
  private static String bare(String header) {
    int semicolon = header.indexOf(';');
    String type = semicolon < 0 ? header : header.substring(0, semicolon);
    return type.strip().toLowerCase(Locale.ROOT);
  }
}
