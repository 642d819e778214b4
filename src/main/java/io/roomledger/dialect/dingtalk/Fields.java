package io.roomledger.dialect.dingtalk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import io.roomledger.http.Call;
import io.roomledger.http.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a body or a query. One that must be there and is not is the gateway's {@code
 * Missing...}; a value that cannot be used is an {@link Refusal.Invalid}, which the family of the
 * address spells.
 */
final class Fields {
  private static final int LONGEST_ID = 128;
  private static final int LONGEST_LIST = 1000;
  private static final int EXCERPT = 60;

  private final Function<String, @Nullable JsonNode> source;

  private Fields(Function<String, @Nullable JsonNode> source) {
    this.source = source;
  }

  /** The fields of the call's body, which must be a JSON object: a form is none to this gateway. */
  static Fields of(Call call) {
    boolean form =
        call.header("Content-Type")
            .filter(type -> type.startsWith("application/x-www-form-urlencoded"))
            .isPresent();
    if (form && !looksLikeJson(call.body())) {
      throw missing("body");
    }
    JsonNode body = call.json().orElseThrow(() -> missing("body"));
    if (!body.isObject()) {
      throw invalid("body", body, "a JSON object");
    }
    return new Fields(body::get);
  }

  /** The fields of the call's query. */
  static Fields ofQuery(Call call) {
    return new Fields(name -> call.query(name).map(TextNode::valueOf).orElse(null));
  }

  private static boolean looksLikeJson(byte[] body) {
    for (byte letter : body) {
      if (letter > ' ') {
        return letter == '{';
      }
    }
    return false;
  }

  /** The fields of an object in this one; none, if it is not there. */
  Fields object(String name) {
    JsonNode value = find(name).orElseGet(Json::object);
    if (!value.isObject()) {
      throw invalid(name, value, "a JSON object");
    }
    return new Fields(value::get);
  }

  /** The objects of a list; none, if the list is not there. */
  List<Fields> objects(String name) {
    JsonNode list = find(name).orElseGet(Json::array);
    if (!list.isArray() || list.size() > LONGEST_LIST) {
      throw invalid(name, list, "a list of at most " + LONGEST_LIST + " objects");
    }
    List<Fields> objects = new ArrayList<>();
    for (JsonNode one : (ArrayNode) list) {
      if (!one.isObject()) {
        throw invalid(name, one, "a JSON object");
      }
      objects.add(new Fields(one::get));
    }
    return objects;
  }

  /** Whether it is there; what is null is not. */
  boolean has(String name) {
    return find(name).isPresent();
  }

  /** A text that must be there. */
  String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  /** A text that need not be there. */
  Optional<String> optionalText(String name) {
    return find(name).map(value -> text(name, value));
  }

  /** An id that must be there. */
  String id(String name) {
    return id(name, text(name));
  }

  /** An id that need not be there; an empty one is not. */
  Optional<String> optionalId(String name) {
    return optionalText(name).filter(value -> !value.isEmpty()).map(value -> id(name, value));
  }

  /** Ids; none, if the list is not there. */
  List<String> ids(String name) {
    JsonNode list = find(name).orElseGet(Json::array);
    if (!list.isArray() || list.size() > LONGEST_LIST) {
      throw invalid(name, list, "a list of at most " + LONGEST_LIST + " ids");
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode one : (ArrayNode) list) {
      ids.add(id(name, text(name, one)));
    }
    return ids;
  }

  /** Whole numbers; none, if the list is not there. */
  List<Long> numbers(String name) {
    JsonNode list = find(name).orElseGet(Json::array);
    if (!list.isArray() || list.size() > LONGEST_LIST) {
      throw invalid(name, list, "a list of at most " + LONGEST_LIST + " numbers");
    }
    List<Long> numbers = new ArrayList<>();
    for (JsonNode one : (ArrayNode) list) {
      numbers.add(number(name, one));
    }
    return numbers;
  }

  /** A whole number that must be there. */
  long number(String name) {
    return optionalNumber(name).orElseThrow(() -> missing(name));
  }

  /** A whole number that need not be there, as a number or as its digits. */
  Optional<Long> optionalNumber(String name) {
    return find(name).filter(value -> !value.asText().isEmpty()).map(value -> number(name, value));
  }

  /** A yes or no, with what it is when it is not there. */
  boolean flag(String name, boolean otherwise) {
    return find(name)
        .map(value -> {
          if (!value.isBoolean()) {
            throw invalid(name, value, "true or false");
          }
          return value.asBoolean();
        })
        .orElse(otherwise);
  }

  /** How many are wanted on a page: what is asked for, and never more than the most. */
  int pageSize(int otherwise, int most) {
    long wanted = optionalNumber("maxResults").orElse((long) otherwise);
    if (wanted < 1) {
      throw invalid("maxResults", TextNode.valueOf(Long.toString(wanted)), "at least 1");
    }
    return (int) Math.min(wanted, most);
  }

  /** Where the last page ended; {@code 0} is where the first one begins. */
  Optional<String> nextToken() {
    return optionalId("nextToken").filter(token -> !token.equals("0"));
  }

  /** An id in the path. */
  static String path(Call call, String name) {
    return id(name, call.pathParameter(name));
  }

  private static String id(String name, String value) {
    boolean fits = !value.isEmpty() && value.length() <= LONGEST_ID;
    for (int i = 0; fits && i < value.length(); i++) {
      fits = value.charAt(i) > ' ' && value.charAt(i) < 0x7f;
    }
    if (!fits) {
      throw invalid(
          name, TextNode.valueOf(value), "an id of 1 to " + LONGEST_ID + " visible characters");
    }
    return value;
  }

  private static String text(String name, JsonNode value) {
    if (!value.isTextual() || value.asText().indexOf('\0') >= 0) {
      throw invalid(name, value, "a text");
    }
    return value.asText();
  }

  private static long number(String name, JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    try {
      return Long.parseLong(text(name, value));
    } catch (NumberFormatException | RefusedException e) {
      throw invalid(name, value, "a whole number");
    }
  }

  private Optional<JsonNode> find(String name) {
    JsonNode value = source.apply(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private static FailureException missing(String name) {
    return new FailureException(Failure.missing(name));
  }

  /** A no to a value, which is shown as it came and shortened. */
  static RefusedException invalid(String name, JsonNode value, String expected) {
    String text = value.isTextual() ? value.asText() : value.toString();
    String shown = text.length() > EXCERPT ? text.substring(0, EXCERPT) + "..." : text;
    return new RefusedException(
        new Refusal.Invalid(name, shown.isEmpty() ? "empty" : shown, expected));
  }
}
