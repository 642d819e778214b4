package io.roomledger.dialect.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a value looks like on the wire. It reads values, writes them, and describes itself as JSON
 * Schema, so that what is described is what is read and written.
 */
sealed interface Shape permits RecordShape, Shape.Plain {
  /** The most characters of a text where nothing else is said. */
  int LONGEST = 1000;

  /** It as JSON Schema (2020-12); what has a name is put into {@code schemas} once. */
  ObjectNode schema(Schemas schemas);

  /**
   * The value, or a refusal that names {@code where}.
   *
   * @throws io.roomledger.base.RefusedException invalid
   */
  Object read(String where, JsonNode value);

  /** The value that stands in an address or a header. */
  default Object parse(String where, String text) {
    return read(where, TextNode.valueOf(text));
  }

  /** The value as JSON. */
  JsonNode write(Object value);

  /** Texts of at most {@link #LONGEST} characters. */
  static Shape text() {
    return new Text(LONGEST);
  }

  /** Whole numbers in bounds that belong to them. */
  static Shape whole(long least, long most) {
    return new Whole(least, most);
  }

  /** One of these words. */
  static Shape oneOf(Class<? extends Enum<?>> words) {
    return new Choice(List.of(words.getEnumConstants()));
  }

  /** Several, as a parameter that may be there more than once. */
  static Shape many(Shape item, int most) {
    return new Many(item, most);
  }

  /** Moments. */
  static Shape moment() {
    return new Moment();
  }

  /** A word of ours on the wire. */
  static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static ObjectNode typed(String type) {
    return Json.object().put("type", type);
  }

  private static String shown(JsonNode value) {
    return value.isTextual() ? value.asText() : value.toString();
  }

  /** Shapes that no record of ours is. */
  sealed interface Plain extends Shape {}

