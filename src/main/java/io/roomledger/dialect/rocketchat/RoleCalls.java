// https://developer.rocket.chat/apidocs/list-roles, .../assign-role-to-user
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.people.People;
import io.roomledger.people.Rights;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Roles: which there are, and who has them, in the organisation or in a room. */
final class RoleCalls {
  private final People people;
  private final Rights rights;
  private final UserFinder users;
  private final RoomRoles inRooms;

  RoleCalls(PeopleDoors doors, UserFinder users, RoomRoles inRooms) {
    this.people = doors.people();
    this.rights = doors.rights();
    this.users = users;
    this.inRooms = inRooms;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.get("roles.list", this::list),
        desk.post("roles.addUserToRole", visit -> set(visit, true)),
        desk.post("roles.removeUserFromRole", visit -> set(visit, false)));
  }

  private ObjectNode list(Desk.Visit visit) {
    ObjectNode answer = Wire.object();
    ArrayNode roles = answer.putArray("roles");
    rights.roles().forEach(role -> roles.add(print(role)));
    return answer;
  }

  private ObjectNode set(Desk.Visit visit, boolean given) throws IOException {
    Asked asked = visit.asked();
    String wished = asked.find("roleId").or(() -> asked.find("roleName")).orElse("");
    Rights.Role role =
        rights.roles().stream()
            .filter(known -> known.name().equals(wished))
            .findFirst()
            .orElseThrow(() ->
                new FailureException(new Failure(400, "error-role-not-found", "Role not found")));
    Account account = users.need(visit);
    Optional<String> room = asked.find("roomId").or(() -> asked.find("scope"));
    if (role.inRoom()) {
      inRooms.set(visit.caller(), room.orElse(""), account, role.name(), given);
    } else {
      FailureException.spelling(
          refusal -> failure(refusal, given),
          () -> people.setRole(visit.caller(), account.id(), role.name(), given));
    }
    return Wire.object().set("role", print(role));
  }

  private static Optional<Failure> failure(Refusal refusal, boolean given) {
    if (!(refusal instanceof Refusal.Conflict conflict)) {
      return Optional.empty();
    }
    if (conflict.what().contains("last administrator")) {
      return Optional.of(Failure.of("You need to have at least one admin", "error-admin-required"));
    }
    return Optional.of(
        given
            ? Failure.of("User already in role", "error-user-already-in-role")
            : Failure.of("User is not in this role", "error-user-not-in-role"));
  }

  private static ObjectNode print(Rights.Role role) {
    return Wire.object()
        .put("_id", role.name())
        .put("name", role.name())
        .put("scope", role.inRoom() ? "Subscriptions" : "Users")
        .put("description", "")
        .put("mandatory2fa", false)
        .put("protected", true);
  }
}
