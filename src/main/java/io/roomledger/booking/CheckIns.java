package io.roomledger.booking;

import io.roomledger.audit.Audit;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import io.roomledger.job.Round;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The door by which those who reserved a room say that they came: at the board beside the door, by
 * the code on it, or at the controls in the room. Where it is required and they do not, the room is
 * given back by itself.
 *
 * <p>Who reserved the room may check in, and {@link Permissions#MANAGE_MEETINGS}, which a board
 * has.
 */
public final class CheckIns {
  private static final int BATCH = 500;

  private final Database database;
  private final Clock clock;
  private final CheckInSettings settings;
  private final RoomRows rooms;
  private final ReservationChanges changes;

  public CheckIns(Database database, Audit audit, Clock clock, CheckInSettings settings) {
    this.database = database;
    this.clock = clock;
    this.settings = settings;
    this.rooms = new RoomRows(clock);
    this.changes = new ReservationChanges(database, audit, clock);
  }

  /**
   * Says that they came to a room: to the meeting that is on there, or begins soon enough.
   *
   * @param device what they said it with
   * @throws RefusedException not found, if there is no such room or nothing is reserved there now;
   *     forbidden, if it is somebody else's; a conflict, if they came already or the room is closed
   */
  public Reservation arrive(Caller caller, UUID room, CheckInDevice device) {
    Instant now = clock.instant();
    UUID due =
        database
            .jdbi()
            .withHandle(handle -> {
              if (rooms.room(handle, caller.organisation(), room).isEmpty()) {
                throw ReservationChanges.notFound(Refusal.Thing.MEETING_ROOM, room);
              }
              return CheckInRows.on(handle, room, now, now.plus(settings.opens()))
                  .orElseThrow(() -> ReservationChanges.notFound(Refusal.Thing.RESERVATION, room));
            });
    return checkIn(caller, due, device);
  }

  /**
   * Says that they came.
   *
   * @param device what they said it with
   * @throws RefusedException not found; forbidden, if it is somebody else's; a conflict, if it is
   *     not booked, they came already, it is too early or too late, or the room is closed
   */
  public Reservation checkIn(Caller caller, UUID id, CheckInDevice device) {
    return changes.change(
        caller,
        id,
        now -> {
          ReservationChanges.needOwn(caller, now);
          Instant at = clock.instant();
          refuseUnless(open(now, at), now, at);
          return new ReservationChanges.Changed(
              now.with(now.status(), CheckIn.done(device, at), Optional.empty()), "CHECKED_IN");
        });
  }

  /** Whether those who reserved it can say now that they came. */
  public boolean possible(Reservation reservation) {
    Instant at = clock.instant();
    return open(reservation, at) && !closedAt(reservation, at);
  }

  private boolean open(Reservation now, Instant at) {
    return now.status() == ReservationStatus.BOOKED
        && now.checkIn().at().isEmpty()
        && now.checkIn().state() != CheckInState.ROOM_CLOSED
        && !at.isBefore(opening(now))
        && at.isBefore(awaited(now) ? deadline(now) : now.end());
  }

  private void refuseUnless(boolean open, Reservation now, Instant at) {
    String id = "reservation " + now.booking().id();
    if (!open) {
      throw ReservationChanges.conflict(
          id
              + ": nobody can check in (expected: one that is booked and not checked in, from "
              + opening(now)
              + " to "
              + (awaited(now) ? deadline(now) : now.end())
              + ")");
    }
    if (closedAt(now, at)) {
      throw ReservationChanges.conflict(id + ": the room is closed (expected: an open room)");
    }
  }

  private static boolean awaited(Reservation now) {
    return now.checkIn().state() == CheckInState.AWAITED
        || now.checkIn().state() == CheckInState.OPEN;
  }

  private boolean closedAt(Reservation reservation, Instant at) {
    return database
        .jdbi()
        .withHandle(handle -> CheckInRows.closed(handle, reservation.booking().room(), at));
  }

  private Instant opening(Reservation reservation) {
    return reservation.start().minus(settings.opens());
  }

  /** A short meeting is over before the time to check in is. */
  private Instant deadline(Reservation reservation) {
    Instant late = reservation.start().plus(settings.grace());
    return late.isBefore(reservation.end()) ? late : reservation.end();
  }

  /** {@link #advance}, repeated for as long as servers run. */
  public Round round() {
    return new Round("rooms.check-in", Duration.ofSeconds(10), this::advance);
  }

  /**
   * Brings every reservation with a required check-in to where it stands by now: the time to check
   * in has come, or it is over and the room is given back. What fell due while no server ran is
   * written down with the time at which it fell due. Repeated by a round.
   *
   * @return how many changed
   */
  public int advance() {
    int all = 0;
    int some;
    do {
      some = database.jdbi().inTransaction(this::advance);
      all += some;
    } while (some == BATCH);
    return all;
  }

  private int advance(Handle handle) {
    Instant now = clock.instant();
    List<CheckInRows.Due> due =
        CheckInRows.due(
            handle, now.plus(settings.opens()), now.minus(settings.grace()), now, BATCH);
    for (CheckInRows.Due one : due) {
      if (one.reservation().checkIn().state() == CheckInState.AWAITED) {
        open(handle, one.reservation());
      }
    }
    for (CheckInRows.Due one : due) {
      if (!now.isBefore(deadline(one.reservation()))) {
        miss(handle, one);
      }
    }
    return due.size();
  }

  private void open(Handle handle, Reservation reservation) {
    Reservation open =
        reservation.with(
            reservation.status(), CheckIn.not(CheckInState.OPEN), reservation.release());
    ReservationWrites.update(handle, open);
    CheckInRows.step(handle, reservation, "CHECK_IN_OPEN", opening(reservation));
  }

  /** Nobody is blamed for not checking in to a room that was closed. */
  private void miss(Handle handle, CheckInRows.Due due) {
    Reservation now = due.reservation();
    Instant at = deadline(now);
    boolean closed = CheckInRows.closed(handle, now.booking().room(), at);
    Reservation missed =
        closed
            ? now.with(now.status(), CheckIn.not(CheckInState.ROOM_CLOSED), Optional.empty())
            : now.with(
                ReservationStatus.RELEASED_NOT_CHECKED_IN,
                CheckIn.not(CheckInState.MISSED),
                Optional.of(new Release(CheckInRows.SERVER, "", at)));
    String step = closed ? "ROOM_CLOSED" : missed.status().name();
    ReservationWrites.update(handle, missed);
    CheckInRows.step(handle, missed, step, at);
    // nobody did this; it is written down for the organisation
    changes.audit(handle, new Caller.Operator(due.organisation()), missed, step);
  }
}
