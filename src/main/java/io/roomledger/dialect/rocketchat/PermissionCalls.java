// https://developer.rocket.chat/apidocs/list-permissions, .../update-permissions
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Endpoint;
import io.roomledger.people.Rights;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What roles carry: shows it, changes it. */
final class PermissionCalls {
  private final Rights rights;
  private final Clock clock;

  PermissionCalls(Rights rights, Clock clock) {
    this.rights = rights;
    this.clock = clock;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.get("permissions.listAll", this::list), desk.post("permissions.update", this::update));
  }

  /** When a permission last changed is not kept, so everything is new to whoever asks. */
  private ObjectNode list(Desk.Visit visit) {
    Asked asked = visit.asked();
    if (asked.find("updatedSince").isPresent() && asked.moment("updatedSince").isEmpty()) {
      throw new FailureException(
          Failure.of(
              "The \"updatedSince\" query parameter must be a valid date.",
              "error-roomId-param-invalid"));
    }
    ObjectNode answer = Wire.object();
    ArrayNode update = answer.putArray("update");
    rights.permissions().forEach((name, roles) -> update.add(permission(name, roles)));
    answer.putArray("remove");
    return answer;
  }

  private ObjectNode update(Desk.Visit visit) throws IOException {
    Map<String, Set<String>> wished = wished(visit.asked().get("permissions"));
    FailureException.spelling(
        PermissionCalls::failure,
        () -> {
          rights.set(visit.caller(), wished);
          return wished;
        });
    String now = Iso.text(clock.instant());
    ObjectNode answer = Wire.object();
    ArrayNode permissions = answer.putArray("permissions");
    rights
        .permissions()
        .forEach((name, roles) -> {
          if (wished.containsKey(name)) {
            permissions.add(permission(name, roles).put("_updatedAt", now));
          }
        });
    return answer;
  }

  private static Map<String, Set<String>> wished(JsonNode list) {
    Map<String, Set<String>> wished = new LinkedHashMap<>();
    for (JsonNode each : list) {
      Asked permission = Asked.in(each);
      if (permission.find("_id").isEmpty() || !permission.get("roles").isArray()) {
        throw invalidBody();
      }
      wished.put(permission.text("_id"), Set.copyOf(permission.texts("roles")));
    }
    if (!list.isArray() || wished.isEmpty()) {
      throw invalidBody();
    }
    return wished;
  }

  private static FailureException invalidBody() {
    return new FailureException(Failure.of("Invalid body params", "invalid-params"));
  }

  private static Optional<Failure> failure(Refusal refusal) {
    return refusal instanceof Refusal.Invalid invalid
        ? Optional.of(
            invalid.field().equals("role")
                ? Failure.of("Invalid role", "error-invalid-role")
                : Failure.of("Invalid permission", "error-invalid-permission"))
        : Optional.empty();
  }

  private static ObjectNode permission(String name, Set<String> roles) {
    ObjectNode json = Wire.object().put("_id", name);
    ArrayNode carried = json.putArray("roles");
    roles.forEach(carried::add);
    return json;
  }
}
