// https://open.feishu.cn/document/server-docs/calendar-v4/calendar-event-attendee/introduction
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.booking.Attendee;
import io.roomledger.booking.Invitation;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Attendees as the vendor writes them, read and printed. */
final class AttendeeFields {
  private final People people;

  AttendeeFields(People people) {
    this.people = people;
  }

  /** Who or which, by the field that belongs to the type. */
  Attendee.Who who(Fields fields, Caller caller, ExternalIdKind ids) {
    return switch (fields.findText("type").orElse("")) {
      case "user" ->
          new Attendee.Who(Attendee.Kind.PERSON, account(caller, ids, fields.text("user_id")));
      case "resource" -> new Attendee.Who(Attendee.Kind.ROOM, room(fields.text("room_id")));
      case "third_party" -> new Attendee.Who(Attendee.Kind.MAIL, fields.text("third_party_email"));
      // groups are not known to calendars here
      default -> throw new FailureException(CalendarFamily.INVALID_ATTENDEE_TYPE);
    };
  }

  /** Who is to be asked. */
  Invitation invitation(Fields fields, Caller caller, ExternalIdKind ids) {
    Attendee.Who who = who(fields, caller, ids);
    if (who.kind() != Attendee.Kind.ROOM) {
      return new Invitation(who, fields.flag("is_optional"), Attendee.RoomWish.PLAIN);
    }
    return new Invitation(
        who,
        false,
        new Attendee.RoomWish(
            fields.findText("operate_id").map(id -> account(caller, ids, id)),
            fields.findText("approval_reason"),
            form(fields.objects("resource_customization"))));
  }

  private String account(Caller caller, ExternalIdKind ids, String id) {
    return people
        .find(caller.organisation(), ids, id)
        .orElseThrow(() -> new RefusedException(new Refusal.NotFound(Refusal.Thing.ACCOUNT, id)))
        .id();
  }

  private static String room(String id) {
    return RoomIds.room(id)
        .map(UUID::toString)
        .orElseThrow(
            () -> new RefusedException(new Refusal.NotFound(Refusal.Thing.MEETING_ROOM, id)));
  }

  /** The answers to a room's form, as they came. */
  private static Optional<String> form(List<Fields> answers) {
    if (answers.isEmpty()) {
      return Optional.empty();
    }
    ArrayNode form = Json.array();
    for (Fields answer : answers) {
      ObjectNode one = form.addObject().put("index_key", answer.text("index_key"));
      answer.findText("input_content").ifPresent(text -> one.put("input_content", text));
      for (Fields option : answer.objects("options")) {
        ObjectNode chosen = one.withArray("options").addObject();
        option.findText("option_key").ifPresent(text -> chosen.put("option_key", text));
        option.findText("others_content").ifPresent(text -> chosen.put("others_content", text));
      }
    }
    return Optional.of(new String(Json.bytes(form), StandardCharsets.UTF_8));
  }

  /** All of them; with the answers to rooms' forms, if that is asked for. */
  ArrayNode print(List<Attendee> attendees, ExternalIdKind ids, boolean forms) {
    Set<String> accounts =
        attendees.stream().flatMap(AttendeeFields::accounts).collect(Collectors.toSet());
    Map<String, String> names = people.ids(ids, accounts);
    ArrayNode printed = Json.array();
    for (Attendee attendee : attendees) {
      ObjectNode one = print(attendee, names);
      if (forms) {
        attendee
            .room()
            .form()
            .ifPresent(form ->
                one.set(
                    "resource_customization", Json.read(form.getBytes(StandardCharsets.UTF_8))));
      }
      printed.add(one);
    }
    return printed;
  }

  private static Stream<String> accounts(Attendee attendee) {
    Stream<String> self =
        attendee.who().kind() == Attendee.Kind.PERSON
            ? Stream.of(attendee.who().subject())
            : Stream.of();
    return Stream.concat(self, attendee.room().contact().stream());
  }

  private static ObjectNode print(Attendee attendee, Map<String, String> ids) {
    Attendee.Who who = attendee.who();
    ObjectNode printed =
        Json.object()
            .put("type", CalendarIds.kind(who.kind()))
            .put("attendee_id", CalendarIds.ofAttendee(attendee))
            .put("rsvp_status", Words.RSVP.of(attendee.standing().answer()))
            .put("is_optional", attendee.standing().optional())
            .put("is_organizer", attendee.standing().organiser())
            .put("is_external", who.kind() == Attendee.Kind.MAIL)
            .put("display_name", attendee.name());
    switch (who.kind()) {
      case PERSON -> printed.put("user_id", ids.getOrDefault(who.subject(), ""));
      case ROOM -> printed.put("room_id", RoomIds.ofRoom(UUID.fromString(who.subject())));
      case MAIL -> printed.put("third_party_email", who.subject());
    }
    attendee
        .room()
        .contact()
        .ifPresent(contact -> printed.put("operate_id", ids.getOrDefault(contact, "")));
    attendee.room().reason().ifPresent(reason -> printed.put("approval_reason", reason));
    return printed;
  }
}
