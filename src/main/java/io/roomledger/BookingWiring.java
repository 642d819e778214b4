package io.roomledger;

import io.roomledger.booking.CheckInSettings;
import io.roomledger.booking.CheckIns;
import io.roomledger.booking.EventHouse;
import io.roomledger.booking.Events;
import io.roomledger.booking.Invitations;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Rebookings;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.RoomDiaries;
import io.roomledger.booking.Timetables;
import io.roomledger.booking.Utilisation;
import io.roomledger.console.Console;
import io.roomledger.dialect.feishu.Feishu;
import io.roomledger.dialect.ledger.Ledger;
import io.roomledger.job.Round;
import io.roomledger.job.Worker;
import java.util.List;

/** The part of the machine that is bookable rooms, as {@link Wiring} is whole. */
final class BookingWiring {
  private final EventHouse house;
  private final MeetingRooms rooms;
  private final Reservations reservations;
  private final CheckIns checkIns;
  private final Events events;
  private final Utilisation utilisation;

  BookingWiring(EventHouse house, CheckInSettings settings) {
    this.house = house;
    rooms = new MeetingRooms(house.database(), house.audit(), house.clock());
    reservations = new Reservations(house.database(), house.audit(), house.clock());
    checkIns = new CheckIns(house.database(), house.audit(), house.clock(), settings);
    events = new Events(house);
    utilisation = new Utilisation(house.database(), rooms, house.clock());
  }

  MeetingRooms rooms() {
    return rooms;
  }

  Reservations reservations() {
    return reservations;
  }

  CheckIns checkIns() {
    return checkIns;
  }

  /** What Feishu's programs reach of rooms and their reservations. */
  Feishu.Booking feishu() {
    return new Feishu.Booking(rooms, reservations);
  }

  /** What they reach of events. */
  Feishu.Agenda agenda() {
    return new Feishu.Agenda(events, new Invitations(house), new RoomDiaries(house, reservations));
  }

  /** What the server's own API does with rooms. */
  Ledger.BookingDoors ledger() {
    return new Ledger.BookingDoors(rooms, reservations, checkIns, utilisation);
  }

  /** What the pages show of it. */
  Console.Booked console() {
    return new Console.Booked(
        rooms,
        new Timetables(house.database(), house.clock()),
        new Console.Bookings(
            reservations, new Rebookings(house.database(), house.audit(), house.clock()), checkIns),
        new Console.Agenda(events, new Invitations(house), house.accounts()),
        utilisation,
        house.clock());
  }

  /** Who tells people of events. */
  Worker worker() {
    return events.worker();
  }

  /** What is repeated as long as the server runs. */
  List<Round> rounds() {
    return List.of(checkIns.round(), events.extension());
  }
}
