package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import java.util.Optional;

/**
 * Makes the endpoints below {@code /api/v1} that need a log-in: each looks who calls, then (as the
 * current servers do) whether what is asked has the right shape, counts the call, and prints what
 * comes of it with {@code success: true}.
 */
final class Desk {
  /** Where all of them are. */
  static final String ROOT = "/api/v1/";

  private final Gate gate;
  private final RocketChatSettings settings;

  Desk(Gate gate, RocketChatSettings settings) {
    this.gate = gate;
    this.settings = settings;
  }

  /**
   * A call that came through.
   *
   * @param caller who calls
   * @param asked the query of a GET, the body of a POST
   * @param call the call itself
   */
  record Visit(Caller.Person caller, Asked asked, Call call) {}

  /** What is done for a visit; its fields are the answer. */
  interface Act {
    ObjectNode answer(Visit visit) throws Exception;
  }

  /** An endpoint that is read. */
  Endpoint get(String name, Act act) {
    return get(name, Schema.ANY, act);
  }

  /** An endpoint that is read, whose query must have that shape. */
  Endpoint get(String name, Schema schema, Act act) {
    return Endpoint.get(ROOT + name, call -> answer(name, schema, act, call));
  }

  /** An endpoint that is written to. */
  Endpoint post(String name, Act act) {
    return post(name, Schema.ANY, act);
  }

  /** An endpoint that is written to, whose body must have that shape. */
  Endpoint post(String name, Schema schema, Act act) {
    return Endpoint.post(ROOT + name, call -> answer(name, schema, act, call));
  }

  private Answer answer(String name, Schema schema, Act act, Call call) throws Exception {
    Caller.Person caller = gate.caller(call);
    Asked asked = Asked.of(call);
    Optional<Answer> fault = fault(call, schema, asked);
    if (fault.isPresent()) {
      return fault.get();
    }
    return gate.limited(
        call,
        Optional.of(caller),
        ROOT + name,
        () -> Wire.success(act.answer(new Visit(caller, asked, call))));
  }

  /** What answers a call that asks in the wrong shape; the servers of 3.8 look at no shapes. */
  Optional<Answer> fault(Call call, Schema schema, Asked asked) {
    return settings.current() && schema != Schema.ANY
        ? schema.fault(asked.json()).map(fault -> misshapen(call, fault))
        : Optional.empty();
  }

  /** The vendor has one word for what is wrong in a body and another for a query. */
  private static Answer misshapen(Call call, String fault) {
    boolean body = call.method().equals("POST");
    ObjectNode answer = Wire.object().put("success", false);
    answer.put("errorType", body ? "invalid-params" : "error-invalid-params").put("error", fault);
    return Wire.answer(400, answer);
  }
}
