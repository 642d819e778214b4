package io.roomledger;

import io.roomledger.base.Page;
import io.roomledger.export.DeliveryState;
import io.roomledger.export.ExportJob;
import io.roomledger.export.ExportOrder.Delivery;
import io.roomledger.identity.Caller;
import io.roomledger.job.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What was ordered, whoever ordered it: the parts of {@code export} that list, fetch and cancel.
 */
final class OrdersCommand {
  private OrdersCommand() {}

  /** {@code export list}. */
  @Command(
      name = "list",
      description = "Lists the exports, the newest first: number, state, rows, who ordered what.",
      mixinStandardHelpOptions = true)
  static final class Listing implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "How many, at most 200. Default: ${DEFAULT-VALUE}.")
    private int limit = 20;

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        Page<ExportJob> page = house.exports().list(house.operator(), Optional.empty(), limit);
        boolean mails = house.exports().mails();
        page.items().forEach(export -> System.out.println(line(export) + untold(export, mails)));
        if (page.next().isPresent()) {
          System.out.println("(there are more; see --limit)");
        }
      }
      return Main.FINE;
    }

    /** Who waits for a mail that no server sends is told so by whoever reads this list. */
    private static String untold(ExportJob export, boolean mails) {
      return mails || export.order().notice().isEmpty() || export.result().isEmpty()
          ? ""
          : "  (no mail server, so nobody was told: export get " + export.id() + ")";
    }

    private static String line(ExportJob export) {
      Job job = export.job();
      String of = job.total() < 0 ? "?" : String.format(Locale.ROOT, "%,d", job.total());
      return String.format(
          Locale.ROOT,
          "%d  %-14s %,12d of %-12s %s  %s  by %s  %s%s",
          export.id(),
          export.expiredAt().isPresent() ? "expired" : ExportErrand.words(job.status()),
          job.done(),
          of,
          job.createdAt().toString().substring(0, 19),
          export.order().recipe(),
          export.owner(),
          export.order().fileName(),
          job.reason().isEmpty() ? "" : "  (" + job.reason() + ")");
    }
  }

  /** {@code export get}. */
  @Command(
      name = "get",
      description = "Waits for an export and puts its file where it is wanted.",
      mixinStandardHelpOptions = true)
  static final class Get implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "NUMBER", description = "The export's number.")
    private long id;

    @Option(names = "--out", paramLabel = "FILE", required = true, description = "Where it goes.")
    private Path out = Path.of("");

    @Option(names = "--force", description = "Replace the file if it is there.")
    private boolean force;

    @Override
    public Integer call() throws Exception {
      return new ExportErrand(options, out, force).fetch(id);
    }
  }

  /** {@code export deliveries}. */
  @Command(
      name = "deliveries",
      description = "Lists where the file of an export is brought to, and how that fares.",
      mixinStandardHelpOptions = true)
  static final class Brought implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "NUMBER", description = "The export's number.")
    private long id;

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        for (DeliveryState state : house.handing().deliveries().list(house.operator(), id)) {
          System.out.printf(
              Locale.ROOT,
              "%-9s %d tries  %s  %s%s%n",
              state.status().name().toLowerCase(Locale.ROOT),
              state.attempts(),
              target(state.target()),
              state.place(),
              state.reason().isEmpty() ? "" : "  (" + state.reason() + ")");
        }
      }
      return Main.FINE;
    }

    private static String target(Delivery target) {
      return switch (target) {
        case Delivery.Mail(List<String> to) -> "mail " + String.join(", ", to);
        case Delivery.Webhook(String webhook) -> "webhook " + webhook;
        case Delivery.Folder(String path) -> "folder " + path;
        case Delivery.Bucket(String prefix) -> "bucket " + prefix;
      };
    }
  }

  /** {@code export cancel}. */
  @Command(
      name = "cancel",
      description = "Cancels an export that has not ended.",
      mixinStandardHelpOptions = true)
  static final class Cancel implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "NUMBER", description = "The export's number.")
    private long id;

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        Caller operator = house.operator();
        house.exports().cancel(operator, id);
        Job job = house.exports().get(operator, id).job();
        System.out.println(
            "export " + id + ": " + ExportErrand.words(job.status()) + "  " + job.reason());
      }
      return Main.FINE;
    }
  }
}
