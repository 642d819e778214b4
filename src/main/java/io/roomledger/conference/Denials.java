package io.roomledger.conference;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Writes every denial into the audit log with its reason, before it goes back: the one who asks is
 * told little, the one who runs the server must be able to see why.
 */
record Denials(Database database, Audit audit) {

  /** Does it; a denial is audited in a transaction of its own, as that of the act is undone. */
  <T> T audited(Caller caller, String act, ConferenceRequest request, Supplier<T> doing) {
    return audited(
        caller,
        act,
        "conference:" + request.conference(),
        Map.of("person", request.person()),
        doing);
  }

  /** As the other, of something that is done in nobody else's name. */
  <T> T audited(Caller caller, String act, String subject, Supplier<T> doing) {
    return audited(caller, act, subject, Map.of(), doing);
  }

  private <T> T audited(
      Caller caller, String act, String subject, Map<String, String> known, Supplier<T> doing) {
    try {
      return doing.get();
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.Forbidden denied) {
        Map<String, String> details = new HashMap<>(known);
        details.put("act", act);
        details.put("why", denied.message());
        database
            .jdbi()
            .useTransaction(transaction ->
                audit.append(transaction, caller, "conference.denied", subject, details));
      }
      throw refused;
    }
  }
}
