package io.roomledger.audit;

import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** The door of those who read the audit log. */
public final class AuditLog {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Database database;
  private final Audit audit;

  /** The chain may be long, so it is walked for one caller at a time. */
  private final Semaphore walking = new Semaphore(1);

  public AuditLog(Database database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /** A page of rows, as {@link Audit#list}. */
  public Page<AuditRow> list(Caller caller, AuditFilter filter, Optional<String> after, int limit) {
    return database.jdbi().withHandle(handle -> audit.list(handle, caller, filter, after, limit));
  }

  /**
   * Walks the whole chain, that of all organisations, as {@link Audit#verify}.
   *
   * @throws RefusedException forbidden, as {@link #list}; throttled, while somebody else has it
   *     walked
   */
  public Verdict verify(Caller caller) {
    caller.needPermission(Permissions.VIEW_AUDIT_LOG);
    caller.needScope(Audit.SCOPE);
    if (!walking.tryAcquire()) {
      throw new RefusedException(new Refusal.Throttled(1, PATIENCE, PATIENCE));
    }
    try {
      return database.jdbi().withHandle(audit::verify);
    } finally {
      walking.release();
    }
  }
}
