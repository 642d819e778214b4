package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.db.Contention;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Permissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The door of what rooms are held for. Whoever belongs to the organisation may see when a room is
 * held, and by whom unless it is private.
 */
public final class RoomDiaries {
  /** How many rooms or events can be asked for at once. */
  public static final int MOST = 1_000;

  private final EventHouse house;
  private final Reservations reservations;

  public RoomDiaries(EventHouse house, Reservations reservations) {
    this.house = house;
    this.reservations = reservations;
  }

  private record Held(
      UUID room,
      Instant startsAt,
      Instant endsAt,
      UUID reservation,
      String reserver,
      String reserverName,
      String department,
      Optional<UUID> event,
      Optional<UUID> series,
      Optional<Instant> occurrence,
      Optional<EventPlan.Visibility> visibility) {

    RoomUse use() {
      boolean hidden = visibility.filter(seen -> seen == EventPlan.Visibility.PRIVATE).isPresent();
      return new RoomUse(
          room,
          new Period(startsAt, endsAt),
          new EventKey(series.or(() -> event).orElse(reservation), occurrence),
          hidden
              ? Optional.empty()
              : Optional.of(new Reserver(reserver, reserverName, department)));
    }
  }

  /**
   * When those rooms are held in a period, in order; rooms that are not there are left out.
   *
   * @param rooms at most {@link #MOST}
   * @return by room, with an empty list for one that is free all the time
   */
  public Map<UUID, List<RoomUse>> held(Caller caller, List<UUID> rooms, Period period) {
    needFew(rooms.size());
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          Map<UUID, List<RoomUse>> diaries = new java.util.LinkedHashMap<>();
          for (UUID room : existing(handle, caller, rooms)) {
            diaries.put(room, new ArrayList<>());
          }
          for (Held held : heldRows(handle, List.copyOf(diaries.keySet()), period)) {
            diaries.computeIfAbsent(held.room(), room -> new ArrayList<>()).add(held.use());
          }
          return diaries;
        });
  }

  private static List<UUID> existing(Handle handle, Caller caller, List<UUID> rooms) {
    List<UUID> there =
        handle
            .createQuery(
                """
                SELECT id FROM meeting_room WHERE organisation = :organisation AND id = ANY(:rooms)
                """)
            .bind("organisation", caller.organisation())
            .bindArray("rooms", UUID.class, rooms)
            .mapTo(UUID.class)
            .list();
    return rooms.stream().filter(there::contains).distinct().toList();
  }

  private static List<Held> heldRows(Handle handle, List<UUID> rooms, Period period) {
    return handle
        .createQuery(
            """
            SELECT v.room, lower(v.held) AS starts_at, upper(v.held) AS ends_at,
              v.id AS reservation, v.reserver, v.reserver_name, v.department,
              e.id AS event, e.series, e.occurrence, e.visibility
            FROM unnest(:rooms) AS wanted (id) CROSS JOIN LATERAL
            """
                + ReservationRows.holding("wanted.id")
                + """
                LEFT JOIN event_reservation l ON l.reservation = v.id
                LEFT JOIN calendar_event e ON e.id = l.event
                ORDER BY lower(v.held)
                """)
        .bindArray("rooms", UUID.class, rooms)
        .bind("from", period.from())
        .bind("to", period.to())
        .mapTo(Held.class)
        .list();
  }

  /**
   * What events are about that have a room, or had one; others are left out. For administrators of
   * rooms.
   *
   * @throws RefusedException forbidden, without {@link Permissions#MANAGE_MEETINGS}
   */
  public Map<EventKey, EventPlan> plans(Caller caller, List<EventKey> keys) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    needFew(keys.size());
    return house
        .database()
        .jdbi()
        .withHandle(handle -> {
          Map<EventKey, EventPlan> found = new java.util.LinkedHashMap<>();
          for (EventKey key : keys) {
            plan(handle, caller, key).ifPresent(plan -> found.put(key, plan));
          }
          return found;
        });
  }

  private static Optional<EventPlan> plan(Handle handle, Caller caller, EventKey key) {
    Optional<EventRow> root = EventRows.root(handle, caller.organisation(), key.id(), false);
    if (root.isEmpty() || key.occurrence().isEmpty()) {
      return root.map(EventRow::plan);
    }
    Instant start = key.occurrence().get();
    return EventRows.exception(handle, key.id(), start)
        .map(EventRow::plan)
        .or(() -> root.filter(row -> EventAccess.occurs(row, key)).map(EventRow::plan));
  }

  /**
   * Says something to a room's reservation for an event. Of a series, without an occurrence, the
   * one that is going on is meant; approvals and refusals are then for all that wait.
   *
   * @param event the event, series or occurrence; or the id of a reservation without an event
   * @throws RefusedException forbidden, without {@link Permissions#MANAGE_MEETINGS}; not found, if
   *     there is no such room ({@link Refusal.Thing#MEETING_ROOM}), the event has nothing to do
   *     with it ({@link Refusal.Thing#EVENT}), or no such occurrence ({@link
   *     Refusal.Thing#RESERVATION}); a conflict, if its state does not allow it
   */
  public void reply(Caller caller, UUID room, EventKey event, RoomReply reply) {
    caller.needPermission(Permissions.MANAGE_MEETINGS);
    Contention.inTransaction(
        house.database().jdbi(),
        handle -> {
          if (existing(handle, caller, List.of(room)).isEmpty()) {
            throw EventAccess.notFound(Refusal.Thing.MEETING_ROOM, room.toString());
          }
          for (UUID reservation : meant(handle, caller, room, event, reply)) {
            act(handle, caller, reservation, reply);
          }
          EventRows.touch(handle, event.id(), house.clock().instant());
          return event;
        });
  }

  private void act(Handle handle, Caller caller, UUID reservation, RoomReply reply) {
    switch (reply) {
      case NOT_CHECKED_IN -> reservations.release(caller, reservation, ReleaseKind.NOT_CHECKED_IN);
      case ENDED_EARLY -> reservations.release(caller, reservation, ReleaseKind.AFTER_END);
      case DECLINED -> {
        reservations.release(caller, reservation, ReleaseKind.MANUAL);
        RoomClaims.refuse(handle, reservation);
      }
      case APPROVED -> reservations.approve(caller, reservation);
    }
  }

  private List<UUID> meant(
      Handle handle, Caller caller, UUID room, EventKey event, RoomReply reply) {
    Optional<EventRow> root = EventRows.root(handle, caller.organisation(), event.id(), false);
    if (root.isEmpty()) {
      return List.of(alone(handle, caller, room, event.id()));
    }
    List<UUID> events =
        Stream.concat(
                Stream.of(event.id()),
                EventRows.exceptions(handle, event.id()).stream().map(EventRow::id))
            .toList();
    List<RoomClaims.Claim> claims = RoomClaims.ofRoom(handle, events, room);
    if (claims.isEmpty()) {
      throw EventAccess.notFound(Refusal.Thing.EVENT, event.id().toString());
    }
    List<RoomClaims.Claim> meant = meant(handle, root.get(), claims, event, reply);
    if (meant.isEmpty()) {
      throw EventAccess.notFound(Refusal.Thing.RESERVATION, event.id().toString());
    }
    return meant.stream().map(claim -> claim.reservation().orElseThrow()).toList();
  }

  private List<RoomClaims.Claim> meant(
      Handle handle,
      EventRow root,
      List<RoomClaims.Claim> claims,
      EventKey event,
      RoomReply reply) {
    if (event.occurrence().isPresent()) {
      return claims.stream()
          .filter(claim -> claim.occurrence().equals(event.occurrence().get()))
          .toList();
    }
    if (!root.repeats()) {
      return claims;
    }
    if (reply == RoomReply.APPROVED || reply == RoomReply.DECLINED) {
      return claims.stream().filter(claim -> waits(handle, claim)).toList();
    }
    Instant now = house.clock().instant();
    return claims.stream()
        .filter(claim -> claim.event().equals(root.id()))
        .filter(claim -> claim.period().contains(now))
        .toList();
  }

  private static boolean waits(Handle handle, RoomClaims.Claim claim) {
    return handle
        .createQuery("SELECT status = 'AWAITING_APPROVAL' FROM reservation WHERE id = :reservation")
        .bind("reservation", claim.reservation().orElseThrow())
        .mapTo(Boolean.class)
        .one();
  }

  /** A reservation that was made without an event. */
  private static UUID alone(Handle handle, Caller caller, UUID room, UUID id) {
    return ReservationRows.find(handle, caller.organisation(), id, false)
        .map(Reservation::booking)
        .filter(booking -> booking.room().equals(room))
        .map(Booking::id)
        .orElseThrow(() -> EventAccess.notFound(Refusal.Thing.EVENT, id.toString()));
  }

  private static void needFew(int size) {
    if (size > MOST) {
      throw new RefusedException(
          new Refusal.Invalid("size", String.valueOf(size), "at most " + MOST));
    }
  }
}
