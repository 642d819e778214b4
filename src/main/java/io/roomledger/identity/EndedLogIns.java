package io.roomledger.identity;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/** What happens when all log-ins of somebody end. */
final class EndedLogIns {
  private final List<BiConsumer<Handle, String>> others = new CopyOnWriteArrayList<>();

  /** Ends what others made for that account, too. */
  void also(BiConsumer<Handle, String> other) {
    others.add(other);
  }

  /** Ends sessions, tokens, what apps were allowed, and whatever else there is. */
  void end(Handle handle, String accountId) {
    handle.execute("DELETE FROM token WHERE account_id = ?", accountId);
    handle.execute("DELETE FROM browser_session WHERE account_id = ?", accountId);
    handle.execute(
        "UPDATE app_grant SET revoked_at = now() WHERE account_id = ? AND revoked_at IS NULL",
        accountId);
    others.forEach(other -> other.accept(handle, accountId));
  }
}
