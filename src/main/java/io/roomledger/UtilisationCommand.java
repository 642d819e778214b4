package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.OpeningHours;
import io.roomledger.booking.UtilisationSource;
import io.roomledger.identity.Caller;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code export utilisation}. */
@Command(
    name = "utilisation",
    description = {
      "Reports how the meeting rooms below a level are used: hours available, booked, used,",
      "no-show and released, by room, level, weekday and hour, day and week. Needs --from and"
          + " --to.",
      "With a name that ends in .zip the file comes in a zip with a manifest."
    },
    mixinStandardHelpOptions = true)
final class UtilisationCommand implements Callable<Integer> {
  @Mixin private ExportCommand.Common common = new ExportCommand.Common();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description = "The level's name or id (omb_...). Default: root, for all rooms.")
  private String level = "root";

  @Option(
      names = "--room-id",
      paramLabel = "ID",
      description = "Only this meeting room (omm_...); may be repeated.")
  private List<String> rooms = List.of();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Whose days and hours are meant, such as Europe/Berlin. Default: UTC.")
  private String zone = "UTC";

  @Option(
      names = "--hours",
      paramLabel = "HOURS",
      description =
          "When rooms are there to be used: such as 'mon-fri 08:00-18:00' (the default) or always.")
  private String hours = OpeningHours.OFFICE.toString();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      required = true,
      description = "xlsx (with charts), csv or json.")
  private String format = "";

  @Override
  public Integer call() throws Exception {
    ExportCommand.need(format, List.of("xlsx", "csv", "json"));
    if (common.from == null || common.to == null) {
      throw new RefusedException(
          new Refusal.Invalid("period", "open", "--from and --to, at most five years apart"));
    }
    ZoneId in = UtilisationSource.zone(zone);
    OpeningHours open = OpeningHours.parse(hours);
    return common.run(
        "utilisation." + format + (common.zip() ? ".zip" : ""),
        in,
        house -> {
          Caller operator = house.operator();
          UUID under = new Places(house.booking().rooms(), operator).level(level).id();
          List<UUID> only = rooms.stream().map(Places::id).toList();
          return UtilisationSource.selection(under, only, false, in, open);
        });
  }
}