  /** A text without zeros; those that are read have at most {@code most} characters. */
  record Text(int most) implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      return schemas.asked() ? typed("string").put("maxLength", most) : typed("string");
    }

    @Override
    public Object read(String where, JsonNode value) {
      boolean right =
          value.isTextual() && value.asText().length() <= most && value.asText().indexOf('\0') < 0;
      if (!right) {
        throw Gate.invalid(where, shown(value), "a text of at most " + most + " characters");
      }
      return value.asText();
    }

    @Override
    public JsonNode write(Object value) {
      return TextNode.valueOf(value.toString());
    }
  }

  /** A whole number. */
  record Whole(long least, long most) implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      ObjectNode node = typed("integer");
      return least == Long.MIN_VALUE ? node : node.put("minimum", least).put("maximum", most);
    }

    @Override
    public Object read(String where, JsonNode value) {
      boolean right = value.isIntegralNumber() && value.canConvertToLong();
      if (!right || value.asLong() < least || value.asLong() > most) {
        throw Gate.invalid(where, shown(value), least + " to " + most);
      }
      return value.asLong();
    }

    @Override
    public Object parse(String where, String text) {
      if (!text.matches("-?[0-9]{1,18}")) {
        throw Gate.invalid(where, text, least + " to " + most);
      }
      return read(where, LongNode.valueOf(Long.parseLong(text)));
    }

    @Override
    public JsonNode write(Object value) {
      return LongNode.valueOf(((Number) value).longValue());
    }
  }

  /** A number with a fraction. */
  record Fraction() implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      return typed("number");
    }

    @Override
    public Object read(String where, JsonNode value) {
      if (!value.isNumber()) {
        throw Gate.invalid(where, shown(value), "a number");
      }
      return value.asDouble();
    }

    @Override
    public JsonNode write(Object value) {
      return DoubleNode.valueOf((Double) value);
    }
  }

  /** True or false. */
  record Truth() implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      return typed("boolean");
    }

    @Override
    public Object read(String where, JsonNode value) {
      if (!value.isBoolean()) {
        throw Gate.invalid(where, shown(value), "true or false");
      }
      return value.asBoolean();
    }

    @Override
    public Object parse(String where, String text) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw Gate.invalid(where, text, "true or false");
      };
    }

    @Override
    public JsonNode write(Object value) {
      return BooleanNode.valueOf((Boolean) value);
    }
  }

  /** A moment, in UTC. */
  record Moment() implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      return typed("string").put("format", "date-time");
    }

    @Override
    public Object read(String where, JsonNode value) {
      return Gate.moment(where, shown(value));
    }

    @Override
    public JsonNode write(Object value) {
      return TextNode.valueOf(((Instant) value).toString());
    }
  }

  /** A length of time, in milliseconds. */
  record Length() implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      return typed("integer").put("description", "milliseconds");
    }

    @Override
    public Object read(String where, JsonNode value) {
      return Duration.ofMillis((Long) new Whole(0, 1L << 50).read(where, value));
    }

    @Override
    public JsonNode write(Object value) {
      return LongNode.valueOf(((Duration) value).toMillis());
    }
  }

  /** One word of a closed list. */
  record Choice(List<? extends Enum<?>> words) implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      ObjectNode node = typed("string");
      ArrayNode values = node.putArray("enum");
      words.forEach(word -> values.add(word(word)));
      return node;
    }

    @Override
    public Object read(String where, JsonNode value) {
      for (Enum<?> word : words) {
        if (value.isTextual() && word(word).equals(value.asText())) {
          return word;
        }
      }
      String all = words.stream().map(Shape::word).collect(Collectors.joining(", "));
      throw Gate.invalid(where, shown(value), "one of " + all);
    }

    @Override
    public JsonNode write(Object value) {
      return TextNode.valueOf(word((Enum<?>) value));
    }
  }

  /** A list; those that are read have at most {@code most} items. */
  record Many(Shape item, int most) implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      ObjectNode node = typed("array");
      node.set("items", item.schema(schemas));
      return schemas.asked() ? node.put("maxItems", most) : node;
    }

    @Override
    public Object read(String where, JsonNode value) {
      if (!value.isArray() || value.size() > most) {
        String came = value.isArray() ? value.size() + " items" : shown(value);
        throw Gate.invalid(where, came, "a list of at most " + most);
      }
      List<Object> items = new ArrayList<>();
      value.forEach(one -> items.add(item.read(where + "[" + items.size() + "]", one)));
      return List.copyOf(items);
    }

    @Override
    public JsonNode write(Object value) {
      ArrayNode node = Json.array();
      ((Iterable<?>) value).forEach(one -> node.add(item.write(one)));
      return node;
    }
  }

  /** Values by names that nobody knows beforehand. */
  record Named(Shape value, int most) implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      ObjectNode node = typed("object");
      node.set("additionalProperties", value.schema(schemas));
      return schemas.asked() ? node.put("maxProperties", most) : node;
    }

    @Override
    public Object read(String where, JsonNode node) {
      if (!node.isObject() || node.size() > most) {
        throw Gate.invalid(where, shown(node), "an object of at most " + most + " members");
      }
      Map<String, Object> values = new LinkedHashMap<>();
      node.properties()
          .forEach(member ->
              values.put(
                  member.getKey(), value.read(where + "." + member.getKey(), member.getValue())));
      return values;
    }

    @Override
    public JsonNode write(Object values) {
      ObjectNode node = Json.object();
      ((Map<?, ?>) values).forEach((name, one) -> node.set(name.toString(), value.write(one)));
      return node;
    }
  }

  /** A value, or null. */
  record Maybe(Shape value) implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      ObjectNode node = value.schema(schemas);
      if (node.has("$ref") || node.has("enum")) {
        ObjectNode either = Json.object();
        either.putArray("anyOf").add(node).add(typed("null"));
        return either;
      }
      String type = node.path("type").asText();
      node.putArray("type").add(type).add("null");
      return node;
    }

    @Override
    public Object read(String where, JsonNode node) {
      return node.isNull() || node.isMissingNode()
          ? Optional.empty()
          : Optional.of(value.read(where, node));
    }

    @Override
    public JsonNode write(Object optional) {
      return ((Optional<?>) optional).map(value::write).orElse(NullNode.getInstance());
    }
  }

  /** Any JSON, written as it is. */
  record Any() implements Plain {
    @Override
    public ObjectNode schema(Schemas schemas) {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public Object read(String where, JsonNode value) {
      return value;
    }

    @Override
    public JsonNode write(Object value) {
      return (JsonNode) value;
    }
  }
}
