package io.roomledger;

import io.roomledger.db.Database;
import io.roomledger.db.Outage;
import io.roomledger.export.Exports;
import io.roomledger.http.Call;
import io.roomledger.http.HttpServer;
import io.roomledger.http.Site;
import io.roomledger.http.Watch;
import io.roomledger.job.JobWatch;
import io.roomledger.job.Load;
import io.roomledger.metrics.Figure;
import io.roomledger.metrics.Metrics;
import io.roomledger.store.FullDisk;
import io.roomledger.store.ObjectStore;
import io.roomledger.store.S3Trouble;
import io.roomledger.traces.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part of the machine that looks on and counts, as {@link Wiring} is whole. */
final class WatchWiring implements Watch, AutoCloseable {
  private final Config config;
  private final Metrics metrics = new Metrics(Main.Version.text());
  private final Traces traces;
  private Optional<HttpServer> figures = Optional.empty();

  WatchWiring(Config config) {
    this.config = config;
    this.traces = Traces.of(config.traces(), Main.Version.text());
  }

  /** The store, counted. */
  ObjectStore store(ObjectStore store) {
    return metrics.counting(store);
  }

  /** Counts what is done with those. */
  void look(Exports.House house) {
    house.jobs().watchedBy(this::job);
    metrics.count("roomledger.audit.rows", "Rows added to the audit log", house.audit()::appended);
    metrics.ask(() -> connections(house.database()));
    metrics.ask(() -> jobs(house.jobs().load(), house.clock()));
    metrics.ask(() ->
        List.of(
            new Figure(
                "roomledger.mail.waiting",
                "Mails that wait to be sent",
                Map.of(),
                house.outbox().waiting())));
  }

  /** Counts what this server does for others. */
  void look(Exports exports) {
    metrics.count(
        "roomledger.exports.shares",
        "Shares of other servers' exports that were made here",
        exports::shares);
  }

  private static List<Figure> connections(Database database) {
    Database.Connections now = database.connections();
    List<Figure> figures = new ArrayList<>();
    Map.of("active", now.active(), "idle", now.idle(), "waited-for", now.waiting())
        .forEach((state, number) ->
            figures.add(
                new Figure(
                    "roomledger.database.connections",
                    "Connections to the database, and how many threads wait for one",
                    Map.of("state", state),
                    number)));
    figures.add(
        new Figure(
            "roomledger.database.connections.most",
            "How many connections there may be",
            Map.of(),
            now.most()));
    figures.add(
        new Figure(
            "roomledger.database.up",
            "Whether the database answers",
            Map.of(),
            database.ready() ? 1 : 0));
    return figures;
  }

  private static List<Figure> jobs(List<Load> loads, Clock clock) {
    List<Figure> figures = new ArrayList<>();
    for (Load load : loads) {
      Map.of("running", load.running(), "waiting", load.waiting())
          .forEach((state, number) ->
              figures.add(
                  new Figure(
                      "roomledger.jobs",
                      "Jobs to do, in all processes",
                      Map.of("kind", load.kind(), "state", state),
                      number)));
      figures.add(
          new Figure(
              "roomledger.jobs.oldest.seconds",
              "For how long the oldest job has waited",
              Map.of("kind", load.kind()),
              load.oldest()
                  .map(since -> Duration.between(since, clock.instant()).toMillis() / 1000.0)
                  .orElse(0.0)));
    }
    return figures;
  }

  /** Starts to listen: to all, and to who reads figures if they have a port of their own. */
  HttpServer serve(List<Site> sites) {
    List<Site> all = new ArrayList<>(sites);
    if (!config.metrics().token().isEmpty()) {
      all.add(metrics.site(config.metrics().token()));
    }
    HttpServer server = HttpServer.start(config.server(), all, this);
    try {
      if (config.metrics().port() > 0) {
        figures =
            Optional.of(
                HttpServer.start(
                    config.server().besides(config.metrics().host(), config.metrics().port()),
                    List.of(metrics.site(""))));
      }
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public Seen begins(Call call, String site, String template) {
    Seen counted = metrics.requests().begins(call, site, template);
    Seen followed = traces.requests().begins(call, site, template);
    return (status, bytes, took) -> {
      counted.ended(status, bytes, took);
      followed.ended(status, bytes, took);
    };
  }

  private JobWatch.Seen job(String kind, long id, int attempt) {
    JobWatch.Seen counted = metrics.jobs().begins(kind, id, attempt);
    JobWatch.Seen followed = traces.jobs().begins(kind, id, attempt);
    return (outcome, took, told) -> {
      counted.ended(outcome, took, told);
      followed.ended(outcome, took, told);
    };
  }

  @Override
  public boolean passing(Throwable fault) {
    return Outage.caused(fault) || S3Trouble.passing(fault) || FullDisk.caused(fault);
  }

  @Override
  public void close() {
    figures.ifPresent(HttpServer::close);
    traces.close();
    metrics.close();
  }
}
