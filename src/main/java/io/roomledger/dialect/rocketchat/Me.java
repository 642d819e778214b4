// https://developer.rocket.chat/apidocs/get-profile-information
package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Account;
import io.roomledger.identity.Caller;
import java.util.Optional;

/** Tells callers who they are. */
final class Me {
  private static final String PATH = "/api/v1/me";

  private final Gate gate;

  Me(Gate gate) {
    this.gate = gate;
  }

  Endpoint endpoint() {
    return Endpoint.get(
        PATH,
        call -> {
          Caller.Person caller = gate.caller(call);
          return gate.limited(
              call, Optional.of(caller), PATH, () -> Wire.success(describe(call, caller)));
        });
  }

  /** The user, as log-in and this tell of them; never what they log in with. */
  static ObjectNode describe(Call call, Caller.Person caller) {
    Account account = caller.account();
    ObjectNode me = Wire.object();
    me.put("_id", account.id()).put("name", account.name());
    var emails = me.putArray("emails");
    account.email().ifPresent(e -> emails.addObject().put("address", e).put("verified", true));
    me.put("status", "online")
        .put("statusConnection", "online")
        .put("username", account.username())
        .put("utcOffset", 0)
        .put("active", account.active());
    var roles = me.putArray("roles");
    caller.roles().stream().sorted().forEach(roles::add);
    me.putObject("settings").putObject("preferences");
    return me.put("avatarUrl", call.origin() + "/avatar/" + Percent.encode(account.username()));
  }
}
