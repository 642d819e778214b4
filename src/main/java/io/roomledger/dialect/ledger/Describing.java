package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells programs and people what the API is, from what its routes declare. */
final class Describing {
  private final List<Route> described;

  /** Describes {@code others} and itself. */
  Describing(List<Route> others) {
    described = new ArrayList<>(others);
    described.addAll(routes());
  }

  List<Route> routes() {
    return List.of(
        Route.get("/openapi.json", "API", "This API as an OpenAPI 3.1 document.")
            .gives(
                List.of(
                    new Route.Outcome(
                        200, "The document.", List.of(Route.JSON), Optional.of(new Shape.Any()))),
                ask -> document()));
  }

  private Answer document() {
    ObjectNode document = OpenApi.of(described);
    return Json.answer(200, Route.JSON, document);
  }
}
