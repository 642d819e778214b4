package io.roomledger.booking;

import java.util.List;

/**
 * One time that an event takes place.
 *
 * @param event the event as it is then
 * @param rooms its rooms and what they said to this occurrence
 */
public record Occurrence(CalendarEvent event, List<Attendee> rooms) {
  public Occurrence {
    rooms = List.copyOf(rooms);
  }
}
