package io.roomledger.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.PathMatcher;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The sites of a server, and which request is whose.
 *
 * @param sites the sites
 * @param settings of the server
 * @param publicAddress where clients reach it
 */
record Sites(List<Site> sites, HttpSettings settings, String publicAddress) {
  private static final Site NOWHERE = new Nowhere();

  Sites {
    sites = List.copyOf(sites);
    Set<String> roots = new HashSet<>();
    for (Site site : sites) {
      for (String root : site.roots()) {
        if (!root.startsWith("/") || root.endsWith("/") || !roots.add(root)) {
          throw new IllegalArgumentException(
              site.name() + ": root " + root + " (expected: /a/path that no other site has)");
        }
      }
      for (Endpoint endpoint : site.endpoints()) {
        if (!owns(site, endpoint.path())) {
          throw new IllegalArgumentException(
              site.name() + ": " + endpoint.path() + " (expected: a path below " + site.roots());
        }
      }
    }
  }

  /** Every address of every site: literal paths first, then those with parameters. */
  HttpRouting.Builder routing() {
    HttpRouting.Builder routing = HttpRouting.builder();
    for (boolean literal : new boolean[] {true, false}) {
      for (Site site : sites) {
        for (Endpoint endpoint : site.endpoints()) {
          if (literal != endpoint.path().contains("{")) {
            add(routing, site, endpoint);
          }
        }
      }
    }
    for (Site site : sites) {
      for (String root : site.roots()) {
        routing.route(route(site, PathMatchers.create(root + "/*"), Sites::nothingThere));
      }
    }
    routing.route(route(NOWHERE, PathMatchers.any(), Sites::nothingThere));
    // only a path that cannot be decoded comes this way; all else ends in an Exchange
    routing.error(
        RuntimeException.class,
        (request, response, fault) -> {
          Site site = owner(request.prologue().uriPath().rawPath()).orElse(NOWHERE);
          new Exchange(site, settings, publicAddress, Sites::undecodable).handle(request, response);
        });
    return routing;
  }

  private void add(HttpRouting.Builder routing, Site site, Endpoint endpoint) {
    Exchange exchange = new Exchange(site, settings, publicAddress, endpoint.handler());
    String path = endpoint.path();
    List<PathMatcher> paths =
        path.contains("{")
            ? List.of(PathMatchers.pattern(path + "[/]"))
            : List.of(PathMatchers.exact(path), PathMatchers.exact(path + "/"));
    for (PathMatcher matcher : paths) {
      for (String method : methods(endpoint)) {
        routing.route(
            HttpRoute.builder()
                .methods(Method.create(method))
                .path(matcher)
                .handler(exchange)
                .build());
      }
    }
  }

  /** What can be read has a head too. */
  private static List<String> methods(Endpoint endpoint) {
    return endpoint.method().equals("GET") ? List.of("GET", "HEAD") : List.of(endpoint.method());
  }

  private HttpRoute route(Site site, PathMatcher matcher, Endpoint.Handler handler) {
    return HttpRoute.builder()
        .path(matcher)
        .handler(new Exchange(site, settings, publicAddress, handler))
        .build();
  }

  private static Answer nothingThere(Call call) {
    throw new RefusedException(new Refusal.NotFound(Refusal.Thing.ENDPOINT, call.path()));
  }

  private static Answer undecodable(Call call) {
    throw new RefusedException(
        new Refusal.Invalid("path", call.path(), "two hexadecimal digits after each %"));
  }

  /** Answers what never became a request: broken heads, bodies that are announced too large. */
  DirectHandler.TransportResponse refuse(
      DirectHandler.TransportRequest request,
      DirectHandler.EventType event,
      Status status,
      ServerResponseHeaders headers,
      String message) {
    long start = System.nanoTime();
    BareRequest call = new BareRequest(request, settings, publicAddress);
    Site site = owner(call.path()).orElse(NOWHERE);
    Answer answer = site.dress(call, Exchange.refuse(site, call, refusal(status)));
    byte[] body = answer.body() instanceof Answer.Body.Bytes bytes ? bytes.bytes() : new byte[0];
    DirectHandler.TransportResponse.Builder response =
        DirectHandler.TransportResponse.builder()
            .status(Status.create(answer.status()))
            .keepAlive(false)
            .header(Reply.noSniff())
            .header(HeaderValues.CONNECTION_CLOSE);
    answer.headers().forEach((name, value) -> response.header(Reply.header(name, value)));
    long took = System.nanoTime() - start;
    AccessLog.write(call, answer.status(), body.length, Duration.ofNanos(took));
    return response.entity(body).build();
  }

  private Refusal refusal(Status status) {
    return switch (status.code()) {
      case 413 -> new Refusal.TooLarge("body", settings.maxBody());
      case 414 -> new Refusal.TooLarge("address", HttpServer.LONGEST_ADDRESS);
      case 505 -> new Refusal.Invalid("HTTP version", "1.0", "HTTP/1.1");
      default ->
          status.code() >= 500
              ? new Refusal.Unavailable("the request could not be taken; try again")
              : new Refusal.Invalid("request", "malformed", "a request as HTTP/1.1 writes it");
    };
  }

  private Optional<Site> owner(String path) {
    return sites.stream().filter(site -> owns(site, path)).findFirst();
  }

  private static boolean owns(Site site, String path) {
    return site.roots().stream()
        .anyMatch(root ->
            path.startsWith(root)
                && (path.length() == root.length() || path.charAt(root.length()) == '/'));
  }

  /** What is below no root. */
  private static final class Nowhere implements Site {
    @Override
    public String name() {
      return "nowhere";
    }

    @Override
    public List<String> roots() {
      return List.of();
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of();
    }

    @Override
    public Answer refuse(Call call, Refusal refusal) {
      int status = new PlainSite("", List.of(), List.of()).refuse(call, refusal).status();
      return Answer.text(status, "text/plain", status == 404 ? "404 not found\n" : status + "\n");
    }

    @Override
    public Answer fail(Call call) {
      return Answer.text(500, "text/plain", "internal error " + call.requestId() + "\n");
    }
  }
}
