package io.roomledger.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.roomledger.http.Call;
import io.roomledger.http.Watch;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts requests by the route that answered, never by what was asked for. How many took how long
 * is counted by dialect and method only: buckets for each of hundreds of routes would make a page
 * of figures that is longer than what it is read for.
 */
final class Requests implements Watch {
  /** What else is sent as a method is one, so that nobody fills the memory with names. */
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30)
  };

  private final MeterRegistry registry;
  private final AtomicInteger active = new AtomicInteger();
  private final Map<Route, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Kind, Timer> spreads = new ConcurrentHashMap<>();
  private final Map<String, Counter> bytes = new ConcurrentHashMap<>();

  Requests(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("roomledger.http.requests.active", active, AtomicInteger::get)
        .description("Requests that are being answered")
        .register(registry);
  }

  private record Route(Kind kind, String template, int status) {}

  private record Kind(String dialect, String method) {}

  @Override
  public Seen begins(Call call, String site, String template) {
    active.incrementAndGet();
    Kind kind = new Kind(site, METHODS.contains(call.method()) ? call.method() : "other");
    return (status, sent, took) -> {
      active.decrementAndGet();
      timers.computeIfAbsent(new Route(kind, template, status), this::timer).record(took);
      spreads.computeIfAbsent(kind, this::spread).record(took);
      bytes.computeIfAbsent(site, this::counter).increment((double) Math.max(0, sent));
    };
  }

  private Timer timer(Route route) {
    return Timer.builder("roomledger.http.requests")
        .description("Requests that were answered, by dialect and route")
        .tags("dialect", route.kind().dialect(), "method", route.kind().method())
        .tags("route", route.template(), "status", Integer.toString(route.status()))
        .register(registry);
  }

  private Timer spread(Kind kind) {
    return Timer.builder("roomledger.http.answers")
        .description("How long requests took to be answered, by dialect and method")
        .tags("dialect", kind.dialect(), "method", kind.method())
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }

  private Counter counter(String site) {
    return Counter.builder("roomledger.http.sent.bytes")
        .description("Bytes of bodies that were sent")
        .tag("dialect", site)
        .register(registry);
  }
}
