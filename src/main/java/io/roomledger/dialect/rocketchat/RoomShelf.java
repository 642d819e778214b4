// https://developer.rocket.chat/apidocs/open-channel, .../close-channel and others
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.chat.Member;
import io.roomledger.chat.Memberships;
import io.roomledger.chat.RoomOverview;
import io.roomledger.http.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** Puts rooms away and takes them out again, for the caller alone. */
final class RoomShelf {
  private final Memberships memberships;
  private final RoomFinder finder;

  RoomShelf(Memberships memberships, RoomFinder finder) {
    this.memberships = memberships;
    this.finder = finder;
  }

  List<Endpoint> endpoints(Desk desk) {
    List<Endpoint> all = new ArrayList<>();
    for (Family family : Family.values()) {
      all.add(desk.post(family.call("open"), visit -> open(visit, family)));
      all.add(desk.post(family.call("close"), visit -> close(visit, family)));
    }
    return all;
  }

  private ObjectNode open(Desk.Visit visit, Family family) {
    RoomOverview found = finder.find(visit, family);
    if (!member(visit, family, found).closed()) {
      // a conversation may be opened twice
      if (family.direct()) {
        return Wire.object();
      }
      throw already(family, found, "open");
    }
    memberships.close(visit.caller(), found.room().id(), false);
    return Wire.object();
  }

  private ObjectNode close(Desk.Visit visit, Family family) {
    RoomOverview found = finder.find(visit, family);
    if (member(visit, family, found).closed()) {
      throw already(family, found, "closed");
    }
    memberships.close(visit.caller(), found.room().id(), true);
    return Wire.object();
  }

  private Member member(Desk.Visit visit, Family family, RoomOverview found) {
    return memberships
        .find(visit.caller(), found.room().id(), visit.caller().account().id())
        .orElseThrow(() ->
            new FailureException(
                Failure.plain(
                    400,
                    "The user/callee is not in the %s \"%s\"."
                        .formatted(family.words(), found.room().name()))));
  }

  private static FailureException already(Family family, RoomOverview found, String state) {
    String which =
        family.direct() ? "direct message room" : family.words() + ", " + found.room().name();
    return new FailureException(
        Failure.plain(400, "The " + which + ", is already " + state + " to the sender"));
  }
}
