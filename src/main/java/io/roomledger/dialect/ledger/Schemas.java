package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.http.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The schemas of an OpenAPI document that have names. What is asked for has bounds and may leave
 * things out; what is answered is whole.
 */
final class Schemas {
  private final ObjectNode components;
  private final Map<String, Class<?>> types;
  private final boolean asked;

  /** Those of a document. */
  Schemas(ObjectNode components) {
    this(components, new HashMap<>(), false);
  }

  private Schemas(ObjectNode components, Map<String, Class<?>> types, boolean asked) {
    this.components = components;
    this.types = types;
    this.asked = asked;
  }

  /** The same for what is asked for. */
  Schemas ofRequests() {
    return new Schemas(components, types, true);
  }

  /** Whether requests are described. */
  boolean asked() {
    return asked;
  }

  /** A reference to what is described once under that name. */
  ObjectNode named(String name, Class<?> type, Supplier<ObjectNode> description) {
    String key = asked ? name + "Request" : name;
    Class<?> known = types.putIfAbsent(key, type);
    if (known == null) {
      components.putObject(key);
      components.set(key, description.get());
    } else if (known != type) {
      throw new IllegalArgumentException(type + " (expected: another name than that of " + known);
    }
    return Json.object().put("$ref", "#/components/schemas/" + key);
  }
}
