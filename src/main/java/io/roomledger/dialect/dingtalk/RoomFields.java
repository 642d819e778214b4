package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.booking.MeetingRoom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the vendor tells of a meeting room. What this server does not keep is refused, so that
 * nobody believes that it is kept.
 */
final class RoomFields {
  /** What the numbers of the vendor stand for. */
  private static final Map<Long, String> LABELS =
      new TreeMap<>(
          Map.of(
              1L, "TV", 2L, "Phone", 3L, "Projection", 4L, "Whiteboard", 5L, "Video conferencing"));

  private static final int LARGEST = 1_000_000;

  private RoomFields() {}

  /** Refuses what is not kept here. */
  static void check(Fields body) {
    for (String name : List.of("roomLocation", "roomPicture", "reservationAuthority")) {
      if (body.has(name)) {
        throw Fields.invalid(
            name, TextNode.valueOf("given"), "nothing; where a room is, its group says");
      }
    }
    if (body.optionalNumber("roomStatus").orElse(0L) != 0) {
      throw Fields.invalid(
          "roomStatus", TextNode.valueOf("another"), "0, for everybody of the organisation");
    }
    for (String name : List.of("enableCycleReservation", "openReservation")) {
      if (!body.flag(name, true)) {
        throw Fields.invalid(name, TextNode.valueOf("false"), "true");
      }
    }
  }

  /** The room with what the body says; what it does not say stays. */
  static MeetingRoom read(Fields body, MeetingRoom room) {
    MeetingRoom.Label before = room.label();
    Optional<String> own = body.optionalText("isvRoomId");
    MeetingRoom.Label label =
        new MeetingRoom.Label(
            body.optionalText("roomName").orElse(before.name()),
            body.optionalNumber("roomCapacity").map(RoomFields::capacity).orElse(before.capacity()),
            before.displayId(),
            body.optionalText("roomDescription").orElse(before.description()),
            own.isPresent() ? own.filter(id -> !id.isEmpty()) : before.customId(),
            body.has("roomLabelIds") ? devices(body, before) : before.devices());
    return new MeetingRoom(room.id(), room.level(), label, room.rules(), room.closing());
  }

  private static int capacity(long wanted) {
    if (wanted < 0 || wanted > LARGEST) {
      throw Fields.invalid(
          "roomCapacity", TextNode.valueOf(Long.toString(wanted)), "0 to " + LARGEST);
    }
    return (int) wanted;
  }

  /** What has no number of the vendor's stays in the room. */
  private static List<String> devices(Fields body, MeetingRoom.Label before) {
    List<String> devices = new java.util.ArrayList<>();
    for (long number : body.numbers("roomLabelIds")) {
      String name = LABELS.get(number);
      if (name == null) {
        throw Fields.invalid(
            "roomLabelIds", TextNode.valueOf(Long.toString(number)), "numbers from 1 to 5");
      }
      devices.add(name);
    }
    before.devices().stream().filter(name -> !LABELS.containsValue(name)).forEach(devices::add);
    return devices.stream().distinct().toList();
  }

  static void print(MeetingRoom room, ObjectNode node) {
    node.put("roomName", room.name());
    node.put("roomCapacity", room.capacity());
    node.put("roomDescription", room.label().description());
    room.label().customId().ifPresent(id -> node.put("isvRoomId", id));
    node.put("roomStatus", 0);
    node.put("enableCycleReservation", true);
    ArrayNode labels = node.putArray("roomLabels");
    LABELS.forEach((number, name) -> {
      if (room.label().devices().contains(name)) {
        labels.addObject().put("labelId", number).put("labelName", name);
      }
    });
  }
}
