package io.roomledger.booking;

import io.roomledger.base.Period;
import io.roomledger.identity.Caller;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * One settling of the rooms of an event, series or not, inside one transaction: what is not wished
 * any more is given back, what is wished and was not judged yet is reserved if it is free,
 * occurrence by occurrence. What was refused stays refused until somebody asks again; what is over
 * is left alone.
 */
final class Settlement {
  /** How far ahead rooms are reserved for a series. */
  static final int YEARS_AHEAD = 2;

  private final EventHouse house;
  private final Handle handle;
  private final Optional<Caller> by;
  private final String organisation;
  private final RoomHolds holds;
  private final Instant now;
  private int booked;
  private int refused;
  private int released;

  /** In somebody's name; nothing is reserved for somebody who is gone. */
  Settlement(EventHouse house, Handle handle, Optional<Caller> by, String organisation) {
    this.house = house;
    this.handle = handle;
    this.by = by;
    this.organisation = organisation;
    this.holds = new RoomHolds(house.clock());
    this.now = house.clock().instant();
  }

  /** Settles all rooms of the event and its exceptions. */
  void settle(UUID event) {
    EventRow root = EventRows.root(handle, organisation, event, true).orElseThrow();
    Map<UUID, EventRow> live = live(root);
    List<AttendeeRows.Row> rooms = AttendeeRows.rooms(handle, live.keySet());
    RoomHolds.lock(handle, rooms.stream().map(AttendeeRows.Row::room).distinct().toList());
    Map<Instant, Period> wanted = wanted(root);
    for (AttendeeRows.Row room : rooms) {
      EventRow row = live.getOrDefault(room.event(), root);
      settle(room, row, row.series().isEmpty() ? wanted : own(row));
    }
    AttendeeRows.settle(handle, live.keySet(), true);
    if (booked + refused + released > 0) {
      EventRows.touch(handle, root.id(), now);
      tell(root);
    }
  }

  /** Says that rooms that were not judged are not had. */
  void giveUp(UUID event) {
    EventRow root = EventRows.root(handle, organisation, event, true).orElseThrow();
    AttendeeRows.settle(handle, live(root).keySet(), true);
  }

  private Map<UUID, EventRow> live(EventRow root) {
    Map<UUID, EventRow> live = new LinkedHashMap<>();
    if (root.cancelled()) {
      return live;
    }
    live.put(root.id(), root);
    for (EventRow exception : EventRows.exceptions(handle, root.id())) {
      if (!exception.cancelled()) {
        live.put(exception.id(), exception);
      }
    }
    return live;
  }

  /** When the event itself wants its rooms, without its exceptions. */
  private Map<Instant, Period> wanted(EventRow root) {
    Instant horizon = now.atZone(ZoneOffset.UTC).plusYears(YEARS_AHEAD).toInstant();
    Set<Instant> except = new HashSet<>();
    EventRows.exceptions(handle, root.id())
        .forEach(row -> except.add(row.occurrence().orElseThrow()));
    Map<Instant, Period> wanted = new LinkedHashMap<>();
    for (Instant start : EventAccess.starts(root, horizon)) {
      if (!except.contains(start)) {
        wanted.put(start, root.time().from(start).period());
      }
    }
    return wanted;
  }

  private static Map<Instant, Period> own(EventRow exception) {
    return Map.of(exception.occurrence().orElseThrow(), exception.time().period());
  }

  private void settle(AttendeeRows.Row room, EventRow row, Map<Instant, Period> wanted) {
    Map<Instant, Period> todo = new LinkedHashMap<>(wanted);
    List<RoomClaims.Claim> stale = new ArrayList<>();
    for (RoomClaims.Claim claim : RoomClaims.of(handle, room.event(), room.id())) {
      boolean same = claim.period().equals(wanted.get(claim.occurrence()));
      if (same || !claim.endsAt().isAfter(now)) {
        todo.remove(claim.occurrence());
      } else {
        stale.add(claim);
      }
    }
    released += holds.release(handle, actor(), reservations(stale));
    RoomClaims.delete(handle, stale);
    todo.values().removeIf(period -> !period.to().isAfter(now));
    RoomClaims.insert(handle, judged(room, row, todo));
  }

  private static List<UUID> reservations(List<RoomClaims.Claim> claims) {
    return claims.stream().map(RoomClaims.Claim::reservation).flatMap(Optional::stream).toList();
  }

  private List<RoomClaims.Claim> judged(
      AttendeeRows.Row room, EventRow row, Map<Instant, Period> todo) {
    Map<Instant, Reservation> wishes = new LinkedHashMap<>();
    Guests guests = AttendeeRows.guests(handle, row.id());
    Optional<MeetingRoom> place = bookable(room);
    todo.forEach((start, period) ->
        place
            .filter(open -> open.closing().filter(closed -> closed.meets(period)).isEmpty())
            .map(open -> wish(open, row.topic(), room.by(), guests, period))
            .ifPresent(wish -> wishes.put(start, wish)));
    Set<UUID> got = holds.book(handle, actor(), List.copyOf(wishes.values()));
    List<RoomClaims.Claim> claims = new ArrayList<>();
    todo.forEach((start, period) -> {
      Optional<UUID> reservation =
          Optional.ofNullable(wishes.get(start))
              .map(one -> one.booking().id())
              .filter(got::contains);
      claims.add(
          new RoomClaims.Claim(
              room.event(), room.id(), start, period.from(), period.to(), reservation));
    });
    booked += got.size();
    refused += claims.size() - got.size();
    return claims;
  }

  /** The room, if this wish may have it at all. */
  private Optional<MeetingRoom> bookable(AttendeeRows.Row room) {
    boolean person = room.booker().startsWith("account:");
    return by.isEmpty()
        ? Optional.empty()
        : new RoomRows(house.clock())
            .room(handle, organisation, room.room())
            // who must approve wants to know why, and programs are not asked
            .filter(
                place -> !place.rules().needsApproval() || (person && room.reason().isPresent()));
  }

  private Reservation wish(
      MeetingRoom room, String topic, Reserver by, Guests guests, Period period) {
    Booking booking = new Booking(UUID.randomUUID(), room.id(), topic, by, guests, period);
    return Reservation.wished(booking, room, now);
  }

  private Caller actor() {
    return by.orElseGet(() -> new Caller.Operator(organisation));
  }

  private void tell(EventRow root) {
    house
        .audit()
        .append(
            handle,
            actor(),
            "event.rooms-settled",
            "event:" + root.id(),
            Map.of(
                "booked", String.valueOf(booked),
                "refused", String.valueOf(refused),
                "released", String.valueOf(released)));
  }
}
