package io.roomledger.hold;

import io.roomledger.audit.Audit;
import io.roomledger.base.Page;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The door of legal holds. What is held nobody deletes: people, programs, the operator and
 * retention are refused, and the database refuses it too. Conferences and recordings need {@link
 * Permissions#MANAGE_RECORDINGS}, everything else {@link Permissions#MANAGE_HOLDS} and {@link
 * #SCOPE}. Everything is audited.
 */
public final class Holds {
  /** The scope that a program needs to hold other things than recordings. */
  public static final String SCOPE = "holds:manage";

  private static final int LONGEST_REASON = 1000;
  private static final int LONGEST_NAME = 200;

  private final Database database;
  private final Audit audit;
  private final Clock clock;

  public Holds(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What is to be held, by its id, or by a name that is its alone.
   *
   * @throws RefusedException forbidden; not found; a conflict, if several are called so
   */
  public Hold.Subject subject(Caller caller, HeldKind kind, String idOrName) {
    need(caller, kind);
    return database.jdbi().withHandle(handle -> known(handle, caller, kind, idOrName));
  }

  private static Hold.Subject known(Handle handle, Caller caller, HeldKind kind, String wanted) {
    if (wanted.isEmpty() || wanted.length() > LONGEST_NAME || wanted.indexOf('\0') >= 0) {
      throw new RefusedException(new Refusal.NotFound(kind.thing(), "of that id or name"));
    }
    List<Hold.Subject> found = HoldRows.subjects(handle, caller.organisation(), kind, wanted);
    if (found.isEmpty()) {
      throw new RefusedException(new Refusal.NotFound(kind.thing(), wanted));
    }
    if (found.size() > 1 && !found.getFirst().id().equals(wanted)) {
      throw new RefusedException(
          new Refusal.Conflict(
              "several of the kind "
                  + kind.key()
                  + " are called "
                  + wanted
                  + " (expected: an id)"));
    }
    return found.getFirst();
  }

  /**
   * Holds something. Waits until whoever deletes has ended: what is there then stays.
   *
   * @param idOrName its id, or a name that is its alone
   * @throws RefusedException forbidden; not found; invalid, without a reason; a conflict, if
   *     several are called so
   */
  public Hold place(Caller caller, HeldKind kind, String idOrName, String reason) {
    need(caller, kind);
    check(reason);
    return database
        .jdbi()
        .inTransaction(transaction -> {
          transaction.execute("SELECT hold_alone()");
          Hold.Subject subject = known(transaction, caller, kind, idOrName);
          long id =
              HoldRows.insert(transaction, caller.organisation(), subject, reason, now(caller));
          Map<String, String> details = Map.of("hold", Long.toString(id), "reason", reason);
          String act = kind.recorded() ? "recording.held" : "hold.placed";
          audit.append(transaction, caller, act, subject.key(), details);
          return known(transaction, caller, id);
        });
  }

  /**
   * Lifts a hold; nothing happens when it was lifted before.
   *
   * @throws RefusedException forbidden; not found; invalid, without a reason
   */
  public Hold lift(Caller caller, long id, String reason) {
    check(reason);
    return database
        .jdbi()
        .inTransaction(transaction -> {
          Hold hold = known(transaction, caller, id);
          if (HoldRows.lift(transaction, id, reason, now(caller))) {
            audit.append(
                transaction,
                caller,
                hold.subject().kind().recorded() ? "recording.hold-lifted" : "hold.lifted",
                hold.subject().key(),
                Map.of("hold", Long.toString(id), "reason", reason));
          }
          return known(transaction, caller, id);
        });
  }

  /**
   * The hold of that id.
   *
   * @throws RefusedException forbidden; not found
   */
  public Hold get(Caller caller, long id) {
    return database.jdbi().withHandle(handle -> known(handle, caller, id));
  }

  private static Hold known(Handle handle, Caller caller, long id) {
    List<HeldKind> seen = seen(caller);
    Hold hold =
        HoldRows.find(handle, caller.organisation(), id)
            .orElseThrow(() -> missing(Long.toString(id)));
    if (!seen.contains(hold.subject().kind())) {
      need(caller, hold.subject().kind());
    }
    return hold;
  }

  /** What is said of a hold that is not there. */
  public static RefusedException missing(String id) {
    return new RefusedException(new Refusal.NotFound(Refusal.Thing.HOLD, id));
  }

  /**
   * The holds of the organisation that the caller may see, the newest first.
   *
   * @param after where the last page ended, see {@link Page#next}
   * @param limit how many at most
   * @throws RefusedException forbidden, if the caller may see none; invalid: where it ended
   */
  public Page<Hold> list(Caller caller, HoldFilter filter, Optional<String> after, int limit) {
    filter.kind().ifPresent(kind -> need(caller, kind));
    List<HeldKind> kinds = filter.kind().map(List::of).orElseGet(() -> seen(caller));
    long below = after.map(Holds::number).orElse(Long.MAX_VALUE);
    List<Hold> found =
        database
            .jdbi()
            .withHandle(handle ->
                HoldRows.list(handle, caller.organisation(), kinds, filter, below, limit + 1));
    List<Hold> page = found.stream().limit(limit).toList();
    return new Page<>(
        page,
        found.size() > limit ? Optional.of(Long.toString(page.getLast().id())) : Optional.empty());
  }

  /**
   * The holds on a conference and its recordings, those that were lifted too, in order.
   *
   * @throws RefusedException forbidden; not found
   */
  public List<Hold> ofConference(Caller caller, String conference) {
    need(caller, HeldKind.CONFERENCE);
    return database
        .jdbi()
        .withHandle(handle -> {
          Hold.Subject subject = known(handle, caller, HeldKind.CONFERENCE, conference);
          return HoldRows.ofConference(handle, caller.organisation(), subject.id());
        });
  }

  /** Whether the caller may hold things of that kind. */
  public static boolean may(Caller caller, HeldKind kind) {
    return kind.recorded()
        ? caller.may(Permissions.MANAGE_RECORDINGS)
        : caller.may(Permissions.MANAGE_HOLDS) && caller.hasScope(SCOPE);
  }

  /** What the caller may hold, and see held. */
  private static List<HeldKind> seen(Caller caller) {
    List<HeldKind> kinds = new ArrayList<>(List.of(HeldKind.values()));
    kinds.removeIf(kind -> !may(caller, kind));
    if (kinds.isEmpty()) {
      caller.needPermission(Permissions.MANAGE_RECORDINGS);
    }
    return kinds;
  }

  private static void need(Caller caller, HeldKind kind) {
    if (kind.recorded()) {
      caller.needPermission(Permissions.MANAGE_RECORDINGS);
    } else {
      caller.needPermission(Permissions.MANAGE_HOLDS);
      caller.needScope(SCOPE);
    }
  }

  private static void check(String reason) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON || reason.indexOf('\0') >= 0) {
      throw new RefusedException(
          new Refusal.Invalid("reason", reason.length() + " characters", "1 to " + LONGEST_REASON));
    }
  }

  private static long number(String after) {
    if (!after.matches("[0-9]{1,18}")) {
      throw new RefusedException(
          new Refusal.Invalid("after", "no number", "what the page before named as next"));
    }
    return Long.parseLong(after);
  }

  private Hold.Act now(Caller caller) {
    return new Hold.Act(caller.key(), clock.instant());
  }
}
