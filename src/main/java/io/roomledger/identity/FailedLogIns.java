package io.roomledger.identity;

import io.roomledger.base.AddressBlock;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** Writes down log-ins that failed: so many of an address in a minute that one sees it. */
final class FailedLogIns {
  private static final int NOTED = 60;
  private static final Duration NOTED_IN = Duration.ofMinutes(1);

  private final Database database;
  private final Journal journal;
  private final RateLimits limits;

  FailedLogIns(Database database, Journal journal, Clock clock) {
    this.database = database;
    this.journal = journal;
    this.limits = RateLimits.over(database, clock);
  }

  /**
   * Writes one down.
   *
   * @param subject as whom, such as {@code account:ID}
   * @param wrong what was wrong
   */
  void note(String organisation, String address, String subject, String wrong) {
    try {
      RateLimits.Allowance _ =
          limits.take(AddressBlock.of(address), "failed log-ins noted", NOTED, NOTED_IN);
    } catch (RefusedException enough) {
      return;
    }
    database
        .jdbi()
        .useTransaction(handle ->
            journal.append(
                handle,
                new Caller.Stranger(organisation, address),
                "log-in.failed",
                subject,
                Map.of("wrong", wrong)));
  }
}
