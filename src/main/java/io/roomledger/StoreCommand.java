package io.roomledger;

import io.roomledger.db.DataDirectory;
import io.roomledger.store.ObjectStore;
import io.roomledger.store.StoreCopy;
import io.roomledger.store.StoreSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code store}: what is done with the place where files are kept. */
@Command(
    name = "store",
    description = "Moves files between a directory and a bucket.",
    subcommands = StoreCommand.Migrate.class,
    mixinStandardHelpOptions = true)
final class StoreCommand {
  private static final int SHOWN = 20;

  /** Copies all objects to the other kind of store. */
  @Command(
      name = "migrate",
      description = {
        "Copies every file of the store to the other kind of store: attached files, recordings,",
        "exports. Each is read again there and compared by SHA-256; what is there already is",
        "compared and not copied, so what broke off is gone on with by the same command. Servers",
        "may run meanwhile: then copy once while they run, stop them, and copy again what came",
        "since. Nothing is removed from where the files are."
      },
      mixinStandardHelpOptions = true)
  static final class Migrate implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Option(names = "--to", required = true, paramLabel = "s3|files", description = "Where to.")
    private String to = StoreSettings.FILES;

    @Option(
        names = "--by-size",
        description = "What is there already is taken for the same when its size is, and not read.")
    private boolean bySize;

    @Option(
        names = "--remove-others",
        description =
            "Removes what only the place copied to has: files that were deleted between two"
                + " copies.")
    private boolean removeOthers;

    @Override
    public Integer call() throws Exception {
      Config config = Config.read(Config.sources(options.config(), System.getenv()));
      StoreSettings target = config.store().of(to);
      StoreSettings source =
          config.store().of(to.equals(StoreSettings.S3) ? StoreSettings.FILES : StoreSettings.S3);
      Path data = options.existingData();
      ObjectStore there = target.openForCommand(data, Clock.systemUTC());
      there.tryOut();
      StoreCopy copy = new StoreCopy(source.openForCommand(data, Clock.systemUTC()), there, bySize);
      int code = run(copy, there, removeOthers, System.out);
      if (code == Main.FINE) {
        System.out.println(next(data));
      }
      return code;
    }

    private String next(Path data) {
      return DataDirectory.holder(data).isPresent()
          ? "A server runs on "
              + data
              + ": stop it and give the same command again, for what came since."
          : "Set store.kind: "
              + to
              + " and start the server. If one was running meanwhile, stop it and give the same"
              + " command first.";
    }
  }

  /** Copies, and says what came of it. */
  static int run(StoreCopy copy, ObjectStore to, boolean removeOthers, PrintStream out)
      throws IOException {
    ProgressBar bar = ProgressBar.onStandardError();
    StoreCopy.Outcome outcome = copy.run((done, total) -> bar.show(done, total, "files"));
    out.printf(
        Locale.ROOT,
        "%,d files copied, %,d bytes, each the same on both sides; %,d were there already%n",
        outcome.copied(),
        outcome.bytes(),
        outcome.same());
    if (outcome.gone() > 0) {
      out.printf(Locale.ROOT, "%,d were deleted meanwhile%n", outcome.gone());
    }
    if (removeOthers) {
      for (String key : outcome.others()) {
        to.delete(key);
      }
      out.printf(Locale.ROOT, "%,d removed that only it had%n", outcome.others().size());
    } else {
      tell(outcome.others(), "only there (remove with --remove-others)", out);
    }
    tell(outcome.differing(), "there as something else, and not touched", out);
    return outcome.differing().isEmpty() ? Main.FINE : Main.NOT_WHOLE;
  }

  private static void tell(List<String> keys, String what, PrintStream out) {
    keys.stream().limit(SHOWN).forEach(key -> out.println(key + ": " + what));
    if (keys.size() > SHOWN) {
      out.printf(Locale.ROOT, "and %,d more: %s%n", keys.size() - SHOWN, what);
    }
  }
}
