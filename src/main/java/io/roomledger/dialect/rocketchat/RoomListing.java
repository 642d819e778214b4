// https://developer.rocket.chat/apidocs/list-channels, .../list-joined-channels, .../channel-info
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Counted;
import io.roomledger.base.Window;
import io.roomledger.chat.RoomOverview;
import io.roomledger.chat.RoomOverviews;
import io.roomledger.chat.RoomQuery;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists channels, private rooms and conversations, and shows one. */
final class RoomListing {
  /** The keys by which lists of rooms can be sorted. */
  static final Map<String, RoomQuery.Order> SORTS =
      Map.of(
          "name", RoomQuery.Order.NAME,
          "fname", RoomQuery.Order.NAME,
          "ts", RoomQuery.Order.CREATED,
          "msgs", RoomQuery.Order.MESSAGES,
          "usersCount", RoomQuery.Order.MEMBERS,
          "lm", RoomQuery.Order.CHANGED,
          "_updatedAt", RoomQuery.Order.CHANGED);

  private final RoomOverviews overviews;
  private final RoomFinder finder;
  private final RoomPrinter printer;

  RoomListing(RoomOverviews overviews, RoomFinder finder, RoomPrinter printer) {
    this.overviews = overviews;
    this.finder = finder;
    this.printer = printer;
  }

  /** What lists rooms. */
  private interface Lister {
    Counted<RoomOverview> list(Caller caller, RoomQuery query);
  }

  List<Endpoint> endpoints(Desk desk) {
    List<Endpoint> all = new ArrayList<>();
    for (Family family : Family.values()) {
      Lister usual = family == Family.CHANNELS ? overviews::list : overviews::joined;
      all.add(desk.get(family.call("list"), visit -> list(visit, family, usual)));
    }
    Family channels = Family.CHANNELS;
    Family groups = Family.GROUPS;
    all.add(
        desk.get(channels.call("list.joined"), visit -> list(visit, channels, overviews::joined)));
    all.add(
        desk.get(groups.call("listAll"), visit -> list(visit, groups, overviews::administered)));
    for (Family family : List.of(Family.IM, Family.DM)) {
      all.add(
          desk.get(
              family.call("list.everyone"), visit -> list(visit, family, overviews::administered)));
    }
    for (Family family : List.of(channels, groups)) {
      all.add(desk.get(family.call("info"), visit -> info(visit, family)));
    }
    return all;
  }

  private ObjectNode list(Desk.Visit visit, Family family, Lister lister) {
    Window window = Paging.of(visit.asked());
    RoomQuery.Order usual = family.direct() ? RoomQuery.Order.CHANGED : RoomQuery.Order.NAME;
    Sorting<RoomQuery.Order> sorting =
        Sorting.of(visit.asked(), SORTS).orElse(new Sorting<>(usual, false));
    Optional<String> id = visit.asked().find("_id");
    RoomQuery query =
        RoomQuery.of(family.kind(), window).only(id).by(sorting.by(), sorting.descending());
    return printer.list(family.many(), visit.caller(), window, lister.list(visit.caller(), query));
  }

  private ObjectNode info(Desk.Visit visit, Family family) {
    return Wire.object()
        .set(family.one(), printer.print(visit.caller(), finder.find(visit, family)));
  }
}
