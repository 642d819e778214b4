package io.roomledger.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Makes texts such that they come back from PostgreSQL as they went in, and details JSON. */
final class Details {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_TEXT = 500;
  private static final int LONGEST_DETAIL = 4000;
  private static final int MOST_DETAILS = 100;

  private Details() {}

  static String text(String text) {
    return text(text, LONGEST_TEXT);
  }

  static Map<String, String> of(Map<String, String> details) {
    if (details.size() > MOST_DETAILS) {
      throw new IllegalArgumentException(
          "details: " + details.size() + " (expected: at most " + MOST_DETAILS + ")");
    }
    Map<String, String> storable = new TreeMap<>();
    details.forEach((name, value) -> storable.put(text(name), text(value, LONGEST_DETAIL)));
    return storable;
  }

  static String toJson(Map<String, String> details) {
    try {
      return JSON.writeValueAsString(details);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can always be written", e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws IllegalArgumentException if it holds anything but texts
   */
  static Map<String, String> fromJson(String json) {
    try {
      Map<String, String> details = new TreeMap<>();
      for (Map.Entry<String, JsonNode> field : JSON.readTree(json).properties()) {
        if (!field.getValue().isTextual()) {
          throw new IllegalArgumentException("details." + field.getKey() + " is not a text");
        }
        details.put(field.getKey(), field.getValue().textValue());
      }
      return details;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("details are not JSON", e);
    }
  }

  /** PostgreSQL takes no NUL, and UTF-8 no half of a surrogate pair. */
  private static String text(String text, int longest) {
    String cut = text.length() <= longest ? text : text.substring(0, longest) + "...";
    byte[] utf8 = cut.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
