package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;

/** Who may do what with an export. */
final class ExportRights {
  private ExportRights() {}

  static boolean owns(Caller caller, StoredExport export) {
    return caller instanceof Caller.Operator || caller.key().equals(export.owner().key());
  }

  /** Whether the caller may see and cancel everybody's. */
  static boolean manages(Caller caller) {
    return caller.may(Permissions.MANAGE_EXPORTS) && caller.hasScope(Permissions.MANAGE_EXPORTS);
  }

  static boolean sees(Caller caller, StoredExport export) {
    return export.owner().organisation().equals(caller.organisation())
        && (owns(caller, export) || manages(caller));
  }

  /** What is told to who does not see it, as if there were none. */
  static RefusedException notFound(long id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.EXPORT, Long.toString(id)));
  }
}
