package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The OpenAPI document of the routes.
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1</a>
 */
final class OpenApi {
  /** What each status of a refusal says. */
  private static final Map<Integer, String> REFUSALS =
      Map.ofEntries(
          Map.entry(400, "Something in the request cannot be used."),
          Map.entry(401, "There is no token, or it is not known or has expired."),
          Map.entry(403, "The caller may not do this."),
          Map.entry(404, "It is not there, or the caller may not know that it is."),
          Map.entry(405, "Another method is meant."),
          Map.entry(406, "The client takes nothing that this gives."),
          Map.entry(409, "It contradicts what is there."),
          Map.entry(412, "The client does not say that it speaks this version."),
          Map.entry(413, "More than the server takes."),
          Map.entry(415, "The body is of a type that is not taken here."),
          Map.entry(416, "The range lies behind the end."),
          Map.entry(422, "The idempotency key belongs to another request."),
          Map.entry(429, "Too many calls; Retry-After says how long to wait."),
          Map.entry(460, "The digest is not that of the part."),
          Map.entry(500, "A fault of the server; its log has more under the requestId."),
          Map.entry(503, "It cannot be done here, or not now."));

  private final ObjectNode document = Json.object();
  private final Schemas schemas;

  private OpenApi() {
    document.put("openapi", "3.1.0");
    document
        .putObject("info")
        .put("title", "Roomledger")
        .put("version", version())
        .put("description", "What no vendor's API has: see docs/ledger-api.md.");
    ObjectNode components = Json.object();
    this.schemas = new Schemas(components.putObject("schemas"));
    document.putObject("paths");
    document.set("components", components);
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer");
  }

  private static String version() {
    return Optional.ofNullable(OpenApi.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** The document. */
  static ObjectNode of(List<Route> routes) {
    OpenApi api = new OpenApi();
    ObjectNode paths = (ObjectNode) api.document.path("paths");
    for (Route route : routes) {
      String method = route.head().method().toLowerCase(Locale.ROOT);
      paths.withObjectProperty(route.head().address()).set(method, api.operation(route));
    }
    return api.document;
  }

  private ObjectNode operation(Route route) {
    Route.Head head = route.head();
    ObjectNode node = Json.object();
    node.put("operationId", operationId(head)).put("summary", head.summary());
    node.putArray("tags").add(head.tag());
    ArrayNode security = node.putArray("security");
    head.scope()
        .ifPresent(scope -> {
          security.addObject().putArray("token").add(scope);
          node.put("x-scope", scope);
        });
    ArrayNode parameters = node.putArray("parameters");
    route.params().forEach(param -> parameters.add(parameter(param)));
    if (!route.takes().types().isEmpty()) {
      node.set("requestBody", body(route.takes()));
    }
    node.set("responses", responses(route));
    return node;
  }

  private static String operationId(Route.Head head) {
    return head.method().toLowerCase(Locale.ROOT)
        + head.path().replaceAll("[{}]", "").replaceAll("[^A-Za-z0-9]+", "-");
  }

  private ObjectNode parameter(Param param) {
    ObjectNode node = Json.object();
    node.put("name", param.name()).put("in", param.in());
    node.put("required", param.required()).put("description", param.meaning());
    ObjectNode schema = param.shape().schema(schemas.ofRequests());
    param
        .otherwise()
        .ifPresent(value -> schema.set("default", param.shape().write(read(param, value))));
    node.set("schema", schema);
    return node;
  }

  private static Object read(Param param, String value) {
    return param.shape().parse(param.name(), value);
  }

  private ObjectNode body(Route.Takes takes) {
    ObjectNode node = Json.object();
    node.put("required", true);
    ObjectNode content = node.putObject("content");
    for (String type : takes.types()) {
      ObjectNode media = content.putObject(type);
      takes.shape().ifPresent(shape -> media.set("schema", shape.schema(schemas.ofRequests())));
    }
    return node;
  }

  private ObjectNode responses(Route route) {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    for (Route.Outcome outcome : route.gives()) {
      ObjectNode node = Json.object().put("description", outcome.meaning());
      for (String type : outcome.types()) {
        ObjectNode media = node.withObjectProperty("content").putObject(type);
        outcome.shape().ifPresent(shape -> media.set("schema", shape.schema(schemas)));
      }
      all.put(Integer.toString(outcome.status()), node);
    }
    for (int status : route.refusals()) {
      all.put(Integer.toString(status), refusal(status));
    }
    ObjectNode responses = Json.object();
    all.forEach(responses::set);
    return responses;
  }

  private ObjectNode refusal(int status) {
    ObjectNode node = Json.object();
    node.put("description", REFUSALS.getOrDefault(status, "It is refused."));
    if (status != 416) {
      node.withObjectProperty("content")
          .putObject(Problem.TYPE)
          .set("schema", RecordShape.of(Problem.ProblemView.class).schema(schemas));
    }
    return node;
  }
}
