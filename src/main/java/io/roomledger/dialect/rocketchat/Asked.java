package io.roomledger.dialect.rocketchat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a call asks with, however it was sent: JSON, a form, or the query. Clients write a list as
 * {@code key[]=a&key[]=b}, {@code key[0]=a&key[1]=b}, {@code key=a&key=b} or as JSON; a text is
 * often sent as a number, and a truth as a text.
 */
final class Asked {
  private static final Pattern LIST_MARK = Pattern.compile("\\[\\d*]$");

  private final JsonNode fields;

  private Asked(JsonNode fields) {
    this.fields = fields;
  }

  /** The query of a call that reads, the body of one that writes. */
  static Asked of(Call call) {
    return call.method().equals("POST") ? body(call) : query(call);
  }

  /** The query. */
  static Asked query(Call call) {
    return new Asked(object(call.queries()));
  }

  /** The body: JSON or a form; what is neither, or nothing, is an empty object. */
  static Asked body(Call call) {
    Map<String, List<String>> form = call.form();
    if (!form.isEmpty()) {
      return new Asked(object(form));
    }
    try {
      return new Asked(call.json().orElseGet(Json::object));
    } catch (RefusedException e) {
      if (e.refusal() instanceof Refusal.Invalid) {
        return new Asked(Json.object());
      }
      throw e;
    }
  }

  /** What stands in a JSON object. */
  static Asked in(JsonNode object) {
    return new Asked(object);
  }

  /** All of it, for validators and for what has a shape of its own. */
  JsonNode json() {
    return fields;
  }

  /** Whether there is such a field, whatever its value. */
  boolean has(String name) {
    return fields.has(name);
  }

  /** The value of a field; a missing node, if it is not there. */
  JsonNode get(String name) {
    return fields.path(name);
  }

  /** Text, number or truth as text; anything else as nothing. */
  String text(String name) {
    return scalar(fields.path(name));
  }

  /** {@link #text}, unless it is empty. */
  Optional<String> find(String name) {
    return Optional.of(text(name)).filter(text -> !text.isEmpty());
  }

  /** The fields of an object in this. */
  Asked object(String name) {
    return new Asked(fields.path(name));
  }

  /** A list of texts; one text alone is a list too. */
  List<String> texts(String name) {
    JsonNode value = fields.path(name);
    if (!value.isArray()) {
      return find(name).map(List::of).orElse(List.of());
    }
    List<String> texts = new ArrayList<>();
    value.forEach(element -> texts.add(scalar(element)));
    return List.copyOf(texts);
  }

  /** {@link #texts}, where each may be several with commas between them. */
  List<String> commaTexts(String name) {
    List<String> parts = new ArrayList<>();
    for (String text : texts(name)) {
      for (String part : text.split(",", -1)) {
        if (!part.isBlank()) {
          parts.add(part.strip());
        }
      }
    }
    return List.copyOf(parts);
  }

  /** Whether a field says yes: {@code true} as such or as text, or 1. */
  boolean truth(String name) {
    String text = text(name);
    return text.equalsIgnoreCase("true") || text.equals("1");
  }

  /**
   * A moment: an ISO date or date-time, or milliseconds since 1970.
   *
   * @return nothing, if it is not sent or no moment
   */
  Optional<Instant> moment(String name) {
    String text = text(name);
    try {
      if (text.matches("\\d{11,15}")) {
        return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
      }
      return Optional.of(
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Text, number or truth as text; anything else as nothing. */
  static String scalar(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText() : "";
  }

  private static ObjectNode object(Map<String, List<String>> pairs) {
    ObjectNode object = Json.object();
    pairs.forEach((written, values) -> {
      String name = LIST_MARK.matcher(written).replaceFirst("");
      if (name.equals(written) && values.size() == 1 && !object.has(name)) {
        object.put(name, values.getFirst());
      } else {
        ArrayNode list = object.get(name) instanceof ArrayNode there ? there : Json.array();
        if (object.get(name) != null && !object.get(name).isArray()) {
          list.add(object.get(name));
        }
        values.forEach(list::add);
        object.set(name, list);
      }
    });
    return object;
  }
}
