package io.roomledger;

import io.roomledger.base.Ids;
import io.roomledger.identity.App;
import io.roomledger.identity.AppChange;
import io.roomledger.identity.Apps;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code app}: the programs that call with an id and a secret. */
@Command(
    name = "app",
    description = "Adds programs, and changes what they may.",
    mixinStandardHelpOptions = true,
    subcommands = {AppCommand.Add.class, AppCommand.Change.class, AppCommand.Show.class})
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
        names = "--redirect-uri",
        paramLabel = "ADDRESS",
        description = "Where people are sent back to after a log-in for it; may be repeated.")
    private List<String> redirectUris = List.of();

    @Option(
        names = "--secret-stdin",
        description = "Read the secret from the first line of standard input.")
    private boolean fromStandardInput;

    @Option(
        names = "--organisation",
        paramLabel = "ID",
        description = "Whose it is; default: ${DEFAULT-VALUE}.")
    private String organisation = Wiring.ORGANISATION;

    @Override
    public Integer call() throws Exception {
      String secret = fromStandardInput ? Secrets.firstLineOfStandardInput() : Apps.randomSecret();
      try (Wiring house = Wiring.forCommand(options)) {
        String appId = id == null ? "cli_" + Ids.random(16) : id;
        App app =
            new App(appId, organisation, name, Set.copyOf(scopes), true, Set.copyOf(redirectUris));
        house.registrations().add(house.operator(organisation), app, secret);
        System.out.println("app " + name + " added, id " + appId);
        if (!fromStandardInput) {
          System.out.println("secret (shown once): " + secret);
        }
      }
      return Main.FINE;
    }
  }

  /** {@code app set}. */
  @Command(
      name = "set",
      description = "Changes a program. What is given replaces all that there was of its kind.",
      mixinStandardHelpOptions = true)
  static final class Change implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "ID", description = "app_id or appKey.")
    private String id = "";

    @Option(
        names = "--scope",
        paramLabel = "SCOPE",
        description = "What it may from now on; may be repeated, and '' is nothing.")
    private @Nullable List<String> scopes;

    @Option(
        names = "--redirect-uri",
        paramLabel = "ADDRESS",
        description =
            "Where people are sent back to after a log-in for it; may be repeated, and '' is"
                + " nowhere.")
    private @Nullable List<String> redirectUris;

    @Option(
        names = "--new-secret",
        description = "Make another secret, print it once, and end all its tokens.")
    private boolean newSecret;

    @Option(
        names = "--secret-stdin",
        description = "Read another secret from standard input, and end all its tokens.")
    private boolean fromStandardInput;

    @Option(names = "--active", paramLabel = "YES|NO", description = "Whether it may call at all.")
    private @Nullable YesOrNo active;

    @Override
    public Integer call() throws Exception {
      Optional<String> secret =
          fromStandardInput
              ? Optional.of(Secrets.firstLineOfStandardInput())
              : newSecret ? Optional.of(Apps.randomSecret()) : Optional.empty();
      AppChange change =
          new AppChange(
              set(scopes),
              set(redirectUris),
              secret,
              Optional.ofNullable(active).map(it -> it == YesOrNo.YES));
      try (Wiring house = Wiring.forCommand(options)) {
        App app = house.registrations().change(house.operator(), id, change);
        System.out.println(line(app));
        if (newSecret && !fromStandardInput) {
          System.out.println("secret (shown once): " + secret.orElseThrow());
        }
      }
      return Main.FINE;
    }

    private static Optional<Set<String>> set(@Nullable List<String> texts) {
      if (texts == null) {
        return Optional.empty();
      }
      Set<String> set = new TreeSet<>(texts);
      set.remove("");
      return Optional.of(set);
    }
  }

  /** {@code app list}. */
  @Command(name = "list", description = "Lists the programs.", mixinStandardHelpOptions = true)
  static final class Show implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        house.registrations().list(house.operator()).forEach(app -> System.out.println(line(app)));
      }
      return Main.FINE;
    }
  }

  /** As options are written. */
  enum YesOrNo {
    YES,
    NO
  }

  private static String line(App app) {
    return app.id()
        + "  "
        + app.name()
        + (app.active() ? "" : "  (switched off)")
        + "  may: "
        + String.join(" ", new TreeSet<>(app.scopes()))
        + (app.redirectUris().isEmpty()
            ? ""
            : "  sends people back to: " + String.join(" ", new TreeSet<>(app.redirectUris())));
  }
}
