package io.roomledger.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.roomledger.http.Site;
import io.roomledger.http.Watch;
import io.roomledger.job.JobWatch;
import io.roomledger.store.ObjectStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door of figures, which Prometheus reads. Requests, jobs and the store are counted as they
 * happen; what is a matter of the moment is asked for when somebody reads.
 */
public final class Metrics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Requests requests = new Requests(registry);
  private final JobFigures jobs = new JobFigures(registry);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final List<Supplier<List<Figure>>> asked = new CopyOnWriteArrayList<>();
  private final Map<String, MultiGauge> gauges = new HashMap<>();

  /** Figures of this process. */
  public Metrics(String version) {
    List<MeterBinder> machine =
        List.of(
            collections,
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics());
    machine.forEach(binder -> binder.bindTo(registry));
    Gauge.builder("roomledger.info", () -> 1)
        .description("Which program this is")
        .tags("version", version, "java", Runtime.version().toString())
        .register(registry);
  }

  /** Who counts requests. */
  public Watch requests() {
    return requests;
  }

  /** Who counts jobs. */
  public JobWatch jobs() {
    return jobs;
  }

  /** The same store, whose operations are counted. */
  public ObjectStore counting(ObjectStore store) {
    return StoreFigures.counting(store, registry);
  }

  /** A number that only grows while the process lives. */
  public void count(String name, String doc, LongSupplier number) {
    FunctionCounter.builder(name, number, LongSupplier::getAsLong)
        .description(doc)
        .register(registry);
  }

  /** What is asked at each scrape; if it cannot answer then, its figures are not there. */
  public void ask(Supplier<List<Figure>> figures) {
    asked.add(figures);
  }

  /** Where they are read, by whoever has the token; by everybody who comes, if it is empty. */
  public Site site(String token) {
    return new ScrapeSite(this::scrape, token).site();
  }

  /** All figures, in Prometheus' own format of text. */
  public synchronized String scrape() {
    Map<String, List<Figure>> now =
        asked.stream()
            .flatMap(figures -> answers(figures).stream())
            .collect(Collectors.groupingBy(Figure::name));
    gauges.forEach((name, gauge) -> register(gauge, now.getOrDefault(name, List.of())));
    now.forEach((name, figures) ->
        register(gauges.computeIfAbsent(name, _ -> gauge(figures.getFirst())), figures));
    return registry.scrape();
  }

  private MultiGauge gauge(Figure figure) {
    return MultiGauge.builder(figure.name()).description(figure.doc()).register(registry);
  }

  private static void register(MultiGauge gauge, List<Figure> figures) {
    gauge.register(
        figures.stream()
            .map(figure -> MultiGauge.Row.of(tags(figure), figure, Figure::value))
            .toList(),
        true);
  }

  private static Tags tags(Figure figure) {
    Tags tags = Tags.empty();
    for (Map.Entry<String, String> label : figure.labels().entrySet()) {
      tags = tags.and(label.getKey(), label.getValue());
    }
    return tags;
  }

  private static List<Figure> answers(Supplier<List<Figure>> figures) {
    try {
      return figures.get();
    } catch (RuntimeException e) {
      LOG.debug("figures that cannot be had now are left out", e);
      return List.of();
    }
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
