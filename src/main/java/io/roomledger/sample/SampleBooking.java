package io.roomledger.sample;

import io.roomledger.base.Period;
import io.roomledger.booking.Booking;
import io.roomledger.booking.CheckIn;
import io.roomledger.booking.CheckInDevice;
import io.roomledger.booking.CheckInPolicy;
import io.roomledger.booking.CheckInState;
import io.roomledger.booking.Guests;
import io.roomledger.booking.KnownReservation;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Release;
import io.roomledger.booking.ReservationStatus;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.Reserver;
import io.roomledger.booking.RoomLevel;
import io.roomledger.identity.Account;
import io.roomledger.identity.Accounts;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The building of the sample, with reservations in every state. */
public final class SampleBooking {
  private final MeetingRooms rooms;
  private final Reservations reservations;
  private final Accounts accounts;
  private final Story story;
  private final OfficeWeeks weeks;

  public SampleBooking(
      MeetingRooms rooms, Reservations reservations, Accounts accounts, Clock clock) {
    this.rooms = rooms;
    this.reservations = reservations;
    this.accounts = accounts;
    this.story = new Story(clock.instant());
    this.weeks = new OfficeWeeks(clock.instant());
  }

  record Building(List<Level> levels, List<Room> rooms, List<Reserved> reservations) {}

  record Level(UUID id, @Nullable UUID parent, String name) {}

  record Room(
      UUID id, UUID level, String name, int capacity, CheckInPolicy checkIn, boolean approval) {}

  record Reserved(
      String room,
      String topic,
      String by,
      String at,
      int minutes,
      int invited,
      int accepted,
      ReservationStatus status,
      CheckInState checkIn,
      @Nullable CheckInDevice device,
      @Nullable Integer checkedInAfter,
      @Nullable Integer releasedAfter,
      @Nullable String releasedBy) {}

  /** Adds levels, rooms and reservations. */
  void add(Caller.Operator operator, Map<String, String> ids) throws IOException {
    Building building = Story.read("rooms.json", Building.class);
    addLevels(operator, building);
    Map<String, UUID> roomIds = addRooms(operator, building);
    List<KnownReservation> known = new ArrayList<>();
    List<Reserved> all = new ArrayList<>(building.reservations());
    all.addAll(weeks.of(building.rooms()));
    for (Reserved reserved : all) {
      known.add(known(reserved, roomIds, ids));
    }
    // a week may want a room that the story has already; that one is left out
    reservations.takeIn(operator, known);
  }

  private void addLevels(Caller caller, Building building) {
    UUID root = rooms.levels().root(caller).id();
    for (Level level : building.levels()) {
      if (rooms.levels().find(caller, level.id()).isEmpty()) {
        UUID parent = level.parent() == null ? root : level.parent();
        rooms
            .levels()
            .add(
                caller,
                new RoomLevel(level.id(), Optional.of(parent), level.name(), Optional.empty()));
      }
    }
  }

  private Map<String, UUID> addRooms(Caller caller, Building building) {
    Map<String, UUID> roomIds = new HashMap<>();
    for (Room room : building.rooms()) {
      roomIds.put(room.name(), room.id());
      if (rooms.findRoom(caller, room.id()).isEmpty()) {
        rooms.add(
            caller,
            new MeetingRoom(
                room.id(),
                room.level(),
                room.name(),
                room.capacity(),
                MeetingRoom.displayId(room.id()),
                new MeetingRoom.Rules(room.approval(), room.checkIn())));
      }
    }
    return roomIds;
  }

  private KnownReservation known(
      Reserved reserved, Map<String, UUID> roomIds, Map<String, String> ids) {
    Instant start = story.at(reserved.at());
    UUID room = java.util.Objects.requireNonNull(roomIds.get(reserved.room()), reserved.room());
    Period period = new Period(start, start.plus(Duration.ofMinutes(reserved.minutes())));
    Booking booking =
        new Booking(
            UUID.randomUUID(),
            room,
            reserved.topic(),
            reserver(ids, reserved.by()),
            new Guests(reserved.invited(), reserved.accepted()),
            period);
    return new KnownReservation(
        "sample:" + reserved.room() + ":" + start,
        booking,
        reserved.status(),
        checkIn(reserved, start),
        release(reserved, start, ids));
  }

  private static CheckIn checkIn(Reserved reserved, Instant start) {
    return reserved.device() == null || reserved.checkedInAfter() == null
        ? CheckIn.not(reserved.checkIn())
        : CheckIn.done(
            reserved.device(), start.plus(Duration.ofMinutes(reserved.checkedInAfter())));
  }

  private Optional<Release> release(Reserved reserved, Instant start, Map<String, String> ids) {
    if (reserved.releasedAfter() == null) {
      return Optional.empty();
    }
    Instant at = start.plus(Duration.ofMinutes(reserved.releasedAfter()));
    String by = reserved.releasedBy();
    Reserver releaser = by == null ? Reserver.outside("") : reserver(ids, by);
    return Optional.of(new Release(releaser.key(), releaser.name(), at));
  }

  private Reserver reserver(Map<String, String> ids, String username) {
    Account account = accounts.find(ids.getOrDefault(username, username)).orElseThrow();
    return new Reserver("account:" + account.id(), account.name(), account.department());
  }
}
