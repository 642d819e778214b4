package io.roomledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.RefusedException;
import io.roomledger.checkup.Checkup;
import io.roomledger.checkup.Finding;
import io.roomledger.db.Database;
import io.roomledger.http.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: what is wrong, and what to do about it. It changes nothing. */
@Command(
    name = "doctor",
    description = {
      "Looks at settings, files, certificate, ports, mail server, database and store, and says",
      "what is wrong and what to do about it. Changes nothing; ends with 1 if something is wrong."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--json", description = "Print one object of JSON instead.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ConfigSources sources = Config.sources(options.config(), System.getenv());
    SettingReader reader = new SettingReader(sources.values());
    Config config = reader.read(Config.class);
    List<String> problems = new ArrayList<>(sources.problems());
    problems.addAll(reader.problems());
    List<Finding> found = new ArrayList<>(settings(problems));
    Path data = options.existingData();
    for (Checkup.Check check : new MachineChecks(config, data).all()) {
      found.add(look(check));
    }
    found.addAll(machine(config, data));
    print(found, System.out);
    return found.stream().allMatch(DoctorCommand::bearable) ? Main.FINE : Main.FAILED;
  }

  private static List<Finding> settings(List<String> problems) {
    return problems.isEmpty()
        ? List.of(Finding.well("settings", "well"))
        : problems.stream().map(problem -> Finding.ill("settings", "wrong", problem)).toList();
  }

  /** A check that breaks says that nobody can tell, and the others go on. */
  private static Finding look(Checkup.Check check) {
    try {
      return check.look();
    } catch (RuntimeException e) {
      return Finding.unknown(check.what());
    }
  }

  /** What only somebody beside the server can see, if there is a database to be seen. */
  private static List<Finding> machine(Config config, Path data) throws IOException {
    try {
      Optional<Database> database = Database.look(config.database(), data);
      if (database.isEmpty()) {
        return List.of(Finding.watch("server", "none", data));
      }
      try (Wiring wiring = Wiring.assembled(config, database.get(), data)) {
        return wiring.keeping().beside().look(wiring.operator());
      }
    } catch (RefusedException refused) {
      return List.of(Finding.ill("database", "refused", refused.refusal().message()));
    }
  }

  private static boolean bearable(Finding finding) {
    return finding.state() == Finding.State.WELL || finding.state() == Finding.State.WATCH;
  }

  private void print(List<Finding> found, PrintStream out) {
    if (json) {
      out.println(inJson(found));
      return;
    }
    for (Finding finding : found) {
      String state = finding.state().name().toLowerCase(Locale.ROOT);
      out.printf("%-8s %-17s %s%n", state, finding.name(Locale.UK), finding.said(Locale.UK));
      finding.advice(Locale.UK).ifPresent(advice -> out.printf("%29s%s%n", "-> ", advice));
    }
    long ill = found.stream().filter(finding -> !bearable(finding)).count();
    out.println(ill == 0 ? "Nothing is wrong." : ill + " to be mended.");
  }

  private static ObjectNode inJson(List<Finding> found) {
    ObjectNode all = Json.object().put("well", found.stream().allMatch(DoctorCommand::bearable));
    ArrayNode list = all.putArray("findings");
    for (Finding finding : found) {
      ObjectNode one =
          list.addObject()
              .put("what", finding.what())
              .put("state", finding.state().name().toLowerCase(Locale.ROOT))
              .put("reason", finding.reason())
              .put("said", finding.said(Locale.UK));
      finding.advice(Locale.UK).ifPresent(advice -> one.put("advice", advice));
    }
    return all;
  }
}
