// https://developer.rocket.chat/apidocs/logout
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import io.roomledger.identity.Tokens;
import java.util.List;
import java.util.Optional;

/** Ends the token that is called with, and no other. Old clients call it by GET. */
final class Logout {
  private static final String PATH = "/api/v1/logout";

  private final Tokens tokens;
  private final Gate gate;

  Logout(Tokens tokens, Gate gate) {
    this.tokens = tokens;
    this.gate = gate;
  }

  List<Endpoint> endpoints() {
    return List.of(Endpoint.post(PATH, this::answer), Endpoint.get(PATH, this::answer));
  }

  private Answer answer(Call call) throws Exception {
    Caller.Person caller = gate.caller(call);
    return gate.limited(
        call,
        Optional.of(caller),
        PATH,
        () -> {
          tokens.revoke(caller, call.header("X-Auth-Token").orElse(""));
          ObjectNode body = Wire.object().put("status", "success");
          body.putObject("data").put("message", "You've been logged out!");
          return Wire.answer(200, body);
        });
  }
}
