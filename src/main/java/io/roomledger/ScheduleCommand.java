package io.roomledger;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import io.roomledger.schedule.Rhythm;
import io.roomledger.schedule.Schedule;
import io.roomledger.schedule.Schedules;
import io.roomledger.schedule.Span;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code schedule}: exports that are ordered again and again. */
@Command(
    name = "schedule",
    description = "Orders exports again and again: every day, week or month.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ScheduleCommand.Add.class,
      ScheduleCommand.Listing.class,
      ScheduleCommand.Pause.class,
      ScheduleCommand.Resume.class,
      ScheduleCommand.Delete.class
    })
final class ScheduleCommand {
  private ScheduleCommand() {}

  /** {@code schedule add}. */
  @Command(
      name = "add",
      description = "Adds a schedule; it runs as whoever sits at the command line.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();
    @Mixin private HandlingOptions handing = new HandlingOptions();

    @Option(names = "--name", paramLabel = "NAME", required = true, description = "For people.")
    private String name = "";

    @Option(
        names = "--every",
        required = true,
        description = "How often: ${COMPLETION-CANDIDATES}, in any case.")
    private Rhythm.Every every = Rhythm.Every.DAY;

    @Option(
        names = "--on",
        paramLabel = "DAY",
        description = "Day of the week (1 is Monday) or of the month. Default: ${DEFAULT-VALUE}.")
    private int day = 1;

    @Option(
        names = "--at",
        paramLabel = "HH:MM",
        description = "Time of day. Default: ${DEFAULT-VALUE}.")
    private String at = "03:00";

    @Option(
        names = "--zone",
        paramLabel = "ZONE",
        description = "By whose clocks, such as Europe/Berlin. Default: ${DEFAULT-VALUE}.")
    private String zone = "UTC";

    @Option(
        names = "--span",
        required = true,
        description = {
          "Which period, seen from the day of the run: ${COMPLETION-CANDIDATES}.",
          "changes are all that is new, edited or deleted since the last that was done."
        })
    private Span span = Span.LAST_DAY;

    @Option(
        names = "--recipe",
        paramLabel = "RECIPE",
        required = true,
        description = "What, such as chat.html or reservations.csv.zip.")
    private String recipe = "";

    @Option(
        names = "--select",
        paramLabel = "NAME=VALUE",
        description = "Which records, such as room=GENERAL; may be repeated.")
    private List<String> selection = List.of();

    @Option(
        names = "--file-name",
        paramLabel = "FILE",
        required = true,
        description = "What its files are called; {date} becomes the day of the run.")
    private String fileName = "";

    @Option(
        names = "--keep-last",
        paramLabel = "N",
        description = "Keeps only so many of the newest files.")
    private @Nullable Integer keepLast;

    @Override
    public Integer call() throws Exception {
      String ending = handing.ending();
      String inner =
          fileName.endsWith(ending)
              ? fileName.substring(0, fileName.length() - ending.length())
              : fileName;
      ExportOrder order =
          new ExportOrder(
              recipe, Period.ALWAYS, selection(), inner, Optional.empty(), handing.handling());
      Schedule.Draft draft =
          new Schedule.Draft(name, rhythm(), span, order, Optional.ofNullable(keepLast));
      try (Wiring house = Wiring.forCommand(options)) {
        System.out.println(line(house.handing().schedules().add(house.operator(), draft)));
      }
      return Main.FINE;
    }

    private Rhythm rhythm() {
      return new Rhythm(
          every,
          day,
          read("--at", at, "a time such as 03:00", () -> LocalTime.parse(at)),
          read("--zone", zone, "a zone such as Europe/Berlin", () -> ZoneId.of(zone)));
    }

    private Selection selection() {
      Map<String, List<String>> values = new HashMap<>();
      for (String said : selection) {
        int equals = said.indexOf('=');
        if (equals < 1) {
          throw new RefusedException(new Refusal.Invalid("--select", said, "NAME=VALUE"));
        }
        values
            .computeIfAbsent(said.substring(0, equals), ignored -> new ArrayList<>())
            .add(said.substring(equals + 1));
      }
      return new Selection(values);
    }

    private static <T> T read(String option, String text, String expected, Supplier<T> reading) {
      try {
        return reading.get();
      } catch (DateTimeException wrong) {
        throw new RefusedException(new Refusal.Invalid(option, text, expected));
      }
    }
  }

  /** {@code schedule list}. */
  @Command(
      name = "list",
      description = "Lists the schedules: number, state, next run, last export, what.",
      mixinStandardHelpOptions = true)
  static final class Listing implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        house
            .handing()
            .schedules()
            .list(house.operator())
            .forEach(schedule -> System.out.println(line(schedule)));
      }
      return Main.FINE;
    }
  }

  /** What is done to one of them. */
  abstract static class One implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "NUMBER", description = "The schedule's number.")
    private long id;

    /** Does it, and says what to print. */
    abstract String done(Schedules schedules, Caller caller, long number);

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        System.out.println(done(house.handing().schedules(), house.operator(), id));
      }
      return Main.FINE;
    }
  }

  /** {@code schedule pause}. */
  @Command(
      name = "pause",
      description = "Lets a schedule rest until it is resumed.",
      mixinStandardHelpOptions = true)
  static final class Pause extends One {
    @Override
    String done(Schedules schedules, Caller caller, long number) {
      return line(schedules.pause(caller, number));
    }
  }

  /** {@code schedule resume}. */
  @Command(
      name = "resume",
      description = "Lets a schedule run again that was paused or stopped.",
      mixinStandardHelpOptions = true)
  static final class Resume extends One {
    @Override
    String done(Schedules schedules, Caller caller, long number) {
      return line(schedules.resume(caller, number));
    }
  }

  /** {@code schedule delete}. */
  @Command(
      name = "delete",
      description = "Deletes a schedule; what came of it stays.",
      mixinStandardHelpOptions = true)
  static final class Delete extends One {
    @Override
    String done(Schedules schedules, Caller caller, long number) {
      schedules.delete(caller, number);
      return "schedule " + number + ": deleted";
    }
  }

  private static String line(Schedule schedule) {
    Schedule.State state = schedule.state();
    return String.format(
        Locale.ROOT,
        "%d  %-7s next %s  last %s  %s  %s  by %s  %s%s",
        schedule.id(),
        state.status().name().toLowerCase(Locale.ROOT),
        state.nextAt().map(next -> next.toString().substring(0, 16)).orElse("-"),
        schedule.last().map(String::valueOf).orElse("-"),
        schedule.draft().order().recipe(),
        schedule.draft().span().name().toLowerCase(Locale.ROOT),
        schedule.owner(),
        schedule.draft().name(),
        state.reason().isEmpty() ? "" : "  (" + state.reason() + ")");
  }
}
