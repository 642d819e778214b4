package io.roomledger;

import io.roomledger.booking.CheckIns;
import io.roomledger.booking.EventHouse;
import io.roomledger.booking.Events;
import io.roomledger.booking.Invitations;
import io.roomledger.booking.MeetingRooms;
import io.roomledger.booking.Rebookings;
import io.roomledger.booking.Reservations;
import io.roomledger.booking.Timetables;
import io.roomledger.booking.Utilisation;
import io.roomledger.console.Console;

/** The part of the machine that is meeting rooms, as {@link Wiring} is whole. */
record BookingWiring(
    EventHouse house, MeetingRooms rooms, Reservations reservations, CheckIns checkIns) {

  /** What the pages show of it. */
  Console.Booked booked(Events events) {
    return new Console.Booked(
        rooms,
        new Timetables(house.database(), house.clock()),
        new Console.Bookings(
            reservations, new Rebookings(house.database(), house.audit(), house.clock()), checkIns),
        new Console.Agenda(events, new Invitations(house), house.accounts()),
        new Utilisation(house.database(), rooms, house.clock()),
        house.clock());
  }
}
