package io.roomledger.identity;

import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * Where acts are written down in their own transaction. The audit log stands above this package and
 * is given to it.
 */
@FunctionalInterface
public interface Journal {
  /** Writes nothing down; for whoever looks at accounts only. */
  Journal NOWHERE = (transaction, caller, action, subject, details) -> {};

  /**
   * Writes a row, as the last act of the transaction.
   *
   * @param action what, such as {@code grant.given}
   * @param subject to what, such as {@code app:cli_1}
   * @param details what else is worth knowing; no secrets
   */
  void append(
      Handle transaction,
      Caller caller,
      String action,
      String subject,
      Map<String, String> details);
}
