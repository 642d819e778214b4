package io.roomledger.dialect.ledger;

import io.roomledger.base.AddressBlock;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.identity.Caller;
import java.util.Map;
import java.util.Optional;

/** Makes endpoints of routes: who calls, what is asked, what comes of it. */
final class Desk {
  private final Gate gate;
  private final Repeats repeats;

  Desk(Gate gate, Repeats repeats) {
    this.gate = gate;
    this.repeats = repeats;
  }

  Endpoint endpoint(Route route) {
    Route.Head head = route.head();
    return new Endpoint(
        head.method(), head.address(), call -> answer(route, call), route.takes().streamed());
  }

  /** The core has no word for what only this API's protocols say no to. */
  private Answer answer(Route route, Call call) throws Exception {
    try {
      return asked(route, call);
    } catch (ProblemException failed) {
      return failed.problem().answer(call.requestId());
    }
  }

  private Answer asked(Route route, Call call) throws Exception {
    Optional<Caller> caller = route.head().scope().map(scope -> gate.enter(call, scope));
    if (caller.isEmpty()) {
      gate.take("address:" + AddressBlock.of(call.address()));
    }
    negotiate(route, call);
    Ask ask = new Ask(call, caller, route);
    Answer answer = route.repeatable() ? repeats.once(ask, route.work()) : route.work().answer(ask);
    for (Map.Entry<String, String> header : ask.told().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  private static void negotiate(Route route, Call call) {
    if (!route.answersIn(call)) {
      throw new ProblemException(
          406,
          "not-acceptable",
          "Accept: nothing that this gives (expected: " + types(route) + ")");
    }
    String type = call.header("Content-Type").orElse("");
    if (!Negotiation.takes(type, route.takes().types())) {
      String expected = String.join(", ", route.takes().types());
      throw new ProblemException(
          415, "media-type", "Content-Type: not taken here (expected: " + expected + ")");
    }
  }

  private static String types(Route route) {
    return String.join(
        ", ",
        route.gives().stream().flatMap(outcome -> outcome.types().stream()).distinct().toList());
  }
}
