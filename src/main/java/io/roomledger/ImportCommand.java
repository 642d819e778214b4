package io.roomledger;

import io.roomledger.identity.Account;
import io.roomledger.intake.Intake;
import io.roomledger.intake.Problem;
import io.roomledger.intake.chat.ChatImport;
import io.roomledger.intake.ics.IcsImport;
import io.roomledger.intake.recordings.RecordingsImport;
import io.roomledger.intake.recordings.RecordingsWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code import}: takes in what people already have. Repeatable, with a bar, naming what it skips.
 */
@Command(
    name = "import",
    description =
        "Takes in chat history, room reservations or recordings. Can be repeated: nothing is taken"
            + " in twice.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ImportCommand.Slack.class,
      ImportCommand.RocketChat.class,
      ImportCommand.Mattermost.class,
      ImportCommand.Zulip.class,
      ImportCommand.Ics.class,
      ImportCommand.Films.class
    })
final class ImportCommand {

  /** Shows the bar and prints what was skipped. */
  private static final class Teller implements Intake {
    private final ProgressBar bar = ProgressBar.onStandardError();
    private final PrintStream err = System.err;
    private final Instant began = Instant.now();
    private long skipped;
    private long done;
    private long total = -1;
    private String what = "";

    @Override
    public void progress(long newDone, long newTotal, String newWhat) {
      done = newDone;
      total = newTotal;
      what = newWhat;
      bar.show(done, total, what);
    }

    @Override
    public void skipped(String file, long line, Problem problem) {
      skipped++;
      err.println("skipped " + file + (line > 0 ? ":" + line : "") + ": " + problem);
    }

    @Override
    public void noted(String file, Problem note) {
      err.println(file + ": " + note);
    }

    /** Ends the bar, prints what was done, and answers the exit code. */
    int end(String result, long rows) {
      bar.end(done, total, what);
      double seconds = Math.max(1, Duration.between(began, Instant.now()).toMillis()) / 1000.0;
      System.out.printf(Locale.ROOT, "%s, in %.1f s (%,.0f/s)%n", result, seconds, rows / seconds);
      if (skipped > 0) {
        System.out.printf(Locale.ROOT, "%,d entries were skipped; each is named above%n", skipped);
      }
      return skipped > 0 ? Main.NOT_WHOLE : Main.FINE;
    }
  }

