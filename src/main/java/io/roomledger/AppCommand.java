package io.roomledger;

import io.roomledger.base.Ids;
import io.roomledger.identity.App;
import io.roomledger.identity.Apps;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app}: the programs that call with an id and a secret. */
@Command(
    name = "app",
    description = "Adds programs.",
    mixinStandardHelpOptions = true,
    subcommands = AppCommand.Add.class)
final class AppCommand {

  /** {@code app add}. */
  @Command(
      name = "add",
      description = "Adds a program. Without --secret-stdin a secret is made and printed once.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "NAME", description = "Name for people.")
    private String name = "";

    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "app_id or appKey; default: cli_ and 16 characters.")
    private @Nullable String id;

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        required = true,
        description =
            "What it may: vc:export, VideoConference.Conference.Read, ...; may be repeated.")
    private List<String> scopes = List.of();

    @Option(
        names = "--secret-stdin",
        description = "Read the secret from the first line of standard input.")
    private boolean fromStandardInput;

    @Override
    public Integer call() throws Exception {
      String secret = fromStandardInput ? Secrets.firstLineOfStandardInput() : Apps.randomSecret();
      try (Wiring house = Wiring.forCommand(options)) {
        String appId = id == null ? "cli_" + Ids.random(16) : id;
        house.addApp(new App(appId, Wiring.ORGANISATION, name, Set.copyOf(scopes), true), secret);
        System.out.println("app " + name + " added, id " + appId);
        if (!fromStandardInput) {
          System.out.println("secret (shown once): " + secret);
        }
      }
      return Main.FINE;
    }
  }
}
