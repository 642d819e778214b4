// https://developer.rocket.chat/apidocs/create-channel, .../create-group, .../create-dm-session
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Ids;
import io.roomledger.base.Refusal;
import io.roomledger.chat.ChatRoom;
import io.roomledger.chat.ChatRooms;
import io.roomledger.chat.Membership;
import io.roomledger.chat.Memberships;
import io.roomledger.chat.RoomOverview;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes channels, private rooms and conversations. */
final class RoomMaking {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.-]{1,200}");

  private final ChatRooms rooms;
  private final Memberships memberships;
  private final UserFinder users;
  private final RoomPrinter printer;
  private final Clock clock;

  RoomMaking(RoomDoors doors, UserFinder users, RoomPrinter printer, Clock clock) {
    this.rooms = doors.rooms();
    this.memberships = doors.memberships();
    this.users = users;
    this.printer = printer;
    this.clock = clock;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.post("channels.create", visit -> make(visit, Family.CHANNELS)),
        desk.post("groups.create", visit -> make(visit, Family.GROUPS)),
        desk.post("im.create", this::converse),
        desk.post("dm.create", this::converse));
  }

  private ObjectNode make(Desk.Visit visit, Family family) throws IOException {
    Asked asked = visit.asked();
    String name = asked.text("name").strip();
    check(asked, name, family);
    ChatRoom room = room(visit.caller(), asked, name, family);
    List<Membership> members = members(visit);
    ChatRoom made =
        FailureException.spelling(
            refusal -> failure(refusal, name), () -> rooms.create(visit.caller(), room, members));
    // not asked for again: who makes a private room without being in it may not read it
    RoomOverview overview =
        new RoomOverview(
            made,
            "",
            made.createdAt(),
            members.size(),
            0,
            Optional.empty(),
            Optional.of(visit.caller().account()),
            List.of());
    return Wire.object().set(family.one(), printer.print(visit.caller(), overview));
  }

  private static void check(Asked asked, String name, Family family) {
    if (name.isEmpty()) {
      String what = family == Family.GROUPS ? "Body param" : "Param";
      throw new FailureException(Failure.plain(400, what + " \"name\" is required"));
    }
    if (asked.has("members") && !asked.get("members").isArray()) {
      String what = family == Family.GROUPS ? "Body param" : "Param";
      throw new FailureException(
          Failure.plain(400, what + " \"members\" must be an array if provided"));
    }
    if (!NAME.matcher(name).matches()) {
      throw new FailureException(
          Failure.of("'" + name + "' is not a valid room name.", "error-invalid-room-name"));
    }
  }

  private static Optional<Failure> failure(Refusal refusal, String name) {
    return switch (refusal) {
      case Refusal.Conflict _ ->
          Optional.of(
              Failure.of(
                  "A channel with name '" + name + "' exists", "error-duplicate-channel-name"));
      case Refusal.Forbidden _ -> Optional.of(Failure.FORBIDDEN);
      default -> Optional.empty();
    };
  }

  private ChatRoom room(Caller.Person caller, Asked asked, String name, Family family) {
    return new ChatRoom(
        Ids.random(),
        caller.organisation(),
        family.kind(),
        name,
        "",
        asked.object("extraData").text("topic"),
        "",
        now(),
        Optional.of(caller.account().id()),
        asked.truth("readOnly"),
        false);
  }

  /** Whoever makes it is its owner, unless they do not want to be in it. */
  private List<Membership> members(Desk.Visit visit) {
    Map<String, Membership> members = new LinkedHashMap<>();
    String self = visit.caller().account().id();
    if (!visit.asked().truth("excludeSelf")) {
      members.put(self, new Membership(self, List.of(Membership.OWNER), now()));
    }
    for (Account account : users.named(visit.caller(), visit.asked().texts("members"))) {
      members.putIfAbsent(account.id(), new Membership(account.id(), List.of(), now()));
    }
    return List.copyOf(members.values());
  }

  private ObjectNode converse(Desk.Visit visit) throws IOException {
    List<Account> others = others(visit);
    Set<String> ids = new TreeSet<>(others.stream().map(Account::id).toList());
    List<String> names = new ArrayList<>(others.stream().map(Account::username).toList());
    Account self = visit.caller().account();
    if (!visit.asked().truth("excludeSelf") && ids.add(self.id())) {
      names.addFirst(self.username());
    }
    ChatRoom room =
        FailureException.spelling(
            refusal ->
                refusal instanceof Refusal.Forbidden
                    ? Optional.of(
                        Failure.of("Not allowed", "error-not-allowed").in("createDirectMessage"))
                    : Optional.empty(),
            () -> memberships.conversation(visit.caller(), ids));
    ObjectNode answer = Wire.object();
    ObjectNode json = answer.putObject("room");
    json.put("t", "d").put("rid", room.id()).put("_id", room.id());
    ArrayNode usernames = json.putArray("usernames");
    names.forEach(usernames::add);
    return answer;
  }

  private List<Account> others(Desk.Visit visit) {
    Asked asked = visit.asked();
    List<String> names =
        asked.has("username") ? asked.texts("username") : asked.commaTexts("usernames");
    List<Account> others = users.named(visit.caller(), names);
    if (names.isEmpty() || others.size() < names.size()) {
      throw new FailureException(
          Failure.of("Invalid user", "error-invalid-user").in("createDirectMessage"));
    }
    return others;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
