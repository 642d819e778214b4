// https://developer.rocket.chat/apidocs/add-channel-owner, .../list-channel-user-roles and others
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.chat.Member;
import io.roomledger.chat.Membership;
import io.roomledger.chat.Memberships;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Roles that hold in one room: owner, moderator, leader. */
final class RoomRoles {
  static final Failure LAST_OWNER =
      Failure.of(
          "This is the last owner. Please set a new owner before removing this one.",
          "error-remove-last-owner");

  private static final Map<String, String> ENDPOINTS =
      Map.of(
          "Owner",
          Membership.OWNER,
          "Moderator",
          Membership.MODERATOR,
          "Leader",
          Membership.LEADER);

  private final Memberships memberships;
  private final RoomFinder finder;
  private final UserFinder users;

  RoomRoles(Memberships memberships, RoomFinder finder, UserFinder users) {
    this.memberships = memberships;
    this.finder = finder;
    this.users = users;
  }

  List<Endpoint> endpoints(Desk desk) {
    List<Endpoint> all = new ArrayList<>();
    for (Family family : List.of(Family.CHANNELS, Family.GROUPS)) {
      all.add(desk.get(family.call("roles"), visit -> roles(visit, family)));
      all.add(desk.get(family.call("moderators"), visit -> moderators(visit, family)));
      ENDPOINTS.forEach((word, role) -> {
        all.add(desk.post(family.call("add" + word), visit -> set(visit, family, role, true)));
        all.add(desk.post(family.call("remove" + word), visit -> set(visit, family, role, false)));
      });
    }
    return all;
  }

  private ObjectNode roles(Desk.Visit visit, Family family) {
    String rid = finder.find(visit, family).room().id();
    ObjectNode answer = Wire.object();
    ArrayNode roles = answer.putArray("roles");
    for (Member member : memberships.keepers(visit.caller(), rid)) {
      ObjectNode one = roles.addObject().put("rid", rid);
      one.set("u", RoomPrinter.person(member.account()));
      ArrayNode names = one.putArray("roles");
      member.membership().roles().forEach(names::add);
      one.put("_id", rid + member.account().id());
    }
    return answer;
  }

  private ObjectNode moderators(Desk.Visit visit, Family family) {
    String rid = finder.find(visit, family).room().id();
    ObjectNode answer = Wire.object();
    ArrayNode moderators = answer.putArray("moderators");
    memberships.keepers(visit.caller(), rid).stream()
        .filter(member -> member.membership().roles().contains(Membership.MODERATOR))
        .forEach(member -> moderators.add(RoomPrinter.person(member.account())));
    return answer;
  }

  private ObjectNode set(Desk.Visit visit, Family family, String role, boolean given)
      throws IOException {
    String rid = finder.open(visit, family).room().id();
    set(visit.caller(), rid, users.need(visit), role, given);
    return Wire.object();
  }

  /** Gives or takes a role in a room, with the vendor's words for what speaks against it. */
  void set(Caller caller, String rid, Account account, String role, boolean given)
      throws IOException {
    Optional<Member> member = memberships.find(caller, rid, account.id());
    boolean has = member.map(m -> m.membership().roles().contains(role)).orElse(false);
    FailureException.spelling(
        refusal -> failure(refusal, role, given, has),
        () -> {
          memberships.setRole(caller, rid, account.id(), role, given);
          return member;
        });
  }

  private static Optional<Failure> failure(
      Refusal refusal, String role, boolean given, boolean has) {
    if (RoomFinder.isRelation(refusal)) {
      return Optional.of(Failure.of("User is not in this room", "error-user-not-in-room"));
    }
    if (!(refusal instanceof Refusal.Conflict)) {
      return RoomPeople.notAllowed(refusal);
    }
    String article = role.equals(Membership.OWNER) ? "an " : "a ";
    if (given) {
      return Optional.of(
          Failure.of("User is already " + article + role, "error-user-already-" + role));
    }
    return Optional.of(
        has ? LAST_OWNER : Failure.of("User is not " + article + role, "error-user-not-" + role));
  }
}
