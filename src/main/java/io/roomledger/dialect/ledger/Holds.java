// docs/ledger-api.md#retention-and-legal-hold
package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.conference.Hold;
import io.roomledger.conference.Retention;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import io.roomledger.identity.Caller;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What must be kept, and what is let go. */
final class Holds {
  private final Retention retention;
  private final Gate gate;

  Holds(Retention retention, Gate gate) {
    this.retention = retention;
    this.gate = gate;
  }

  List<Endpoint> endpoints() {
    String root = Timeline.ROOT + "/holds";
    return List.of(
        Endpoint.get(root, this::list),
        Endpoint.post(root, this::hold),
        Endpoint.delete("/ledger/v1/holds/{hold}", this::lift),
        Endpoint.delete(RecordingPages.ROOT + "/{recording}", this::delete));
  }

  private Answer list(Call call) {
    Caller caller = gate.enter(call, Gate.MANAGE);
    ObjectNode answer = Json.object();
    ArrayNode holds = answer.putArray("holds");
    for (Hold hold : retention.holds(caller, call.pathParameter("conference"))) {
      print(hold, holds.addObject());
    }
    return Print.answer(200, answer);
  }

  private Answer hold(Call call) {
    Caller caller = gate.enter(call, Gate.MANAGE);
    JsonNode body = Gate.object(call);
    Optional<UUID> recording =
        body.has("recording")
            ? Optional.of(Gate.id(Gate.text(body, "recording"), Refusal.Thing.RECORDING))
            : Optional.empty();
    Hold hold =
        retention.hold(
            caller, call.pathParameter("conference"), recording, Gate.text(body, "reason"));
    ObjectNode node = Json.object();
    print(hold, node);
    return Print.answer(201, node);
  }

  private Answer lift(Call call) {
    Caller caller = gate.enter(call, Gate.MANAGE);
    String text = call.pathParameter("hold");
    if (!text.matches("[0-9]{1,18}")) {
      throw new RefusedException(new Refusal.NotFound(Refusal.Thing.HOLD, "of that id"));
    }
    ObjectNode node = Json.object();
    print(retention.lift(caller, Long.parseLong(text)), node);
    return Print.answer(200, node);
  }

  private Answer delete(Call call) throws IOException {
    Caller caller = gate.enter(call, Gate.MANAGE);
    String reason =
        call.query("reason").orElseThrow(() -> Gate.invalid("reason", "missing", "a text"));
    retention.delete(caller, RecordingPages.id(call), reason);
    return Print.nothing();
  }

  private static void print(Hold hold, ObjectNode node) {
    node.put("id", Long.toString(hold.id())).put("conference", hold.conference());
    node.put("recording", hold.recording().map(UUID::toString).orElse(null));
    node.put("reason", hold.reason());
    node.put("placedBy", hold.placed().by()).put("placedAt", hold.placed().at().toString());
    node.put("liftedBy", hold.lifted().map(Hold.Act::by).orElse(null));
    node.put("liftedAt", hold.lifted().map(act -> act.at().toString()).orElse(null));
  }
}
