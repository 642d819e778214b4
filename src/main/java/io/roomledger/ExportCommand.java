package io.roomledger;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.ReservationSource;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.Selection;
import io.roomledger.identity.Caller;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code export}: orders an export, waits for it with a progress bar, and puts the file where it
 * was wanted.
 */
@Command(
    name = "export",
    description = {
      "Exports a chat room, reservations and how rooms are used, recordings or a conference",
      "into a file, and shows, fetches or cancels what was ordered here or by an API."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      ExportCommand.Chat.class,
      ExportCommand.Reservations.class,
      ConferenceExports.Films.class,
      ConferenceExports.Held.class,
      ConferenceExports.Conference.class,
      UtilisationCommand.class,
      OrdersCommand.Listing.class,
      OrdersCommand.Get.class,
      OrdersCommand.Brought.class,
      OrdersCommand.Cancel.class
    })
final class ExportCommand {

  /** What both kinds need. */
  static final class Common {
    @Mixin CommonOptions options = new CommonOptions();

    @Option(
        names = "--from",
        paramLabel = "TIME",
        description =
            "First day or instant, such as 2024-03-15 or 2024-03-15T08:00:00Z; days are UTC.")
    @Nullable String from;

    @Option(
        names = "--to",
        paramLabel = "TIME",
        description = "Last day (included), or the instant before which it ends.")
    @Nullable String to;

    @Option(
        names = "--out",
        paramLabel = "FILE",
        required = true,
        description = "Where the file goes.")
    Path out = Path.of("");

    @Option(names = "--force", description = "Replace the file if it is there.")
    boolean force;

    @Mixin HandlingOptions handing = new HandlingOptions();

    /** The period, everything where nothing was said; days are those of {@code zone}. */
    private Period period(ZoneId zone) {
      Instant first = from == null ? Period.ALWAYS.from() : instant("--from", from, 0, zone);
      Instant last = to == null ? Period.ALWAYS.to() : instant("--to", to, 1, zone);
      return new Period(first, last);
    }

    private static Instant instant(String option, String text, int daysMore, ZoneId zone) {
      try {
        return text.length() == 10
            ? LocalDate.parse(text).plusDays(daysMore).atStartOfDay(zone).toInstant()
            : Instant.parse(text);
      } catch (DateTimeException wrong) {
        throw new RefusedException(
            new Refusal.Invalid(
                option,
                text,
                "a day such as 2024-03-15 or an instant such as 2024-03-15T08:00:00Z"));
      }
    }

    /** Whether the file is to be a zip with a manifest. */
    boolean zip() {
      return inner().toLowerCase(Locale.ROOT).endsWith(".zip");
    }

    /** The name of the file before it is encrypted. */
    private String inner() {
      String name = String.valueOf(out.getFileName());
      String ending = handing.ending();
      if (!name.endsWith(ending) || name.equals(ending)) {
        throw new RefusedException(
            new Refusal.Invalid("--out", out.toString(), "a name that ends in " + ending));
      }
      return name.substring(0, name.length() - ending.length());
    }

    int run(String recipe, Function<Wiring, Selection> selection) throws Exception {
      return run(recipe, ZoneOffset.UTC, selection);
    }

    /** Runs an export that the filters narrow. */
    int run(String recipe, ExportFilters filters, Function<Wiring, Selection> selection)
        throws Exception {
      Period said = period(ZoneOffset.UTC);
      return run(
          recipe,
          house -> filters.period(house, said),
          house -> filters.with(selection.apply(house)));
    }

    /** Runs an export whose days are those of {@code zone}. */
    int run(String recipe, ZoneId zone, Function<Wiring, Selection> selection) throws Exception {
      Period period = period(zone);
      return run(recipe, house -> period, selection);
    }

    private int run(
        String recipe, Function<Wiring, Period> period, Function<Wiring, Selection> selection)
        throws Exception {
      String name = inner();
      ExportOrder.Handling handling = handing.handling();
      return new ExportErrand(options, out, force)
          .run(house ->
              new ExportOrder(
                  recipe,
                  period.apply(house),
                  selection.apply(house),
                  name,
                  Optional.empty(),
                  handling));
    }
  }

  /** {@code export chat}. */
  @Command(
      name = "chat",
      description = {
        "Exports the messages of chat rooms, as a zip with a manifest; each of several",
        "rooms is a part of it with a folder of its own."
      },
      mixinStandardHelpOptions = true)
  static final class Chat implements Callable<Integer> {
    @Mixin private Common common = new Common();
    @Mixin private ExportFilters filters = new ExportFilters();

    @Option(
        names = "--room",
        paramLabel = "ROOM",
        description = "The room's id or name; may be repeated.")
    private List<String> rooms = List.of();

    @Option(names = "--workspace", description = "All rooms, in place of --room.")
    private boolean workspace;

    @Option(
        names = "--attachments",
        paramLabel = "HOW",
        description = "include, link (their addresses at the server) or leave.")
    @Nullable
    private String attachments;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        required = true,
        description = "html (pages for people), json (a line a message), csv, xlsx or text.")
    private String format = "";

    @Override
    public Integer call() throws Exception {
      need(format, List.of("html", "json", "csv", "xlsx", "text"));
      if (!common.zip()) {
        throw new RefusedException(
            new Refusal.Invalid(
                "--out",
                common.out.toString(),
                "a name that ends in .zip: a chat export is a zip with a manifest"));
      }
      if (rooms.isEmpty() != workspace) {
        throw new RefusedException(
            new Refusal.Invalid("--room", String.join(", ", rooms), "rooms, or --workspace"));
      }
      return common.run("chat." + format, filters, this::selection);
    }

    private Selection selection(Wiring house) {
      Selection which =
          workspace
              ? Selection.of("workspace", "true")
              : new Selection(
                  Map.of("room", rooms.stream().map(room -> house.chatRoom(room).id()).toList()));
      return attachments == null ? which : which.and("attachments", attachments);
    }
  }

  /** {@code export reservations}. */
  @Command(
      name = "reservations",
      description = {
        "Exports the reservations of the meeting rooms below a level.",
        "With a name that ends in .zip the file comes in a zip with a manifest."
      },
      mixinStandardHelpOptions = true)
  static final class Reservations implements Callable<Integer> {
    @Mixin private Common common = new Common();
    @Mixin private ExportFilters filters = new ExportFilters();

    @Option(
        names = "--level",
        paramLabel = "LEVEL",
        required = true,
        description = "The level's name or id (omb_...), or root for all rooms.")
    private String level = "";

    @Option(
        names = "--room-id",
        paramLabel = "ID",
        description = "Only this meeting room (omm_...); may be repeated.")
    private List<String> rooms = List.of();

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        required = true,
        description = "xlsx, csv, json or ics.")
    private String format = "";

    @Override
    public Integer call() throws Exception {
      need(format, List.of("xlsx", "csv", "json", "ics"));
      String recipe = "reservations." + format + (common.zip() ? ".zip" : "");
      return common.run(
          recipe,
          filters,
          house -> {
            Caller operator = house.operator();
            UUID under = new Places(house.booking().rooms(), operator).level(level).id();
            List<UUID> only = rooms.stream().map(Places::id).toList();
            return ReservationSource.selection(under, only, false, true);
          });
    }
  }

  static void need(String format, List<String> formats) {
    if (!formats.contains(format)) {
      throw new RefusedException(
          new Refusal.Invalid("--format", format, String.join(", ", formats)));
    }
  }
}
