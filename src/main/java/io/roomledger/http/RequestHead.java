package io.roomledger.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * What the headers of a request say about who called whom.
 *
 * @param headers the headers
 * @param trustForwarded whether a proxy's headers are believed
 */
record RequestHead(ServerRequestHeaders headers, boolean trustForwarded) {
  private static final HeaderName FORWARDED_FOR = HeaderNames.create("X-Forwarded-For");
  private static final HeaderName FORWARDED_HOST = HeaderNames.create("X-Forwarded-Host");
  private static final HeaderName FORWARDED_PROTO = HeaderNames.create("X-Forwarded-Proto");
  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]{1,255}|\\[[0-9A-Fa-f:.]{2,45}])(:[0-9]{1,5})?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  /** The first value of a header. */
  Optional<String> first(String name) {
    return first(HeaderNames.create(name));
  }

  private Optional<String> first(HeaderName name) {
    return headers.contains(name) ? Optional.of(headers.get(name).get()) : Optional.empty();
  }

  /** The value of a cookie. */
  Optional<String> cookie(String name) {
    for (String header : headers.all(HeaderNames.COOKIE, List::of)) {
      for (String part : header.split(";", -1)) {
        int equals = part.indexOf('=');
        if (equals > 0 && part.substring(0, equals).strip().equals(name)) {
          return Optional.of(part.substring(equals + 1).strip());
        }
      }
    }
    return Optional.empty();
  }

  /** The address of the caller: of the peer, or what a trusted proxy says. */
  String address(SocketAddress peer) {
    if (trustForwarded) {
      Optional<String> forwarded =
          first(FORWARDED_FOR).map(RequestHead::last).filter(a -> ADDRESS.matcher(a).matches());
      if (forwarded.isPresent()) {
        return forwarded.get();
      }
    }
    if (peer instanceof InetSocketAddress inet) {
      InetAddress address = inet.getAddress();
      return address == null ? inet.getHostString() : address.getHostAddress();
    }
    return peer.toString();
  }

  /**
   * Scheme, host and port by which the client reached us, or the public address if it hides it. By
   * the host of a public address of https it came through a proxy that speaks TLS.
   */
  String origin(boolean secure, String publicAddress) {
    Optional<String> host = trustForwarded ? first(FORWARDED_HOST).map(RequestHead::last) : none();
    return host.or(() -> first(HeaderNames.HOST))
        .filter(RequestHead::isHost)
        .map(name ->
            publicAddress.equalsIgnoreCase("https://" + name)
                ? publicAddress
                : scheme(secure) + "://" + name)
        .orElse(publicAddress);
  }

  private static boolean isHost(String name) {
    if (!HOST.matcher(name).matches()) {
      return false;
    }
    try {
      return !name.startsWith("[") || new URI("http://" + name).getHost() != null;
    } catch (URISyntaxException noAddress) {
      return false;
    }
  }

  private String scheme(boolean secure) {
    if (trustForwarded) {
      String forwarded = first(FORWARDED_PROTO).map(RequestHead::last).orElse("");
      if (forwarded.equals("https") || forwarded.equals("http")) {
        return forwarded;
      }
    }
    return secure ? "https" : "http";
  }

  /**
   * The proxy that is ours adds at the end; what stands before it may be the client's own words.
   */
  private static String last(String list) {
    return list.substring(list.lastIndexOf(',') + 1).strip();
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  /** Unique enough to find a line in a log; a secret it is not, so it need not be strong. */
  static String newRequestId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = (random.nextLong() & 0xFFFFFFFFFFFF0FFFL) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString().toUpperCase(Locale.ROOT);
  }
}
