// https://developer.rocket.chat/apidocs/get-rooms, .../get-room-information and others
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.Window;
import io.roomledger.chat.GoneRoom;
import io.roomledger.chat.Memberships;
import io.roomledger.chat.RoomKind;
import io.roomledger.chat.RoomOverview;
import io.roomledger.chat.RoomOverviews;
import io.roomledger.chat.RoomQuery;
import io.roomledger.chat.RoomUpdates;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import java.io.IOException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Rooms of whatever kind: the caller's own, one of them, all for administrators. */
final class Rooms {
  private final RoomOverviews overviews;
  private final Memberships memberships;
  private final RoomFinder finder;
  private final UserFinder users;
  private final RoomPrinter printer;

  Rooms(RoomDoors doors, RoomFinder finder, UserFinder users, RoomPrinter printer) {
    this.overviews = doors.overviews();
    this.memberships = doors.memberships();
    this.finder = finder;
    this.users = users;
    this.printer = printer;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.get("rooms.get", this::updates),
        desk.get("rooms.info", this::info),
        desk.get("rooms.adminRooms", this::administered),
        desk.get(
            "rooms.nameExists",
            Schema.ANY.need("roomName", Schema::filled).closed(),
            this::nameExists),
        desk.get("rooms.isMember", Schema.ANY.need("roomId", Schema::filled), this::isMember));
  }

  private ObjectNode updates(Desk.Visit visit) {
    Optional<Instant> since = visit.asked().moment("updatedSince");
    if (since.isEmpty() && visit.asked().find("updatedSince").isPresent()) {
      throw new FailureException(
          Failure.of(
              "The \"updatedSince\" query parameter must be a valid date.",
              "error-updatedSince-param-invalid"));
    }
    RoomUpdates updates = overviews.updates(visit.caller(), since);
    ObjectNode answer = Wire.object();
    answer.set("update", printer.print(visit.caller(), updates.changed()));
    ArrayNode gone = answer.putArray("remove");
    for (GoneRoom room : updates.gone()) {
      gone.addObject()
          .put("_id", room.id())
          .put("name", room.name())
          .put("t", room.kind().letter())
          .put("_deletedAt", Iso.text(room.goneAt()));
    }
    return answer;
  }

  private ObjectNode info(Desk.Visit visit) throws IOException {
    RoomOverview found =
        FailureException.spelling(
            refusal ->
                refusal instanceof Refusal.Forbidden
                    ? Optional.of(new Failure(400, "not-allowed", "Not Allowed"))
                    : Optional.empty(),
            () -> finder.any(visit));
    return Wire.object().set("room", printer.print(visit.caller(), found));
  }

  private ObjectNode administered(Desk.Visit visit) throws IOException {
    Window window = Paging.of(visit.asked());
    Sorting<RoomQuery.Order> sorting =
        Sorting.of(visit.asked(), RoomListing.SORTS)
            .orElse(new Sorting<>(RoomQuery.Order.NAME, false));
    RoomQuery query =
        new RoomQuery(
            kinds(visit.asked().texts("types")),
            visit.asked().text("filter").strip(),
            Optional.empty(),
            sorting.by(),
            sorting.descending(),
            window);
    return FailureException.spelling(
        refusal ->
            refusal instanceof Refusal.Forbidden
                ? Optional.of(Failure.plain(400, "error-not-authorized"))
                : Optional.empty(),
        () ->
            printer.list(
                "rooms", visit.caller(), window, overviews.administered(visit.caller(), query)));
  }

  /** Discussions, teams and livechat are kinds that there are none of here. */
  private static Set<RoomKind> kinds(List<String> types) {
    Set<RoomKind> kinds = EnumSet.noneOf(RoomKind.class);
    for (RoomKind kind : RoomKind.values()) {
      if (types.isEmpty() || types.contains(kind.letter())) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private ObjectNode nameExists(Desk.Visit visit) {
    String name = visit.asked().text("roomName");
    if (name.isEmpty()) {
      throw new FailureException(Failure.of("error-invalid-params"));
    }
    return Wire.object().put("exists", overviews.nameExists(visit.caller(), name));
  }

  private ObjectNode isMember(Desk.Visit visit) throws IOException {
    Optional<Account> account =
        visit
            .asked()
            .find("userId")
            .flatMap(id -> users.byId(visit.caller(), id))
            .or(() ->
                visit.asked().find("username").flatMap(name -> users.byName(visit.caller(), name)));
    if (account.isEmpty()) {
      throw new FailureException(Failure.plain(400, "error-user-not-found"));
    }
    boolean member =
        FailureException.spelling(
            refusal ->
                refusal instanceof Refusal.Forbidden || refusal instanceof Refusal.NotFound
                    ? Optional.of(Failure.FORBIDDEN)
                    : Optional.empty(),
            () ->
                memberships
                    .find(visit.caller(), visit.asked().text("roomId"), account.get().id())
                    .isPresent());
    return Wire.object().put("isMember", member);
  }
}
