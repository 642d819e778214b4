// docs/ledger-api.md#a-conferences-timeline
package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.conference.Moment;
import io.roomledger.conference.Timelines;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import java.util.Locale;

/** What happened in a conference. */
final class Timeline {
  static final String ROOT = "/ledger/v1/conferences/{conference}";

  private final Timelines timelines;
  private final Gate gate;

  Timeline(Timelines timelines, Gate gate) {
    this.timelines = timelines;
    this.gate = gate;
  }

  Endpoint endpoint() {
    return Endpoint.get(ROOT + "/timeline", this::answer);
  }

  private Answer answer(Call call) {
    ObjectNode answer = Json.object();
    ArrayNode moments = answer.putArray("moments");
    for (Moment moment :
        timelines.of(gate.enter(call, Gate.READ), call.pathParameter("conference"))) {
      ObjectNode node = moments.addObject();
      node.put("at", moment.at().toString());
      node.put("what", moment.what().name().toLowerCase(Locale.ROOT).replace('_', '-'));
      node.put("who", moment.who().orElse(null));
      node.put("subject", moment.subject().isEmpty() ? null : moment.subject());
    }
    return Print.answer(200, answer);
  }
}
