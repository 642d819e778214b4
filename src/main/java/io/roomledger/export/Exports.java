package io.roomledger.export;

import io.roomledger.audit.Audit;
import io.roomledger.base.Content;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.job.Jobs;
import io.roomledger.job.Worker;
import io.roomledger.mail.Outbox;
import io.roomledger.store.ObjectStore;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The door of exports. */
public final class Exports {

  /** The collaborators it needs. */
  public record House(
      Database database, ObjectStore store, Jobs jobs, Outbox outbox, Audit audit, Clock clock) {}

  /**
   * Opens the door.
   *
   * @param house the collaborators
   * @param recipes what can be exported
   * @param publicAddress what links in mails begin with
   */
  public Exports(House house, List<Recipe<?>> recipes, String publicAddress) {
    throw new UnsupportedOperationException();
  }

  /** The worker that runs them, to be handed to {@link Jobs#start}. */
  public Worker worker() {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes an order: it, its job and the audit row are one transaction.
   *
   * @throws io.roomledger.base.RefusedException if the source refuses it
   */
  public ExportJob order(Caller caller, ExportOrder order) {
    throw new UnsupportedOperationException();
  }

  /**
   * An export of the caller's own.
   *
   * @throws io.roomledger.base.RefusedException not found, also when it is somebody else's and the
   *     caller may not manage exports
   */
  public ExportJob get(Caller caller, long id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens the file, and audits that. Only its owner may, and the operator.
   *
   * @throws io.roomledger.base.RefusedException not found, or forbidden to anybody but the owner,
   *     or a conflict while it is not done
   */
  public ExportFile open(Caller caller, long id) {
    throw new UnsupportedOperationException();
  }

  /** Cancels one that has not ended. */
  public void cancel(Caller caller, long id) {
    throw new UnsupportedOperationException();
  }

  /**
   * A file to hand out.
   *
   * @param name its name for people
   * @param mediaType what it is
   * @param doneAt when it was made
   * @param content its bytes
   */
  public record ExportFile(String name, String mediaType, Instant doneAt, Content content) {}
}
