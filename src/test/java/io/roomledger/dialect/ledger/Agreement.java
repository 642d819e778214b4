package io.roomledger.dialect.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.roomledger.http.Json;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether answers are what the OpenAPI document says: every answer that a test of the own API gets
 * goes through here.
 */
final class Agreement {
  private final JsonNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  Agreement(JsonNode document) {
    this.document = document;
  }

  /** Fails unless the document knows the route, the status, the media type and the body. */
  void check(String method, String path, HttpResponse<String> answer) {
    Optional<JsonNode> route = route(path);
    if (route.isEmpty()) {
      assertThat(answer.statusCode()).as("no route in the document: " + path).isEqualTo(404);
      return;
    }
    String verb = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    String where = method + " " + path + " " + answer.statusCode();
    if (!route.get().has(verb)) {
      assertThat(answer.statusCode()).as(where).isEqualTo(405);
      return;
    }
    JsonNode told =
        route.get().path(verb).path("responses").path(Integer.toString(answer.statusCode()));
    assertThat(told.isMissingNode()).as(where + " stands in the document").isFalse();
    if (!answer.body().isEmpty()) {
      body(where, told, answer);
    }
  }

  private void body(String where, JsonNode told, HttpResponse<String> answer) {
    String type = answer.headers().firstValue("Content-Type").orElse("").split(";", -1)[0];
    JsonNode content = told.path("content");
    JsonNode media = content.has(type) ? content.path(type) : content.path("*/*");
    assertThat(media.isMissingNode()).as(where + " gives " + type).isFalse();
    if (media.has("schema") && media.path("schema").has("$ref")) {
      JsonNode body = Json.read(answer.body().getBytes(StandardCharsets.UTF_8));
      assertThat(schema(media.path("schema").path("$ref").asText()).validate(body))
          .as(where + " " + body)
          .isEmpty();
    }
  }

  private Schema schema(String ref) {
    return schemas.computeIfAbsent(
        ref,
        name -> {
          ObjectNode whole = Json.object().put("$ref", name);
          whole.set("components", document.path("components"));
          return registry.getSchema(whole);
        });
  }

  /** The paths of the document, literal ones first. */
  Set<String> paths() {
    Set<String> paths = new TreeSet<>();
    document.path("paths").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  private Optional<JsonNode> route(String path) {
    String bare = path.replaceAll("[?].*", "").replaceAll("(.)/$", "$1");
    JsonNode paths = document.path("paths");
    if (paths.has(bare)) {
      return Optional.of(paths.path(bare));
    }
    return paths().stream()
        .filter(template -> bare.matches(template.replaceAll("\\{[^}]+}", "[^/]+")))
        .findFirst()
        .map(paths::path);
  }
}
