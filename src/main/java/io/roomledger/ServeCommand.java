package io.roomledger;

import io.roomledger.base.Ids;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Account;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code serve}: the server on one's own data. */
@Command(
    name = "serve",
    description = {
      "Starts the server on http://127.0.0.1:3000.",
      "The first start makes an administrator and prints a one-time password."
    },
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  @Mixin private ServeOptions options = new ServeOptions();

  @Override
  public Integer call() throws Exception {
    Path data = options.common.data().orElse(DataChoice.SERVE).toAbsolutePath().normalize();
    return Serving.serve(
        options.config(),
        data,
        (wiring, out) -> firstStart(wiring, out, options.common.said()),
        (wiring, server, out) -> {});
  }

  private static void firstStart(Wiring wiring, PrintStream out, String where) {
    firstAdministrator(wiring)
        .ifPresent(password -> {
          out.println();
          out.println(
              "  This is the first start. Administrator: admin, one-time password: " + password);
          out.println(
              "  It is shown only now. Open the address below in a browser to make it your own,");
          out.println("  or change it with: " + Main.called() + " user password admin" + where);
        });
  }

  /** Makes the first administrator; answers their one-time password, or nothing if there is one. */
  static Optional<String> firstAdministrator(Wiring wiring) {
    if (!wiring.accounts().isEmpty()) {
      return Optional.empty();
    }
    String password = Ids.password();
    Account admin =
        new Account(
            Ids.random(),
            Wiring.ORGANISATION,
            "admin",
            "Administrator",
            Optional.empty(),
            "",
            true);
    try {
      wiring.accountDesk().addFirst(admin, password, Set.of("admin", "user"));
    } catch (RefusedException taken) {
      if (wiring.accounts().isEmpty()) {
        throw taken;
      }
      // another server starts for the first time as well, and was faster
      return Optional.empty();
    }
    return Optional.of(password);
  }
}
