package io.roomledger;

import io.roomledger.mail.Posted;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mail}: the letters, the newest first, and how each fares. */
@Command(
    name = "mail",
    description = {
      "Lists the mails, the newest first: state, tries, when, to whom, what,",
      "and what the mail server said last."
    },
    mixinStandardHelpOptions = true)
final class MailCommand implements Callable<Integer> {
  @Mixin private CommonOptions options = new CommonOptions();

  @Option(names = "--limit", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}.")
  private int limit = 20;

  @Override
  public Integer call() throws Exception {
    try (Wiring house = Wiring.forCommand(options)) {
      house.mails(Math.clamp(limit, 1, 1_000)).forEach(mail -> System.out.println(line(mail)));
    }
    return Main.FINE;
  }

  /** A subject has no line breaks, a mail server's answer may. */
  private static String line(Posted mail) {
    return String.format(
        Locale.ROOT,
        "%-8s %d tries  %s  %s  %s%s",
        mail.status().toLowerCase(Locale.ROOT),
        mail.attempts(),
        mail.postedAt().toString().substring(0, 19),
        mail.address(),
        mail.subject(),
        mail.lastError().isEmpty()
            ? ""
            : "  (" + mail.lastError().replaceAll("\\p{Cntrl}+", " ") + ")");
  }
}
