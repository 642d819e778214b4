package io.roomledger.audit;

import io.roomledger.identity.Caller;
import java.time.Clock;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The audit log. A row is written in the transaction of the act it tells of. */
public final class Audit {

  public Audit(Clock clock) {
    throw new UnsupportedOperationException();
  }

  /**
   * Adds a row.
   *
   * @param transaction the transaction of the act
   * @param caller who did it
   * @param action what, such as {@code export.ordered}
   * @param subject the id of what it was done to, such as {@code chat-room:GENERAL}
   * @param details what else is worth knowing; no secrets and no message text
   */
  public void append(
      Handle transaction,
      Caller caller,
      String action,
      String subject,
      Map<String, String> details) {
    throw new UnsupportedOperationException();
  }
}
