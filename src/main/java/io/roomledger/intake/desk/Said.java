package io.roomledger.intake.desk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.roomledger.intake.Problem;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Problems in the database, as their sentence and what stands in it, so that each reader gets them
 * in their own language: {@code {"sentence": "room: %s declined", "values": ["Oak"]}}. Beside it
 * stands the English text, which is all that there is of older ones.
 */
final class Said {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_TEXT = 500;
  private static final int LONGEST_VALUE = 200;

  private Said() {}

  /** The English text, in one line and not too long. */
  static String text(Problem problem) {
    return shown(problem.toString(), LONGEST_TEXT);
  }

  static String json(Problem problem) {
    return node(problem).toString();
  }

  private static ObjectNode node(Problem problem) {
    ObjectNode node = JSON.createObjectNode().put("sentence", problem.sentence());
    ArrayNode values = node.putArray("values");
    for (Object value : problem.values()) {
      if (value instanceof Problem inner) {
        values.add(node(inner));
      } else {
        values.add(shown(value.toString(), LONGEST_VALUE));
      }
    }
    return node;
  }

  /** What was written. */
  static Problem read(String text, @Nullable String json) throws SQLException {
    if (json == null) {
      return Problem.text(text);
    }
    try {
      return problem(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new SQLException("not the problem that was written: " + text, e);
    }
  }

  private static Problem problem(JsonNode node) {
    List<Object> values = new ArrayList<>();
    node.path("values")
        .forEach(value -> values.add(value.isObject() ? problem(value) : value.asText()));
    return new Problem(node.path("sentence").asText(), values);
  }

  /** Without what would break a line, and cut. */
  static String shown(String text, int longest) {
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.length() > longest ? clean.substring(0, longest) + "..." : clean;
  }
}
