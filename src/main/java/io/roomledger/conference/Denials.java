package io.roomledger.conference;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes every denial into the audit log with its reason, before it goes back: the one who asks is
 * told little, the one who runs the server must be able to see why.
 */
record Denials(Database database, Audit audit) {

  /** Does it; a denial is audited in a transaction of its own, as that of the act is undone. */
  <T> T audited(Caller caller, String act, ConferenceRequest request, Supplier<T> doing) {
    try {
      return doing.get();
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.Forbidden denied) {
        write(caller, act, request, denied);
      }
      throw refused;
    }
  }

  private void write(
      Caller caller, String act, ConferenceRequest request, Refusal.Forbidden denied) {
    database
        .jdbi()
        .useTransaction(transaction ->
            audit.append(
                transaction,
                caller,
                "conference.denied",
                "conference:" + request.conference(),
                Map.of("act", act, "person", request.person(), "why", denied.message())));
  }
}
