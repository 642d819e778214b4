package io.roomledger.openid;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.util.Arrays;

/** What an issuer says: of itself, of its keys, and of who came. */
public final class OpenIdFuzz {
  private static final String NONCE = "a nonce";
  private static final String VERIFIER = "v".repeat(43);

  private static byte[] said = {};
  private static int place;

  private OpenIdFuzz() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    if (bytes.length == 0) {
      return;
    }
    place = (bytes[0] & 0xff) % 3;
    said = Arrays.copyOfRange(bytes, 1, bytes.length);
    URI back = URI.create("http://127.0.0.1/log-in/openid/back");
    OpenIdSettings settings =
        new OpenIdSettings(Issuer.ADDRESS, "roomledger", "a secret", "", "OpenID Connect");
    OpenIdProvider provider = new OpenIdProvider(settings, back, Clock.systemUTC());
    try {
      provider.depart();
      provider.arrive("code", NONCE, VERIFIER);
    } catch (OpenIdFailure failed) {
      if (String.valueOf(failed.getMessage()).isBlank()) {
        throw new AssertionError("failed, and no word why", failed);
      }
    }
  }

  /** Says the input in one place, and what is right in the others. */
  private static final class Issuer {
    static final String ADDRESS = begun();

    private static String begun() {
      try {
        HttpServer server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        server.createContext(
            "/.well-known/openid-configuration",
            it ->
                say(
                    it,
                    0,
                    """
                    {"issuer":"%1$s","authorization_endpoint":"%1$s/a","token_endpoint":"%1$s/t",
                     "jwks_uri":"%1$s/keys","subject_types_supported":["public"],
                     "response_types_supported":["code"]}\
                    """
                        .formatted(address)));
        server.createContext(
            "/t",
            it ->
                say(
                    it,
                    1,
                    """
                    {"access_token":"a","token_type":"Bearer",
                     "id_token":"eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA"}\
                    """));
        server.createContext("/keys", it -> say(it, 2, "{\"keys\":[]}"));
        server.start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(0)));
        return address;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    private static void say(HttpExchange exchange, int here, String right) throws IOException {
      byte[] bytes = place == here ? said : right.getBytes(java.nio.charset.StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }
  }
}
