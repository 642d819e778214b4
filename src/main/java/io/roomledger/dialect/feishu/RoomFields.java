// https://open.feishu.cn/document/server-docs/vc-v1/room/room-overview
package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.booking.MeetingRoom;
import io.roomledger.booking.MeetingRoom.Closing;
import io.roomledger.booking.MeetingRoom.Label;
import io.roomledger.booking.RoomEntry;
import io.roomledger.http.Json;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import io.roomledger.identity.ExternalIdKind;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A room as the vendor writes it, read and printed. */
final class RoomFields {
  /** The end of a closing that is for good. */
  private static final Instant FOR_GOOD = Instant.EPOCH;

  private static final int LARGEST = 1_000_000;

  private final People people;
  private final Clock clock;

  RoomFields(People people, Clock clock) {
    this.people = people;
    this.clock = clock;
  }

  /** What a body says of a room; what it does not mention stays. */
  interface Change extends UnaryOperator<MeetingRoom> {}

  static int capacity(Fields fields) {
    return fields.number("capacity", 0, LARGEST);
  }

  /** Reads everything but the level. */
  Change read(Fields fields, Caller caller, ExternalIdKind kind) {
    Optional<String> name = fields.findText("name");
    Optional<Integer> capacity =
        fields.has("capacity") ? Optional.of(capacity(fields)) : Optional.empty();
    List<String> devices =
        fields.objects("device").stream().map(device -> device.text("name")).toList();
    Optional<Fields> status = fields.findObject("room_status");
    Optional<Closing> closing = status.flatMap(one -> closing(one, caller, kind));
    return now ->
        new MeetingRoom(
            now.id(),
            now.level(),
            new Label(
                name.orElse(now.name()),
                capacity.orElse(now.capacity()),
                now.displayId(),
                fields.has("description")
                    ? fields.findText("description").orElse("")
                    : now.label().description(),
                fields.has("custom_room_id")
                    ? fields.findText("custom_room_id")
                    : now.label().customId(),
                fields.has("device") ? devices : now.label().devices()),
            now.rules(),
            status.isPresent() ? closing : now.closing());
  }

  /** Empty for a room that is to be open; its times say nothing then. */
  private Optional<Closing> closing(Fields status, Caller caller, ExternalIdKind kind) {
    if (status.needFlag("status")) {
      return Optional.empty();
    }
    List<String> contacts =
        status.texts("contact_ids").stream().map(id -> account(caller, kind, id)).toList();
    return Optional.of(
        new Closing(
            status.findSeconds("disable_start_time").orElseGet(clock::instant),
            status.findSeconds("disable_end_time").filter(end -> !end.equals(FOR_GOOD)),
            status.findText("disable_reason").orElse(""),
            contacts,
            status.flag("disable_notice"),
            status.flag("resume_notice")));
  }

  private String account(Caller caller, ExternalIdKind kind, String id) {
    return people
        .find(caller.organisation(), kind, id)
        .map(Account::id)
        .orElseThrow(
            () -> Fields.refused("room_status.contact_ids", id, "contact_ids must name people"));
  }

  ArrayNode print(List<RoomEntry> entries, ExternalIdKind kind) {
    ArrayNode rooms = Json.array();
    entries.forEach(entry -> rooms.add(print(entry, kind)));
    return rooms;
  }

  ObjectNode print(RoomEntry entry, ExternalIdKind kind) {
    MeetingRoom room = entry.room();
    ObjectNode json =
        Json.object()
            .put("room_id", RoomIds.ofRoom(room.id()))
            .put("name", room.name())
            .put("capacity", room.capacity())
            .put("description", room.label().description())
            .put("display_id", room.displayId())
            .put("custom_room_id", room.label().customId().orElse(""))
            .put("room_level_id", RoomIds.ofLevel(room.level()));
    ArrayNode path = json.putArray("path");
    entry.path().forEach(id -> path.add(RoomIds.ofLevel(id)));
    json.set("room_status", status(room, kind));
    ArrayNode devices = json.putArray("device");
    room.label().devices().forEach(name -> devices.addObject().put("name", name));
    return json;
  }

  /** What is over is not told any more: the room opened by itself. */
  private ObjectNode status(MeetingRoom room, ExternalIdKind kind) {
    Instant now = clock.instant();
    Optional<Closing> closing =
        room.closing().filter(one -> one.to().map(now::isBefore).orElse(true));
    boolean open = !room.closedAt(now);
    ObjectNode status = Json.object().put("status", open);
    if (closing.isEmpty()) {
      return status.put("schedule_status", open);
    }
    // what it will be next: closed if it is to close, open if it is to open again
    status.put("schedule_status", !open && closing.get().to().isPresent());
    return closing(status, closing.get(), kind);
  }

  private ObjectNode closing(ObjectNode status, Closing closing, ExternalIdKind kind) {
    status
        .put("disable_start_time", String.valueOf(closing.from().getEpochSecond()))
        .put("disable_end_time", String.valueOf(closing.to().orElse(FOR_GOOD).getEpochSecond()))
        .put("disable_reason", closing.reason());
    ArrayNode contacts = status.putArray("contact_ids");
    Map<String, String> ids = people.ids(kind, closing.contacts());
    closing.contacts().stream().map(ids::get).filter(Objects::nonNull).forEach(contacts::add);
    return status
        .put("disable_notice", closing.tellReservers())
        .put("resume_notice", closing.tellContacts());
  }
}
