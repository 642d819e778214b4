package io.roomledger.dialect.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import io.roomledger.base.Refusal;
import io.roomledger.base.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a body. Clients write numbers as text and as numbers; both are taken.
 *
 * @param body the body, an object
 */
record Fields(JsonNode body) {
  private static final int LONGEST_LIST = 1_000;

  /** The first moment with 11 digits, in the year 2286. */
  private static final long LATEST = 10_000_000_000L;

  /** Seconds of the year 5138, milliseconds of 1973. */
  private static final long SURELY_MILLISECONDS = 100_000_000_000L;

  private static final int EXCERPT = 100;

  static Fields of(JsonNode body) {
    if (!body.isObject()) {
      throw refused("body", body.toString(), "a JSON object");
    }
    return new Fields(body);
  }

  /** A text that must be there. */
  String text(String name) {
    JsonNode value = need(name);
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw refused(name, value.toString(), name + " must be a text that is not empty");
    }
    return value.textValue();
  }

  /** A yes or no that need not be there. */
  boolean flag(String name) {
    JsonNode value = find(name);
    if (value != null && !value.isBoolean()) {
      throw refused(name, value.toString(), name + " must be true or false");
    }
    return value != null && value.booleanValue();
  }

  /** Texts that need not be there. */
  List<String> texts(String name) {
    JsonNode value = find(name);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    if (!value.isArray() || value.size() > LONGEST_LIST) {
      throw refused(
          name, value.toString(), name + " must be a list of at most " + LONGEST_LIST + " texts");
    }
    for (JsonNode text : value) {
      if (!text.isTextual()) {
        throw refused(name, text.toString(), name + " must be a list of texts");
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  /** A time in seconds that must be there. */
  Instant seconds(String name) {
    JsonNode value = need(name);
    long seconds = number(name, value);
    if (seconds >= SURELY_MILLISECONDS) {
      throw refused(
          name,
          value.asText(),
          name + " must be in seconds; this looks like milliseconds, leave out the last 3 digits");
    }
    if (seconds < 0 || seconds >= LATEST) {
      throw refused(
          name, value.asText(), name + " must be a unix time in seconds, from 0 to 9999999999");
    }
    return Instant.ofEpochSecond(seconds);
  }

  private static long number(String name, JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    }
    if (value.isTextual() && value.textValue().strip().matches("-?\\d{1,18}")) {
      return Long.parseLong(value.textValue().strip());
    }
    throw refused(name, value.toString(), name + " must be a unix time in seconds, as text");
  }

  private JsonNode need(String name) {
    JsonNode value = find(name);
    if (value == null) {
      throw refused(name, "", name + " is required");
    }
    return value;
  }

  /** What is null is not there. */
  private @Nullable JsonNode find(String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : value;
  }

  static RefusedException refused(String field, String value, String expected) {
    String shown = value.length() > EXCERPT ? value.substring(0, EXCERPT) + "..." : value;
    return new RefusedException(new Refusal.Invalid(field, shown, expected));
  }
}
