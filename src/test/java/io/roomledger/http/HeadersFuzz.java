package io.roomledger.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.WritableHeaders;
import io.roomledger.base.AddressBlock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What the head of a request says: ranges, cookies, and where it came from through a proxy. */
public final class HeadersFuzz {
  private static final long SIZE = 1_000;
  private static final InetSocketAddress PEER =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

  private HeadersFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Optional<ByteRange> range = ByteRange.of(text, SIZE);
    if (range.isPresent() && !range.get().equals(ByteRange.NOWHERE)) {
      check(
          range.get().first() >= 0 && range.get().last() < SIZE && range.get().length() > 0,
          "a range outside of the file: " + range.get());
    }
    RequestHead head = new RequestHead(headers(text), true);
    head.cookie("session").ifPresent(it -> check(!it.contains(";"), "two cookies: " + it));
    String origin = head.origin(false, "http://here.example");
    check(origin.matches("https?://[^/\\s<>\"'\\\\?#@]+"), "no origin: " + origin);
    check(URI.create(origin).getAuthority() != null, "no address: " + origin);
    String address = head.address(PEER);
    check(address.matches("[0-9A-Fa-f:.%]+"), "no address: " + address);
    check(!AddressBlock.of(address).isBlank(), "no block: " + address);
  }

  private static ServerRequestHeaders headers(String text) {
    WritableHeaders<?> headers = WritableHeaders.create();
    headers.add(HeaderNames.COOKIE, text);
    headers.add(HeaderNames.create("X-Forwarded-For"), text);
    headers.add(HeaderNames.create("X-Forwarded-Host"), text);
    headers.add(HeaderNames.create("X-Forwarded-Proto"), text);
    return ServerRequestHeaders.create(headers);
  }

  private static void check(boolean right, String wrong) {
    if (!right) {
      throw new AssertionError(wrong);
    }
  }
}
