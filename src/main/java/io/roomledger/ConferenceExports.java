package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.Selection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The parts of {@code export} that tell of conferences and what was recorded in them. */
final class ConferenceExports {
  private ConferenceExports() {}

  /** {@code export recordings}. */
  @Command(
      name = "recordings",
      description = {
        "Exports the list of recordings, damaged ones included.",
        "With a name that ends in .zip and --files the recordings themselves come along."
      },
      mixinStandardHelpOptions = true)
  static final class Films implements Callable<Integer> {
    @Mixin private ExportCommand.Common common = new ExportCommand.Common();
    @Mixin private ExportFilters filters = new ExportFilters();

    @Option(
        names = "--conference",
        paramLabel = "ID",
        description = "Only those of this conference; may be repeated.")
    private List<String> conferences = List.of();

    @Option(names = "--files", description = "With the recordings themselves.")
    private boolean files;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        required = true,
        description = "xlsx, csv or json.")
    private String format = "";

    @Override
    public Integer call() throws Exception {
      ExportCommand.need(format, List.of("xlsx", "csv", "json"));
      if (files && !common.zip()) {
        throw new RefusedException(
            new Refusal.Invalid("--files", common.out.toString(), "--out with a name in .zip"));
      }
      Selection which =
          conferences.isEmpty()
              ? Selection.of("organisation", Wiring.ORGANISATION)
              : new Selection(Map.of("conference", conferences));
      Selection all = which.and("files", String.valueOf(files));
      String recipe = "recordings." + format + (common.zip() ? ".zip" : "");
      return common.run(recipe, filters, house -> all);
    }
  }

  /** {@code export conferences}. */
  @Command(
      name = "conferences",
      description = {
        "Exports the list of conferences that are over.",
        "With a name that ends in .zip the file comes in a zip with a manifest."
      },
      mixinStandardHelpOptions = true)
  static final class Held implements Callable<Integer> {
    @Mixin private ExportCommand.Common common = new ExportCommand.Common();
    @Mixin private ExportFilters filters = new ExportFilters();

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        required = true,
        description = "xlsx, csv or json.")
    private String format = "";

    @Override
    public Integer call() throws Exception {
      ExportCommand.need(format, List.of("xlsx", "csv", "json"));
      String recipe = "conferences." + format + (common.zip() ? ".zip" : "");
      return common.run(
          recipe, filters, house -> Selection.of("organisation", Wiring.ORGANISATION));
    }
  }

  /** {@code export conference}. */
  @Command(
      name = "conference",
      description = {
        "Exports a conference: what happened, who was there, recordings and transcripts,",
        "as a zip with a manifest. A period leaves out what lies outside of it."
      },
      mixinStandardHelpOptions = true)
  static final class Conference implements Callable<Integer> {
    @Mixin private ExportCommand.Common common = new ExportCommand.Common();

    @Parameters(index = "0", paramLabel = "ID", description = "The conference's id.")
    private String conference = "";

    @Override
    public Integer call() throws Exception {
      if (!common.zip()) {
        throw new RefusedException(
            new Refusal.Invalid("--out", common.out.toString(), "a name that ends in .zip"));
      }
      return common.run("conference.zip", house -> Selection.of("conference", conference));
    }
  }
}
