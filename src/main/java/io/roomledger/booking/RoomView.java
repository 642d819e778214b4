package io.roomledger.booking;

import io.roomledger.base.Period;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The rooms of some events and what they said in a period, read at once.
 *
 * @param rooms by event
 * @param answers to each occurrence
 */
record RoomView(Map<UUID, List<AttendeeRows.Row>> rooms, RoomClaims.Answers answers) {

  static RoomView of(Handle handle, Collection<UUID> events, Period period) {
    return new RoomView(
        AttendeeRows.rooms(handle, events).stream()
            .collect(Collectors.groupingBy(AttendeeRows.Row::event)),
        RoomClaims.answers(handle, events, period));
  }

  /** The rooms of one occurrence, by the start that its rule gives. */
  List<Attendee> at(EventRow event, Instant start) {
    List<AttendeeRows.Row> asked = rooms.getOrDefault(event.id(), List.of());
    List<String> ids = asked.stream().map(AttendeeRows.Row::id).toList();
    return Invitations.answering(
        asked, answers.at(event.id(), event.occurrence().orElse(start), ids));
  }
}
