package io.roomledger.booking;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Contention;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * How a reservation changes: its row, the step that is kept for ever, and the audit row, in one
 * transaction.
 */
final class ReservationChanges {
  private final Database database;
  private final Audit audit;
  private final Clock clock;

  ReservationChanges(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A reservation as it is to be.
   *
   * @param reservation how it is then
   * @param step what that step is called
   */
  record Changed(Reservation reservation, String step) {}

  /** Changes the reservation of that id; nobody else does meanwhile. */
  Reservation change(Caller caller, UUID id, Function<Reservation, Changed> act) {
    return Contention.inTransaction(
        database.jdbi(),
        handle -> {
          Reservation now =
              ReservationRows.find(handle, caller.organisation(), id, true)
                  .orElseThrow(() -> notFound(Refusal.Thing.RESERVATION, id));
          Changed changed = act.apply(now);
          ReservationWrites.update(handle, changed.reservation());
          tell(handle, caller, changed.reservation(), changed.step());
          return changed.reservation();
        });
  }

  /** Writes the step and the audit row; the last act of a transaction. */
  void tell(Handle handle, Caller caller, Reservation reservation, String step) {
    ReservationRows.step(handle, reservation.booking().id(), step(step, caller));
    audit(handle, caller, reservation, step);
  }

  /** Writes the audit row; the last act of a transaction. */
  void audit(Handle handle, Caller caller, Reservation reservation, String step) {
    audit.append(
        handle,
        caller,
        "reservation." + step.toLowerCase(Locale.ROOT).replace('_', '-'),
        "reservation:" + reservation.booking().id(),
        Map.of("room", reservation.booking().room().toString()));
  }

  /** A step that the caller takes now. */
  ReservationStep step(String step, Caller caller) {
    return new ReservationStep(step, clock.instant(), caller.key(), Reserver.of(caller).name());
  }

  static boolean mayUse(Caller caller, Reservation reservation) {
    return reservation.booking().reserver().key().equals(caller.key())
        || caller.may(Permissions.MANAGE_MEETINGS);
  }

  static void needOwn(Caller caller, Reservation reservation) {
    if (!mayUse(caller, reservation)) {
      throw new RefusedException(
          new Refusal.Forbidden(Refusal.Right.PERMISSION, Permissions.MANAGE_MEETINGS));
    }
  }

  static RefusedException conflict(String what) {
    return new RefusedException(new Refusal.Conflict(what));
  }

  static RefusedException notFound(Refusal.Thing what, UUID id) {
    return new RefusedException(new Refusal.NotFound(what, id.toString()));
  }
}
