package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a body or a query. Clients write numbers as text and as numbers; both are taken.
 * What must be there and is not, or is of the wrong type, is {@link Failure#FIELD_VALIDATION}, or
 * what the family of the path has in its place; a value that cannot be used is an {@link
 * Refusal.Invalid}, which the family spells.
 */
final class Fields {
  private static final int LONGEST_LIST = 1_000;

  /** The first moment with 11 digits, in the year 2286. */
  private static final long LATEST = 10_000_000_000L;

  /** Seconds of the year 5138, milliseconds of 1973. */
  private static final long SURELY_MILLISECONDS = 100_000_000_000L;

  private static final int EXCERPT = 100;

  private final Function<String, @Nullable JsonNode> source;

  /** Where this object stands in the body, such as {@code start_time.}. */
  private final String path;

  private final boolean query;

  private Fields(Function<String, @Nullable JsonNode> source, String path, boolean query) {
    this.source = source;
    this.path = path;
    this.query = query;
  }

  /** The fields of the call's body; none, if it has no body. */
  static Fields of(Call call) {
    JsonNode body = call.json().orElseGet(Json::object);
    if (!body.isObject()) {
      throw malformed("body", body.toString(), "a JSON object");
    }
    return new Fields(body::get, "", false);
  }

  /** The fields of the call's query: what is repeated is a list, what is empty is not there. */
  static Fields ofQuery(Call call) {
    return new Fields(name -> inQuery(call.queries(name)), "", true);
  }

  private static @Nullable JsonNode inQuery(List<String> values) {
    if (values.isEmpty() || values.equals(List.of(""))) {
      return null;
    }
    ArrayNode all = Json.array();
    values.forEach(all::add);
    return values.size() == 1 ? all.get(0) : all;
  }

  /** Whether it is there; what is null is not. */
  boolean has(String name) {
    return find(name) != null;
  }

  /** A text that must be there. */
  String text(String name) {
    return text(name, need(name));
  }

  /** A text that need not be there; an empty one is not. */
  Optional<String> findText(String name) {
    JsonNode value = find(name);
    return value == null || value.equals(TextNode.valueOf(""))
        ? Optional.empty()
        : Optional.of(text(name, value));
  }

  private String text(String name, JsonNode value) {
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw malformed(
          path + name, value.toString(), path + name + " must be a text that is not empty");
    }
    return value.textValue();
  }

  /** A yes or no; what is not there is a no. */
  boolean flag(String name) {
    return findFlag(name).orElse(false);
  }

  /** A yes or no that must be there. */
  boolean needFlag(String name) {
    need(name);
    return flag(name);
  }

  /** A yes or no that need not be there. */
  Optional<Boolean> findFlag(String name) {
    JsonNode value = find(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!value.isBoolean() && !value.asText().matches("true|false")) {
      throw malformed(path + name, value.toString(), path + name + " must be true or false");
    }
    return Optional.of(value.asBoolean());
  }

  /** Texts that need not be there; in a query, one alone cannot be told from a list of one. */
  List<String> texts(String name) {
    JsonNode value = find(name);
    List<String> texts = new ArrayList<>();
    if (value != null) {
      for (JsonNode text : query && value.isTextual() ? List.of(value) : list(name, value)) {
        if (!text.isTextual()) {
          throw malformed(path + name, text.toString(), path + name + " must be a list of texts");
        }
        texts.add(text.textValue());
      }
    }
    return texts;
  }

  private Iterable<JsonNode> list(String name, JsonNode value) {
    if (!value.isArray() || value.size() > LONGEST_LIST) {
      throw malformed(
          path + name,
          value.toString(),
          path + name + " must be a list of at most " + LONGEST_LIST);
    }
    return value;
  }

  /** Texts of which there must be one. */
  List<String> needTexts(String name) {
    List<String> texts = texts(name);
    if (texts.isEmpty()) {
      throw malformed(path + name, "", path + name + " is required");
    }
    return texts;
  }

  /** An object that must be there. */
  Fields object(String name) {
    return object(name, need(name));
  }

  /** An object that need not be there. */
  Optional<Fields> findObject(String name) {
    JsonNode value = find(name);
    return value == null ? Optional.empty() : Optional.of(object(name, value));
  }

  /** Objects that need not be there. */
  List<Fields> objects(String name) {
    JsonNode value = find(name);
    List<Fields> objects = new ArrayList<>();
    if (value != null) {
      for (JsonNode one : list(name, value)) {
        objects.add(object(name + "[" + objects.size() + "]", one));
      }
    }
    return objects;
  }

  private Fields object(String name, JsonNode value) {
    if (!value.isObject()) {
      throw malformed(path + name, value.toString(), path + name + " must be an object");
    }
    return new Fields(value::get, path + name + ".", false);
  }

  /** A number, or {@code fallback} if it is not there. */
  int number(String name, int fallback, int least, int most) {
    return has(name) ? number(name, least, most) : fallback;
  }

  /** A number that must be there. */
  int number(String name, int least, int most) {
    JsonNode value = need(name);
    long number = whole(name, value, "a number");
    if (number < least || number > most) {
      throw refused(
          path + name,
          value.asText(),
          path + name + " must be a number from " + least + " to " + most);
    }
    return (int) number;
  }

  /** A time in seconds that must be there. */
  Instant seconds(String name) {
    JsonNode value = need(name);
    long seconds = whole(name, value, "a unix time in seconds, as text");
    if (seconds >= SURELY_MILLISECONDS) {
      throw refused(
          path + name,
          value.asText(),
          path
              + name
              + " must be in seconds; this looks like milliseconds, leave out the last 3 digits");
    }
    if (seconds < 0 || seconds >= LATEST) {
      throw refused(
          path + name,
          value.asText(),
          path + name + " must be a unix time in seconds, from 0 to 9999999999");
    }
    return Instant.ofEpochSecond(seconds);
  }

  /** A time in seconds that must be there, be it before all time or behind it. */
  long anySeconds(String name) {
    return whole(name, need(name), "a unix time in seconds, as text");
  }

  /** A time in seconds that need not be there. */
  Optional<Instant> findSeconds(String name) {
    return has(name) ? Optional.of(seconds(name)) : Optional.empty();
  }

  private long whole(String name, JsonNode value, String expected) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isTextual() && value.textValue().strip().matches("-?\\d{1,18}")) {
      return Long.parseLong(value.textValue().strip());
    }
    throw malformed(path + name, value.toString(), path + name + " must be " + expected);
  }

  private JsonNode need(String name) {
    JsonNode value = find(name);
    if (value == null) {
      throw malformed(path + name, "", path + name + " is required");
    }
    return value;
  }

  private @Nullable JsonNode find(String name) {
    JsonNode value = source.apply(name);
    return value == null || value.isNull() ? null : value;
  }

  /** What the gateway finds: a field is missing, or of the wrong type, or no documented word. */
  static FailureException malformed(String field, String value, String expected) {
    return new FailureException(Failure.FIELD_VALIDATION, field, shown(value), expected);
  }

  /** A value that cannot be used. */
  static RefusedException refused(String field, String value, String expected) {
    return new RefusedException(new Refusal.Invalid(field, shown(value), expected));
  }

  private static String shown(String value) {
    return value.length() > EXCERPT ? value.substring(0, EXCERPT) + "..." : value;
  }
}
