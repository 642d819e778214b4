package io.roomledger.http;

import io.helidon.http.Header;
import io.roomledger.base.Setting;
import java.time.Duration;
import java.util.Optional;

/**
 * How the server is reached.
 *
 * @param host the address to listen on; default {@code 127.0.0.1}, which only this machine reaches
 * @param port the port to listen on, or 0 for any that is free; default 3000
 * @param publicAddress scheme, host and port by which clients reach the server, for links where a
 *     request does not tell; default where it listens
 * @param maxBody the largest request body in bytes; default 8 MiB
 * @param idle how long a connection may be silent before it is closed; default 75 seconds
 * @param drain how long it goes on answering after it has said that it is not ready any more
 * @param maxConnections how many connections are open at once; one more is told so and closed
 * @param compression whether text is compressed where that gives no secret away
 * @param hsts what the Strict-Transport-Security header says over https; empty for none
 * @param tls how it proves who it is, if it speaks TLS itself
 * @param trustForwarded whether the X-Forwarded-For, -Proto and -Host headers are believed, as is
 *     right only behind a proxy that sets them; default false
 */
public record HttpSettings(
    @Setting(
            value = "127.0.0.1",
            doc = "The address to listen on; 0.0.0.0 for all of this machine's.")
        String host,
    @Setting(value = "3000", doc = "The port to listen on; 0 for any that is free.") int port,
    @Setting(
            value = "",
            doc =
                "Scheme, host and port by which people reach the server, for links; empty for"
                    + " where it listens.")
        Optional<String> publicAddress,
    @Setting(value = "8m", doc = "The largest request body in bytes.") long maxBody,
    @Setting(value = "75s", doc = "How long a connection may be silent before it is closed.")
        Duration idle,
    @Setting(
            value = "0s",
            doc =
                "How long the server goes on answering when it is stopped, while /health/ready says"
                    + " no: two looks of a load balancer.")
        Duration drain,
    @Setting(
            value = "4000",
            doc = "How many connections are open at once; one more is answered 503 and closed.")
        int maxConnections,
    @Setting(
            value = "true",
            doc =
                "Whether text is compressed for who takes gzip: scripts and styles, and what is"
                    + " listed without a cookie.")
        boolean compression,
    @Setting(
            value = "max-age=31536000",
            doc = "What Strict-Transport-Security says to whoever came over https; empty for none.")
        String hsts,
    TlsSettings tls,
    @Setting(
            value = "false",
            doc = "Whether X-Forwarded-* headers are believed; only behind a proxy that sets them.")
        boolean trustForwarded) {
  /** What is taken where nothing is set. */
  public static final HttpSettings DEFAULT =
      new HttpSettings("127.0.0.1", 3000, Optional.empty(), 8 << 20, Duration.ofSeconds(75), false);

  private static final long LARGEST_BODY = 1L << 30;

  public HttpSettings {
    if (maxBody < 1 || maxBody > LARGEST_BODY) {
      throw new IllegalArgumentException(
          "server.max-body: " + maxBody + " (expected: from 1 to " + LARGEST_BODY + ")");
    }
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "server.max-connections: " + maxConnections + " (expected: 1 or more)");
    }
  }

  /** One that is not drained and speaks no TLS. */
  public HttpSettings(
      String host,
      int port,
      Optional<String> publicAddress,
      long maxBody,
      Duration idle,
      boolean trustForwarded) {
    this(
        host,
        port,
        publicAddress,
        maxBody,
        idle,
        Duration.ZERO,
        4000,
        true,
        "max-age=31536000",
        TlsSettings.NONE,
        trustForwarded);
  }

  /** Where people reach the server: the public address, or else where it listens. */
  public String address() {
    return publicAddress.orElseGet(() -> (tls.on() ? "https://" : "http://") + host + ":" + port);
  }

  /** For something small beside it at another address, as for figures: without TLS. */
  public HttpSettings besides(String otherHost, int otherPort) {
    return new HttpSettings(otherHost, otherPort, Optional.empty(), maxBody, idle, trustForwarded);
  }

  /** Whether those who come over https are told to stay there. */
  boolean secured() {
    return !hsts.isEmpty() && (tls.on() || trustForwarded || address().startsWith("https:"));
  }

  /** What tells browsers to come over https from now on. */
  Header transportSecurity() {
    return Reply.header("Strict-Transport-Security", hsts);
  }

  /** The same on another port. */
  public HttpSettings withPort(int other) {
    return new HttpSettings(
        host,
        other,
        publicAddress,
        maxBody,
        idle,
        drain,
        maxConnections,
        compression,
        hsts,
        tls,
        trustForwarded);
  }
}
