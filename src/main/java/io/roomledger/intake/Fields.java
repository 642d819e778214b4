package io.roomledger.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Reads fields of JSON that somebody else wrote, whatever stands in them. */
public final class Fields {
  private Fields() {}

  /** Text or number as text; anything else, null too, as nothing. */
  public static String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    String text = value.isTextual() || value.isNumber() ? value.asText() : "";
    // PostgreSQL holds no zero character
    return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
  }

  /** The first of these fields that is no blank text. */
  public static String first(JsonNode json, String... fields) {
    for (String field : fields) {
      String text = text(json, field);
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }

  /** A list of texts. */
  public static List<String> texts(JsonNode json) {
    List<String> texts = new ArrayList<>();
    for (JsonNode one : json) {
      if (one.isTextual()) {
        texts.add(one.textValue());
      }
    }
    return texts;
  }

  /** JSON as it can be stored; empty for nothing. */
  public static String stored(JsonNode json) {
    return json.isContainerNode() && !json.isEmpty() ? json.toString() : "";
  }
}
