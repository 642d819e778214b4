// https://developer.rocket.chat/apidocs/add-users-to-channel, .../list-channel-members and others
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Counted;
import io.roomledger.base.Refusal;
import io.roomledger.base.Window;
import io.roomledger.chat.Member;
import io.roomledger.chat.Memberships;
import io.roomledger.chat.RoomOverview;
import io.roomledger.chat.RoomOverviews;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who is in a room: lists them, invites and removes others, joins and leaves. */
final class RoomPeople {
  private static final Failure NOT_IN_ROOM =
      Failure.of("User is not in this room", "error-user-not-in-room");

  private final Memberships memberships;
  private final RoomOverviews overviews;
  private final RoomFinder finder;
  private final UserFinder users;
  private final RoomPrinter printer;

  RoomPeople(RoomDoors doors, RoomFinder finder, UserFinder users, RoomPrinter printer) {
    this.memberships = doors.memberships();
    this.overviews = doors.overviews();
    this.finder = finder;
    this.users = users;
    this.printer = printer;
  }

  List<Endpoint> endpoints(Desk desk) {
    List<Endpoint> all = new ArrayList<>();
    for (Family family : Family.values()) {
      all.add(desk.get(family.call("members"), visit -> members(visit, family)));
    }
    for (Family family : List.of(Family.CHANNELS, Family.GROUPS)) {
      all.add(desk.post(family.call("invite"), visit -> invite(visit, family)));
      all.add(desk.post(family.call("kick"), visit -> kick(visit, family)));
      all.add(desk.post(family.call("leave"), visit -> leave(visit, family)));
    }
    all.add(desk.post(Family.CHANNELS.call("join"), this::join));
    all.add(desk.post("rooms.leave", this::leaveAny));
    return all;
  }

  private ObjectNode members(Desk.Visit visit, Family family) {
    RoomOverview found = finder.find(visit, family);
    Window window = Paging.of(visit.asked());
    boolean descending =
        Sorting.of(visit.asked(), Map.of("username", "username"))
            .map(Sorting::descending)
            .orElse(false);
    Counted<Member> members =
        memberships.list(
            visit.caller(), found.room().id(), visit.asked().text("filter"), descending, window);
    return Paging.print("members", window, members, RoomPeople::member);
  }

  private static ObjectNode member(Member member) {
    Account account = member.account();
    ObjectNode json = RoomPrinter.person(account);
    return json.put("status", "offline").put("utcOffset", 0);
  }

  private ObjectNode invite(Desk.Visit visit, Family family) throws IOException {
    RoomOverview found = finder.open(visit, family);
    List<Account> accounts = users.all(visit);
    if (accounts.isEmpty()) {
      throw new FailureException(
          new Failure(400, "invalid-user-invite-list", "Cannot invite if no users are provided"));
    }
    return changed(
        visit,
        family,
        found,
        RoomPeople::notAllowed,
        () ->
            memberships.invite(
                visit.caller(), found.room().id(), accounts.stream().map(Account::id).toList()));
  }

  private ObjectNode kick(Desk.Visit visit, Family family) throws IOException {
    RoomOverview found = finder.open(visit, family);
    Account account = users.need(visit);
    return changed(
        visit,
        family,
        found,
        RoomPeople::whyNotKicked,
        () -> memberships.kick(visit.caller(), found.room().id(), account.id()));
  }

  private ObjectNode leave(Desk.Visit visit, Family family) throws IOException {
    RoomOverview found = finder.open(visit, family);
    ObjectNode before = printer.print(visit.caller(), found);
    leave(visit, found);
    // whoever left a private room sees it no more, so it is shown as it was
    return Wire.object()
        .set(
            family.one(),
            family == Family.CHANNELS
                ? printer.print(visit.caller(), overviews.get(visit.caller(), found.room().id()))
                : before);
  }

  private ObjectNode leaveAny(Desk.Visit visit) throws IOException {
    leave(visit, finder.any(visit));
    return Wire.object();
  }

  private void leave(Desk.Visit visit, RoomOverview found) throws IOException {
    FailureException.spelling(
        RoomPeople::whyNotLeft,
        () -> {
          memberships.leave(visit.caller(), found.room().id());
          return found;
        });
  }

  private ObjectNode join(Desk.Visit visit) throws IOException {
    RoomOverview found = finder.open(visit, Family.CHANNELS);
    return changed(
        visit,
        Family.CHANNELS,
        found,
        RoomPeople::notAllowed,
        () -> memberships.join(visit.caller(), found.room().id()));
  }

  private ObjectNode changed(
      Desk.Visit visit,
      Family family,
      RoomOverview found,
      java.util.function.Function<Refusal, Optional<Failure>> otherwise,
      Runnable act)
      throws IOException {
    RoomOverview now =
        FailureException.spelling(
            otherwise,
            () -> {
              act.run();
              return overviews.get(visit.caller(), found.room().id());
            });
    return Wire.object().set(family.one(), printer.print(visit.caller(), now));
  }

  static Optional<Failure> notAllowed(Refusal refusal) {
    return refusal instanceof Refusal.Forbidden
        ? Optional.of(Failure.of("Not allowed", "error-not-allowed"))
        : Optional.empty();
  }

  private static Optional<Failure> whyNotKicked(Refusal refusal) {
    if (refusal instanceof Refusal.Conflict) {
      return Optional.of(RoomRoles.LAST_OWNER);
    }
    return RoomFinder.isRelation(refusal) ? Optional.of(NOT_IN_ROOM) : notAllowed(refusal);
  }

  private static Optional<Failure> whyNotLeft(Refusal refusal) {
    if (refusal instanceof Refusal.Conflict) {
      return Optional.of(
          Failure.of(
              "You are the last owner. Please set new owner before leaving the room.",
              "error-you-are-last-owner"));
    }
    return RoomFinder.isRelation(refusal)
        ? Optional.of(Failure.of("You are not in this room", "error-user-not-in-room"))
        : Optional.empty();
  }
}
