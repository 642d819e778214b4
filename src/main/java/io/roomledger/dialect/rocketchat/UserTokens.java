// https://developer.rocket.chat/apidocs/generate-personal-access-token and its neighbours
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Tokens;
import io.roomledger.people.PersonalTokens;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Tokens that people make for their own programs: {@code X-Auth-Token} with one's own id. */
final class UserTokens {
  private final PersonalTokens tokens;

  UserTokens(PersonalTokens tokens) {
    this.tokens = tokens;
  }

  List<Endpoint> endpoints(Desk desk) {
    return List.of(
        desk.post("users.generatePersonalAccessToken", this::make),
        desk.post("users.regeneratePersonalAccessToken", this::remake),
        desk.post("users.removePersonalAccessToken", this::end),
        desk.get("users.getPersonalAccessTokens", this::list));
  }

  private ObjectNode make(Desk.Visit visit) throws IOException {
    String name = name(visit);
    boolean bypass = visit.asked().truth("bypassTwoFactor");
    String token = spelled(() -> tokens.make(visit.caller(), name, bypass));
    return Wire.object().put("token", token);
  }

  private ObjectNode remake(Desk.Visit visit) throws IOException {
    String name = name(visit);
    return Wire.object().put("token", spelled(() -> tokens.remake(visit.caller(), name)));
  }

  private ObjectNode end(Desk.Visit visit) throws IOException {
    String name = name(visit);
    spelled(() -> {
      tokens.end(visit.caller(), name);
      return name;
    });
    return Wire.object();
  }

  private ObjectNode list(Desk.Visit visit) throws IOException {
    List<Tokens.Named> named = spelled(() -> tokens.list(visit.caller()));
    ObjectNode answer = Wire.object();
    ArrayNode all = answer.putArray("tokens");
    for (Tokens.Named token : named) {
      all.addObject()
          .put("name", token.name())
          .put("createdAt", Iso.text(token.madeAt()))
          .put("lastTokenPart", token.lastPart())
          .put("bypassTwoFactor", token.bypass());
    }
    return answer;
  }

  private static String name(Desk.Visit visit) {
    return visit
        .asked()
        .find("tokenName")
        .orElseThrow(
            () -> new FailureException(Failure.plain(400, "The 'tokenName' param is required")));
  }

  private static <T> T spelled(FailureException.Act<T> act) throws IOException {
    return FailureException.spelling(UserTokens::failure, act);
  }

  private static Optional<Failure> failure(Refusal refusal) {
    return switch (refusal) {
      case Refusal.Forbidden _ -> Optional.of(Failure.of("Not Authorized", "not-authorized"));
      case Refusal.Conflict _ ->
          Optional.of(
              Failure.of("A token with this name already exists", "error-token-already-exists"));
      case Refusal.NotFound _ ->
          Optional.of(Failure.of("Token does not exist", "error-token-does-not-exists"));
      default -> Optional.empty();
    };
  }
}
