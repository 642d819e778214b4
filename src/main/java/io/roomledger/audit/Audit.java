package io.roomledger.audit;

import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The audit log. A row is written in the transaction of the act it tells of. Rows are numbered
 * without gaps and chained by hash, so a row that is changed or removed later is found.
 */
public final class Audit {
  /** The scope that a program needs to read it. */
  public static final String SCOPE = "audit:read";

  private static final int MOST_ROWS = 500;
  private static final int BATCH = 1000;
  private static final int LONGEST_REASON = 300;

  private final Clock clock;
  private final LongAdder appended = new LongAdder();

  public Audit(Clock clock) {
    this.clock = clock;
  }

  /**
   * Adds a row, as the last act of the transaction: from here to its end, no other transaction can
   * add one. The transaction must read what is committed, which is PostgreSQL's default.
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
    if (!transaction.isInTransaction()) {
      throw new IllegalStateException("an audit row belongs into the transaction of the act");
    }
    Map<String, String> storable = Details.of(details);
    AuditRows.lock(transaction);
    Optional<StoredRow> last = AuditRows.last(transaction);
    AuditRow row =
        new AuditRow(
            last.map(StoredRow::id).orElse(0L) + 1,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            Details.text(caller.organisation()),
            Details.text(caller.key()),
            Details.text(caller.address()),
            Details.text(action),
            Details.text(subject),
            storable);
    AuditRows.insert(
        transaction, StoredRow.of(row, last.map(StoredRow::hash).orElse(Seal.NOTHING)));
    transaction.afterCommit(appended::increment);
  }

  /** How many rows this process has added. */
  public long appended() {
    return appended.sum();
  }

  /**
   * Does {@code act}, and if it is refused, adds a row that says so in a transaction of its own:
   * what {@code act} had begun is undone by then. Not for use inside a transaction.
   *
   * @param caller who tried
   * @param action what the refusal is called, such as {@code export.refused}
   * @param subject what they tried it on, shortened if need be
   * @return what {@code act} gives
   * @throws RefusedException whatever {@code act} is refused with
   */
  public <T> T refusals(Jdbi jdbi, Caller caller, String action, String subject, Supplier<T> act) {
    try {
      return act.get();
    } catch (RefusedException refused) {
      Map<String, String> details = Map.of("reason", shortened(refused.refusal().message()));
      jdbi.useTransaction(handle -> append(handle, caller, action, shortened(subject), details));
      throw refused;
    }
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_REASON ? text.substring(0, LONGEST_REASON) + "..." : text;
  }

  /**
   * The rows of the caller's organisation, the newest first.
   *
   * @param after where the last page ended, see {@link Page#next}
   * @param limit how many at most, 1 to 500
   * @throws RefusedException forbidden, unless the caller has {@link Permissions#VIEW_AUDIT_LOG}
   *     and {@link #SCOPE}; invalid, if {@code after} or {@code limit} is
   */
  public Page<AuditRow> list(
      Handle handle, Caller caller, AuditFilter filter, Optional<String> after, int limit) {
    caller.needPermission(Permissions.VIEW_AUDIT_LOG);
    caller.needScope(SCOPE);
    if (limit < 1 || limit > MOST_ROWS) {
      throw invalid("limit", Integer.toString(limit), "1 to " + MOST_ROWS);
    }
    long before = after.map(Audit::number).orElse(Long.MAX_VALUE);
    List<StoredRow> found =
        AuditRows.before(handle, caller.organisation(), filter, before, limit + 1);
    List<AuditRow> rows = found.stream().limit(limit).map(StoredRow::row).toList();
    return new Page<>(
        rows,
        found.size() > limit ? Optional.of(Long.toString(rows.getLast().id())) : Optional.empty());
  }

  /** What was written down of a subject, the newest first, for who may know of the subject. */
  public List<AuditRow> about(Handle handle, String organisation, String subject, int limit) {
    var filter =
        new AuditFilter(Optional.empty(), Optional.empty(), Optional.of(subject), Period.ALWAYS);
    return AuditRows.before(handle, organisation, filter, Long.MAX_VALUE, limit).stream()
        .map(StoredRow::row)
        .toList();
  }

  /** Walks the whole chain, in batches, and answers the first row that does not hold, if any. */
  public Verdict verify(Handle handle) {
    Verdict.Whole sofar = new Verdict.Whole(0, Seal.NOTHING);
    while (true) {
      List<StoredRow> batch = AuditRows.after(handle, sofar.rows(), BATCH);
      for (StoredRow row : batch) {
        Optional<String> wrong = wrong(row, sofar);
        if (wrong.isPresent()) {
          return new Verdict.Broken(sofar.rows() + 1, wrong.get());
        }
        sofar = new Verdict.Whole(row.id(), row.hash());
      }
      if (batch.size() < BATCH) {
        return sofar;
      }
    }
  }

  private static Optional<String> wrong(StoredRow row, Verdict.Whole before) {
    if (row.id() != before.rows() + 1) {
      return Optional.of("it is missing, the next one is " + row.id());
    }
    if (!row.prevHash().equals(before.head())) {
      return Optional.of("it does not follow from the row before it");
    }
    try {
      return Seal.of(row.row(), row.prevHash()).equals(row.hash())
          ? Optional.empty()
          : Optional.of("its content was changed after it was written");
    } catch (IllegalArgumentException e) {
      return Optional.of("its content was changed after it was written: " + e.getMessage());
    }
  }

  private static long number(String after) {
    try {
      return Long.parseLong(after);
    } catch (NumberFormatException e) {
      throw invalid("after", after, "what the page before named as next");
    }
  }

  private static RefusedException invalid(String field, String value, String expected) {
    String shown = value.length() > 50 ? value.substring(0, 50) + "..." : value;
    return new RefusedException(new Refusal.Invalid(field, shown, expected));
  }
}
