package io.roomledger.dialect;

import io.roomledger.base.Refusal;
import io.roomledger.http.Answer;
import io.roomledger.http.Call;
import io.roomledger.http.Endpoint;
import io.roomledger.http.Json;
import java.util.List;
import java.util.Map;

/** Proves the contract itself by the smallest dialect that keeps it. */
class ToyDialectTest extends DialectContract {

  @Override
  protected Dialect dialect() {
    return new Toy();
  }

  private static final class Toy implements Dialect {
    @Override
    public String name() {
      return "toy";
    }

    @Override
    public List<String> roots() {
      return List.of("/toy");
    }

    @Override
    public List<Endpoint> endpoints() {
      return List.of(
          Endpoint.get("/toy/{id}", call -> answer(200, call.pathParameter("id"))),
          Endpoint.post("/toy", call -> answer(200, call.json().map(Object::toString).orElse(""))));
    }

    @Override
    public Answer refuse(Call call, Refusal refusal) {
      return answer(refusal instanceof Refusal.Unavailable ? 503 : 400, refusal.message());
    }

    @Override
    public Answer fail(Call call) {
      return answer(500, call.requestId());
    }

    private static Answer answer(int status, String text) {
      return Json.answer(status, "application/json", Map.of("text", text));
    }
  }
}
