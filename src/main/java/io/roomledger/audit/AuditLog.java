package io.roomledger.audit;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/** The door of those who read the audit log. */
public final class AuditLog {
  private static final int MOST = 50_000;
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
    need(caller);
    if (!walking.tryAcquire()) {
      throw new RefusedException(new Refusal.Throttled(1, PATIENCE, PATIENCE));
    }
    try {
      return database.jdbi().withHandle(audit::verify);
    } finally {
      walking.release();
    }
  }

  /**
   * Every act that was ever written down in the organisation, by name.
   *
   * @throws RefusedException forbidden, as {@link #list}
   */
  public List<String> actions(Caller caller) {
    need(caller);
    return database.jdbi().withHandle(handle -> AuditRows.actions(handle, caller.organisation()));
  }

  /**
   * The rows of a filter, the newest first, for a file. That somebody has them is written down.
   *
   * @param format what file they become
   * @throws RefusedException forbidden, as {@link #list}; invalid, if there are more than {@value
   *     #MOST}
   */
  public List<AuditRow> export(Caller caller, AuditFilter filter, String format) {
    need(caller);
    return database
        .jdbi()
        .inTransaction(handle -> {
          List<AuditRow> rows =
              AuditRows.before(handle, caller.organisation(), filter, Long.MAX_VALUE, MOST + 1)
                  .stream()
                  .map(StoredRow::row)
                  .toList();
          if (rows.size() > MOST) {
            throw new RefusedException(
                new Refusal.Invalid(
                    "period", "more than " + MOST + " rows", "a shorter one, or a filter"));
          }
          audit.append(
              handle, caller, "audit.exported", "audit", told(filter, format, rows.size()));
          return rows;
        });
  }

  private static Map<String, String> told(AuditFilter filter, String format, int rows) {
    Map<String, String> told = new TreeMap<>();
    told.put("format", format);
    told.put("rows", Integer.toString(rows));
    filter.actor().ifPresent(it -> told.put("actor", it));
    filter.action().ifPresent(it -> told.put("action", it));
    filter.subject().ifPresent(it -> told.put("subject", it));
    if (!filter.period().equals(Period.ALWAYS)) {
      told.put("period", filter.period().toString());
    }
    return told;
  }

  private static void need(Caller caller) {
    caller.needPermission(Permissions.VIEW_AUDIT_LOG);
    caller.needScope(Audit.SCOPE);
  }
}
