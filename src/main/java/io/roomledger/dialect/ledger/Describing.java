package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Answer;
import io.roomledger.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells programs and people what the API is, from what its routes declare. */
final class Describing {
  private static final String TAG = "API";
  private static final String HTML = "text/html";
  private static final String CSS = "text/css";

  /** The page has a sheet of its own and nothing else; nobody frames it. */
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final byte[] document;
  private final String page;
  private final String sheet;

  /** Describes {@code others} and itself. */
  Describing(List<Route> others) {
    List<Route> all = new ArrayList<>(others);
    all.addAll(routes());
    ObjectNode told = OpenApi.of(all);
    document = Json.bytes(told);
    page = ApiPage.of(told);
    sheet = resource("/ledger/api.css");
  }

  List<Route> routes() {
    return List.of(
        Route.get("", TAG, "This page.").gives(List.of(page("The page.", HTML)), ask -> page()),
        Route.get("/api.css", TAG, "How that page looks.")
            .gives(List.of(page("The sheet.", CSS)), ask -> text(CSS, sheet)),
        Route.get("/openapi.json", TAG, "This API as an OpenAPI 3.1 document.")
            .gives(
                List.of(
                    new Route.Outcome(
                        200, "The document.", List.of(Route.JSON), Optional.of(new Shape.Any()))),
                ask -> Answer.bytes(200, Route.JSON, document)));
  }

  private static Route.Outcome page(String meaning, String type) {
    return new Route.Outcome(200, meaning, List.of(type), Optional.empty());
  }

  private Answer page() {
    return text(HTML, page)
        .with("Content-Security-Policy", POLICY)
        .with("Referrer-Policy", "no-referrer");
  }

  private static Answer text(String type, String text) {
    return Answer.text(200, type + "; charset=utf-8", text).with("Cache-Control", "no-cache");
  }

  private static String resource(String name) {
    try (InputStream in = Describing.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is part of the program");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
