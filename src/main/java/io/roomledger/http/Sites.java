package io.roomledger.http;

import io.helidon.common.parameters.Parameters;
import io.helidon.common.uri.UriPath;
import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderValues;
import io.helidon.http.PathMatchers;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRoute;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** The sites of a server, and which request is whose. */
final class Sites {
  private static final Site NOWHERE = new Nowhere();
  private static final Parameters NO_PARAMETERS = Parameters.empty("http/path");

  private final List<Site> sites;
  private final HttpSettings settings;
  private final String publicAddress;
  private final Watch watch;
  private final RefusalLog refusals = new RefusalLog();
  private final CountDownLatch ending = new CountDownLatch(1);

  private final Addresses<Exchange> addresses = new Addresses<>();

  /** All roots; the longest, which belongs to a path most closely, comes first. */
  private final List<Root> roots;

  Sites(List<Site> sites, HttpSettings settings, String publicAddress, Watch watch) {
    this.sites = sites;
    this.settings = settings;
    this.publicAddress = publicAddress;
    this.watch = watch;
    this.roots =
        sites.stream()
            .flatMap(site -> site.roots().stream().map(path -> new Root(path, site)))
            .sorted(Comparator.comparingInt((Root root) -> root.path().length()).reversed())
            .toList();
    checkRoots();
    sites.forEach(Sites::checkEndpoints);
  }

  /** Lets answers that tell of things as they happen come to their end. */
  void end() {
    ending.countDown();
  }

  private void checkRoots() {
    Set<String> known = new HashSet<>();
    for (Root root : roots) {
      String path = root.path();
      boolean proper = path.equals("/") || (path.startsWith("/") && !path.endsWith("/"));
      if (!proper || !known.add(path)) {
        throw new IllegalArgumentException(
            root.site().name() + ": root " + path + " (expected: /a/path that no other site has)");
      }
    }
  }

  private static void checkEndpoints(Site site) {
    for (Endpoint endpoint : site.endpoints()) {
      String path = endpoint.path();
      if (site.roots().stream().noneMatch(root -> new Root(root, site).owns(path))) {
        throw new IllegalArgumentException(
            site.name() + ": " + path + " (expected: a path below " + site.roots() + ")");
      }
    }
  }

  /** Every address of every site: literal paths first, then those with parameters. */
  HttpRouting.Builder routing() {
    for (boolean literal : new boolean[] {true, false}) {
      for (Site site : sites) {
        for (Endpoint endpoint : site.endpoints()) {
          if (literal != endpoint.path().contains("{")) {
            add(site, endpoint);
          }
        }
      }
    }
    HttpRouting.Builder routing = HttpRouting.builder();
    routing.route(HttpRoute.builder().path(PathMatchers.any()).handler(this::handle).build());
    // only a path that cannot be decoded comes this way; all else ends in an Exchange
    routing.error(
        RuntimeException.class,
        (request, response, fault) -> {
          Site site = owner(request.prologue().uriPath().rawPath()).orElse(NOWHERE);
          exchange(site, Sites::undecodable).handle(request, response, NO_PARAMETERS);
        });
    return routing;
  }

  private void handle(ServerRequest request, ServerResponse response) {
    UriPath path = request.prologue().uriPath();
    Addresses.Found<Exchange> found = addresses.find(request.prologue().method().text(), path);
    if (found != null) {
      found.what().handle(request, response, found.parameters());
    } else {
      Site site = owner(path.path()).orElse(NOWHERE);
      exchange(site, Sites::nothingThere).handle(request, response, NO_PARAMETERS);
    }
  }

  private void add(Site site, Endpoint endpoint) {
    Exchange exchange = new Exchange(site, endpoint, surroundings());
    for (String method : methods(endpoint)) {
      addresses.add(method, endpoint.path(), exchange);
    }
  }

  /** What can be read has a head too. */
  private static List<String> methods(Endpoint endpoint) {
    return endpoint.method().equals("GET") ? List.of("GET", "HEAD") : List.of(endpoint.method());
  }

  /** What answers where no endpoint is. */
  private Exchange exchange(Site site, Endpoint.Handler handler) {
    return new Exchange(site, new Endpoint("*", "*", handler), surroundings());
  }

  private Exchange.Surroundings surroundings() {
    return new Exchange.Surroundings(settings, publicAddress, watch, refusals, ending);
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
    Reply.unsaid(answer).forEach(response::header);
    long took = System.nanoTime() - start;
    AccessLog.write(call, answer.status(), body.length, Duration.ofNanos(took));
    watch
        .begins(call, site.name(), "*")
        .ended(answer.status(), body.length, Duration.ofNanos(took));
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
    return roots.stream().filter(root -> root.owns(path)).map(Root::site).findFirst();
  }

  /** The beginning of the paths of a site. */
  private record Root(String path, Site site) {
    boolean owns(String other) {
      return path.equals("/")
          || (other.startsWith(path)
              && (other.length() == path.length() || other.charAt(path.length()) == '/'));
    }
  }

  /** What is below no root. */
  private static final class Nowhere implements Site {
    private static final String PLAIN = "text/plain; charset=utf-8";

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
      return Answer.text(status, PLAIN, status == 404 ? "404 not found\n" : status + "\n");
    }

    @Override
    public Answer fail(Call call) {
      return Answer.text(500, PLAIN, "internal error " + call.requestId() + "\n");
    }
  }
}
