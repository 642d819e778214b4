package io.roomledger.booking;

import io.roomledger.audit.Audit;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Contention;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The door by which people think again: another time, another room or another topic for what they
 * reserved, and what they gave back after all. They may do so with their own, and {@link
 * Permissions#MANAGE_MEETINGS} with everybody's.
 */
public final class Rebookings {
  private final Database database;
  private final Clock clock;
  private final RoomRows rooms;
  private final ReservationChanges changes;

  public Rebookings(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.rooms = new RoomRows(clock);
    this.changes = new ReservationChanges(database, audit, clock);
  }

  /**
   * Moves a reservation that has not begun. What was booked stays on record as given back; another
   * reservation, which this answers, is made instead of it in the same transaction, so nobody can
   * come between. It waits for approval again if the room needs it, unless it only became shorter.
   *
   * @throws RefusedException not found; forbidden; a conflict, if it has begun, was given back,
   *     belongs to an event, or the room is closed or held by another then
   */
  public Reservation move(Caller caller, UUID id, UUID room, Period period, String topic) {
    return Contention.inTransaction(
        database.jdbi(),
        handle -> {
          Reservation old = held(handle, caller, id);
          needFree(handle, old, clock.instant());
          MeetingRoom where =
              rooms
                  .roomAsItStays(handle, caller.organisation(), room)
                  .orElseThrow(() -> ReservationChanges.notFound(Refusal.Thing.MEETING_ROOM, room));
          Reservation moved = moved(old, where, period, topic);
          Reservations.refuseClosed(where, moved.booking());
          ReservationWrites.update(handle, givenBack(caller, old));
          insert(handle, caller, moved, id);
          changes.tell(handle, caller, old, "MOVED");
          changes.tell(handle, caller, moved, moved.status().name());
          return moved;
        });
  }

  private Reservation held(Handle handle, Caller caller, UUID id) {
    Reservation found =
        ReservationRows.find(handle, caller.organisation(), id, true)
            .orElseThrow(() -> ReservationChanges.notFound(Refusal.Thing.RESERVATION, id));
    ReservationChanges.needOwn(caller, found);
    return found;
  }

  private static void needFree(Handle handle, Reservation old, Instant now) {
    String name = "reservation " + old.booking().id();
    if (old.status().released()) {
      throw ReservationChanges.conflict(name + ": released already (expected: one that is held)");
    }
    if (!now.isBefore(old.start())) {
      throw ReservationChanges.conflict(
          name + ": it has begun (expected: one that begins later; this one can be ended)");
    }
    if (hasEvent(handle, old.booking().id(), "true")) {
      throw ReservationChanges.conflict(
          name + ": it belongs to an event (expected: that the event is moved)");
    }
  }

  private static boolean hasEvent(Handle handle, UUID reservation, String condition) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT FROM event_reservation l JOIN calendar_event e ON e.id = l.event
                           WHERE l.reservation = :reservation AND <condition>)
            """)
        .define("condition", condition)
        .bind("reservation", reservation)
        .mapTo(Boolean.class)
        .one();
  }

  private Reservation moved(Reservation old, MeetingRoom room, Period period, String topic) {
    Booking before = old.booking();
    Booking booking =
        new Booking(
            UUID.randomUUID(), room.id(), topic, before.reserver(), before.guests(), period);
    Reservation wished = Reservation.wished(booking, room, clock.instant());
    boolean shorter =
        before.room().equals(room.id())
            && !period.from().isBefore(before.period().from())
            && !period.to().isAfter(before.period().to());
    return shorter ? wished.with(old.status(), wished.checkIn(), Optional.empty()) : wished;
  }

  private Reservation givenBack(Caller caller, Reservation old) {
    Release release = new Release(caller.key(), Reserver.of(caller).name(), clock.instant());
    return old.with(ReservationStatus.RELEASED_MANUALLY, old.checkIn(), Optional.of(release));
  }

  private void insert(Handle handle, Caller caller, Reservation moved, UUID old) {
    if (!ReservationWrites.insertIfFree(
        handle, caller.organisation(), moved, Optional.empty(), clock.instant())) {
      throw Reservations.taken(handle, moved);
    }
    handle
        .createUpdate("UPDATE reservation_slot SET instead_of = :old WHERE id = :id")
        .bind("old", old)
        .bind("id", moved.booking().id())
        .execute();
  }

  /**
   * Says anew what a reservation is for.
   *
   * @throws RefusedException not found; forbidden; a conflict, if it was given back; invalid, if it
   *     is too long
   */
  public Reservation rename(Caller caller, UUID id, String topic) {
    return Contention.inTransaction(
        database.jdbi(),
        handle -> {
          Reservation old = held(handle, caller, id);
          if (old.status().released()) {
            throw ReservationChanges.conflict("reservation " + id + ": released already");
          }
          Booking before = old.booking();
          Booking after =
              new Booking(
                  id, before.room(), topic, before.reserver(), before.guests(), before.period());
          handle
              .createUpdate("UPDATE reservation SET topic = :topic WHERE id = :id")
              .bind("topic", topic)
              .bind("id", id)
              .execute();
          changes.tell(handle, caller, old, "RENAMED");
          return new Reservation(after, old.roomName(), old.status(), old.checkIn(), old.release());
        });
  }

  /**
   * Whether {@link #restore} may succeed: it was given back by hand, by them or for a manager of
   * meetings by anybody, and it has not ended. The room may be taken meanwhile.
   */
  public boolean restorable(Caller caller, Reservation reservation) {
    return reservation.status() == ReservationStatus.RELEASED_MANUALLY
        && clock.instant().isBefore(reservation.end())
        && ReservationChanges.mayUse(caller, reservation)
        && (caller.may(Permissions.MANAGE_MEETINGS)
            || reservation.release().filter(by -> by.key().equals(caller.key())).isPresent());
  }

  /**
   * Takes back that a room was given back, as long as nobody else has it.
   *
   * @throws RefusedException not found; forbidden; a conflict, if it cannot be had any more: it has
   *     ended, was moved, was not given back by hand, its event is cancelled, or the room is closed
   *     or held by another
   */
  public Reservation restore(Caller caller, UUID id) {
    return Contention.inTransaction(
        database.jdbi(),
        handle -> {
          Reservation old = held(handle, caller, id);
          if (!restorable(caller, old) || superseded(handle, id)) {
            throw ReservationChanges.conflict(
                "reservation "
                    + id
                    + ": it cannot be taken back (expected: one that you gave back and that has not"
                    + " ended)");
          }
          MeetingRoom room =
              rooms
                  .roomToChange(handle, caller.organisation(), old.booking().room())
                  .orElseThrow(() ->
                      ReservationChanges.notFound(
                          Refusal.Thing.MEETING_ROOM, old.booking().room()));
          needRoom(handle, room, old);
          Reservation again = again(handle, old);
          ReservationWrites.update(handle, again);
          changes.tell(handle, caller, again, "RESTORED");
          return again;
        });
  }

  private static boolean superseded(Handle handle, UUID id) {
    boolean moved =
        handle
            .createQuery("SELECT EXISTS (SELECT FROM reservation_slot WHERE instead_of = :id)")
            .bind("id", id)
            .mapTo(Boolean.class)
            .one();
    return moved || hasEvent(handle, id, "e.cancelled");
  }

  /** The rest of it must be free: what it held until it was given back is its own. */
  private void needRoom(Handle handle, MeetingRoom room, Reservation old) {
    Booking booking = old.booking();
    Instant released = old.release().map(Release::at).orElse(old.start());
    Instant from = released.isAfter(old.start()) ? released : old.start();
    Booking rest =
        new Booking(
            booking.id(),
            booking.room(),
            booking.topic(),
            booking.reserver(),
            booking.guests(),
            new Period(from, old.end()));
    Reservations.refuseClosed(room, rest);
    if (ReservationRows.holder(handle, rest).isPresent()) {
      throw Reservations.taken(
          handle,
          new Reservation(rest, room.name(), old.status(), old.checkIn(), Optional.empty()));
    }
  }

  private Reservation again(Handle handle, Reservation old) {
    List<String> steps =
        ReservationRows.steps(handle, old.booking().id()).stream()
            .map(ReservationStep::step)
            .toList();
    boolean agreed = !steps.contains("AWAITING_APPROVAL") || steps.contains("BOOKED");
    CheckInState state = old.checkIn().state();
    boolean late =
        (state == CheckInState.AWAITED || state == CheckInState.OPEN)
            && !clock.instant().isBefore(old.start());
    return old.with(
        agreed ? ReservationStatus.BOOKED : ReservationStatus.AWAITING_APPROVAL,
        late ? CheckIn.not(CheckInState.NOT_NEEDED_ON_THE_SPOT) : old.checkIn(),
        Optional.empty());
  }
}
