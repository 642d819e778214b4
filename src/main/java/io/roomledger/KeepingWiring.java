package io.roomledger;

import io.roomledger.checkup.ChainWalk;
import io.roomledger.checkup.Checks;
import io.roomledger.checkup.Checkup;
import io.roomledger.console.Console;
import io.roomledger.db.Database;
import io.roomledger.db.Partitions;
import io.roomledger.export.Exports;
import io.roomledger.film.Ffmpeg;
import io.roomledger.http.Health;
import io.roomledger.job.Jobs;
import io.roomledger.job.Round;
import io.roomledger.retention.RetentionRound;
import io.roomledger.retention.RetentionRules;
import io.roomledger.store.FullDisk;
import io.roomledger.store.ObjectStore;
import io.roomledger.store.S3Trouble;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of the machine for those who keep it running, as {@link Wiring} is whole. */
final class KeepingWiring {
  private static final Logger LOG = LoggerFactory.getLogger(KeepingWiring.class);

  private final Health health;

  /** What to do about the store, when it could not be written. */
  private volatile String trouble = "";

  private final Checkup.Check first;
  private final List<Checkup.Check> here;
  private final Function<BooleanSupplier, List<Checkup.Check>> looking;
  private final BooleanSupplier taking;
  private final ChainWalk chain;
  private final RetentionRules rules;
  private final RetentionRound retention;
  private final Partitions partitions;
  private final Round letters;
  private final Duration recordings;

  KeepingWiring(Exports.House house, DeskWiring.Place place) {
    Database database = house.database();
    ObjectStore store = house.store();
    Jobs jobs = house.jobs();
    health =
        new Health(
            List.of(
                new Health.Check("database", database::ready),
                new Health.Check("tables", database::current),
                new Health.Check("store", () -> writable(store), () -> trouble),
                new Health.Check("jobs", jobs::running)));
    Checks checks = new Checks(database, house.clock());
    here = new MachineChecks(place.config(), place.data()).ofThePage();
    looking =
        taken ->
            List.of(
                checks.tables(database::current),
                checks.time(Clock.systemUTC()),
                Checks.store(() -> writable(store)),
                Checks.disk(place::disk),
                checks.jobs(taken),
                checks.mail(house.outbox().canSend()),
                checks.deliveries(),
                checks.quotas(place.config().exports().quota()::reached),
                checks.audit(),
                Checks.films(Ffmpeg.find(place.config().films()).isPresent()),
                Checks.version(Main.Version.text()));
    first = checks.database(database::ready);
    taking = jobs::running;
    chain = new ChainWalk(database, house.audit(), house.clock());
    rules = new RetentionRules(database, house.audit(), house.clock());
    retention = new RetentionRound(database, store, house.audit(), house.clock());
    partitions = new Partitions(database, house.clock());
    letters = house.outbox().forgetting();
    recordings = place.config().retention().recordings();
  }

  /** How everything is, for the page of administrators. */
  Checkup checkup() {
    List<Checkup.Check> all = new ArrayList<>(looking.apply(taking));
    all.addAll(all.size() - 1, here);
    return new Checkup(first, all);
  }

  /** The same for a command, which takes no jobs itself and looks at the machine by other means. */
  Checkup beside() {
    return new Checkup(first, looking.apply(() -> true));
  }

  /** What administrators keep well with a browser. */
  Console.Upkeep upkeep() {
    return new Console.Upkeep(checkup(), rules, recordings);
  }

  /** What is repeated. */
  List<Round> rounds() {
    return List.of(
        chain.round(),
        retention.round(),
        letters,
        new Round("partitions", Partitions.PAUSE, partitions::prepare));
  }

  private boolean writable(ObjectStore store) {
    try {
      store.tryOut();
      trouble = "";
      return true;
    } catch (IOException e) {
      trouble = FullDisk.caused(e) ? FullDisk.ADVICE : S3Trouble.advice(e);
      LOG.warn("the store cannot be written, so the server is not ready: {}", e.getMessage());
      return false;
    }
  }

  /** What tells how it is. */
  Health health() {
    return health;
  }
}
