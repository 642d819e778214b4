package io.roomledger.schedule;

import io.roomledger.base.Ids;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.export.ExportOrder;
import io.roomledger.export.ExportOrder.Encryption;
import io.roomledger.export.Exports;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Owner;
import io.roomledger.identity.Permissions;
import io.roomledger.identity.SealedSecrets;
import io.roomledger.job.Round;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The door of schedules: exports that are ordered again and again, with the rights that their owner
 * has at each run. Everybody adds schedules of what they may order; those of others are seen and
 * changed by who may manage exports ({@link Permissions#MANAGE_EXPORTS}). Every change is audited.
 */
public final class Schedules {
  private static final int MOST = 200;
  private static final String SINCE = "since";
  private static final Duration PAUSE = Duration.ofSeconds(20);

  private final Exports.House house;
  private final Exports exports;
  private final SealedSecrets secrets;

  public Schedules(Exports.House house, Exports exports) {
    this.house = house;
    this.exports = exports;
    this.secrets = new SealedSecrets(house.database());
  }

  /** Orders, again and again, what is due, and lets go of what is too many. */
  public Round round() {
    return new Round(
        "schedules.run",
        PAUSE,
        () -> {
          int _ = run();
          int _ = tidy();
        });
  }

  /**
   * Adds a schedule.
   *
   * @throws RefusedException invalid, if a value is; a conflict, if the caller has too many; else
   *     whatever {@link Exports#order} refuses the order with
   */
  public Schedule add(Caller caller, Schedule.Draft draft) {
    DraftCheck.check(draft);
    exports.check(caller, order(draft, house.clock().instant(), Period.ALWAYS));
    Instant now = house.clock().instant();
    long id = Ids.growing(now);
    Schedule schedule =
        new Schedule(
            id, draft, caller.key(), now, active(draft.rhythm().after(now)), Optional.empty());
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          String organisation = caller.organisation();
          if (ScheduleRows.list(transaction, organisation, Optional.of(caller.key())).size()
              >= MOST) {
            throw new RefusedException(
                new Refusal.Conflict("you have " + MOST + " schedules (expected: fewer)"));
          }
          ScheduleRows.insert(transaction, schedule, Owner.of(caller));
          keepPassphrase(transaction, id, draft);
          audit(transaction, caller, "schedule.added", id, details(draft));
          return find(transaction, caller, id);
        });
  }

  private void keepPassphrase(Handle transaction, long id, Schedule.Draft draft) {
    if (draft.order().handling().encryption()
        instanceof Encryption.WithPassphrase(String passphrase)) {
      ScheduleRows.keepPassphrase(transaction, id, secrets.seal(subject(id), passphrase));
    }
  }

  private static Map<String, String> details(Schedule.Draft draft) {
    return Map.of(
        "name", draft.name(),
        "rhythm", draft.rhythm().toString(),
        "span", draft.span().name(),
        "recipe", draft.order().recipe(),
        "selection", draft.order().selection().values().toString());
  }

  /**
   * Changes what is ordered when; it runs again from its next time on, also if it was paused or
   * stopped. Only its owner may, with whose rights it runs.
   *
   * @throws RefusedException not found, as {@link #get}; forbidden to anybody but the owner; else
   *     as {@link #add}
   */
  public Schedule change(Caller caller, long id, Schedule.Draft draft) {
    if (!get(caller, id).owner().equals(caller.key())) {
      throw new RefusedException(new Refusal.Forbidden(Refusal.Right.RELATION, "owner"));
    }
    DraftCheck.check(draft);
    Instant now = house.clock().instant();
    exports.check(caller, order(draft, now, Period.ALWAYS));
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          Schedule _ = find(transaction, caller, id);
          ScheduleRows.change(transaction, id, draft);
          ScheduleRows.state(transaction, id, active(draft.rhythm().after(now)));
          keepPassphrase(transaction, id, draft);
          audit(transaction, caller, "schedule.changed", id, details(draft));
          return find(transaction, caller, id);
        });
  }

  /**
   * Orders it once now, beside its times, with the rights of its owner; answers the number of the
   * export.
   *
   * @throws RefusedException not found, as {@link #get}; a conflict, if its owner is no longer
   *     active; else as {@link Exports#order}
   */
  public long runNow(Caller caller, long id) {
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          Schedule _ = find(transaction, caller, id);
          ScheduleRows.Stored stored =
              ScheduleRows.find(transaction, caller.organisation(), id).orElseThrow();
          Instant now = house.clock().instant();
          audit(transaction, caller, "schedule.run", id, Map.of());
          long export = ordered(transaction, stored, now, now);
          ScheduleRows.ordered(transaction, id, export, now);
          return export;
        });
  }

  /**
   * What came of a schedule, the newest first, by the numbers of the exports.
   *
   * @throws RefusedException not found, as {@link #get}
   */
  public List<Long> runs(Caller caller, long id, int limit) {
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          Schedule _ = find(handle, caller, id);
          return ScheduleRows.runs(handle, id, limit);
        });
  }

  /** The caller's schedules, the oldest first; everybody's for who may manage exports. */
  public List<Schedule> list(Caller caller) {
    Optional<String> owner = manages(caller) ? Optional.empty() : Optional.of(caller.key());
    return house
        .database()
        .jdbi()
        .withHandle(handle -> ScheduleRows.list(handle, caller.organisation(), owner))
        .stream()
        .map(ScheduleRows.Stored::schedule)
        .toList();
  }

  /**
   * A schedule.
   *
   * @throws RefusedException not found, also when it is somebody else's and the caller may not
   *     manage exports
   */
  public Schedule get(Caller caller, long id) {
    return house.database().jdbi().withHandle(handle -> find(handle, caller, id));
  }

  /**
   * Lets it rest until it is resumed. What it would have ordered meanwhile is not made up for.
   *
   * @throws RefusedException not found, as {@link #get}
   */
  public Schedule pause(Caller caller, long id) {
    Schedule.State paused = new Schedule.State(Schedule.Status.PAUSED, "", Optional.empty());
    return changed(caller, id, "schedule.paused", paused);
  }

  /**
   * Lets it run again, from its next time on; also one that was stopped.
   *
   * @throws RefusedException not found, as {@link #get}
   */
  public Schedule resume(Caller caller, long id) {
    Schedule schedule = get(caller, id);
    Instant next = schedule.draft().rhythm().after(house.clock().instant());
    return changed(caller, id, "schedule.resumed", active(next));
  }

  private Schedule changed(Caller caller, long id, String action, Schedule.State state) {
    return house
        .database()
        .jdbi()
        .inTransaction(transaction -> {
          Schedule _ = find(transaction, caller, id);
          ScheduleRows.state(transaction, id, state);
          audit(transaction, caller, action, id, Map.of());
          return find(transaction, caller, id);
        });
  }

  /**
   * Deletes it. What came of it stays, and is kept as long as it would have been.
   *
   * @throws RefusedException not found, as {@link #get}
   */
  public void delete(Caller caller, long id) {
    house
        .database()
        .jdbi()
        .useTransaction(transaction -> {
          Schedule _ = find(transaction, caller, id);
          ScheduleRows.delete(transaction, id);
          audit(transaction, caller, "schedule.deleted", id, Map.of());
        });
  }

  /**
   * Orders what is due and answers how many exports that were. Of several runs that a schedule
   * missed it makes up for all by one. Called by {@link #round}.
   */
  public int run() {
    int ordered = 0;
    while (true) {
      Optional<Boolean> one = house.database().jdbi().inTransaction(this::runOne);
      if (one.isEmpty()) {
        return ordered;
      }
      ordered += one.get() ? 1 : 0;
    }
  }

  /** Whether the one that was due could be ordered; nothing, if none is due. */
  private Optional<Boolean> runOne(Handle transaction) {
    Instant now = house.clock().instant();
    Optional<ScheduleRows.Stored> due = ScheduleRows.due(transaction, now);
    if (due.isEmpty()) {
      return Optional.empty();
    }
    Schedule schedule = due.get().schedule();
    Rhythm rhythm = schedule.draft().rhythm();
    Instant first = schedule.state().nextAt().orElseThrow();
    Instant last = first;
    for (Instant next = rhythm.after(first); !next.isAfter(now); next = rhythm.after(next)) {
      last = next;
    }
    // before it is ordered, as the order's audit row must be the last thing that is written
    ScheduleRows.state(transaction, schedule.id(), active(rhythm.after(now)));
    try {
      long export = ordered(transaction, due.get(), first, last);
      ScheduleRows.ordered(transaction, schedule.id(), export, last);
      return Optional.of(true);
    } catch (RefusedException refused) {
      stop(transaction, due.get(), refused.refusal().message());
      return Optional.of(false);
    }
  }

  private long ordered(
      Handle transaction, ScheduleRows.Stored stored, Instant first, Instant last) {
    Schedule schedule = stored.schedule();
    Caller caller =
        stored
            .owner()
            .caller(house.accounts(), house.apps())
            .orElseThrow(() ->
                new RefusedException(new Refusal.Conflict("who added it is no longer active")));
    Schedule.Draft draft = schedule.draft();
    Optional<ScheduleRows.Done> done = ScheduleRows.lastDone(transaction, schedule.id());
    Period period =
        draft.span().period(first, last, draft.rhythm().zone(), done.map(ScheduleRows.Done::to));
    ExportOrder order = opened(transaction, schedule.id(), order(draft, last, period));
    if (draft.span() != Span.CHANGES || done.isEmpty()) {
      return exports.order(caller, order).id();
    }
    try {
      return exports.order(caller, since(order, done.get().export())).id();
    } catch (RefusedException refused) {
      if (refused.refusal() instanceof Refusal.Invalid invalid && invalid.field().equals(SINCE)) {
        // as after a restore from a backup: what changed is no longer known, so all of it once
        return exports.order(caller, order).id();
      }
      throw refused;
    }
  }

  private static ExportOrder since(ExportOrder order, long export) {
    return new ExportOrder(
        order.recipe(),
        order.period(),
        order.selection().and(SINCE, Long.toString(export)),
        order.fileName(),
        order.notice(),
        order.handling());
  }

  /** The order with its passphrase, if it has one. */
  private ExportOrder opened(Handle transaction, long id, ExportOrder order) {
    if (!(order.handling().encryption() instanceof Encryption.WithPassphrase)) {
      return order;
    }
    String passphrase = secrets.open(subject(id), ScheduleRows.passphrase(transaction, id));
    return order.with(
        new ExportOrder.Handling(
            new Encryption.WithPassphrase(passphrase),
            order.handling().deliveries(),
            order.handling().keep()));
  }

  private static ExportOrder order(Schedule.Draft draft, Instant due, Period period) {
    ExportOrder order = draft.order();
    String date = due.atZone(draft.rhythm().zone()).toLocalDate().toString();
    return new ExportOrder(
        order.recipe(),
        period,
        order.selection(),
        order.fileName().replace("{date}", date),
        Optional.empty(),
        order.handling());
  }

  private void stop(Handle transaction, ScheduleRows.Stored stored, String reason) {
    long id = stored.schedule().id();
    ScheduleRows.state(
        transaction, id, new Schedule.State(Schedule.Status.STOPPED, reason, Optional.empty()));
    // nobody did this; it is written down for the organisation
    Caller server = new Caller.Operator(stored.owner().organisation());
    Map<String, String> details = Map.of("reason", reason, "owner", stored.owner().key());
    audit(transaction, server, "schedule.stopped", id, details);
  }

  /**
   * Deletes the files that are more than their schedules want to keep, each audited, and answers
   * how many. Called by {@link #round}.
   */
  public int tidy() {
    List<Long> surplus = house.database().jdbi().withHandle(ScheduleRows::surplus);
    surplus.forEach(exports::expireEarly);
    return surplus.size();
  }

  private static Schedule find(Handle handle, Caller caller, long id) {
    return ScheduleRows.find(handle, caller.organisation(), id)
        .map(ScheduleRows.Stored::schedule)
        .filter(schedule -> schedule.owner().equals(caller.key()) || manages(caller))
        .orElseThrow(() ->
            new RefusedException(
                new Refusal.NotFound(Refusal.Thing.EXPORT_SCHEDULE, Long.toString(id))));
  }

  private static boolean manages(Caller caller) {
    return caller.may(Permissions.MANAGE_EXPORTS) && caller.hasScope(Permissions.MANAGE_EXPORTS);
  }

  private static Schedule.State active(Instant next) {
    return new Schedule.State(Schedule.Status.ACTIVE, "", Optional.of(next));
  }

  private void audit(
      Handle transaction, Caller caller, String action, long id, Map<String, String> details) {
    house.audit().append(transaction, caller, action, subject(id), details);
  }

  private static String subject(long id) {
    return "schedule:" + id;
  }
}
