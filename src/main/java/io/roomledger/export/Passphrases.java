package io.roomledger.export;

import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.identity.SealedSecrets;
import org.jdbi.v3.core.Handle;

/** The passphrases of exports under way: sealed while the job needs them, then erased. */
final class Passphrases {
  private final Database database;
  private final SealedSecrets secrets;
  private final ExportRows rows = new ExportRows();

  Passphrases(Database database) {
    this.database = database;
    this.secrets = new SealedSecrets(database);
  }

  /** Keeps the passphrase of an order, if it has one. */
  void keep(Handle transaction, long id, ExportOrder order) {
    if (order.handling().encryption() instanceof Encryption.WithPassphrase(String passphrase)) {
      rows.keepPassphrase(transaction, id, secrets.seal(subject(id), passphrase));
    }
  }

  /**
   * The passphrase of an export under way; empty if its order has none.
   *
   * @throws RefusedException unavailable, if it has one that is gone
   */
  String of(long id, ExportOrder order) {
    if (!(order.handling().encryption() instanceof Encryption.WithPassphrase)) {
      return "";
    }
    return database
        .jdbi()
        .withHandle(handle -> rows.passphrase(handle, id))
        .map(sealed -> secrets.open(subject(id), sealed))
        .orElseThrow(() ->
            new RefusedException(
                new Refusal.Unavailable("the passphrase is gone; order the export again")));
  }

  void erase(Handle transaction, long id) {
    rows.erasePassphrase(transaction, id);
  }

  private static String subject(long id) {
    return "export:" + id;
  }
}
