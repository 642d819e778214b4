// https://developer.rocket.chat/apidocs/rename-channel, .../set-channel-topic and others
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.RoomChanges;
import io.roomledger.chat.RoomChanges.Words;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.RoomOverview;
import io.roomledger.chat.RoomOverviews;
import io.roomledger.http.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What rooms are called, what is said of them, whether they are open, and their end. */
final class RoomChanging {
  private final RoomChanges changes;
  private final RoomOverviews overviews;
  private final RoomFinder finder;
  private final RoomPrinter printer;

  RoomChanging(RoomDoors doors, RoomFinder finder, RoomPrinter printer) {
    this.changes = doors.changes();
    this.overviews = doors.overviews();
    this.finder = finder;
    this.printer = printer;
  }

  List<Endpoint> endpoints(Desk desk) {
    List<Endpoint> all = new ArrayList<>();
    for (Family family : List.of(Family.CHANNELS, Family.GROUPS)) {
      all.add(desk.post(family.call("rename"), visit -> rename(visit, family)));
      all.add(
          desk.post(family.call("setDescription"), say(family, "description", Words.DESCRIPTION)));
      all.add(desk.post(family.call("setPurpose"), say(family, "purpose", Words.DESCRIPTION)));
      all.add(
          desk.post(
              family.call("setAnnouncement"), say(family, "announcement", Words.ANNOUNCEMENT)));
      all.add(desk.post(family.call("setReadOnly"), visit -> setReadOnly(visit, family)));
      all.add(desk.post(family.call("setType"), visit -> setType(visit, family)));
      all.add(desk.post(family.call("archive"), visit -> archive(visit, family, true)));
      all.add(desk.post(family.call("unarchive"), visit -> archive(visit, family, false)));
    }
    for (Family family : Family.values()) {
      all.add(desk.post(family.call("setTopic"), say(family, "topic", Words.TOPIC)));
      all.add(desk.post(family.call("delete"), visit -> delete(visit, finder.find(visit, family))));
    }
    all.add(desk.post("rooms.delete", this::deleteAny));
    return all;
  }

  private ObjectNode rename(Desk.Visit visit, Family family) throws IOException {
    String name = required(visit, "name");
    RoomOverview found = finder.open(visit, family);
    same(family, "name", found.room().name().equals(name), "renamed to");
    FailureException.spelling(
        refusal ->
            refusal instanceof Refusal.Conflict
                ? Optional.of(
                    Failure.of(
                        "A channel with name '" + name + "' exists",
                        "error-duplicate-channel-name"))
                : notEdited(refusal),
        () -> {
          changes.rename(visit.caller(), found.room().id(), name);
          return name;
        });
    return shown(visit, family, found.room());
  }

  private Desk.Act say(Family family, String field, Words words) {
    return visit -> {
      if (!visit.asked().has(field)) {
        throw new FailureException(
            Failure.plain(400, "The bodyParam \"" + field + "\" is required"));
      }
      String text = visit.asked().text(field);
      RoomOverview found = finder.open(visit, family);
      if (family == Family.CHANNELS && words != Words.ANNOUNCEMENT) {
        String before = words == Words.TOPIC ? found.room().topic() : found.room().description();
        same(family, field, before.equals(text), "changed to");
      }
      FailureException.spelling(
          RoomChanging::notEdited,
          () -> {
            changes.say(visit.caller(), found.room().id(), words, text);
            return text;
          });
      return Wire.object().put(field, text);
    };
  }

  private ObjectNode setReadOnly(Desk.Visit visit, Family family) throws IOException {
    if (!visit.asked().has("readOnly")) {
      throw new FailureException(Failure.plain(400, "The bodyParam \"readOnly\" is required"));
    }
    boolean readOnly = visit.asked().truth("readOnly");
    RoomOverview found = finder.open(visit, family);
    same(family, "read only setting", found.room().readOnly() == readOnly, "changed to");
    FailureException.spelling(
        RoomChanging::notEdited,
        () -> {
          changes.setReadOnly(visit.caller(), found.room().id(), readOnly);
          return readOnly;
        });
    return shown(visit, family, found.room());
  }

  private ObjectNode setType(Desk.Visit visit, Family family) throws IOException {
    String type = required(visit, "type");
    RoomOverview found = finder.open(visit, family);
    same(family, "type", found.room().kind().letter().equals(type), "changed to");
    RoomKind kind = type.equals("c") ? RoomKind.CHANNEL : RoomKind.PRIVATE;
    if (!kind.letter().equals(type)) {
      throw new FailureException(Failure.of("Invalid type", "error-invalid-type"));
    }
    FailureException.spelling(
        RoomChanging::notEdited,
        () -> {
          changes.convert(visit.caller(), found.room().id(), kind);
          return kind;
        });
    return shown(visit, family, found.room());
  }

  private ObjectNode archive(Desk.Visit visit, Family family, boolean archived) throws IOException {
    RoomOverview found = archived ? finder.open(visit, family) : finder.find(visit, family);
    if (!archived && !found.room().archived()) {
      throw new FailureException(
          Failure.plain(
              400, "The " + family.words() + ", " + found.room().name() + ", is not archived"));
    }
    FailureException.spelling(
        refusal ->
            refusal instanceof Refusal.Forbidden
                ? Optional.of(Failure.of("Not authorized", "error-not-authorized"))
                : Optional.empty(),
        () -> {
          changes.archive(visit.caller(), found.room().id(), archived);
          return archived;
        });
    return Wire.object();
  }

  private ObjectNode deleteAny(Desk.Visit visit) throws IOException {
    String roomId =
        visit
            .asked()
            .find("roomId")
            .orElseThrow(
                () -> new FailureException(Failure.plain(400, "The 'roomId' param is required")));
    RoomOverview found =
        FailureException.spelling(
            refusal ->
                refusal instanceof Refusal.NotFound
                    ? Optional.of(Failure.of("Invalid room", "error-invalid-room").in("eraseRoom"))
                    : notErased(refusal),
            () -> overviews.get(visit.caller(), roomId));
    return delete(visit, found);
  }

  private ObjectNode delete(Desk.Visit visit, RoomOverview found) throws IOException {
    FailureException.spelling(
        RoomChanging::notErased,
        () -> {
          changes.delete(visit.caller(), found.room().id());
          return found;
        });
    return Wire.object();
  }

  private ObjectNode shown(Desk.Visit visit, Family family, ChatRoom room) {
    return Wire.object()
        .set(family.one(), printer.print(visit.caller(), overviews.get(visit.caller(), room.id())));
  }

  private static String required(Desk.Visit visit, String field) {
    String text = visit.asked().text(field).strip();
    if (text.isEmpty()) {
      throw new FailureException(Failure.plain(400, "The bodyParam \"" + field + "\" is required"));
    }
    return text;
  }

  /** The vendor takes nothing that changes nothing. */
  private static void same(Family family, String what, boolean same, String wish) {
    if (same) {
      throw new FailureException(
          Failure.plain(
              400,
              "The %s %s is the same as what it would be %s."
                  .formatted(family.words(), what, wish)));
    }
  }

  private static Optional<Failure> notEdited(Refusal refusal) {
    return refusal instanceof Refusal.Forbidden
        ? Optional.of(Failure.of("Editing room is not allowed", "error-action-not-allowed"))
        : Optional.empty();
  }

  private static Optional<Failure> notErased(Refusal refusal) {
    return refusal instanceof Refusal.Forbidden
        ? Optional.of(Failure.of("Not allowed", "error-not-allowed").in("eraseRoom"))
        : Optional.empty();
  }
}
