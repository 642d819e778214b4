package io.roomledger;

import io.roomledger.audit.AuditFilter;
import io.roomledger.audit.AuditRow;
import io.roomledger.audit.Verdict;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code audit}: who did what, and whether nobody changed what is written of it. */
@Command(
    name = "audit",
    description = "Reads the audit log, and checks its chain.",
    mixinStandardHelpOptions = true,
    subcommands = {AuditCommand.Listing.class, AuditCommand.Verify.class})
final class AuditCommand {

  /** {@code audit list}. */
  @Command(
      name = "list",
      description = "Lists the rows, the newest first.",
      mixinStandardHelpOptions = true)
  static final class Listing implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Option(names = "--actor", paramLabel = "WHO", description = "Only this one's acts.")
    private Optional<String> actor = Optional.empty();

    @Option(
        names = "--action",
        paramLabel = "WHAT",
        description = "Only this, such as export.ordered.")
    private Optional<String> action = Optional.empty();

    @Option(
        names = "--subject",
        paramLabel = "TO-WHAT",
        description = "Only this, such as export:123.")
    private Optional<String> subject = Optional.empty();

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description = "At or after 2026-03-01T09:00:00Z.")
    private Optional<Instant> from = Optional.empty();

    @Option(names = "--to", paramLabel = "TIME", description = "Before that time.")
    private Optional<Instant> to = Optional.empty();

    @Option(
        names = "--limit",
        paramLabel = "N",
        description = "How many, at most 500. Default: ${DEFAULT-VALUE}.")
    private int limit = 50;

    @Override
    public Integer call() throws Exception {
      Period period = new Period(from.orElse(Period.ALWAYS.from()), to.orElse(Period.ALWAYS.to()));
      AuditFilter filter = new AuditFilter(actor, action, subject, period);
      try (Wiring house = Wiring.forCommand(options)) {
        Page<AuditRow> page =
            house.auditLog().list(house.operator(), filter, Optional.empty(), limit);
        page.items().forEach(row -> System.out.println(line(row)));
        if (page.next().isPresent()) {
          System.out.println("(there are more; see --limit)");
        }
      }
      return Main.FINE;
    }

    private static String line(AuditRow row) {
      return String.format(
          Locale.ROOT,
          "%d  %s  %s  %s  %s  %s  %s",
          row.id(),
          row.at(),
          row.action(),
          row.subject(),
          row.actor(),
          row.address(),
          row.details());
    }
  }

  /** {@code audit verify}. */
  @Command(
      name = "verify",
      description = {
        "Walks the chain of all rows and names the first that does not hold, with exit code 5.",
        "That nothing was cut off at the end shows by the number and hash of the last row, if",
        "they were kept elsewhere."
      },
      mixinStandardHelpOptions = true)
  static final class Verify implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        return switch (house.auditLog().verify(house.operator())) {
          case Verdict.Whole(long rows, String head) -> {
            System.out.printf(
                Locale.ROOT, "the audit log is whole: %,d rows, the last one %s%n", rows, head);
            yield Main.FINE;
          }
          case Verdict.Broken(long id, String why) -> {
            System.err.println("row " + id + " of the audit log: " + why);
            yield Main.NOT_GENUINE;
          }
        };
      }
    }
  }
}