  /** What every import of chat does; they differ in the format only. */
  abstract static class Chat implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "FILE", description = "The export as it was made.")
    private Path file = Path.of("");

    abstract ChatImport.Result run(Wiring house, Path export, Intake intake) throws IOException;

    @Override
    public final Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        Teller teller = new Teller();
        ChatImport.Result done = run(house, file, teller);
        return teller.end(
            String.format(
                Locale.ROOT,
                "%s: %,d rooms, %,d people, %,d messages taken in, %,d were there, %,d files"
                    + " missing",
                file,
                done.rooms(),
                done.people(),
                done.added(),
                done.alreadyThere(),
                done.missingFiles()),
            done.added() + done.alreadyThere());
      }
    }
  }

  /** Says each film on a line, as a service does. */
  private static final class Watcher implements Intake {
    @Override
    public void progress(long done, long total, String what) {
      // a line for each film is enough
    }

    @Override
    public void taken(String file, String what) {
      System.out.println("taken in " + file + ": " + what);
      System.out.flush();
    }

    @Override
    public void skipped(String file, long line, Problem problem) {
      System.err.println("skipped " + file + ": " + problem);
    }

    @Override
    public void noted(String file, Problem note) {
      System.err.println(file + ": " + note);
    }
  }

  /** {@code import slack}. */
  @Command(
      name = "slack",
      description =
          "Takes in a Slack export zip: people, channels, threads, edits, reactions, files.",
      mixinStandardHelpOptions = true)
  static final class Slack extends Chat {
    @Override
    ChatImport.Result run(Wiring house, Path file, Intake intake) throws IOException {
      return house.desk().chat().slack().run(house.operator(), file, intake);
    }
  }

  /** {@code import rocketchat}. */
  @Command(
      name = "rocketchat",
      description = {
        "Takes in the zip of a Rocket.Chat room export in the format json, or a folder or zip of",
        "its collections as JSON lines: users, rooms, messages, subscriptions, uploads."
      },
      mixinStandardHelpOptions = true)
  static final class RocketChat extends Chat {
    @Override
    ChatImport.Result run(Wiring house, Path file, Intake intake) throws IOException {
      return house.desk().chat().rocketChat().run(house.operator(), file, intake);
    }
  }

  /** {@code import mattermost}. */
  @Command(
      name = "mattermost",
      description =
          "Takes in a Mattermost bulk export: the zip with its files, or the JSON lines alone.",
      mixinStandardHelpOptions = true)
  static final class Mattermost extends Chat {
    @Override
    ChatImport.Result run(Wiring house, Path file, Intake intake) throws IOException {
      return house.desk().chat().mattermost().run(house.operator(), file, intake);
    }
  }

  /** {@code import zulip}. */
  @Command(
      name = "zulip",
      description = "Takes in a Zulip organisation export: the tar.gz, its folder, or a zip of it.",
      mixinStandardHelpOptions = true)
  static final class Zulip extends Chat {
    @Override
    ChatImport.Result run(Wiring house, Path file, Intake intake) throws IOException {
      return house.desk().chat().zulip().run(house.operator(), file, intake);
    }
  }

  /** {@code import ics}. */
  @Command(
      name = "ics",
      description = "Takes in the room reservations of a calendar; recurrences are expanded.",
      mixinStandardHelpOptions = true)
  static final class Ics implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "FILE.ics", description = "The calendar (RFC 5545).")
    private Path file = Path.of("");

    @Option(
        names = "--rooms",
        paramLabel = "ROOMS.csv",
        required = true,
        description = "The rooms, one a line: building,floor,room,capacity.")
    private Path rooms = Path.of("");

    @Option(
        names = "--zone",
        paramLabel = "ZONE",
        description = "Time zone of times that name none. Default: ${DEFAULT-VALUE}.")
    private ZoneId zone = ZoneOffset.UTC;

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        Teller teller = new Teller();
        IcsImport.Tally done =
            house.desk().calendars(zone).run(house.operator(), file, rooms, teller);
        return teller.end(
            String.format(
                Locale.ROOT,
                "%s: %,d entries, %,d rooms, %,d reservations taken in, %,d were there, %,d double"
                    + " booked",
                file,
                done.entries(),
                done.rooms(),
                done.takenIn(),
                done.alreadyThere(),
                done.doubleBooked()),
            done.takenIn() + done.alreadyThere());
      }
    }
  }

  /** {@code import recordings}. */
  @Command(
      name = "recordings",
      description = {
        "Takes in a folder of mp4, m4v, mov and webm files.",
        "A folder in it is a conference; a file that is not whole is kept and marked damaged.",
        "What Jibri (metadata.json) and BigBlueButton (metadata.xml) say of a recording is used:",
        "title, time, and people, by user name or mail address, who have an account."
      },
      mixinStandardHelpOptions = true)
  static final class Films implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "DIR", description = "The folder.")
    private Path folder = Path.of("");

    @Option(
        names = "--owner",
        paramLabel = "USERNAME",
        description = "Whose recordings they are. Default: ${DEFAULT-VALUE}.")
    private String owner = "admin";

    @Option(
        names = "--watch",
        description = {
          "Stays, and takes in each film when it is complete: when its size and time stayed the",
          "same between two looks, or its metadata is there. Ends at Ctrl-C or SIGTERM."
        })
    private boolean watch;

    @Option(
        names = "--every",
        paramLabel = "SECONDS",
        description = "Seconds between two looks of --watch. Default: ${DEFAULT-VALUE}.")
    private int every = 30;

    @Spec private CommandSpec spec = CommandSpec.create();

    /** The hook of SIGTERM waits until the film at hand is stored and the house is closed. */
    private int stay() throws Exception {
      CountDownLatch stopped = new CountDownLatch(1);
      try (Wiring house = Wiring.forCommand(options)) {
        RecordingsWatch films = house.recordingWiring().recordingsWatch(Duration.ofSeconds(every));
        Runtime.getRuntime()
            .addShutdownHook(
                Thread.ofPlatform()
                    .name("stop")
                    .unstarted(() -> Serving.end(films::stop, stopped)));
        Account account = house.account(owner);
        System.out.println("watching " + folder + " every " + every + " s");
        System.out.flush();
        films.stay(house.operator(), account, folder, new Watcher());
        System.out.println("stopped watching " + folder);
        return Main.FINE;
      } finally {
        stopped.countDown();
      }
    }

    @Override
    public Integer call() throws Exception {
      if (every < 1 || every > 86_400) {
        throw new ParameterException(
            spec.commandLine(), "--every: " + every + " (expected: 1 to 86400 seconds)");
      }
      if (watch) {
        return stay();
      }
      try (Wiring house = Wiring.forCommand(options)) {
        Account account = house.account(owner);
        Teller teller = new Teller();
        RecordingsImport.Outcome done =
            house
                .recordingWiring()
                .recordingsImport()
                .run(house.operator(), account, folder, teller);
        for (RecordingsImport.Damage damage : done.damaged()) {
          System.err.println("damaged " + damage.file() + ": " + damage.reason());
        }
        int code =
            teller.end(
                String.format(
                    Locale.ROOT,
                    "%s: %,d conferences, %,d recordings taken in (%,d damaged), %,d were there,"
                        + " %,d bytes",
                    folder,
                    done.conferences(),
                    done.added(),
                    done.damaged().size(),
                    done.known(),
                    done.bytes()),
                done.bytes());
        return done.damaged().isEmpty() ? code : Main.NOT_WHOLE;
      }
    }
  }
}
