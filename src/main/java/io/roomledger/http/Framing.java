package io.roomledger.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whether a request's head says one thing to whoever reads it: a proxy before this server that saw
 * another length, another header or another host would take a part of it for somebody else's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-5.1">RFC 9112, 5.1 and 6.3</a>
 */
final class Framing {
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
  private static final String SIGNS = "!#$%&'*+-.^_`|~";

  private Framing() {}

  /**
   * Looks at the head of a request.
   *
   * @throws RefusedException invalid, if two readers could read it in two ways
   */
  static void check(ServerRequestHeaders headers) {
    for (Header header : headers) {
      checkHeader(header);
    }
    int hosts = headers.all(HeaderNames.HOST, List::of).size();
    if (hosts != 1) {
      throw refused("header", hosts + " hosts", "Host, once");
    }
    List<String> lengths = headers.all(HeaderNames.CONTENT_LENGTH, List::of);
    List<String> codings = headers.all(HeaderNames.TRANSFER_ENCODING, List::of);
    boolean clear =
        codings.isEmpty()
            ? lengths.isEmpty()
                || (lengths.size() == 1 && LENGTH.matcher(lengths.getFirst()).matches())
            : lengths.isEmpty() && codings.equals(List.of("chunked"));
    if (!clear) {
      throw refused(
          "body",
          "Content-Length " + lengths + ", Transfer-Encoding " + codings,
          "one length, or else chunked");
    }
  }

  /** A space before the colon, or a line that another reader would end sooner. */
  private static void checkHeader(Header header) {
    String name = header.name();
    boolean whole = !name.isEmpty() && name.chars().allMatch(Framing::isOfName);
    if (whole) {
      for (String value : header.allValues()) {
        whole &= value.chars().noneMatch(c -> c == '\r' || c == '\n' || c == 0);
      }
    }
    if (!whole) {
      throw refused("header", AccessLog.printable(name), "a name, a colon and a value in one line");
    }
  }

  private static boolean isOfName(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || SIGNS.indexOf(c) >= 0;
  }

  private static RefusedException refused(String field, String what, String expected) {
    return new RefusedException(new Refusal.Invalid(field, what, expected));
  }
}
