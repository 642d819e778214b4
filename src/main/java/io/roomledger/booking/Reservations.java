package io.roomledger.booking;

import io.roomledger.audit.Audit;
import io.roomledger.base.Page;
import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Contention;
import io.roomledger.db.Database;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The door of reservations. A room is never held twice at the same time: the database refuses it,
 * whoever asks and however many ask at once. Nothing is ever removed; every state is kept with its
 * time and who brought it about.
 *
 * <p>People may book for themselves and do as they like with what they booked; {@link
 * Permissions#MANAGE_MEETINGS} may do everything in the organisation.
 */
public final class Reservations {
  /** The most reservations that are taken in at once. */
  public static final int LARGEST_BATCH = 1_000;

  private final Database database;
  private final Audit audit;
  private final Clock clock;
  private final RoomRows rooms;
  private final MeetingRooms meetingRooms;
  private final ReservationChanges changes;

  public Reservations(Database database, Audit audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
    this.rooms = new RoomRows(clock);
    this.meetingRooms = new MeetingRooms(database, audit, clock);
    this.changes = new ReservationChanges(database, audit, clock);
  }

  /**
   * Reserves a room. If the room needs approval the reservation waits for it, and holds the room
   * meanwhile.
   *
   * @throws RefusedException not found, if there is no such room; forbidden, if it is for somebody
   *     else and the caller may not manage meetings; a conflict, if the room is closed or held by
   *     another, whose time it names
   */
  public Reservation book(Caller caller, Booking booking) {
    if (!booking.reserver().key().equals(caller.key())) {
      caller.needPermission(Permissions.MANAGE_MEETINGS);
    }
    return Contention.inTransaction(
        database.jdbi(),
        handle -> {
          MeetingRoom room =
              rooms
                  .roomAsItStays(handle, caller.organisation(), booking.room())
                  .orElseThrow(() ->
                      ReservationChanges.notFound(Refusal.Thing.MEETING_ROOM, booking.room()));
          refuseClosed(room, booking);
          Reservation reservation = Reservation.wished(booking, room, clock.instant());
          if (!ReservationWrites.insertIfFree(
              handle, caller.organisation(), reservation, Optional.empty(), clock.instant())) {
            throw taken(handle, reservation);
          }
          changes.tell(handle, caller, reservation, reservation.status().name());
          return reservation;
        });
  }

  static void refuseClosed(MeetingRoom room, Booking booking) {
    room.closing()
        .filter(closed -> closed.meets(booking.period()))
        .ifPresent(closed -> {
          throw ReservationChanges.conflict(
              room.name()
                  + ": closed from "
                  + closed.from()
                  + closed.to().map(to -> " to " + to).orElse(" for good")
                  + " (expected: another time or another room)");
        });
  }

  static RefusedException taken(Handle handle, Reservation wanted) {
    Optional<Period> other = ReservationRows.holder(handle, wanted.booking());
    return ReservationChanges.conflict(
        other
            .map(held ->
                wanted.roomName()
                    + ": reserved already from "
                    + held.from()
                    + " to "
                    + held.to()
                    + " (expected: another time or another room)")
            .orElse("reservation " + wanted.booking().id() + ": taken (expected: a new id)"));
  }

  /**
   * Agrees to a reservation that awaits approval.
   *
   * @throws RefusedException forbidden; not found; a conflict, if it does not await approval
   */
  public Reservation approve(Caller caller, UUID id) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    return changes.change(
        caller,
        id,
        now -> {
          if (now.status() != ReservationStatus.AWAITING_APPROVAL) {
            throw ReservationChanges.conflict("reservation " + id + ": it does not await approval");
          }
          return new ReservationChanges.Changed(
              new Reservation(
                  now.booking(),
                  now.roomName(),
                  ReservationStatus.BOOKED,
                  approvedIn(now),
                  Optional.empty()),
              "BOOKED");
        });
  }

  /** Nobody can come in time to what is agreed to after it began. */
  private CheckIn approvedIn(Reservation now) {
    return now.checkIn().state() == CheckInState.AWAITED && !clock.instant().isBefore(now.start())
        ? CheckIn.not(CheckInState.NOT_NEEDED_ON_THE_SPOT)
        : now.checkIn();
  }

  /**
   * Gives a room back: from now on others can have it. What was booked stays on record.
   *
   * @param kind why; the reserver may do so manually, the rest needs {@link
   *     Permissions#MANAGE_MEETINGS}
   * @throws RefusedException not found; forbidden; a conflict, if it was given back already, or it
   *     has not begun though the kind says that it ended
   */
  public Reservation release(Caller caller, UUID id, ReleaseKind kind) {
    return changes.change(
        caller,
        id,
        now -> {
          if (kind == ReleaseKind.MANUAL) {
            ReservationChanges.needOwn(caller, now);
          } else {
            caller.needPermission(Permissions.MANAGE_MEETINGS);
          }
          return new ReservationChanges.Changed(released(caller, now, kind), kind.status().name());
        });
  }

  private Reservation released(Caller caller, Reservation now, ReleaseKind kind) {
    UUID id = now.booking().id();
    Instant at = clock.instant();
    if (now.status().released()) {
      throw ReservationChanges.conflict(
          "reservation " + id + ": released already (expected: one that is held)");
    }
    if (kind == ReleaseKind.AFTER_END && at.isBefore(now.start())) {
      throw ReservationChanges.conflict(
          "reservation " + id + ": it begins at " + now.start() + ", which is not yet");
    }
    CheckIn checkIn =
        kind == ReleaseKind.NOT_CHECKED_IN ? CheckIn.not(CheckInState.MISSED) : now.checkIn();
    return new Reservation(
        now.booking(),
        now.roomName(),
        kind.status(),
        checkIn,
        Optional.of(new Release(caller.key(), Reserver.of(caller).name(), at)));
  }

  /** The reservation of that id, if the caller's organisation has it and the caller may see it. */
  public Optional<Reservation> find(Caller caller, UUID id) {
    return database
        .jdbi()
        .withHandle(handle -> ReservationRows.find(handle, caller.organisation(), id, false))
        .filter(found -> ReservationChanges.mayUse(caller, found));
  }

  /**
   * A page of what is reserved, in order of its start.
   *
   * @param after the key of the page wanted, as the page before gave it
   * @param size how many, at most {@link MeetingRooms#LARGEST_PAGE}
   * @throws RefusedException forbidden, unless the caller may manage meetings; not found, if there
   *     is no such level or room; invalid, if a room hangs elsewhere
   */
  public Page<Reservation> list(
      Caller caller, ReservationFilter filter, Optional<String> after, int size) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    meetingRooms.requireUnder(caller, filter.level(), filter.rooms());
    Optional<UUID> last = Pages.after(after, size, MeetingRooms.LARGEST_PAGE);
    return database
        .jdbi()
        .withHandle(handle ->
            Pages.of(
                ReservationRows.page(handle, filter, last, size + 1),
                size,
                found -> found.booking().id()));
  }

  /**
   * Everything that became of a reservation, in order.
   *
   * @throws RefusedException not found, also if it is somebody else's and the caller may not manage
   *     meetings
   */
  public List<ReservationStep> history(Caller caller, UUID id) {
    if (find(caller, id).isEmpty()) {
      throw ReservationChanges.notFound(Refusal.Thing.RESERVATION, id);
    }
    return database.jdbi().withHandle(handle -> ReservationRows.steps(handle, id));
  }

  /**
   * Takes in reservations that another system made, all in one transaction. One that is here
   * already is left as it is; one whose room is held by another is not taken in.
   *
   * @param batch at most {@link #LARGEST_BATCH}
   * @return what became of each, in the same order
   * @throws RefusedException forbidden; not found, if there is no such room
   */
  public List<KnownReservation.Outcome> takeIn(Caller caller, List<KnownReservation> batch) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    if (batch.size() > LARGEST_BATCH) {
      throw new RefusedException(
          new Refusal.Invalid("batch", String.valueOf(batch.size()), "at most " + LARGEST_BATCH));
    }
    return Contention.inTransaction(
        database.jdbi(),
        handle -> {
          Map<UUID, MeetingRoom> known = new HashMap<>();
          List<UUID> taken = new ArrayList<>();
          List<KnownReservation.Outcome> outcomes = new ArrayList<>(batch.size());
          for (KnownReservation one : batch) {
            KnownReservation.Outcome outcome = takeIn(handle, caller, one, known);
            outcomes.add(outcome);
            if (outcome instanceof KnownReservation.Outcome.TakenIn) {
              taken.add(one.booking().id());
            }
          }
          if (!taken.isEmpty()) {
            ReservationRows.firstSteps(handle, taken, changes.step("TAKEN_IN", caller));
            audit.append(
                handle,
                caller,
                "reservations.taken-in",
                "organisation:" + caller.organisation(),
                Map.of("count", String.valueOf(taken.size())));
          }
          return outcomes;
        });
  }

  private KnownReservation.Outcome takeIn(
      Handle handle, Caller caller, KnownReservation known, Map<UUID, MeetingRoom> seen) {
    Booking booking = known.booking();
    if (known.status().released() != known.release().isPresent()) {
      throw new RefusedException(
          new Refusal.Invalid(
              "release", known.status().name(), "a release, if and only if it is released"));
    }
    MeetingRoom room =
        seen.computeIfAbsent(
            booking.room(),
            id ->
                rooms
                    .room(handle, caller.organisation(), id)
                    .orElseThrow(
                        () -> ReservationChanges.notFound(Refusal.Thing.MEETING_ROOM, id)));
    Reservation reservation =
        new Reservation(booking, room.name(), known.status(), known.checkIn(), known.release());
    Optional<String> key = Optional.of(known.sourceKey());
    if (ReservationWrites.insertIfFree(
        handle, caller.organisation(), reservation, key, clock.instant())) {
      return new KnownReservation.Outcome.TakenIn();
    }
    return ReservationRows.findBySource(handle, caller.organisation(), known.sourceKey())
        .map(there -> alreadyThere(handle, caller, there, reservation))
        .orElseGet(() ->
            new KnownReservation.Outcome.DoubleBooked(
                ReservationRows.holder(handle, booking)
                    .orElseThrow(() -> taken(handle, reservation))));
  }

  /** What another system has cancelled since is given back here too. */
  private KnownReservation.Outcome alreadyThere(
      Handle handle, Caller caller, Reservation there, Reservation now) {
    if (now.status().released() && !there.status().released()) {
      ReservationWrites.update(
          handle,
          new Reservation(
              there.booking(), there.roomName(), now.status(), there.checkIn(), now.release()));
      changes.tell(handle, caller, there, now.status().name());
    }
    return new KnownReservation.Outcome.AlreadyThere(
        there.booking().room().equals(now.booking().room())
            && there.booking().period().equals(now.booking().period()));
  }
}
