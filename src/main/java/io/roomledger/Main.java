package io.roomledger;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line. Exit codes: 0 all is well, 1 something failed, 2 wrong use or bad input, 3
 * refused, 4 done but not whole (gaps, skipped entries), 5 a file is not what its manifest says.
 */
@Command(
    name = "roomledger",
    description =
        "Keeps what happens in an organisation's rooms and hands it out in a form that can be"
            + " trusted.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommands = {
      ServeCommand.class,
      DemoCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      ScheduleCommand.class,
      WebhookCommand.class,
      CheckInCommand.class,
      MailCommand.class,
      MigrateCommand.class,
      StoreCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      VerifyCommand.class,
      AuditCommand.class,
      KeyCommand.class,
      UserCommand.class,
      DepartmentCommand.class,
      AppCommand.class,
      OrganisationCommand.class,
      CheckConfigCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is well",
      "1:something failed",
      "2:wrong use or bad input",
      "3:refused: not there, not allowed, or in conflict with what is stored",
      "4:done, but not whole: gaps or skipped entries, which are named",
      "5:verify: the file is not what its manifest says; audit verify: the chain is broken"
    })
public final class Main {
  static final int FINE = 0;
  static final int FAILED = 1;
  static final int WRONG_USE = 2;
  static final int REFUSED = 3;
  static final int NOT_WHOLE = 4;
  static final int NOT_GENUINE = 5;

  private Main() {}

  /** Runs the command that the words name and ends the process with its exit code. */
  public static void main(String[] words) {
    boolean serves = words.length > 0 && Set.of("serve", "demo").contains(words[0]);
    System.setProperty("roomledger.log.level", serves ? "INFO" : "WARN");
    // a client of TLS 1.2 could have the keys of one connection made again and again
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().execute(words));
  }

  /** What this program is called here, as the script says that started it. */
  static String called() {
    return System.getProperty("roomledger.called", "java -jar roomledger.jar");
  }

  /** The command line, ready to execute. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
        .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::explain);
  }

  private static int explain(
      Exception thrown, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    return switch (thrown) {
      case ConfigException wrong -> {
        err.println(wrong.getMessage());
        err.println("Every setting is listed by: " + called() + " check-config");
        yield WRONG_USE;
      }
      case RefusedException no -> {
        err.println(no.getMessage());
        yield no.refusal() instanceof Refusal.Invalid ? WRONG_USE : REFUSED;
      }
      default -> {
        String message = thrown.getMessage();
        err.println("failed: " + (message == null ? thrown.getClass().getName() : message));
        LoggerFactory.getLogger(Main.class).debug("the whole story", thrown);
        yield FAILED;
      }
    };
  }

  /** The version of the program, from the jar's manifest. */
  static final class Version implements IVersionProvider {
    /** The version, or {@code development} when it does not run from its jar. */
    static String text() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"roomledger " + text() + ", Java " + Runtime.version()};
    }
  }
}
