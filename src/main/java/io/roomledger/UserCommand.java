package io.roomledger;

import io.roomledger.base.Ids;
import io.roomledger.identity.Account;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code user}: the people who may log in. */
@Command(
    name = "user",
    description = "Adds people and sets their passwords.",
    mixinStandardHelpOptions = true,
    subcommands = {UserCommand.Add.class, UserCommand.Password.class})
final class UserCommand {

  /** {@code user add}. */
  @Command(
      name = "add",
      description = "Adds a person. Without --password-stdin a password is made and printed once.",
      mixinStandardHelpOptions = true)
  static final class Add implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(
        paramLabel = "USERNAME",
        description = "Name to log in with: letters, digits, . _ -")
    private String username = "";

    @Option(
        names = "--name",
        paramLabel = "NAME",
        description = "Name for people; default: the user name.")
    private @Nullable String name;

    @Option(
        names = "--email",
        paramLabel = "ADDRESS",
        description = "Mail address, for finished exports.")
    private @Nullable String email;

    @Option(names = "--department", paramLabel = "NAME", description = "Department.")
    private String department = "";

    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "A role, such as admin; may be repeated. Default: user.")
    private List<String> roles = List.of("user");

    @Option(
        names = "--password-stdin",
        description = "Read the password from the first line of standard input.")
    private boolean fromStandardInput;

    @Option(
        names = "--organisation",
        paramLabel = "ID",
        description = "Whose it is; default: ${DEFAULT-VALUE}.")
    private String organisation = Wiring.ORGANISATION;

    @Override
    public Integer call() throws Exception {
      String password = fromStandardInput ? Secrets.firstLineOfStandardInput() : Ids.password();
      try (Wiring house = Wiring.forCommand(options)) {
        Account account =
            new Account(
                Ids.random(),
                house.operator(organisation).organisation(),
                username,
                name == null ? username : name,
                Optional.ofNullable(email),
                department,
                true);
        house.accountDesk().check(account, password);
        house.accountDesk().add(account, password, Set.copyOf(roles));
        System.out.println("user " + username + " added, id " + account.id());
        if (!fromStandardInput) {
          System.out.println("password (shown once): " + password);
        }
      }
      return Main.FINE;
    }
  }

  /** {@code user password}. */
  @Command(
      name = "password",
      description =
          "Sets a new password, read from the first line of standard input, and ends every log-in.",
      mixinStandardHelpOptions = true)
  static final class Password implements Callable<Integer> {
    @Mixin private CommonOptions options = new CommonOptions();

    @Parameters(paramLabel = "USERNAME", description = "Whose.")
    private String username = "";

    @Override
    public Integer call() throws Exception {
      try (Wiring house = Wiring.forCommand(options)) {
        Account account = house.account(username);
        System.err.println("New password for " + username + ":");
        String password = Secrets.firstLineOfStandardInput();
        house.accountDesk().check(account, password);
        house.accountDesk().setPassword(account, password);
        System.out.println("password of " + username + " set; every log-in has ended");
      }
      return Main.FINE;
    }
  }
}
