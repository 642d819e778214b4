package io.roomledger.console;

import io.roomledger.identity.Accounts;
import io.roomledger.identity.Proven;
import io.roomledger.identity.SignedTexts;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * What a browser holds between two steps of a log-in: whose password it has said, or for whom
 * another server has vouched. It holds for that browser, for ten minutes, and as long as the
 * password is the same.
 */
record Ticket(SignedTexts signed, Accounts accounts, Clock clock) {
  private static final Duration LIFE = Duration.ofMinutes(10);

  /** What has been proved. */
  enum Step {
    /** The password; the code of the second factor is next. */
    CODE,
    /** Another server's word; the code of the second factor is next. */
    CODE_ALONE,
    /** Everything; another password is next. */
    PASSWORD
  }

  String issue(Visit visit, Step next, Proven proven) {
    return signed.sign(purpose(next), subject(visit, proven), clock.instant().plus(LIFE));
  }

  /** Who holds it, if it still holds. */
  Optional<Proven> read(Visit visit, Step next, String text) {
    return signed
        .read(purpose(next), text, clock.instant())
        .flatMap(subject ->
            accounts
                .proven(subject.substring(0, Math.max(0, subject.indexOf(' '))))
                .filter(proven -> subject.equals(subject(visit, proven))));
  }

  private static String purpose(Step next) {
    return "console-log-in-" + next;
  }

  private static String subject(Visit visit, Proven proven) {
    return proven.account().id() + " " + proven.mark() + " " + visit.proof();
  }
}
