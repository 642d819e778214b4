package io.roomledger.http;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.WebServerConfig;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The server, on Helidon: one port, all sites. */
public final class HttpServer implements AutoCloseable {
  static final int LONGEST_ADDRESS = 16 * 1024;
  private static final int LONGEST_HEAD = 32 * 1024;
  private static final long SMALLEST_LIMIT_OF_A_CHUNK = 1 << 20;
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final WebServer server;
  private final Sites sites;
  private final Optional<TlsWatch> tls;

  private HttpServer(WebServer server, Sites sites, Optional<TlsWatch> tls) {
    this.server = server;
    this.sites = sites;
    this.tls = tls;
  }

  /**
   * Starts a server, which answers when this returns.
   *
   * @throws RefusedException unavailable, if the address cannot be listened on; invalid, if its
   *     certificate or key cannot be used
   */
  public static HttpServer start(HttpSettings settings, List<? extends Site> sites) {
    return start(settings, sites, Watch.NOBODY);
  }

  /** The same with somebody who looks on. */
  public static HttpServer start(HttpSettings settings, List<? extends Site> sites, Watch watch) {
    Sites all = new Sites(List.copyOf(sites), settings, settings.address(), watch);
    probe(settings);
    Optional<TlsWatch> tls =
        settings.tls().on()
            ? Optional.of(TlsWatch.start(settings.tls(), Clock.systemUTC()))
            : Optional.empty();
    WebServer server = build(settings, all, tls);
    server.start();
    if (!server.isRunning()) {
      throw unavailable(settings, "see the log");
    }
    return new HttpServer(server, all, tls);
  }

  /** Helidon would only log what is wrong. */
  private static void probe(HttpSettings settings) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException | IllegalArgumentException e) {
      throw unavailable(settings, String.valueOf(e.getMessage()));
    }
  }

  private static RefusedException unavailable(HttpSettings settings, String why) {
    return new RefusedException(
        new Refusal.Unavailable(
            "http: "
                + settings.host()
                + ":"
                + settings.port()
                + " cannot be listened on: "
                + why
                + " (expected: an address of this machine and a port that is free)"));
  }

  private static WebServer build(HttpSettings settings, Sites sites, Optional<TlsWatch> tls) {
    WebServerConfig.Builder builder = WebServer.builder();
    tls.ifPresent(watch -> builder.tls(watch.tls()));
    return builder
        .host(settings.host())
        .port(settings.port())
        .routing(sites.routing())
        .addConnectionSelector(
            new PoliteConnections(
                Http1ConnectionSelector.builder().config(http1()).build(),
                settings.idle(),
                Math.max(settings.maxBody(), SMALLEST_LIMIT_OF_A_CHUNK),
                new Crowd(settings.maxConnections())))
        .protocolsDiscoverServices(false)
        .featuresDiscoverServices(false)
        .directHandlers(directHandlers(sites))
        .connectionOptions(options(settings))
        .idleConnectionTimeout(settings.idle())
        .idleConnectionPeriod(settings.idle().dividedBy(4).plusMillis(1))
        // the buffer of a file that is being sent is used again
        .writeQueueLength(0)
        .shutdownGracePeriod(GRACE)
        .shutdownHook(false)
        .build();
  }

  private static SocketOptions options(HttpSettings settings) {
    SocketOptions options = SocketOptions.builder().tcpNoDelay(true).build();
    return settings.tls().on() ? new TlsSocketOptions(options, settings.idle()) : options;
  }

  /** Clients write what they like into Host, queries and Content-Encoding; the sites decide. */
  private static Http1Config http1() {
    return Http1Config.builder()
        .maxPrologueLength(LONGEST_ADDRESS)
        .maxHeadersSize(LONGEST_HEAD)
        .validateRequestHeaders(false)
        .validatePrologue(false)
        .sendLog(false)
        .receiveLog(false)
        .build();
  }

  private static DirectHandlers directHandlers(Sites sites) {
    DirectHandlers.Builder handlers = DirectHandlers.builder();
    for (DirectHandler.EventType event : DirectHandler.EventType.values()) {
      handlers.addHandler(event, sites::refuse);
    }
    return handlers.build();
  }

  /** Looks now whether there is another certificate, as is done again and again. */
  public void lookForCertificate() {
    tls.ifPresent(TlsWatch::look);
  }

  /** The port that is listened on. */
  public int port() {
    return server.port();
  }

  /** Takes no new requests, lets those that run end for five seconds, and stops. */
  @Override
  public void close() {
    sites.end();
    tls.ifPresent(TlsWatch::close);
    server.stop();
  }
}
