package io.roomledger;

import io.roomledger.console.Console;
import io.roomledger.delivery.BucketPlace;
import io.roomledger.delivery.Courier;
import io.roomledger.delivery.FolderPlace;
import io.roomledger.delivery.Webhooks;
import io.roomledger.dialect.ledger.Ledger;
import io.roomledger.export.Deliveries;
import io.roomledger.export.ExportLink;
import io.roomledger.export.ExportLinks;
import io.roomledger.export.ExportProofs;
import io.roomledger.export.Exports;
import io.roomledger.export.Extents;
import io.roomledger.export.PastExports;
import io.roomledger.job.Worker;
import io.roomledger.schedule.Schedules;

/** The part of the machine that hands out files, as {@link Wiring} is whole. */
final class HandingWiring {
  /** Where the own API opens links to files. */
  private final Config config;

  private final Exports.House house;
  private final Webhooks webhooks;
  private final Deliveries deliveries;
  private final ExportLinks links;
  private final Schedules schedules;

  HandingWiring(Config config, Exports.House house, Exports exports) {
    this.config = config;
    this.house = house;
    webhooks = new Webhooks(house.database(), house.audit(), house.clock(), config.deliveries());
    deliveries = new Deliveries(house, exports);
    links = new ExportLinks(house, exports);
    schedules = new Schedules(house, exports);
    house.accounts().whenLogInsEnd(links::endAllOf);
  }

  /** Who brings files to where their orders want them. */
  Worker courier() {
    return new Courier(
        deliveries,
        webhooks,
        house.outbox(),
        this::link,
        new Courier.Places(
            new FolderPlace(config.deliveries().folder()),
            new BucketPlace(config.deliveries().s3())));
  }

  private Courier.Link link(Deliveries.Due due) {
    ExportLink.Made made =
        links.make(due.owner(), due.export().id(), config.deliveries().linkLife());
    String address = config.server().address().replaceFirst("/+$", "");
    return new Courier.Link(address + Ledger.LINKED + made.ticket(), made.link().expiresAt());
  }

  /** The same for people with a browser. */
  Console.Exporting console(Exports exports) {
    return new Console.Exporting(
        exports,
        new Extents(house, exports),
        new Console.Handing(
            links, deliveries, new ExportProofs(house, exports), new PastExports(exports)),
        schedules,
        webhooks,
        new Console.Places(
            !config.deliveries().folder().isEmpty(),
            !config.deliveries().s3().bucket().isEmpty(),
            config.exports().keep()));
  }

  Webhooks webhooks() {
    return webhooks;
  }

  Deliveries deliveries() {
    return deliveries;
  }

  Schedules schedules() {
    return schedules;
  }
}
